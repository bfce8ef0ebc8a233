"""What differs between two dates, to take away: a line a difference, in keys, codes and names as decided."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .. import comparing
from ..api.answers import LICENCE, instant
from ..lists.annotated import inert
from ..reference import reference
from .compare import asked_of, compared
from .two_dates import Asked, both, kept

COLUMNS = ("class", "number", "from", "to", "sample")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def differences(request, first: str, second: str, form: str):
    asked, refused = both(request, first, second)
    held = reference(asked.second.clock)
    question = asked_of(request, asked.second, held)
    refused += [text for texts in question.errors.values() for text in texts]
    if refused:
        return HttpResponse(" ".join(refused), status=404, content_type="text/plain; charset=utf-8")
    comparison = compared(asked, question, held)
    lines = list(comparing.told(comparison, held))
    about = {**heading(asked, comparison), "filters": dict(question.filterset.data.lists())}
    about["filters"].pop("status")
    digest = hashlib.sha256(repr((form, about, lines)).encode()).hexdigest()
    response = get_conditional_response(request, etag=f'"{digest[:32]}"')
    if response is None:
        chunks = in_csv(lines) if form == "csv" else in_json(about, lines)
        response = StreamingHttpResponse(chunks, content_type=TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="{name(request, asked)}.{form}"'
    response["ETag"], response["Cache-Control"] = f'"{digest[:32]}"', "public, no-cache"
    return response


def name(request, asked: Asked) -> str:
    """`compare-2021-12-31-2022-12-31`, with a short digest of the filters where there are any."""
    filters = kept(request)
    digest = f"-{hashlib.sha256(filters.encode()).hexdigest()[:8]}" if filters else ""
    return f"compare-{asked.first.on}-{asked.second.on}{digest}"


def heading(asked: Asked, comparison: comparing.Comparison) -> dict:
    return {
        "from": asked.first.on.isoformat(),
        "to": asked.second.on.isoformat(),
        "known": asked.known or instant(asked.second.known_at),
        "edition": asked.second.edition,
        "licence": LICENCE,
        "before": comparison.before,
        "after": comparison.after,
        "unchanged": comparison.unchanged,
        "counts": {kind: len(found) for kind, found in comparison.classes.items()},
    }


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def in_csv(lines: Iterable[tuple]) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; no cell can act as a formula."""
    writer = csv.writer(Echo())
    yield "\ufeff".encode() + writer.writerow(COLUMNS).encode()
    for line in lines:
        yield writer.writerow([inert(cell) for cell in line]).encode()


def in_json(about: dict, lines: Iterable[tuple]) -> Iterator[bytes]:
    yield json.dumps(about, ensure_ascii=False).removesuffix("}").encode() + b', "differences": ['
    separator = b"\n"
    for line in lines:
        one = dict(zip(COLUMNS, line, strict=True)) | {"sample": bool(line[-1])}
        yield separator + json.dumps(one, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]}\n"

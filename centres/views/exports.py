"""The list as a file: what is on the screen, all pages of it."""

import tempfile

from django.conf import settings
from django.http import FileResponse, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from .. import csvw, exports
from ..api.answers import LICENCE
from ..api.parameters import Sorted, asked, read
from ..api.routes import question
from ..filters import Question
from ..models import Standing
from ..reference import Reference, reference
from .linked import cited
from .open_data import etag, open_data, sent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "xlsx": XLSX, "json": "application/json"}
METADATA = "application/csvm+json"
NAME = "cq-design-centres"


@open_data
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    found, held = asked_for(request)
    filename = f"{NAME}-{found.moment.on.isoformat()}-{exports.digest_of(found)}.{form}"

    def make() -> HttpResponseBase:
        if form == "xlsx":
            target = tempfile.TemporaryFile()
            exports.to_xlsx(found, held, target)
            target.seek(0)
            return FileResponse(target)
        return StreamingHttpResponse((exports.to_csv if form == "csv" else exports.to_json)(found, held))

    response = sent(request, found.moment, tag_of(found, form), make)
    response["Content-Type"] = MEDIA_TYPES[form]
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Link"] = f'<{LICENCE}>; rel="license"'
    if form == "csv":
        described = address("centres:export_metadata", found)
        response["Link"] += f', <{described}>; rel="describedby"; type="{METADATA}"'
    return response


@open_data
def export_metadata(request: HttpRequest) -> HttpResponseBase:
    """CSVW metadata of the csv that the same parameters give."""
    found, held = asked_for(request)

    def make() -> HttpResponseBase:
        columns = exports.columns(exports.schemes(found.moment.edition, held))
        url = settings.BASE_URL + address("centres:export", found, "csv")
        return JsonResponse(csvw.register(url, columns, found.moment), json_dumps_params=csvw.AS_WRITTEN)

    response = sent(request, found.moment, tag_of(found, "csv-metadata"), make)
    response["Content-Type"] = METADATA
    return response


def asked_for(request: HttpRequest) -> tuple[Question, Reference]:
    """What the query string asks, read as the API reads it."""
    params = read(Sorted, request.GET)
    when = asked(params)
    held = reference(when.clock)
    return question(request, when, held), held


def tag_of(found: Question, form: str) -> str:
    chosen = exports.chosen(found)
    return etag(found.moment, exports.FORMAT, form, chosen, found.sort, settings.BASE_URL)


def address(name: str, found: Question, *args) -> str:
    """An address about the same centres, with the parameters that count, in their order."""
    when = found.moment
    times = {"on": when.asked_on and when.on.isoformat(), "known": when.asked_known}
    query = urlencode([*parameters(found), *((key, value) for key, value in times.items() if value)])
    return reverse(name, args=args) + (f"?{query}" if query else "")


def parameters(found: Question) -> list[tuple[str, str]]:
    """Filters and order but for what holds anyway."""
    chosen = exports.chosen(found)
    by_default = ("status", Standing.Status.ACCREDITED)
    if [name for name, _value in chosen].count("status") == 1 and by_default in chosen:
        chosen.remove(by_default)
    return [*chosen, *([("sort", found.sort)] if found.sort != "accredited" else [])]


def links(found: Question) -> list[tuple[str, str]]:
    """`(form, address)` of what is on the screen, for ever: the day and the edition are part of it."""
    query = "&".join(filter(None, [urlencode(parameters(found)), cited(found.moment)]))
    return [(form.upper(), f"{reverse('centres:export', args=[form])}?{query}") for form in MEDIA_TYPES]

"""Old and new values of a row's facts in words, and what differs between them."""

import dataclasses
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..lists.changes import FIELD_LABELS
from ..models import Kind
from ..reference import Reference

TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|\s+|[^\w\s]|_")
KINDS = dict(Kind.choices)


@dataclasses.dataclass(frozen=True)
class Difference:
    """One fact that would change. `parts` is `(kept, removed or added, text)` in reading order where old and
    new resemble each other; else empty, and both are shown whole."""

    label: str
    old: str
    new: str
    parts: tuple[tuple[str, str], ...]


def difference(change: dict, held: Reference) -> Difference:
    """`change` is `{field, old, new}` as a row stores it."""
    old, new = (in_words(change["field"], change[side], held) for side in ("old", "new"))
    return Difference(str(FIELD_LABELS[change["field"]]), old, new, tuple(parts(old, new)))


def in_words(field: str, value: str, held: Reference) -> str:
    if field == "district":
        return str(held.districts_by_code.get(value, value))
    if field == "kind_of_centre":
        return str(KINDS.get(value, value))
    if field == "sectors":
        keys = [key.strip() for key in value.split(",")]
        return pgettext("between items of a list", ", ").join(str(held.sectors.get(key, key)) for key in keys)
    if field == "holder_name_zh_unconfirmed":
        return _("yes") if value == "yes" else _("no")
    return value


def parts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """`("kept" | "removed" | "added", text)`, by Chinese characters and Latin words."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "kept", "".join(before[a:b])
            continue
        if a < b:
            yield "removed", "".join(before[a:b])
        if c < d:
            yield "added", "".join(after[c:d])

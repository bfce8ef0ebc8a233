"""The groups of filter values beside the register list, with their counts."""

import dataclasses
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.translation import get_language, gettext_lazy
from markupsafe import Markup

from cityofdesign.jinja2 import grouped

from ..filters import ANY, Question
from ..models import District, Kind, Level, Standing, in_language
from ..moments import Moment
from ..reference import Reference

AT_ONCE = 6
LEGENDS = {
    "level": gettext_lazy("Level"),
    "kind": gettext_lazy("Kind"),
    "district": gettext_lazy("District or county, as of the date"),
    "sector": gettext_lazy("Industry"),
    "year": gettext_lazy("First accredited"),
    "status": gettext_lazy("Standing"),
}
MARKED = {"level", "status"}  # each value has a drawing
GAP = "\0"
STANDINGS = {
    Standing.Status.ACCREDITED: gettext_lazy("In force"),
    Standing.Status.SUSPENDED: gettext_lazy("Suspended"),
    Standing.Status.WITHDRAWN: gettext_lazy("Withdrawn"),
    Standing.Status.EXPIRED: gettext_lazy("Expired"),
}
LABELS = {
    "level": dict(Level.choices),
    "kind": dict(Kind.choices),
    "status": {**STANDINGS, ANY: gettext_lazy("any")},
}


class Value(NamedTuple):
    """One value of a facet: how many centres it would give with the other filters on, and what percentage
    that is of the largest number in the group."""

    key: str
    label: str
    count: int
    checked: bool
    share: float


@dataclasses.dataclass(frozen=True)
class Facet:
    """One group; `more` are the values behind “show all”."""

    name: str
    legend: str
    values: list[Value]
    more: list[Value]

    @property
    def rows(self) -> Markup:
        return self._drawn(self.values)

    @property
    def more_rows(self) -> Markup:
        return self._drawn(self.more)

    def _drawn(self, values: list[Value]) -> Markup:
        """The values as rows of the form, filled into what stays the same of each."""
        language, written = get_language(), []
        for value in values:
            state = " checked" if value.checked else "" if value.count else " disabled"
            before, label, meter, end = _row(language, self.name, value.key, value.label)
            count = value.count if value.count < 1000 else grouped(value.count)
            written.append(f"{before}{state}{label}{count}{meter}{value.share}{end}")
        return Markup("".join(written))  # noqa: S704  (pieces of our template, and numbers)


@lru_cache(maxsize=4096)
def _row(language: str, name: str, key: str, label: str) -> list[str]:
    """The row of a value in four pieces, between which its state, its count and its share belong."""
    row = {"name": name, "key": key, "label": label, "mark": name if name in MARKED else "", "gap": GAP}
    return get_template("centres/_facet_row.html").render(row).split(GAP)


def facets_of(question: Question, counts: dict[str, dict[str, int]], held: Reference) -> list[Facet]:
    """Every facet that has something to choose, in the order of the page."""
    found, words = [], _labels(get_language(), held)
    for name, keys in keys_of(question, counts, held).items():
        chosen, counted = question.filterset.data.getlist(name), counts[name]
        largest = max((counted.get(key, 0) for key in keys), default=0) or 1
        values = [
            Value(
                key,
                words.get((name, key), key),
                n := counted.get(key, 0),
                key in chosen or ANY in chosen,
                round(100 * n / largest, 1),
            )
            for key in keys
        ]
        if name in ("district", "sector"):
            values.sort(key=lambda value: (not value.checked, -value.count, value.label))
        shown = max(AT_ONCE, sum(value.checked for value in values))
        if values:
            found.append(Facet(name, str(LEGENDS[name]), values[:shown], values[shown:]))
    return found


def keys_of(question: Question, counts: dict, held: Reference) -> dict[str, list[str]]:
    chosen = set(question.filterset.data.getlist("year"))
    return {
        "level": list(Level.values),
        "kind": list(Kind.values),
        "district": [d.code for d in held.districts.values() if existed(d, question.moment)],
        "sector": [key for key in held.sectors if counts["sector"].get(key)],
        "year": sorted({year for year in counts["year"] if year} | chosen, reverse=True),
        "status": list(STANDINGS),
    }


def label_of(name: str, value: str, held: Reference | None) -> str:
    """A filter value in the reader's words."""
    return _labels(get_language(), held).get((name, value), value)


@lru_cache(maxsize=4)
def _labels(language: str, held: Reference | None) -> dict[tuple[str, str], str]:
    """The words for every value of every facet, in the language of the page."""
    words = {(name, key): str(label) for name, labels in LABELS.items() for key, label in labels.items()}
    if held:
        words |= {("district", code): district.name for code, district in held.districts_by_code.items()}
        words |= {("scheme", scheme.key): scheme.name for scheme in held.schemes}
        words |= {("sector", key): in_language(sector, "name") for key, sector in held.sectors.items()}
    return words


def existed(district: District, when: Moment) -> bool:
    return (district.valid_from is None or district.valid_from <= when.on) and (
        district.valid_to is None or when.on < district.valid_to
    )

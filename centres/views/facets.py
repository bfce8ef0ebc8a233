"""The groups of filter values beside the register list, with their counts."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
STANDINGS = {
    Standing.Status.ACCREDITED: gettext_lazy("In force"),
    Standing.Status.SUSPENDED: gettext_lazy("Suspended"),
    Standing.Status.WITHDRAWN: gettext_lazy("Withdrawn"),
    Standing.Status.EXPIRED: gettext_lazy("Expired"),
}
LABELS = {"level": dict(Level.choices), "kind": dict(Kind.choices), "status": STANDINGS}


@dataclasses.dataclass(frozen=True)
class Value:
    """One value of a facet: how many centres it would give with the other filters on, and what percentage
    that is of the largest number in the group."""

    key: str
    label: str
    count: int
    checked: bool
    share: float


@dataclasses.dataclass(frozen=True)
class Facet:
    """One group; `more` are the values behind “show all”, `marked` whether each has a drawing."""

    name: str
    legend: str
    values: list[Value]
    more: list[Value]

    @property
    def marked(self) -> bool:
        return self.name in {"level", "status"}


def facets_of(question: Question, counts: dict[str, dict[str, int]], held: Reference) -> list[Facet]:
    """Every facet that has something to choose, in the order of the page."""
    found = []
    for name, keys in keys_of(question, counts, held).items():
        chosen = question.filterset.data.getlist(name)
        largest = max((counts[name].get(key, 0) for key in keys), default=0) or 1
        values = [
            Value(
                key,
                label_of(name, key, held),
                n := counts[name].get(key, 0),
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


def label_of(name: str, value: str, held: Reference) -> str:
    """A filter value in the reader's words."""
    if name == "district":
        district = held.districts_by_code.get(value)
        return district.name if district else value
    if name == "scheme":
        scheme = held.scheme(value)
        return scheme.name if scheme else value
    if name == "sector" and value in held.sectors:
        return in_language(held.sectors[value], "name")
    if name == "status" and value == ANY:
        return _("any")
    return str(LABELS.get(name, {}).get(value, value))


def existed(district: District, when: Moment) -> bool:
    return (district.valid_from is None or district.valid_from <= when.on) and (
        district.valid_to is None or when.on < district.valid_to
    )

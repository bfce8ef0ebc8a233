"""How many centres the register counts, on any day: by scheme, kind, status and district."""

import dataclasses
import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from centres.models import Standing
from centres.reference import Reference

ACCREDITED = Standing.Status.ACCREDITED
Row = tuple[int, bool, str, str, int | None, datetime.date, datetime.date | None]


@dataclasses.dataclass(frozen=True)
class Metric:
    """What is counted: the centres of a scheme, of one kind and in one district (its code) if these are
    given. A branch has a scheme of its own and is in no other count."""

    scheme: str
    kind: str = ""
    status: str = ACCREDITED
    district: str = ""

    def link(self, on: datetime.date | None = None) -> str:
        """The list of exactly these centres on the day, today where none is given."""
        path = reverse("centres:on", args=[on.isoformat()]) if on else reverse("centres:list")
        query = {"scheme": self.scheme, "kind": self.kind, "district": self.district}
        if self.status != ACCREDITED:
            query["status"] = self.status
        return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


@lru_cache(maxsize=32)
def rows(edition: int, scheme: str) -> tuple[Row, ...]:
    """Every standing of a scheme as an edition knows it; kept in the process: an edition never changes."""
    standings = Standing.objects.known_in(edition).filter(scheme__key=scheme).order_by()
    columns = ("centre_id", "centre__sample", "status", "kind_of_centre", "district_id")
    return tuple(standings.values_list(*columns, "valid_from", "valid_to"))


def counted(metric: Metric, edition: int, held: Reference, date: datetime.date) -> tuple[int, int]:
    """`(centres, samples among them)` on a day; a district counts as what it had become by then."""
    found = {}
    for centre, sample, status, kind, district, start, end in rows(edition, metric.scheme):
        if status != metric.status or (metric.kind and kind != metric.kind):
            continue
        if not start <= date or (end and end <= date):
            continue
        if metric.district and _code(held, district, date) != metric.district:
            continue
        found[centre] = sample
    return len(found), sum(found.values())


def _code(held: Reference, district: int | None, date: datetime.date) -> str:
    became = held.district_on(district, date)
    return became.code if became else ""


def days_of_change(metric: Metric, edition: int) -> list[datetime.date]:
    """The days on which the number may have changed, oldest first."""
    held = rows(edition, metric.scheme)
    return sorted({day for *_facts, start, end in held for day in (start, end) if day})


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    rows.cache_clear()

"""The rows of the register list."""

import dataclasses
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate

from ..filters import standings_of
from ..models import Kind, Standing
from ..moments import Moment
from ..reference import Reference
from .titles import Title, titled

ACCREDITED = Standing.Status.ACCREDITED


@dataclasses.dataclass(frozen=True)
class Entry:
    """One row. `levels` are those of the schemes under which the centre is accredited, highest first, or was
    where it no longer is; `level` colours its drawing; `formerly`: the name by which a search found it."""

    number: str
    serial: int
    href: str
    title: Title
    kind: str
    levels: tuple[str, ...]
    level: str
    status: str
    status_label: str
    first: ImpreciseDate | None
    district: str
    sample: bool
    formerly: str = ""

    @property
    def ended(self) -> bool:
        return self.status != ACCREDITED


def entries(
    facts: Iterable[dict], when: Moment, held: Reference, former: Mapping[int, str] | None = None
) -> list[Entry]:
    """Entries of what `Question.centres()` gives; one query, however many. `former`: centre -> a name that it
    no longer has."""
    facts = list(facts)
    standings = standings_of([one["centre_id"] for one in facts], when)
    names = former or {}
    return [
        entry(one, standings[one["centre_id"]], when, held, names.get(one["centre_id"], "")) for one in facts
    ]


def entry(facts: dict, standings: list[Standing], when: Moment, held: Reference, formerly: str = "") -> Entry:
    accredited = [standing for standing in standings if standing.status == ACCREDITED]
    levels = tuple(dict.fromkeys(s.scheme.level for s in accredited or standings if s.scheme.level))
    district = held.district_on(standings[0].district_id, when.on)
    granted = [standing.first_granted for standing in standings if standing.first_granted]
    number = facts["centre__number"]
    return Entry(
        number=number,
        serial=int(number[3:]),
        href=centre_address(number, when),
        title=titled(facts, number),
        kind=str(Kind(facts["kind_of_centre"]).label) if facts["kind_of_centre"] else "",
        levels=levels,
        level=levels[0] if levels else "municipal",
        status=(accredited or standings)[0].status,
        status_label=standing_words(accredited, standings),
        first=min(granted, default=None),
        district=district.name if district else "",
        sample=facts["centre__sample"],
        formerly=formerly,
    )


def standing_words(accredited: list[Standing], standings: list[Standing]) -> str:
    """What the mark says where one centre stands differently under two schemes; empty where it does not."""
    others = [standing for standing in standings if standing.status != ACCREDITED]
    if not accredited or not others:
        return ""
    ended = _(", ").join(
        _("%(level)s: %(status)s")
        % {"level": s.scheme.get_level_display() or s.scheme.name, "status": s.get_status_display().lower()}
        for s in others
    )
    return _("In force; %(ended)s") % {"ended": ended}


def centre_address(number: str, when: Moment) -> str:
    """The page of a centre, on the day and as known then where the reader asked for those."""
    asked = {"on": when.asked_on and when.on.isoformat(), "known": when.asked_known}
    query = urlencode({name: value for name, value in asked.items() if value})
    path = reverse("centres:detail", args=[number])
    return f"{path}?{query}" if query else path

"""What the front page tells of the present: the last round, the next competition, the climb, ways in."""

import dataclasses
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from centres.models import Decision, Scheme, Standing
from centres.moments import Moment
from centres.reference import Reference
from events.announcements import change
from events.models import AnnouncementPage, CompetitionPage, MilestonePage
from events.stages import Call, call_of, key_dates

from .dates import ImpreciseDate
from .drawing import RoundChange

CLIMB = 6
"""So many milestones stand on the front page."""
WEIGHT = {
    kind: place
    for place, kind in enumerate(
        (
            MilestonePage.Kind.RECOGNITION,
            MilestonePage.Kind.POLICY,
            MilestonePage.Kind.ACCREDITATION,
            MilestonePage.Kind.LEGISLATION,
            MilestonePage.Kind.COOPERATION,
            MilestonePage.Kind.COMPETITION,
        )
    )
}
"""What is told first where not everything can be; other kinds come last."""
ON_THE_WAY = ("closing", "on", "open", "ahead", "judging")
"""Stages of a competition that is still to come or going on, the most urgent first."""


@dataclasses.dataclass(frozen=True)
class LastRound:
    """The round that was published last: its page and what it changed on the day it took effect."""

    page: AnnouncementPage
    change: RoundChange | None


@dataclasses.dataclass(frozen=True)
class NextCompetition:
    """A competition to come or going on, and its next key date in words; the date may be empty."""

    page: CompetitionPage
    label: str
    date: ImpreciseDate


def last_round(page: AnnouncementPage | None) -> LastRound | None:
    """Three queries; `page.round` has its scheme and its edition at hand."""
    if page is None:
        return None
    edition = getattr(page.round, "edition", None)
    day = edition and Decision.objects.filter(round=page.round).aggregate(day=Max("effective_on_to"))["day"]
    return LastRound(page, change(page.round, edition.number, day) if day else None)


def next_competition(pages: Iterable[CompetitionPage]) -> NextCompetition | None:
    """The most urgent of the pages by the clock; their editions are at hand."""
    coming = [page for page in pages if page.state.key in ON_THE_WAY]
    if not coming:
        return None
    page = min(coming, key=lambda one: (ON_THE_WAY.index(one.state.key), _last_of(call_of(one, one.edition))))
    opens, closes, results = key_dates(page, page.edition)
    if page.state.key == "ahead" and opens:
        return NextCompetition(page, pgettext("before a date", "Entries open"), opens)
    if page.state.key == "judging":
        return NextCompetition(page, pgettext("before a date", "Results expected"), results)
    return NextCompetition(page, pgettext("before a date", "Entries close"), closes)


def _last_of(call: Call) -> float:
    return call.closes.last.timestamp() if call.closes.last else float("inf")


def climb(milestones: Iterable[MilestonePage]) -> list[MilestonePage]:
    """The weightiest of the dated milestones, of one weight the newest, oldest first."""
    last = len(WEIGHT)
    told = sorted(milestones, key=lambda one: one.date_to, reverse=True)
    told.sort(key=lambda one: WEIGHT.get(one.kind, last))
    return sorted(told[:CLIMB], key=lambda one: (one.date_to, one.path))


def industries(when: Moment, scheme: Scheme | None, held: Reference) -> list[dict]:
    """Industries of the centres accredited today, most frequent first: {"name", "count", "href"}."""
    if scheme is None:
        return []
    standings = Standing.objects.on(when.on, when.edition).accredited().filter(scheme=scheme)
    counts = Counter()
    for keys, n in standings.order_by().values_list("sectors").annotate(n=Count("centre_id", distinct=True)):
        counts.update(dict.fromkeys(keys or (), n))
    return [
        {
            "name": held.sectors[key].name,
            "count": n,
            "href": f"{reverse('centres:list')}?{urlencode({'scheme': scheme.key, 'sector': key})}",
        }
        for key, n in counts.most_common()
        if key in held.sectors
    ]

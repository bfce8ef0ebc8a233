"""How far the call of a competition has come by the clock; a key date may be a moment, a day or a year."""

import dataclasses
import datetime
import zoneinfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate

from .states import State, ahead, event_state

SOON = datetime.timedelta(days=14)
"""So long before its end a call is closing soon."""
JUDGED_WITHIN = datetime.timedelta(days=365)
"""A call that closed longer ago and still has no results is called closed, not being judged."""


@dataclasses.dataclass(frozen=True)
class Span:
    """The first and the last moment that a key date may mean; None where it says nothing of that."""

    first: datetime.datetime | None = None
    last: datetime.datetime | None = None

    @classmethod
    def of(
        cls, date: ImpreciseDate, time: datetime.time | None = None, zone: str = settings.TIME_ZONE
    ) -> "Span":
        """In a zone; a day without a time lasts from its beginning to its end."""
        tz = zoneinfo.ZoneInfo(zone)
        if time and date.precision == "day":
            moment = datetime.datetime.combine(date.lower, time, tz)
            return cls(moment, moment)
        first = date.lower and datetime.datetime.combine(date.lower, datetime.time.min, tz)
        last = date.upper and datetime.datetime.combine(date.upper, datetime.time.max, tz)
        return cls(first, last)


@dataclasses.dataclass(frozen=True)
class Call:
    """The key dates of one edition; `date` is that of its page."""

    opens: Span
    closes: Span
    judged: Span
    results: Span
    date: ImpreciseDate = ImpreciseDate()


def key_dates(page, edition=None) -> tuple[ImpreciseDate, ImpreciseDate, ImpreciseDate]:
    """When entries open, when they close and when results come out: by the edition, by its page where the
    edition does not say."""
    of_page = (page.entries_open, page.entries_close, page.results_on)
    if edition is None:
        return of_page
    stated = (edition.opens_on, edition.closes_on, edition.results_on)
    opens, closes, results = (one or other for one, other in zip(stated, of_page, strict=True))
    return opens, closes, results


def call_of(page, edition=None) -> Call:
    """The key dates as moments, in the zone of the edition."""
    zone = edition.zone if edition else settings.TIME_ZONE
    opens, closes, results = key_dates(page, edition)
    return Call(
        opens=Span.of(opens, edition and edition.opens_at, zone),
        closes=Span.of(closes, edition and edition.closes_at, zone),
        judged=Span.of(edition.judged_on if edition else ImpreciseDate(), None, zone),
        results=Span.of(results, None, zone),
        date=page.date,
    )


def stage(call: Call, *, announced: bool, managed: bool, now: datetime.datetime | None = None) -> State:
    """ahead, on, closing, judging, closed, results or open (no closing date known); else as an event.

    `announced`: results are there to be read; `managed`: they come out here, so that a date that has passed
    does not announce them.
    """
    now = now or timezone.now()
    if announced or (not managed and call.results.last and call.results.last <= now):
        return State("results", "expired", _("Results published"))
    if call.closes.last and call.closes.last < now:
        return judging() if being_judged(call, now) else State("closed", "expired", _("Closed"))
    if call.opens.first and now < call.opens.first:
        return ahead()
    if call.closes.last:
        if call.closes.last - now <= SOON:
            return State("closing", "review-due", _("Closing soon"))
        return State("on", "in-force", _("Open for entries"))
    if call.opens.last and call.opens.last.year == now.year:
        return State("open", "unknown", _("Opened, no closing date known"))
    return event_state(call.date or day_of(call.opens), timezone.localdate(now))


def judging() -> State:
    return State("judging", "public-notice", _("Being judged"))


def being_judged(call: Call, now: datetime.datetime) -> bool:
    """Whether a closed call says that its judging goes on, or that results are to come."""
    if now - call.closes.last > JUDGED_WITHIN:
        return False
    begun = call.judged.first is not None and call.judged.first <= now
    return begun or (call.results.last is not None and now <= call.results.last)


def day_of(span: Span) -> ImpreciseDate:
    return ImpreciseDate.from_date(span.first.date()) if span.first else ImpreciseDate()

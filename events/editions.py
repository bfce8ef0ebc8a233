"""What a competition's page shows of its edition, and which edition a page has."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale

from cityofdesign.dates import ImpreciseDate

from . import stages
from .bases import exact_days
from .models import Award, CompetitionPage, Edition


@dataclasses.dataclass(frozen=True)
class Day:
    """A key date as it is shown; `at` is a clock time in the zone of the edition, `before` the date from
    which it was moved. `key` names it for ever among those of its edition."""

    key: str
    label: str
    date: ImpreciseDate
    at: datetime.time | None = None
    before: ImpreciseDate = ImpreciseDate()
    cancelled: bool = False

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        return exact_days(self.date)


def attach(pages: Iterable) -> None:
    """Give competitions among `pages` their editions; one query."""
    found = [page for page in pages if isinstance(page, CompetitionPage)]
    keys = {page.translation_key for page in found}
    editions = {one.translation_key: one for one in Edition.objects.filter(translation_key__in=keys)}
    for page in found:
        page.edition = editions.get(page.translation_key)


def shown(page: CompetitionPage) -> dict:
    """Seven queries for an edition with winners or without, one for a page that has no edition.

    - `edition`: None where the page has none; `days`: [Day] in the order of time; `zone` in words where a
      time is stated; `in_calendar`: whether a calendar can hold one of the days
    - `winners`, `shortlist`: [(AwardCategory, [Award])], released ones only
    - `categories`: those winners are sought in, while there are none
    - `hour`: when the winners will be public, where that is set and to come
    - `documents`: those that the public may have; `reports`: [(title, address)]
    """
    edition = page.edition
    days = days_of(page, edition)
    dates = {"edition": edition, "days": days, "in_calendar": any(day.days for day in days)}
    if edition is None:
        return {**dates, "winners": [], "shortlist": [], "documents": []}
    awards = list(Award.objects.filter(edition=edition).released().shown().in_order())
    winners = by_category(award for award in awards if award.kind == Award.Kind.WINNER)
    return {
        **dates,
        "zone": edition.get_zone_display() if any(day.at for day in days) else "",
        "winners": winners,
        "categories": [] if winners else list(edition.categories.all()),
        "shortlist": by_category(award for award in awards if award.kind == Award.Kind.SHORTLIST),
        "hour": edition.embargo_until if edition.is_under_embargo else None,
        "documents": [
            one for one in edition.documents.all() if not one.is_held_back or edition.is_released()
        ],
        "reports": reports(edition),
    }


def days_of(page: CompetitionPage, edition: Edition | None) -> list[Day]:
    """The key dates; those that an edition does not state are those of its page. Results
    come out at their hour where it is set. One query with an edition."""
    opens, closes, results_on = stages.key_dates(page, edition)
    results = Day("results", pgettext("key date", "Results"), results_on)
    if edition is None:
        return [Day("opens", _("Entries open"), opens), Day("closes", _("Entries close"), closes), results]
    if hour := edition.winners_here and edition.embargo_until:
        hour = hour.astimezone(edition.tz)
        results = dataclasses.replace(results, date=ImpreciseDate.from_date(hour.date()), at=hour.time())
    return [
        Day("opens", _("Entries open"), opens, edition.opens_at, edition.opens_before),
        Day("closes", _("Entries close"), closes, edition.closes_at, edition.closes_before),
        *([Day("judged", _("Judging"), edition.judged_on)] if edition.judged_on else []),
        dataclasses.replace(results, before=edition.results_before),
        *(
            Day(f"date-{one.pk}", str(one), one.on, one.at, one.before, one.cancelled)
            for one in edition.key_dates.all()
        ),
    ]


def by_category(awards: Iterable[Award]) -> list[tuple]:
    found: dict = {}
    for award in awards:
        found.setdefault(award.category, []).append(award)
    return list(found.items())


def reports(edition: Edition) -> list[tuple[str, str]]:
    """Pages of the active language, else of the other, that everybody may read; and addresses elsewhere."""
    found, locale = [], Locale.get_active()
    for one in edition.announcements.select_related("page__locale"):
        if not one.page_id:
            found.append((one.title, one.url))
            continue
        page = one.page if one.page.locale_id == locale.pk else one.page.localized
        if page.live and not page.get_view_restrictions().exists():
            found.append((one.title or page.title, page.url))
    return found


def next_hour(now: datetime.datetime | None = None) -> datetime.datetime | None:
    """When the public will next see something new of a competition, by the clock alone."""
    now = now or timezone.now()
    found = []
    for edition in Edition.objects.all():
        found += [edition.embargo_until, edition.shortlist_at]
        for date, at in ((edition.opens_on, edition.opens_at), (edition.closes_on, edition.closes_at)):
            if at:
                found.append(stages.Span.of(date, at, edition.zone).last)
        if edition.closes_at and (span := stages.Span.of(edition.closes_on, edition.closes_at, edition.zone)):
            found.append(span.last and span.last - stages.SOON)
    return min((moment for moment in found if moment and moment > now), default=None)

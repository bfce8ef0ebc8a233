"""Events and key dates of competitions as calendars (RFC 5545): one for a single page, one to subscribe to.

What has no exact days has no place in a calendar: it is left out, and an address of its own says so. What is
cancelled stays, as cancelled; what is postponed is tentative. Times carry their zone. An entry keeps its name
for ever and counts its changes, so that a date that is moved moves in the calendars that hold it. Of winners
no calendar knows anything but the hour at which they become public.
"""

import datetime
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import Locale, Page

from cityofdesign.routes import address

from .editions import Day, attach, days_of
from .feeds import BEGAN
from .models import CompetitionPage, Edition, EventPage

STATUSES = {"scheduled": "CONFIRMED", "held": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


@require_safe
def single(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, or the key dates of one competition."""
    page = (
        published(EventPage).filter(slug=slug).first() or published(CompetitionPage).filter(slug=slug).first()
    )
    found = [] if page is None else entries([page])
    if page is None or not found:
        raise Http404(_("The days of this event are not known exactly, so no calendar can hold it."))
    return answer(calendar(found, page.title), f"{page.translation_key}.ics")


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Every event with exact days and every key date of competitions that are no samples; eight queries."""
    competitions = list(published(CompetitionPage).newest_first())
    attach(competitions)
    real = [page for page in competitions if not (page.edition and page.edition.sample)]
    found = entries([*published(EventPage).newest_first(), *real])
    return answer(calendar(found, _("Events and competitions of Chongqing, City of Design")), "events.ics")


def published(model):
    return model.objects.filter(locale=Locale.get_active()).published().defer_streamfields()


def answer(found: Calendar, name: str) -> HttpResponse:
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def calendar(found: Iterable[Event], name: str) -> Calendar:
    """A calendar with the definitions of the zones that its entries use."""
    made = Calendar()
    made.add("prodid", f"-//{urlsplit(settings.BASE_URL).hostname}//Events//{get_language().upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in found:
        made.add_component(one)
    made.add_missing_timezones()
    return made


def entries(pages: list[Page]) -> list[Event]:
    """What a calendar can hold of events, and of competitions whose editions are attached."""
    editions = [page.edition for page in pages if isinstance(page, CompetitionPage) and page.edition]
    prefetch_related_objects(editions, "key_dates")
    return [
        one for page in pages for one in (of_event(page) if isinstance(page, EventPage) else of_call(page))
    ]


def of_event(page: EventPage) -> Iterator[Event]:
    if not page.days:
        return
    made = entry(str(page.translation_key), page.first_published_at, page.last_published_at)
    placed(made, page.days, page.starts_at, page.ends_at)
    made.add("summary", said_of(page.status, page.get_status_display(), page.title))
    made.add("status", STATUSES[page.status])
    told(made, page, page.status_note, page.summary)
    if place := _(", ").join(filter(None, [page.venue, page.address])):
        made.add("location", place)
    made.add("categories", [str(page.get_kind_display())])
    yield made


def of_call(page: CompetitionPage) -> Iterator[Event]:
    """The key dates of a competition that are known to the day."""
    edition = page.edition
    for day in days_of(page, edition):
        if day.days:
            yield key_date(page, edition, day)


def key_date(page: CompetitionPage, edition: Edition | None, day: Day) -> Event:
    if edition:
        made = entry(f"{page.translation_key}-{day.key}", edition.created_at, edition.changed_at)
        course, words = edition.course, edition.get_course_display()
    else:
        made = entry(f"{page.translation_key}-{day.key}", page.first_published_at, page.last_published_at)
        course, words = "scheduled", ""
    if day.cancelled:
        course, words = Edition.Course.CANCELLED, Edition.Course.CANCELLED.label
    placed(made, day.days, day.at and datetime.datetime.combine(day.days[0], day.at, edition.tz))
    title = _("%(event)s: %(date)s") % {"event": page.title, "date": day.label}
    made.add("summary", said_of(course, words, title))
    made.add("status", STATUSES[course])
    moved = _("Moved from %(date)s.") % {"date": day.before.display(get_language())} if day.before else ""
    sample = _("sample competition") if edition and edition.sample else ""
    told(made, page, sample, moved, page.summary)
    made.add("categories", [_("Competition")])
    return made


def entry(name: str, made_at: datetime.datetime | None, changed_at: datetime.datetime | None) -> Event:
    """An entry of that name; its sequence number, which only grows, is the minutes until its last change."""
    made, made_at = Event(), made_at or BEGAN
    changed_at = changed_at or made_at
    made.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    made.add("dtstamp", changed_at.astimezone(datetime.UTC))
    made.add("last-modified", changed_at.astimezone(datetime.UTC))
    made.add("sequence", max(0, int((changed_at - made_at).total_seconds() // 60)))
    return made


def placed(made: Event, days: tuple, starts: datetime.datetime | None, ends: datetime.datetime | None = None):
    """When it is; without times of day it lasts whole days, the last of which ends with the day after."""
    if starts:
        made.add("dtstart", starts)
        if ends:
            made.add("dtend", ends)
    else:
        made.add("dtstart", days[0])
        made.add("dtend", days[1] + datetime.timedelta(days=1))


def told(made: Event, page: Page, *lines: str) -> None:
    made.add("url", address(page))
    made.add("description", "\n\n".join(filter(None, [*lines, address(page)])))


def said_of(status: str, words: str, title: str) -> str:
    """The title, with what readers of a calendar must not overlook."""
    if status in {"postponed", "cancelled"}:
        return _("%(state)s: %(title)s") % {"state": words, "title": title}
    return title

"""Events as calendars (RFC 5545): one for a single event, one to subscribe to.

An event without exact days has no place in a calendar: it is left out, and its own address says so. One
that is cancelled stays, as cancelled; one that is postponed is tentative. Times carry their zone.
"""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import Locale

from .models import EventPage

STATUSES = {"scheduled": "CONFIRMED", "held": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


@require_safe
def single(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(events(), slug=slug)
    if not page.days:
        raise Http404(_("The days of this event are not known exactly, so no calendar can hold it."))
    return answer(calendar([page], page.title), f"{page.translation_key}.ics")


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Every event with exact days; two queries."""
    pages = [page for page in events().newest_first() if page.days]
    return answer(calendar(pages, _("Events of Chongqing, City of Design")), "events.ics")


def events():
    return EventPage.objects.filter(locale=Locale.get_active()).published().defer_streamfields()


def answer(found: Calendar, name: str) -> HttpResponse:
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def calendar(pages: list[EventPage], name: str) -> Calendar:
    """A calendar with the definitions of the zones that its events use."""
    made = Calendar()
    made.add("prodid", f"-//{urlsplit(settings.BASE_URL).hostname}//Events//{get_language().upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for page in pages:
        made.add_component(entry(page))
    made.add_missing_timezones()
    return made


def entry(page: EventPage) -> Event:
    """One event; without times of day it lasts whole days, of which the last is named by the day after it."""
    made = Event()
    host = urlsplit(settings.BASE_URL).hostname
    made.add("uid", f"{page.translation_key}@{host}")
    made.add("dtstamp", (page.last_published_at or page.first_published_at).astimezone(datetime.UTC))
    made.add("summary", titled(page))
    first, last = page.days
    if page.starts_at:
        made.add("dtstart", page.starts_at)
        if page.ends_at:
            made.add("dtend", page.ends_at)
    else:
        made.add("dtstart", first)
        made.add("dtend", last + datetime.timedelta(days=1))
    made.add("status", STATUSES[page.status])
    made.add("url", page.full_url)
    told = "\n\n".join(filter(None, [page.status_note, page.summary, page.full_url]))
    made.add("description", told)
    if place := _(", ").join(filter(None, [page.venue, page.address])):
        made.add("location", place)
    made.add("categories", [str(page.get_kind_display())])
    return made


def titled(page: EventPage) -> str:
    """The title, with what readers of a calendar must not overlook."""
    if page.status in {"postponed", "cancelled"}:
        return _("%(state)s: %(title)s") % {"state": page.get_status_display(), "title": page.title}
    return page.title

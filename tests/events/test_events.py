"""Events: times with their zone, what was announced of them, calendars and schema.org data."""

import datetime
import json
import re
import zoneinfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from icalendar import Calendar
from wagtail.models import Locale

from events.models import EventIndexPage, EventPage

pytestmark = pytest.mark.django_db
SOURCES = [("source", {"name": "chongqing.design", "url": ""})]


@pytest.fixture
def index():
    return EventIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))


@pytest.fixture
def event(index):
    facts = {"title": "Design Week", "slug": "week", "kind": "design_week", "date": "2099-09-05/2099-09-06"}
    times = {"start_time": datetime.time(9), "end_time": datetime.time(17, 30)}
    place = {"venue": "Exhibition Centre", "address": "66 Yuelai Avenue", "organiser": "The city"}
    page = EventPage(**facts, **times, **place, summary="A week.", sources=SOURCES)
    index.add_child(instance=page)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def entries(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return found, {str(one["summary"]): one for one in found.walk("VEVENT")}


def structured(client, page) -> dict:
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(page.url).text, re.S)
    return json.loads(data[1])


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"date": "2099-09"}, "start_time", "needs exact days"),
        ({"date": "", "end_time": None}, "start_time", "needs exact days"),
        ({"start_time": None}, "start_time", "Say also when it begins"),
        ({"date": "2099-09-05", "end_time": datetime.time(8)}, "end_time", "must be after the beginning"),
    ],
)
def test_times_belong_to_exact_days_in_their_order(event, facts, field, message):
    for name, value in facts.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert message in refusal.value.message_dict[field][0]


def test_one_event_is_a_calendar_with_its_zone(client, event):
    found, events = entries(client, "/en/events/week.ics")
    one = events["Design Week"]
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    assert one["dtstart"].dt == datetime.datetime(2099, 9, 5, 9, tzinfo=zone)
    assert one["dtend"].dt == datetime.datetime(2099, 9, 6, 17, 30, tzinfo=zone)
    assert [str(z["tzid"]) for z in found.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert one["location"] == "Exhibition Centre, 66 Yuelai Avenue"
    assert one["url"] == f"{settings.BASE_URL}/en/events/week/"
    assert one["status"] == "CONFIRMED"


def test_an_event_of_whole_days_ends_the_day_after(client, event):
    event.start_time = event.end_time = None
    event.save()
    one = entries(client, "/en/events/week.ics")[1]["Design Week"]
    assert (one["dtstart"].dt, one["dtend"].dt) == (datetime.date(2099, 9, 5), datetime.date(2099, 9, 7))


def test_the_calendar_holds_what_has_exact_days_and_keeps_the_cancelled(client, event):
    event.status = "cancelled"
    event.save()
    events = entries(client, "/en/events/calendar.ics")[1]
    exact = [page for page in EventPage.objects.filter(locale=event.locale).live() if page.days]
    uids = {str(one["uid"]).rpartition("@")[0] for one in events.values()}
    assert {str(page.translation_key) for page in exact} <= uids
    assert len(exact) > 3
    assert events["Cancelled: Design Week"]["status"] == "CANCELLED"
    assert len({str(one["uid"]) for one in events.values()}) == len(events)


@pytest.mark.parametrize("path", ["/en/events/nothing.ics", "/zh-hans/events/week.ics"])
def test_no_calendar_of_what_is_not_there(client, event, path):
    assert client.get(path).status_code == 404


def test_what_when_and_where_stand_before_the_story(client, event):
    text = client.get("/en/events/week/").content.decode()
    assert text.index("Exhibition Centre") < text.index("<h2>Sources</h2>")
    assert "<dt>Date</dt>" in text
    event.date_as_printed = "early September"
    event.save_revision().publish()
    assert "<dt>Date as written</dt>" in client.get("/en/events/week/").content.decode()


def test_no_calendar_of_what_is_vague_private_or_a_draft(client, event):
    EventPage.objects.filter(pk=event.pk).update(date="2099", date_from="2099-01-01", date_to="2099-12-31")
    assert client.get("/en/events/week.ics").status_code == 404
    assert "week.ics" not in client.get(event.url).text
    event.save()
    event.view_restrictions.create(restriction_type="login")
    assert client.get("/en/events/week.ics").status_code == 404


def test_a_postponed_event_says_so_everywhere(client, event, index):
    event.status, event.previous_date, event.status_note = (
        "postponed",
        "2099-05-01",
        "The hall is being rebuilt",
    )
    event.registration_url = "https://register.example/"
    event.save()
    told = client.get(event.url).text
    assert "The hall is being rebuilt It was announced for 1 May 2099." in told
    assert "Register to take part" not in told
    assert "Postponed" in client.get(index.url).text
    data = structured(client, event)
    assert (data["eventStatus"], data["previousStartDate"]) == (
        "https://schema.org/EventPostponed",
        "2099-05-01",
    )
    assert entries(client, "/en/events/week.ics")[1]["Postponed: Design Week"]["status"] == "TENTATIVE"


def test_schema_org_data_has_what_an_event_needs(client, event):
    data = structured(client, event)
    assert data["@type"] == "Event"
    assert data["startDate"] == "2099-09-05T09:00:00+08:00"
    assert data["endDate"] == "2099-09-06T17:30:00+08:00"
    assert data["location"]["address"]["streetAddress"] == "66 Yuelai Avenue"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["organizer"] == {"@type": "Organization", "name": "The city"}

"""Key dates of competitions in calendars: which, when, moved, called off; and nothing of winners."""

import datetime
import zoneinfo

import pytest
import time_machine
from icalendar import Calendar

from events.models import CompetitionPage, KeyDate
from tests.events.editions import award, edition, embargo, pages
from tests.events.test_events import entries

pytestmark = pytest.mark.django_db
PATH, SUBSCRIBED = "events/sample-stair-award.ics", "events/calendar.ics"
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
TITLE = "Sample Stair Award"


@pytest.fixture
def stair():
    of = edition(1, zone="Europe/Paris", opens_on="2026-11", closes_on="2026-12-31", closes_at="18:00")
    of.judged_on, of.results_on = "2027-01-10/2027-01-12", "2027-02-01"
    of.save()
    return of


def ceremony(of, **facts) -> KeyDate:
    return KeyDate.objects.create(
        edition=of, label_en="Ceremony", label_zh="颁奖典礼", on="2027-02-03", **facts
    )


def test_key_dates_known_to_the_day_are_entries_in_the_zone_of_the_edition(client, stair):
    ceremony(stair, at="15:00")
    found, events = entries(client, f"/en/{PATH}")
    when = {name.removeprefix(f"{TITLE}: "): one["dtstart"].dt for name, one in events.items()}
    assert when == {
        "Entries close": datetime.datetime(2026, 12, 31, 18, tzinfo=PARIS),
        "Judging": datetime.date(2027, 1, 10),
        "Results": datetime.date(2027, 2, 1),
        "Ceremony": datetime.datetime(2027, 2, 3, 15, tzinfo=PARIS),
    }
    assert events[f"{TITLE}: Judging"]["dtend"].dt == datetime.date(2027, 1, 13)
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert {one["status"] for one in events.values()} == {"CONFIRMED"}


def test_both_languages_name_the_same_entries_in_their_own_words(client, stair):
    ceremony(stair)
    english, chinese = (entries(client, f"/{language}/{PATH}")[1] for language in ("en", "zh-hans"))
    assert {one["uid"] for one in english.values()} == {one["uid"] for one in chinese.values()}
    assert "示例阶梯奖：颁奖典礼" in chinese
    assert "示例阶梯奖：征集截止" in chinese


def test_the_page_leads_to_its_calendar_and_the_programme_holds_it(client, stair, django_assert_num_queries):
    page = client.get("/en/events/sample-stair-award/").text
    assert f'href="/en/{PATH}"' in page
    with django_assert_num_queries(7):
        assert f"{TITLE}: Judging" in entries(client, f"/en/{SUBSCRIBED}")[1]
    stair.sample = True
    stair.save()
    assert f"{TITLE}: Judging" not in entries(client, f"/en/{SUBSCRIBED}")[1]
    described = entries(client, f"/en/{PATH}")[1][f"{TITLE}: Judging"]["description"]
    assert described.startswith("sample competition")


def test_the_subscription_defines_every_zone_that_its_entries_use(client, stair):
    ceremony(stair, at="15:00")
    later = edition(1, page=pages("Sample Bridge Award"), key="bridge", zone="America/New_York")
    later.closes_on, later.closes_at = "2026-12-30", datetime.time(9)
    later.save()
    found, events = entries(client, f"/en/{SUBSCRIBED}")
    used = {str(one["dtstart"].params["TZID"]) for one in events.values() if "TZID" in one["dtstart"].params}
    assert used >= {"Europe/Paris", "America/New_York"}
    zones = {str(zone["tzid"]): zone for zone in found.walk("VTIMEZONE")}
    assert set(zones) == used
    assert "+0100" in zones["Europe/Paris"].to_ical().decode()
    assert "-0500" in zones["America/New_York"].to_ical().decode()
    closes = events["Sample Bridge Award: Entries close"]["dtstart"].dt
    assert closes == datetime.datetime(2026, 12, 30, 14, tzinfo=datetime.UTC)


def test_a_moved_date_moves_in_the_calendars_that_hold_it(client, stair):
    before = entries(client, f"/en/{PATH}")[1][f"{TITLE}: Entries close"]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)):
        stair.closes_on, stair.closes_before = "2027-01-15", "2026-12-31"
        stair.save()
    after = entries(client, f"/en/{PATH}")[1][f"{TITLE}: Entries close"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] >= before["sequence"] + 119
    assert after["dtstart"].dt == datetime.datetime(2027, 1, 15, 18, tzinfo=PARIS)
    assert "Moved from 31 December 2026." in after["description"]
    assert "Moved from 31 December 2026." in client.get("/en/events/sample-stair-award/").text
    assert "原定2026年12月31日" in client.get("/zh-hans/events/sample-stair-award/").text


def test_what_is_called_off_stays_and_says_so(client, stair):
    ceremony(stair, cancelled=True)
    events = entries(client, f"/en/{PATH}")[1]
    assert events[f"Cancelled: {TITLE}: Ceremony"]["status"] == "CANCELLED"
    assert events[f"{TITLE}: Results"]["status"] == "CONFIRMED"
    assert "<s>3 February 2027</s> <b>called off</b>" in client.get("/en/events/sample-stair-award/").text


@pytest.mark.parametrize(
    ("course", "status", "word"),
    [("cancelled", "CANCELLED", "Cancelled"), ("postponed", "TENTATIVE", "Postponed")],
)
def test_an_edition_that_does_not_go_as_announced_says_so_everywhere(client, stair, course, status, word):
    stair.course = course
    stair.save()
    events = entries(client, f"/en/{SUBSCRIBED}")[1]
    assert events[f"{word}: {TITLE}: Results"]["status"] == status
    page = client.get("/en/events/sample-stair-award/").text
    assert f"https://schema.org/Event{word}" in page
    assert (
        CompetitionPage.objects.get(slug="sample-stair-award", locale__language_code="en").state.key == course
    )
    CompetitionPage.objects.filter(slug="sample-stair-award").update(
        first_published_at=datetime.datetime.now(datetime.UTC)
    )
    assert f"&lt;p&gt;{word}&lt;/p&gt;" in client.get("/en/events/feed.atom").text


def test_the_hour_of_the_winners_is_public_and_the_winners_are_not(client, stair):
    award(stair, "样例云梯凳")
    hour = embargo(stair, days=3)
    answer = client.get(f"/zh-hans/{PATH}").content
    assert "样例云梯凳".encode() not in answer
    (results,) = [one for one in Calendar.from_ical(answer).walk("VEVENT") if "公布" in one["summary"]]
    assert results["dtstart"].dt == hour.astimezone(PARIS).replace(microsecond=0)


def test_a_page_without_an_edition_has_the_dates_of_its_page(client):
    page = pages()
    assert client.get(f"/en/{PATH}").status_code == 404
    assert "sample-stair-award.ics" not in client.get(page.url).text
    page.entries_close = "2026-12-31"
    page.save()
    assert list(entries(client, f"/en/{PATH}")[1]) == [f"{TITLE}: Entries close"]


def test_no_calendar_of_a_draft(client, stair):
    CompetitionPage.objects.filter(slug="sample-stair-award").update(live=False)
    assert client.get(f"/en/{PATH}").status_code == 404
    assert TITLE not in client.get(f"/en/{SUBSCRIBED}").text

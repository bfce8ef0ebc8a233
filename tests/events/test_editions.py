"""The stages of a call by the clock, in the zone of its edition."""

import datetime
from itertools import takewhile

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from cityofdesign.dates import ImpreciseDate
from events.models import CompetitionPage, Edition, EditionDocument, EditionNews, NewsPage
from events.stages import Call, Span, stage
from tests.events.editions import award, edition, embargo, pages

NOW = datetime.datetime(2026, 5, 20, 4, tzinfo=datetime.UTC)  # noon in Chongqing


def staged(opens="", closes="", judged="", results="", at=None, zone="Asia/Shanghai", **told):
    spans = [Span.of(ImpreciseDate(text), None, zone) for text in (opens, judged, results)]
    call = Call(spans[0], Span.of(ImpreciseDate(closes), at, zone), *spans[1:])
    return stage(call, **{"announced": False, "managed": True, **told}, now=NOW).key


@pytest.mark.parametrize(
    ("dates", "key"),
    [
        ({"opens": "2026-06-01", "closes": "2026-08"}, "ahead"),
        ({"opens": "2026-05", "closes": "2026-08-31"}, "on"),
        ({"opens": "2026-03", "closes": "2026-05-25"}, "closing"),
        ({"opens": "2026-03", "closes": "2026-05"}, "closing"),
        ({"opens": "2026", "closes": ""}, "open"),
        ({"opens": "2026-03", "closes": "2026-05-19"}, "closed"),
        ({"opens": "2026-03", "closes": "2026-05-19", "results": "2026-07"}, "judging"),
        ({"opens": "2026-03", "closes": "2026-04", "judged": "2026-05"}, "judging"),
        ({"opens": "2024-03", "closes": "2024-04", "judged": "2024-05"}, "closed"),
        ({"opens": "2026-03", "closes": "2026-04", "results": "2026-05-01"}, "closed"),
        ({"opens": "2026-03", "closes": "2026-04", "results": "2026-05-01", "managed": False}, "results"),
        ({"opens": "2026-03", "closes": "2026-04", "announced": True}, "results"),
        ({"opens": "2025-01"}, "past"),
        ({}, "undated"),
    ],
)
def test_the_stage_follows_the_dates(dates, key):
    assert staged(**dates) == key


def test_a_closing_time_holds_in_the_zone_of_the_edition():
    noon, later = datetime.time(11, 59), datetime.time(12, 1)
    assert staged("2026-05", "2026-05-20", at=noon) == "closed"
    assert staged("2026-05", "2026-05-20", at=later) == "closing"
    assert staged("2026-05", "2026-05-20", at=noon, zone="Europe/Paris") == "closing"


@pytest.mark.django_db
def test_the_results_of_an_edition_are_announced_by_the_clock():
    of = edition(1)
    award(of)
    hour = embargo(of, hours=1)
    page = CompetitionPage.objects.get(slug="sample-stair-award", locale__language_code="en")
    assert page.state.key != "results"
    with time_machine.travel(hour, tick=False):
        page = CompetitionPage.objects.get(pk=page.pk)
        assert page.state.key == "results"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"opens_on": "2026-05", "opens_at": "09:00"}, "opens_at", "write the date with its day"),
        ({"opens_on": "2026-06", "closes_on": "2026-05"}, "closes_on", "after they open"),
        ({"opens_on": "2026-06", "results_on": "2026-05"}, "results_on", "Results must come after"),
    ],
)
def test_dates_that_cannot_be_are_refused_beside_their_field(fields, field, message):
    found = Edition(key="x", year=2026, name_en="X", name_zh="X", **fields)
    with pytest.raises(ValidationError) as refused:
        found.full_clean()
    assert message in refused.value.message_dict[field][0]


@pytest.mark.django_db
def test_the_page_of_an_edition_states_its_queries(client, django_assert_num_queries):
    of = edition(3)
    for work in ("甲凳", "乙灯", "丙桥"):
        award(of, work)
    embargo(of, hours=-1)
    path = "/en/events/sample-stair-award/"
    client.get(path)
    with django_assert_num_queries(8):
        text = client.get(path).content.decode()
    assert "丙桥" in text
    assert "Categories" not in text


@pytest.mark.django_db
def test_before_there_are_winners_the_page_names_the_categories(client, django_assert_num_queries):
    edition(3, None)
    client.get("/en/events/sample-stair-award/")
    with django_assert_num_queries(8):
        text = client.get("/en/events/sample-stair-award/").content.decode()
    assert 'Class 1 <span class="third">3 winners</span>' in text
    assert "Class 2</li>" in text


@pytest.mark.django_db
def test_key_dates_stand_in_place_of_a_date_that_is_not_stated(client):
    page = pages()
    of = edition(1, page=page)
    CompetitionPage.objects.filter(pk=page.pk).update(date="", date_from=None, date_to=None)
    assert "<dt>Date</dt>" in client.get("/en/events/sample-stair-award/").content.decode()
    of.opens_on, of.closes_on, of.closes_at = "2026-05-01", "2026-05-20", datetime.time(18)
    of.save()
    text = client.get("/en/events/sample-stair-award/").content.decode()
    assert "<dt>Date</dt>" not in text
    assert "20 May 2026 18:00" in text


@pytest.mark.django_db
def test_series_and_archive_show_public_editions_with_their_released_winners(
    client, django_assert_num_queries
):
    of = edition(1)
    award(of)
    hidden = edition(1, key="hidden-2025", year=2025, page=pages("Hidden cup", live=False))
    text = client.get("/en/competitions/sample-stair/").content.decode()
    assert "no list of winners here" in text
    assert hidden.name_en not in text
    embargo(of, hours=-1)
    with django_assert_num_queries(7):
        assert "1 winner" in client.get("/en/competitions/sample-stair/").content.decode()


@pytest.mark.django_db
def test_shipped_competitions_stand_in_their_series(client):
    text = client.get("/zh-hans/competitions/smart-expo-cup/").content.decode()
    assert '第四届<span class="term">“智博杯”</span>' in text
    assert client.get("/en/competitions/nothing/").status_code == 404


def under(client, language: str, heading: str) -> list:
    """What stands under a heading of the page of an edition; nothing where there is no such heading."""
    page = BeautifulSoup(client.get(f"/{language}/events/sample-stair-award/").content, "html.parser")
    found = page.find("h2", string=heading)
    return [] if found is None else list(takewhile(lambda one: one.name != "h2", found.find_next_siblings()))


TEXTS = {
    "eligibility_en": "Studios and students.\nOne entry each.",
    "eligibility_zh": "设计机构和学生。\n每家一件。",
    "prizes_en": "First prize 30,000 yuan.",
    "prizes_zh": "一等奖3万元。",
}


@pytest.mark.django_db
def test_the_page_of_an_edition_says_who_may_enter_and_what_is_to_be_won(client):
    edition(1, **TEXTS)
    for language, suffix, *headings in (
        ("en", "_en", "Who may enter", "Prizes"),
        ("zh-hans", "_zh", "参赛资格", "奖项设置"),
    ):
        for heading, name in zip(headings, ("eligibility", "prizes"), strict=True):
            lines = [line.text for line in under(client, language, heading) if line.name == "p"]
            assert lines[: len(TEXTS[name + suffix].splitlines())] == TEXTS[name + suffix].splitlines()


@pytest.mark.django_db
def test_documents_of_the_results_are_listed_from_the_hour_on(client):
    of, papers = edition(1), {}
    award(of)
    for kind, title_en, title_zh, embargoed in (
        ("rules", "Rules", "参赛规则", False),
        ("form", "Invitation", "邀请函", True),
        ("results", "All winners", "获奖名单", False),
        ("press", "Press kit", "新闻资料", False),
    ):
        names = {"title_en": title_en, "title_zh": title_zh, "embargoed": embargoed}
        file = f"competitions/2026/{kind}.pdf"
        paper = EditionDocument.objects.create(edition=of, kind=kind, file=file, **names)
        papers[paper] = {"en": title_en, "zh-hans": title_zh}
    hour = embargo(of, hours=1)
    for at, listed in ((hour - datetime.timedelta(seconds=1), 1), (hour, 4)):
        with time_machine.travel(at, tick=False):
            for language, heading in (("en", "Documents"), ("zh-hans", "赛事文件")):
                rows = under(client, language, heading)[0]
                assert {link["href"]: link.text for link in rows.find_all("a")} == {
                    f"/files/competitions/{paper.pk}": words[language]
                    for paper, words in list(papers.items())[:listed]
                }
                assert "PDF" in rows.li.text


@pytest.mark.django_db
def test_the_page_of_an_edition_leads_to_what_reports_on_it(client):
    of = edition(1)
    told, hidden = NewsPage.objects.filter(locale__language_code="en").live()[:2]
    for page in (hidden, *hidden.get_translations()):
        page.unpublish()
    of.announcements.set(
        [
            EditionNews(page=told),
            EditionNews(page=hidden),
            EditionNews(title_en="Call in the Daily", title_zh="日报征集", url="https://daily.example/"),
        ]
    )
    of.save()
    of_chinese = told.get_translations().get()
    for language, heading, page, elsewhere in (
        ("en", "Announcements", told, "Call in the Daily"),
        ("zh-hans", "公告", of_chinese, "日报征集"),
    ):
        rows = under(client, language, heading)[0]
        found = {link["href"]: link.text for link in rows.find_all("a")}
        assert found == {page.url: page.title, "https://daily.example/": elsewhere}

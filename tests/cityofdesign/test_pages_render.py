"""What each type of content page shows."""

import datetime
import gzip
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page

from cityofdesign.content.ledger import translation_key
from cityofdesign.jinja2 import worded
from cityofdesign.models import SiteSettings
from cityofdesign.passages import passages
from events.models import CompetitionPage, EventPage, NewsPage
from policies.models import Figure
from tests.factories import grant

pytestmark = pytest.mark.django_db
PLAN = "/policies/city-of-design-plan-2022/"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def get(client):
    def get(path, language="en", **query):
        response = client.get(f"/{language}{path}", query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


def text(node):
    return " ".join(node.get_text(" ").split())


def shipped(key, language="en"):
    return Page.objects.get(translation_key=translation_key(key), locale__language_code=language).specific


def tables_read(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [re.search(r'FROM "?(\w+)', query["sql"])[1] for query in queries]


def test_home_draws_the_hill_in_three_sizes_and_as_a_table(get):
    hero = get("/").find(class_="hero")
    assert [svg["class"][1] for svg in hero.select("svg.hill")] == [
        "hill--wide",
        "hill--medium",
        "hill--phone",
    ]
    rows = [[text(cell) for cell in row.find_all(["th", "td"])] for row in hero.select("tbody tr")]
    assert rows[0] == ["February 2014", "6", "chongqing.design"]
    assert rows[-1][:2] == ["2025, planned", "250"]
    assert all(row[2] for row in rows)


def test_home_asks_the_register_about_a_day(get):
    form = get("/").find(class_="ask").form
    assert (form["action"], form["method"], form.find("input")["name"]) == ("/en/centres/", "get", "on")


def test_home_says_that_the_register_is_not_the_city(get):
    ask = text(get("/").find(class_="ask"))
    assert "6 municipal centres in this register, in force on" in ask
    assert "does not hold every centre yet. As reported there were 165" in ask
    assert "3 November 2023, cqnews.net" in ask


def test_home_marks_samples_in_words(get):
    assert not get("/").select(".ask .sample")
    grant(2, sample=True)
    ask = get("/").find(class_="ask")
    assert text(ask.find(class_="as-note")).startswith("sample 2 of these centres are samples")
    assert "with samples" in text(ask.find(class_="ask__count"))


def test_home_without_figures_and_news_still_answers(get):
    Figure.objects.all().delete()
    NewsPage.objects.all().delete()
    page = get("/")
    assert page.h1
    assert not page.select(".hill, .news__lead, .targets")


def test_home_reads_few_tables_once_the_process_is_warm(client):
    read = tables_read(client, "/en/")
    assert read == ["cityofdesign_shown"]


@pytest.mark.parametrize(
    ("path", "number"),
    [("/milestones/", 6), ("/policies/", 5), (PLAN, 8), ("/news/", 3), ("/events/", 4), ("/about/", 1)],
)
def test_queries_of_other_pages_on_a_warm_process(client, path, number):
    read = tables_read(client, f"/en{path}")
    assert len(read) == number, read


def compressed(client, path):
    return len(gzip.compress(client.get(f"/en{path}").content))


def test_weights(client):
    static = settings.BASE_DIR / "static"
    styles = [*static.glob("css/*.css"), *static.glob("js/*.js")]
    fonts = sum(font.stat().st_size for font in static.glob("fonts/*.woff2"))
    shared = sum(len(gzip.compress(file.read_bytes())) for file in styles) + fonts
    assert shared + compressed(client, "/") <= 150_000
    assert max(compressed(client, path) for path in ("/news/", "/policies/", "/events/")) <= 15_000


def test_milestones_climb_from_the_newest_with_deep_links(get):
    page = get("/milestones/")
    years = [text(heading) for heading in page.select(".terrace__year")]
    assert years[:2] == ["2023", "2022"]
    assert years[5] == "No date given"
    assert page.find(id="m-unesco-designation").find("a")["href"] == "/en/milestones/unesco-designation/"
    assert [text(dd) for dd in page.select(".precision dd")] == ["4", "6", "10", "2"]
    assert len(page.select(".precision svg.ruler")) == 4


def test_milestones_turn_round_and_keep_the_kind(get):
    page = get("/milestones/", order="oldest", kind="policy")
    assert page.select_one(".climb--oldest .terrace__year").get_text() == "2015"
    assert len(page.select(".milestone")) == 3
    assert page.select_one(".switch a")["href"] == "/en/milestones/?kind=policy"
    assert page.find("meta", {"name": "robots"})["content"].startswith("noindex")


def test_a_bad_filter_is_named_on_the_page(get):
    assert "“x” is not a kind of milestone" in text(get("/milestones/", kind="x").find(class_="messages"))
    assert "“x” is not a kind of event" in text(get("/events/", kind="x").find(class_="messages"))
    assert "“x” is not found in this list" in text(get("/policies/", status="x").find(class_="messages"))


def test_a_milestone_leads_to_its_place_and_its_neighbours(get):
    page = get("/milestones/action-plan/")
    hrefs = [a["href"] for a in page.main.find_all("a")]
    assert "/en/milestones/#m-action-plan" in hrefs
    assert f"/en{PLAN}" in hrefs
    assert page.find("a", rel="prev")
    assert page.find("a", rel="next")


def test_the_date_stands_as_the_source_prints_it(get):
    row = get("/milestones/").find(id="m-top-ten-awards")
    assert text(row.time) == "2013, “the 22nd”"


def test_an_article_is_structured_data_that_cannot_break_out(get):
    news = shipped("news/plan-2027")
    news.title = "</script><b>&"
    news.save()
    page = get("/news/plan-2027/")
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert (data["@type"], data["headline"], data["datePublished"]) == (
        "NewsArticle",
        news.title,
        "2024-11-07",
    )
    assert data["inLanguage"] == "en"
    assert not page.head.find("b")


def test_an_article_shows_figure_date_and_neighbours(get):
    page = get("/news/plan-2027/")
    assert text(page.select_one(".story-figure .figure__value")) == "6"
    assert text(page.select_one(".side time")) == "7 November 2024"
    assert (page.find("a", rel="prev"), page.find("a", rel="next")) != (None, None)


def test_news_come_in_pages_that_name_themselves(get):
    page = get("/news/", page="2")
    assert "page 2" in page.title.get_text()
    assert page.find("link", rel="canonical")["href"].endswith("/en/news/?page=2")
    assert len(page.select(".news-row")) == NewsPage.objects.filter(locale__language_code="en").count() - 12


def test_events_stand_under_their_year_and_pages_keep_the_kind(get, monkeypatch):
    monkeypatch.setattr("events.models.EventIndexPage.page_size", 5)
    page = get("/events/", kind="competition")
    assert text(page.select_one(".year h2")) == "2023"
    assert "kind=competition" in page.select_one(".pagination .go")["href"]
    undated = get("/events/", page="99")
    assert text(undated.select(".year h2")[-1]) == "No year given"


def test_an_event_shows_its_facts_and_is_structured_data(get):
    page = get("/events/manufacturing-design-conference-2023/")
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert (data["startDate"], data["endDate"]) == ("2023-09-05", "2023-09-06")
    assert "Venue" in text(page.find(class_="facts"))
    assert not get("/events/study-tours/").find("script", type="application/ld+json")


def test_a_translated_name_is_called_so(get):
    event = EventPage.objects.filter(name_translated=True, locale__language_code="zh-hans").first()
    page = get(f"/events/{event.slug}/", "zh-hans")
    assert page.find(class_="story-callout")


def test_a_competition_says_how_far_it_has_come(get):
    page = get("/events/smart-expo-cup-2023/")
    assert text(page.select_one(".page-head__marks .status")) == "Results published"
    assert "Entries close 30 November 2023" in text(page.find(class_="facts"))


@pytest.mark.parametrize(
    ("opens", "closes", "results", "key"),
    [
        ("", "", "", "undated"),
        ("2099-01", "", "", "ahead"),
        ("2020-01", "2099", "", "on"),
        ("2020-01", "2020-02", "", "closed"),
        ("2020-01", "", "", "past"),
        (str(datetime.date.today().year), "", "", "open"),
        ("2020-01", "2020-02", "2020-03", "results"),
    ],
)
def test_the_state_of_a_competition_follows_its_dates(opens, closes, results, key):
    page = CompetitionPage(entries_open=opens, entries_close=closes, results_on=results)
    assert page.state.key == key


@pytest.mark.parametrize(
    ("date", "key"),
    [("", "undated"), ("2020-05", "past"), ("2099", "ahead"), (datetime.date.today(), "on")],
)
def test_the_state_of_an_event_follows_its_date(date, key):
    assert EventPage(date=date).state.key == key


def test_the_library_filters_by_form_and_keeps_what_was_chosen(get):
    page = get("/policies/", status="in-force", level="municipal")
    form = page.find(class_="filter-form")
    assert [o["value"] for o in form.select("option[selected]")] == ["in-force", "municipal"]
    assert page.select_one(".chip__remove")["href"] == "/en/policies/?level=municipal"
    assert {text(mark) for mark in page.select(".policy-row .status")} == {"In force"}


@pytest.mark.parametrize("number", ["渝府办〔2022〕2号", "渝府办[2022]2", "渝府办 2022 2"])
def test_a_document_is_found_by_its_number(get, number):
    found = [a["href"] for a in get("/policies/", q=number).select(".policy-row__title a")]
    assert found == [f"/en{PLAN}"]


def test_no_document_says_what_to_do(get):
    assert "No document fits" in text(get("/policies/", q="zzzz").find(class_="empty"))


def test_a_policy_shows_facts_documents_around_it_and_targets(get):
    page = get(PLAN)
    assert page.find(class_="page-head__second")["lang"] == "zh-Hans"
    assert text(page.find(class_="facts")).startswith("Topic City of Design Issued by General Office")
    assert text(page.select_one(".chain [aria-current] .when")) == "13 January 2022"
    assert len(page.select(".chain > li")) == 7
    assert len(page.select(".target-table tbody tr")) == 8
    assert [text(box.h3) for box in page.select(".target-card--boxed")] == [
        "National industrial design centres",
        "Municipal industrial design centres",
    ]
    assert "渝府办〔2022〕2号" in text(page.find(class_="cite"))


def test_a_superseded_policy_names_its_successor_first(get):
    page = get("/policies/municipal-measures-2016/")
    assert page.select_one(".as-of a")["href"] == "/en/policies/municipal-measures-2023/"


def test_targets_in_chinese_put_the_unit_into_the_phrase(get):
    cells = [text(cell) for cell in get(PLAN, "zh-hans").select(".target-table td.num:nth-of-type(1)")]
    assert cells[1].startswith("250家以上")


def test_fields_show_their_figures_and_each_other(get):
    assert len(get("/fields/").select(".field-card")) == 3
    page = get("/fields/engineering/")
    assert (page.find("a", rel="prev")["href"], page.find("a", rel="next")["href"]) == (
        "/en/fields/industrial/",
        "/en/fields/fashion/",
    )
    assert all(text(f.find(class_="figure__source")) for f in page.select(".figures .figure"))


@pytest.mark.parametrize(
    ("language", "amounts"),
    [
        ("en", ["nearly 4,000", "more than 50,000", "more than 400", "more than 300"]),
        ("zh-hans", ["近4,000", "超过50,000", "超过400", "超过300"]),
    ],
)
def test_a_figure_of_a_field_is_no_more_exact_than_its_source(get, language, amounts):
    page = get("/fields/engineering/", language)
    assert [value.text for value in page.select(".figures .figure__value")] == amounts


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("more than 300", "<small>more than </small>300"),
        ("超过300", "<small>超过</small>300"),
        ("<5", "&lt;5"),
        ("1,234", "1,234"),
    ],
)
def test_the_words_of_a_figure_are_set_smaller_and_signs_stay_signs(value, shown):
    assert worded(value) == shown


def test_contact_shows_what_is_set_and_says_what_is_not(get):
    assert "not set for this installation" in text(get("/contact/").find(class_="side"))
    settings = SiteSettings.objects.get()
    settings.complaint_email = "complaints@example.org"
    settings.save()
    assert get("/contact/").find("a", href="mailto:complaints@example.org")


def test_search_finds_pages_and_centres_together(get):
    page = get("/search/", q="Changan")
    assert page.select_one(".result a")["href"].startswith("/en/centres/CQ-")
    assert get("/search/", q="scenarios").select(".result")


def test_search_takes_two_characters_of_chinese(get):
    assert "长安" in text(get("/search/", "zh-hans", q="长安").main.find(class_="result"))


def test_search_that_finds_nothing_says_where_else_to_look(get):
    page = get("/search/", q="zzzz")
    assert len(page.select(".empty a")) == 3
    assert not get("/search/").select(".empty")


def test_pages_name_the_same_page_in_the_other_language(get):
    page = get(PLAN)
    assert page.find("a", class_="language")["href"] == f"/zh-hans{PLAN}"
    alternates = {link["hreflang"]: link["href"] for link in page.head.find_all("link", rel="alternate")}
    assert alternates == {
        "en": f"{settings.BASE_URL}/en{PLAN}",
        "zh-Hans": f"{settings.BASE_URL}/zh-hans{PLAN}",
    }


def test_chinese_inside_english_is_marked_and_numbers_do_not_break():
    assert passages("the number 渝府办〔2022〕2号, <b>") == (
        'the number <span lang="zh-Hans" class="doc-no">渝府办〔2022〕2号</span>, &lt;b&gt;'
    )
    with translation.override("zh-hans"):
        assert passages("文号渝府办〔2022〕2号") == '<span class="doc-no">文号渝府办〔2022〕2号</span>'


@pytest.mark.parametrize("path", ["/", "/centres/", "/policies/targets/", "/search/", "/nothing/here/"])
def test_the_disclaimer_of_the_settings_stands_at_the_foot_in_both_languages(client, path):
    site = SiteSettings.objects.get()
    words = {"en": "Only originals & seals bind.", "zh-hans": "以加盖公章的原件为准。"}
    site.disclaimer_en, site.disclaimer_zh = words.values()
    site.save()
    for language in words:
        page = BeautifulSoup(client.get(f"/{language}{path}").content, "html.parser")
        assert page.select_one("footer .site-footer__last").text == words[language]
    site.disclaimer_en = ""
    site.save()
    page = BeautifulSoup(client.get(f"/en{path}").content, "html.parser")
    assert page.select_one("footer .site-footer__last") is None

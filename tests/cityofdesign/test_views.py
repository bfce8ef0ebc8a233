"""What search finds, and what search engines are told. Pages themselves: tests/test_pages.py."""

from xml.etree import ElementTree

import pytest
from django.test import RequestFactory
from django.utils import translation

from cityofdesign import views
from events.models import NewsPage
from policies.models import PolicyPage

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def searched(monkeypatch, q, language="en") -> dict:
    """The context that the search page is rendered with."""
    seen = {}
    monkeypatch.setattr(views, "render", lambda request, template, context: seen.update(context))
    with translation.override(language):
        views.search(RequestFactory().get("/search/", {"q": q}))
    return seen


def titles(context):
    return [hit.page.title for hit in context["hits"]]


@pytest.mark.parametrize("q", ["智博", "大足", "名录"])
def test_two_chinese_characters_find_pages(monkeypatch, q):
    assert searched(monkeypatch, q, "zh-hans")["hits"]


def test_pages_of_the_other_language_are_not_found(monkeypatch):
    context = searched(monkeypatch, "Smart Expo Cup")
    assert {hit.page.locale.language_code for hit in context["hits"]} == {"en"}
    assert {hit.kind for hit in context["hits"]} >= {"competition", "milestone"}


def test_hits_in_a_title_come_first(monkeypatch):
    hits = searched(monkeypatch, "journal")["hits"]
    assert [hit.in_title for hit in hits] == sorted((hit.in_title for hit in hits), reverse=True)
    assert hits[0].in_title
    assert hits[0].date.edtf == "2023"


def test_announcements_of_rounds_are_found(monkeypatch):
    assert titles(searched(monkeypatch, "2014 round")) == ["Municipal industrial design centre: 2014 round"]


def test_every_word_counts_and_document_numbers_are_found(monkeypatch):
    assert titles(searched(monkeypatch, "conference dazu"))
    assert not titles(searched(monkeypatch, "conference atlantis"))
    plan = PolicyPage.objects.get(document_number="渝府办〔2022〕2号", locale__language_code="en")
    assert plan.title in titles(searched(monkeypatch, "渝府办〔2022〕2号"))


def test_what_is_not_published_is_not_found(monkeypatch):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    assert page.title in titles(searched(monkeypatch, page.title))
    page.view_restrictions.create(restriction_type="login")
    assert page.title not in titles(searched(monkeypatch, page.title))
    page.view_restrictions.all().delete()
    page.unpublish()
    assert page.title not in titles(searched(monkeypatch, page.title))


@pytest.mark.parametrize(
    ("q", "count"), [("Changan", 1), ("长安", 1), ("CQ-000003", 1), ("Design Center", 5)]
)
def test_centres_of_todays_register_are_found(monkeypatch, q, count):
    context = searched(monkeypatch, q)
    assert (context["centre_count"], len(context["centres"]), context["samples"]) == (count, min(count, 5), 0)
    assert context["centres"][0].href.startswith("/en/centres/CQ-00000")
    assert context["centres_href"].startswith("/en/centres/?q=")


@pytest.mark.parametrize("q", ["", "   ", "\0", "\0\0 \t"])
def test_an_empty_search_asks_nothing(monkeypatch, q, django_assert_num_queries):
    with django_assert_num_queries(0):
        context = searched(monkeypatch, q)
    assert (context["q"], context["hits"], context["centre_count"], context["error"]) == ("", [], 0, "")


@pytest.mark.parametrize("q", ["%", "_", "'; --", '"', "\\", "😀", "a\0b", "<b>", "设" * 100, "x " * 50])
def test_junk_is_only_words(monkeypatch, q):
    context = searched(monkeypatch, q)
    assert (context["centres"], context["error"]) == ([], "")


def test_too_long_a_search_is_refused_in_words(monkeypatch):
    context = searched(monkeypatch, "设" * 101)
    assert context["error"] == "Search for at most 100 characters."
    assert (len(context["q"]), context["hits"], context["centres"]) == (100, [], [])


def test_queries_of_search(monkeypatch, django_assert_max_num_queries):
    searched(monkeypatch, "design")
    with django_assert_max_num_queries(16):
        searched(monkeypatch, "design")


def test_robots_says_who_may_read_and_where_the_data_are(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "AI models" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text
    assert f"{settings.BASE_URL}/api/v1/centres/" in text
    assert "Disallow: /admin/" in text


@pytest.fixture
def sitemap(client):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314


def test_the_sitemap_has_every_section_and_centre_in_both_languages(sitemap, settings):
    found = {url.findtext(f"{LOC}loc").removeprefix(settings.BASE_URL) for url in sitemap}
    paths = ["", "milestones/", "news/plan-2027/", "rounds/", "centres/", "districts/", "centres/CQ-000006/"]
    assert {f"/{language}/{path}" for language in ("en", "zh-hans") for path in paths} <= found
    assert len(found) == len(sitemap)


def test_every_address_names_both_languages_and_its_last_change(sitemap, settings):
    for url in sitemap:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert set(links) == {"en", "zh-Hans"}
        assert url.findtext(f"{LOC}loc") in links.values()
        assert len(url.findtext(f"{LOC}lastmod")) == 10


def test_the_sitemap_leaves_out_what_is_not_public(client):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    page.unpublish()
    private = NewsPage.objects.get(slug="cloud-platform", locale__language_code="en")
    private.view_restrictions.create(restriction_type="login")
    text = client.get("/sitemap.xml").content.decode()
    assert "/en/news/plan-2027/" not in text
    assert "/en/news/cloud-platform/" not in text
    assert "/zh-hans/news/plan-2027/" in text


def test_the_sitemap_does_not_ask_more_for_more_centres(client, django_assert_max_num_queries):
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(8):
        client.get("/sitemap.xml")


def test_what_is_not_found_in_the_interface_is_a_problem(rf):
    answer = views.not_found(rf.get("/api/v1/nothing/"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    broken = views.server_error(rf.get("/api/v1/centres/"))
    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")


def test_a_page_that_is_not_found_says_so_in_the_language_of_its_address(client):
    for language, marked in (("en", "en"), ("zh-hans", "zh-Hans")):
        answer = client.get(f"/{language}/no-such-page/")
        assert answer.status_code == 404
        assert f'<html lang="{marked}">' in answer.content.decode()


def test_a_broken_page_is_explained_in_both_languages(rf):
    answer = views.server_error(rf.get("/en/"))
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()
    assert "本站出现故障" in answer.content.decode()

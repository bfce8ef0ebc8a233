"""What the search of the site finds and suggests, what it never shows, and what it costs."""

import pytest
from django.utils import translation

from cityofdesign.search import views
from cityofdesign.search.backend import refresh_index
from events.models import NewsPage
from policies.models import PolicyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def searched(rf, monkeypatch):
    """The context that the search page is rendered with."""

    def search(q, language="en", **query) -> dict:
        seen = {}
        with translation.override(language), monkeypatch.context() as patch:
            patch.setattr(views, "render", lambda request, template, context: seen.update(context))
            views.search(rf.get("/search/", {"q": q, **query}))
        return seen

    return search


@pytest.fixture
def plan():
    return NewsPage.objects.get(slug="plan-2027", locale__language_code="en")


def titles(context):
    return [hit.page.title for hit in context["hits"]]


def suggested(client, q, language="en", **query):
    return client.get(f"/{language}/search/suggest", {"q": q, **query}).json()["suggestions"]


@pytest.mark.parametrize("q", ["智博", "大足", "名录", "設計", "zhibo", "chongqing"])
def test_chinese_pages_are_found_by_two_characters_and_by_their_sound(searched, q):
    found = searched(q, "zh-hans")
    assert found["hits"]
    assert {hit.page.locale.language_code for hit in found["hits"]} == {"zh-hans"}


@pytest.mark.parametrize("q", ["Center", "centers", "centre", "CENTRES"])
def test_a_word_is_one_in_every_spelling(searched, q):
    assert titles(searched(q)) == titles(searched("centre"))
    assert titles(searched(q))


def test_pages_of_the_other_language_are_not_found(searched):
    context = searched("Smart Expo Cup")
    assert {hit.page.locale.language_code for hit in context["hits"]} == {"en"}
    assert {hit.kind for hit in context["hits"]} >= {"competition", "milestone"}


def test_hits_in_a_title_come_first(searched):
    hits = searched("journal")["hits"]
    in_title = ["journal" in hit.page.title.lower() for hit in hits]
    assert in_title == sorted(in_title, reverse=True)
    assert in_title[0]
    assert hits[0].date.edtf == "2023"


def test_a_word_of_the_text_is_shown_where_it_stands(searched):
    hits = [hit for hit in searched("UNESCO")["hits"] if "unesco" not in hit.page.title.lower()]
    assert hits
    assert all("unesco" in hit.text.lower() for hit in hits)


def test_announcements_of_rounds_are_found(searched):
    assert titles(searched("2014 round"))[0] == "Municipal industrial design centre: 2014 round"


def test_every_word_counts_and_document_numbers_are_found(searched):
    assert titles(searched("conference dazu"))
    assert not titles(searched("conference atlantis"))
    document = PolicyPage.objects.get(document_number="渝府办〔2022〕2号", locale__language_code="en")
    for q in ("渝府办〔2022〕2号", "渝府办 2022 2"):
        assert document.title in titles(searched(q))


def test_what_is_not_public_is_neither_found_nor_suggested(searched, client, plan):
    def shown():
        there = titles(searched(plan.title)), [one["text"] for one in suggested(client, plan.title)]
        return [plan.title in part for part in there]

    assert shown() == [True, True]
    plan.view_restrictions.create(restriction_type="login")
    assert shown() == [False, False]
    plan.view_restrictions.all().delete()
    plan.unpublish()
    assert shown() == [False, False]


def test_a_draft_and_an_embargo_stay_unknown_until_they_are_published(searched, client, plan):
    draft = NewsPage(title="Zirconium kettle", slug="kettle", date="2026", live=False, locale=plan.locale)
    draft.summary, draft.sources = "A kettle.", [("source", {"name": "A paper", "url": ""})]
    plan.get_parent().add_child(instance=draft)
    plan.title = "Zirconium teapot"
    plan.save_revision()
    assert titles(searched("zirconium")) == suggested(client, "zircon") == []
    assert searched("zirconum")["meant"] == ""
    draft.save_revision().publish()
    assert titles(searched("zirconium")) == [one["text"] for one in suggested(client, "zircon")]
    assert searched("zirconum")["meant"] == "zirconium"


@pytest.mark.parametrize(
    ("q", "count"),
    [("Changan", 1), ("长安", 1), ("cqca", 1), ("CQ-000003", 1), ("Design Center", 5), ("chang an", 1)],
)
def test_centres_of_todays_register_are_found(searched, q, count):
    context = searched(q)
    assert (context["centre_count"], len(context["centres"]), context["samples"]) == (count, min(count, 5), 0)
    assert context["centres"][0].href.startswith("/en/centres/CQ-00000")
    assert context["centres_href"].startswith("/en/centres/?q=")


@pytest.mark.parametrize(("q", "meant"), [("changn", "changan"), ("zzzzzz", ""), ("changn zzzzzz", "")])
def test_a_likelier_query_is_offered_only_where_it_finds_something(searched, q, meant):
    assert searched(q)["meant"] == meant


@pytest.mark.parametrize("q", ["", "   ", "\0", "\0\0 \t"])
def test_an_empty_search_asks_nothing(searched, q, django_assert_num_queries):
    with django_assert_num_queries(0):
        context = searched(q)
    assert (context["q"], context["hits"], context["centre_count"], context["error"]) == ("", [], 0, "")


@pytest.mark.parametrize(
    "q", ["%", "_", "'; --", '"', "\\", "😀", "a\0b", "<b>", "设" * 100, "x " * 50, "NOT", "a*"]
)
def test_junk_is_only_words(searched, client, q):
    assert searched(q)["error"] == ""
    assert client.get("/en/search/", {"q": q}).status_code == 200
    assert client.get("/en/search/suggest", {"q": q}).status_code == 200


def test_too_long_a_search_is_refused_in_words(searched, client):
    context = searched("设" * 101)
    assert context["error"] == "Search for at most 100 characters."
    assert (len(context["q"]), context["hits"], context["centres"]) == (100, [], [])
    assert suggested(client, "设" * 101) == []


def test_many_pages_are_read_in_turns(searched):
    first, second = searched("design"), searched("design", page="2")
    assert len(first["hits"]) == views.PAGES_AT_ONCE
    assert first["page_obj"].paginator.count == second["page_obj"].paginator.count > views.PAGES_AT_ONCE
    assert not set(titles(first)) & set(titles(second))


def test_hits_are_marked_and_carry_their_language(client):
    body = client.get("/en/search/?q=长安").content.decode()
    assert "<mark>长安</mark>" in body
    assert '<p lang="zh-Hans">重庆<mark>长安</mark>汽车股份有限公司</p>' in body
    assert "<mark>Changan</mark>" in client.get("/zh-hans/search/?q=changan").content.decode()


def test_a_likelier_query_is_a_link_that_keeps_the_rest(client):
    body = client.get("/en/search/?q=changn&page=3").content.decode()
    assert 'Did you mean <a href="/en/search/?q=changan"><b>changan</b></a>?' in body


@pytest.mark.parametrize("q", ["design", "changan", "zzzzzz", "changn"])
def test_queries_of_search(searched, q, django_assert_max_num_queries):
    searched(q)
    # locale, restrictions, words and beginnings of pages; pages and one for each of the nine kinds; clock,
    # totals, centres and standings; restrictions and awards, scenarios
    with django_assert_max_num_queries(21):
        searched(q)


def test_suggestions_are_centres_then_pages_and_at_most_eight(client):
    both = suggested(client, "chongqing")
    assert len(both) == 8
    assert [one["href"].startswith("/en/centres/") for one in both] == [True] * 4 + [False] * 4
    only = suggested(client, "chongqing", only="centres")
    assert all(one["href"].startswith("/en/centres/") for one in only)
    assert client.get("/en/search/suggest?q=chongqing").json()["said"] == "8 suggestions"


def test_a_suggestion_names_its_language(client):
    [found] = suggested(client, "cqca")
    assert found["lang"] == ""
    assert found["text"].startswith("Changan Automobile")
    [found] = suggested(client, "changan", "zh-hans", only="centres")
    assert found == {**found, "lang": "en", "note": "CQ-000001", "href": "/zh-hans/centres/CQ-000001/"}


@pytest.mark.parametrize("q", ["", " ", "c"])
def test_nothing_is_suggested_for_one_letter(client, q, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggested(client, q) == []


def test_queries_of_suggestions_on_a_warm_process(client, django_assert_max_num_queries):
    suggested(client, "chang")
    with django_assert_max_num_queries(4):  # locale, restrictions, pages, clock
        suggested(client, "chang")


def test_the_index_is_made_anew_once_after_the_tokens_changed(searched, plan):
    plan.index_entries.all().delete()
    assert plan.title not in titles(searched(plan.title))
    assert refresh_index()
    assert plan.title in titles(searched(plan.title))
    assert not refresh_index()


def test_the_admin_finds_pages_by_chinese_and_by_sound(admin_client):
    for q in ("智博", "zhibo"):
        body = admin_client.get("/admin/pages/search/", {"q": q}).content.decode()
        assert "智博" in body.replace(f'value="{q}"', "")

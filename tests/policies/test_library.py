import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import translation

from cityofdesign.content.ledger import translation_key
from cityofdesign.drawing.marks import STATUSES
from policies.library import MARKS, document, library
from policies.models import PolicyIndexPage, PolicyPage

pytestmark = pytest.mark.django_db
PATH = "/policies/municipal-measures-2023/"


def listed(language="en", **query):
    index = PolicyIndexPage.objects.get(locale__language_code=language)
    return library(index, RequestFactory().get("/", query))


def policy(key, language="en"):
    return PolicyPage.objects.get(
        translation_key=translation_key(f"policy/{key}"), locale__language_code=language
    )


def titles(context):
    return [entry.page.title for entry in context["entries"]]


def test_all_documents_are_listed_newest_first():
    context = listed()
    assert len(context["entries"]) == context["total"] == 25
    dates = [entry.page.written_to for entry in context["entries"] if entry.page.written_to]
    assert dates == sorted(dates, reverse=True)
    assert (context["q"], context["chosen"], context["errors"]) == ("", {}, {})


@pytest.mark.parametrize(
    "q", ["渝府办〔2022〕2号", "渝府办[2022]2", "渝府办 (2022) 2 号", "渝府办（2022）2号", "〔2022〕2号"]
)
def test_a_number_is_found_whatever_its_brackets(q):
    assert titles(listed(q=q)) == ["Action Plan for Transforming Chongqing into a City of Design"]


@pytest.mark.parametrize("q", ["经信委", "市经信委", "重庆市经信委", "重庆经信委"])
def test_a_body_is_found_with_and_without_its_place(q):
    assert len(listed("zh-hans", q=q)["entries"]) == 14


@pytest.mark.parametrize(
    ("q", "count"),
    [
        ("consumer goods industry", 1),
        ("INDUSTRY goods consumer", 1),
        ("消费品", 1),
        ("设计", 22),
        ("nothing at all", 0),
        ("()", 0),
    ],
)
def test_words_are_found_in_titles_of_both_languages_and_in_the_summary(q, count):
    assert len(listed(q=q)["entries"]) == count


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"status": "in-force"}, 5),
        ({"level": "national"}, 7),
        ({"year": "2022"}, 4),
        ({"body": "cq-finance"}, 2),
        ({"topic": "Legislation"}, 1),
        ({"level": "municipal", "status": "in-force"}, 4),
    ],
)
def test_filters(query, count):
    context = listed(**query)
    assert (len(context["entries"]), context["chosen"], context["errors"]) == (count, query, {})


def test_a_choice_counts_with_the_other_filters_on():
    choices = listed(level="municipal", status="in-force")["choices"]
    levels = {choice.value: (choice.count, choice.selected) for choice in choices["level"]}
    assert levels == {"national": (1, False), "municipal": (4, True)}
    years = [choice.value for choice in choices["year"]]
    assert years == sorted(years, reverse=True)
    assert {choice.label for choice in choices["status"]} >= {"In force", "Superseded"}


def test_bodies_and_topics_are_named_in_the_language_of_the_page():
    with translation.override("zh-hans"):
        choices = listed("zh-hans", topic="立法")["choices"]
    assert "重庆市财政局" in {choice.label for choice in choices["body"]}
    assert [choice.count for choice in choices["topic"] if choice.selected] == [1]


@pytest.mark.parametrize("name", ["status", "level", "year", "body", "topic"])
@pytest.mark.parametrize("value", ["nonsense", "\0", "9" * 5000])
def test_a_bad_value_is_named_and_filters_nothing(name, value):
    context = listed(**{name: value})
    assert (list(context["errors"]), len(context["entries"]), context["chosen"]) == ([name], 25, {})
    assert len(context["errors"][name]) < 120


def test_too_long_a_search_is_refused_in_words():
    context = listed(q="设" * 101)
    assert (list(context["errors"]), context["q"], len(context["entries"])) == (["q"], "", 25)


def test_all_targets_name_their_policy_in_the_language_of_the_library():
    targets = listed("zh-hans")["targets"]
    assert len(targets) == 16
    assert policy("city-of-design-plan-2022", "zh-hans") in {target.policy for target in targets}


def test_queries_of_the_library(django_assert_num_queries):
    listed()
    with django_assert_num_queries(6):
        listed()


def test_a_superseded_document_leads_to_its_successor():
    context = document(policy("municipal-measures-2016"))
    assert [entry.page for entry in context["successors"]] == [policy("municipal-measures-2023")]
    assert (context["entry"].mark, context["amended_by"]) == ("expired", [])


def test_the_chain_is_in_order_of_dates_with_relations_in_words():
    chain = document(policy("national-measures-2023"))["chain"]
    assert [(link.entry.page.written.edtf, link.place) for link in chain] == [
        ("2010", "before"),
        ("2012-09-10", "before"),
        ("2023-07-07", "this"),
        ("2023-07-20", "after"),
        ("2023-11-24", "after"),
    ]
    assert [link.relation for link in chain] == [
        "",
        "Superseded by this document",
        "",
        "Carries out this document",
        "Carries out this document",
    ]


def test_a_document_that_stands_alone_has_no_chain():
    context = document(policy("design-alliance-2019"))
    assert context["chain"] == []
    assert {entry.page.topic for entry in context["same_topic"]} == {"Design industry"}


def test_unpublished_documents_are_in_no_chain():
    policy("municipal-measures-2023").unpublish()
    context = document(policy("municipal-measures-2016"))
    assert context["successors"] == []
    assert len(context["chain"]) == 4


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_document_shows_the_targets_that_it_sets(language):
    targets = document(policy("city-of-design-plan-2022", language))["targets"]
    assert len(targets) == 8
    assert {target.standing for target in targets} == {"passed", "met", "unmeasured"}
    assert document(policy("several-policies-2022", language))["targets"] == []


def test_queries_of_a_document(django_assert_num_queries):
    page = policy("city-of-design-plan-2022")
    document(page)
    # documents, relations (2), bodies, edition, figures, the Chinese page; what is restricted (2)
    with django_assert_num_queries(9):
        document(page)


@pytest.mark.parametrize(("language", "words"), [("en", "Draft for comment"), ("zh-hans", "征求意见稿")])
def test_a_document_for_comment_is_marked_as_such_and_can_be_filtered(client, language, words):
    draft = policy("municipal-measures-2023", language)
    PolicyPage.objects.filter(pk=draft.pk).update(status="draft", status_note="2026-12-31")
    context = listed(language, status="draft")
    assert [(entry.page.pk, entry.mark) for entry in context["entries"]] == [(draft.pk, "public-notice")]
    index = client.get(f"/{language}/policies/", {"status": "draft"}).content.decode()
    assert f'<option value="draft" selected>{words} (1)</option>' in index
    page = BeautifulSoup(client.get(f"/{language}{PATH}").content, "html.parser")
    marks = page.find(class_="page-head__marks")
    assert marks.find(class_="status--public-notice").text == words
    assert "2026-12-31" in marks.text


def test_every_status_has_a_mark(client):
    assert set(MARKS) == set(PolicyPage.Status.values)
    assert set(MARKS.values()) <= set(STATUSES)

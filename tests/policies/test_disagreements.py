"""Typed numbers beside what is known for their date."""

import ast
import datetime
import json

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from centres.models import Completeness, Scheme
from cityofdesign import checking
from cityofdesign.models import FieldPage
from events.models import NewsIndexPage, NewsPage
from policies.disagreements import disagreements
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db


def news(text, date="2023-06-28"):
    return NewsPage(title="News", date=date, summary=text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 there were 165 municipal industrial design centres.",
        "In 2021 there were 101 municipal industrial design centres.",
        "In November 2021 there were 71 municipal industrial design centres.",
        "At the end of 2022 there were ten national and 165 municipal design centres.",
        "2022年，全市有165家市级工业设计中心。",
        "截至2021年底，市级工业设计中心达到101家。",
        "In 2012 there were 3 municipal design centres.",  # nothing is known of that time
        "In 2027 there will be 999 municipal design centres.",
        "Chongqing has 165 municipal industrial design centres.",  # on the day of the page
        "In 2022 there were 175 design centres.",  # national and municipal ones
    ],
)
def test_a_true_number_passes(text):
    assert disagreements(news(text)) == []


@pytest.mark.parametrize(
    ("text", "typed", "known"),
    [
        ("In 2022 there were 101 municipal design centres.", "101 municipal design centres", 165),
        ("At the end of 2021 there were 165 municipal design centres.", "165 municipal design centres", 101),
        (
            "On 28 February 2014 there were seven municipal design centres.",
            "seven municipal design centres",
            6,
        ),
        ("2022年，全市有１０１家市级工业设计中心。", "101家市级工业设计中心", 165),
        ("2022年，全市有九家国家级工业设计中心。", "九家国家级工业设计中心", 10),
        ("In 2022 there were 32 national design centres.", "32 national design centres", 10),  # with branches
        ("Chongqing has 101 municipal design centres.", "101 municipal design centres", 165),
    ],
)
def test_another_number_is_found_with_what_is_known(text, typed, known):
    found = disagreements(news(text))
    assert [(d.typed, d.known.last) for d in found] == [(typed, known)]


def test_where_the_register_is_complete_it_decides():
    scheme = Scheme.objects.get(key="municipal-centre")
    Completeness.objects.create(scheme=scheme, valid_from=datetime.date(2014, 2, 28))
    (found,) = disagreements(news("In 2022 there were 165 municipal design centres."))
    assert (found.known.last, found.known.figure) == (6, None)
    assert disagreements(news("In 2022 there were six municipal design centres.")) == []


def test_it_is_said_in_words_of_both_languages():
    (found,) = disagreements(news("In 2022 there were 101 municipal design centres."))
    assert str(found) == "“101 municipal design centres”: chongqing.design reports 165 for 2022."
    with translation.override("zh-hans"):
        assert "chongqing.design" in str(found)
        assert "reports" not in str(found)


def test_every_block_of_a_text_is_read():
    fact = {"term": "2022", "fact": "106 municipal design centres"}
    body = [
        {"type": "heading", "value": "In 2022: 102 municipal design centres"},
        {"type": "paragraph", "value": "<p>In 2022 there were <b>103</b> municipal design centres.</p>"},
        {"type": "figure", "value": {"value": "104", "unit": "municipal design centres", "date": "2022"}},
        {"type": "callout", "value": {"title": "", "text": "<p>In 2022, 105 municipal design centres.</p>"}},
        {"type": "facts", "value": {"title": "", "facts": [{"type": "item", "id": "1", "value": fact}]}},
    ]  # fmt: skip
    page = FieldPage(title="Field", body=json.dumps(body))
    assert [d.claim.value for d in disagreements(page)] == [102, 103, 104, 105, 106]


def test_no_shipped_page_disagrees():
    found = {page.url_path: disagreements(page) for page in Page.objects.filter(depth__gt=2).specific()}
    assert {path: list(map(str, wrong)) for path, wrong in found.items() if wrong} == {}


def test_queries(django_assert_num_queries):
    page = news("In 2022 there were 101 municipal design centres.")
    disagreements(page)
    with django_assert_num_queries(2):  # the newest edition, the figures
        disagreements(page)


def test_the_checks_of_a_page_name_the_right_number_and_forbid_nothing(client):
    index = NewsIndexPage.objects.get(locale__language_code="en")
    page = news("In 2022 there were 101 municipal design centres.")
    page.slug, page.sources, page.live = "typed", [("source", {"name": "A paper", "url": ""})], False
    index.add_child(instance=page)
    (problem,) = checking.problems(page)
    assert (problem.severity, problem.field) == (checking.WARNING, "summary")
    assert "chongqing.design reports 165 for 2022." in problem.message
    assert checking.errors(page) == []
    client.force_login(person("editor"))
    told = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "“101 municipal design centres”: chongqing.design reports 165 for 2022." in told
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).live


def test_what_all_pages_are_made_of_knows_nothing_of_policies():
    for name in ("models", "checking", "checked", "dates"):
        source = (settings.BASE_DIR / "cityofdesign" / f"{name}.py").read_text()
        for node in ast.walk(ast.parse(source)):
            names = [getattr(node, "module", None) or ""] + [one.name for one in getattr(node, "names", [])]
            assert not any(one.split(".")[0] in {"policies", "events"} for one in names), ast.unparse(node)

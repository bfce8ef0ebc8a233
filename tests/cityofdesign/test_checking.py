"""What is checked of a page before it is published: each rule alone, on pages that no database knows."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cityofdesign import checking
from cityofdesign.models import CreditedImage, StandardPage
from events.models import NewsPage

SOURCES = [("source", {"name": "chongqing.design", "url": ""})]


def page(**facts) -> NewsPage:
    whole = {"title": "A title", "slug": "a", "summary": "Said.", "sources": SOURCES, "date": "2023-10-31"}
    return NewsPage(**whole | facts)


def paragraph(html: str) -> NewsPage:
    return page(body=[("heading", "Before"), ("paragraph", html)])


def found(one) -> list[tuple]:
    return [(problem.severity, problem.field, problem.place) for problem in checking.content(one)]


def image(**facts) -> CreditedImage:
    whole = {"title": "Bridge", "credit": "A studio", "rights": "CC BY 4.0", "collection_id": 1}
    return CreditedImage(**whole | facts)


def with_picture(picture: CreditedImage, alt: str = "A bridge", decorative: bool = False) -> NewsPage:
    one = page(body=[("picture", {"image": picture, "caption": ""})])
    picture.contextual_alt_text, picture.decorative = "" if decorative else alt, decorative
    return one


def test_a_whole_page_has_no_problems():
    whole = paragraph('<h3>Within</h3><p>See <a linktype="page" id="3">the plan of 2022</a>.</p>')
    assert checking.content(whole) == []


@pytest.mark.parametrize(
    "words",
    [
        "here",
        "Click here",
        "read more…",
        "点击这里",
        "更多",
        "https://unesco.org/x",
        "www.a.cn",
        "unesco.org",
        "",
    ],
)
def test_link_words_say_where_it_leads(words):
    assert found(paragraph(f'<p><a href="/x">{words}</a></p>')) == [("error", "body", (1,))]


@pytest.mark.parametrize("words", ["The plan of 2022", "2022年行动计划", "More about it", "A. B. Design"])
def test_link_words_that_name_something_pass(words):
    assert found(paragraph(f'<p><a href="/x"><b>{words}</b></a></p>')) == []


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ([("paragraph", "<h3>First</h3>")], [(0,)]),
        ([("heading", "One"), ("paragraph", "<h3>Two</h3>"), ("heading", "Three")], []),
        ([("heading", "One"), ("paragraph", "<h4>Four</h4>")], [(1,)]),
        ([("heading", "  ")], [(0,)]),
    ],
)
def test_headings_go_down_one_level_at_a_time(body, places):
    assert found(page(body=body)) == [("error", "body", place) for place in places]


def test_picture_needs_credit_rights_and_words_or_is_decorative():
    assert found(with_picture(image())) == []
    assert found(with_picture(image(), decorative=True)) == []
    assert found(with_picture(image(), alt=" ")) == [("error", "body", (0, "image", "alt_text"))]
    assert found(with_picture(image(), alt="IMG_2034.JPG")) == [("error", "body", (0, "image", "alt_text"))]
    bare = with_picture(image(credit="", rights=" "))
    assert found(bare) == [("error", "body", (0, "image", "image"))] * 2
    assert "by whose permission it is shown" in checking.errors(bare)[1].message


def test_list_of_links_needs_words_and_a_target():
    links = [
        {"text": "here", "page": None, "url": ""},
        {"text": "UNESCO", "page": None, "url": "https://a.org/"},
    ]
    one = page(body=[("links", {"title": "", "links": links})])
    assert found(one) == [
        ("error", "body", (0, "links", 0, "text")),
        ("error", "body", (0, "links", 0, "page")),
    ]


def test_sources_and_summary_are_asked_of_news_but_not_of_a_standing_page():
    assert found(page(sources=[], summary=" ")) == [("error", "summary", ()), ("error", "sources", ())]
    assert checking.content(StandardPage(title="About", slug="about")) == []


def test_long_title_is_a_warning_counted_in_columns():
    assert found(page(title="x" * 111)) == found(page(title="重" * 56)) == [("warning", "title", ())]
    assert found(page(title="x" * 110)) == []
    assert checking.errors(page(title="x" * 111)) == []


def test_times_must_be_ahead_unless_the_page_went_live_at_them():
    past, now = timezone.now() - timedelta(hours=1), timezone.now()
    assert found(page(go_live_at=past)) == [("error", "go_live_at", ())]
    assert found(page(go_live_at=past, last_published_at=now)) == []
    assert found(page(go_live_at=now + timedelta(hours=1))) == []
    assert found(page(expire_at=past)) == [("error", "expire_at", ())]


def test_errors_come_first_and_speak_the_language_of_whoever_reads_them():
    with translation.override("zh-hans"):
        first = checking.content(page(title="x" * 111, sources=[]))[0]
    assert first.is_error
    assert first.message.startswith("请至少")

"""Passages in another language, and texts that stand in for those of the reader's."""

import pickle
from types import SimpleNamespace

import pytest
from django.utils import translation

from centres.models import in_language
from cityofdesign.passages import only_in, passages
from cityofdesign.search.marking import marked


def text(language: str, zh: str, en: str) -> str:
    with translation.override(language):
        return in_language(SimpleNamespace(name_zh=zh, name_en=en), "name")


def shown(language: str, zh: str, en: str) -> str:
    with translation.override(language):
        return passages(in_language(SimpleNamespace(name_zh=zh, name_en=en), "name"))


@pytest.mark.parametrize(
    ("language", "zh", "en", "expected"),
    [
        ("zh-hans", "云梯", "Stair", "云梯"),
        ("zh-hans", "IDEO 云梯", "Stair", "IDEO 云梯"),
        ("zh-hans", "IDEO", "IDEO", "IDEO"),
        ("zh-hans", "", "Stair <b>", '<span lang="en">Stair &lt;b&gt;</span>'),
        ("zh-hans", "", "Stair 云梯", '<span lang="en">Stair <span lang="zh-Hans">云梯</span></span>'),
        ("zh-hans", "", "2026", "2026"),
        ("zh-hans", "", "", ""),
        ("en", "云梯", "Stair", "Stair"),
        ("en", "云梯", "", '<span lang="zh-Hans">云梯</span>'),
        ("en", "IDEO 云梯", "", '<span lang="zh-Hans">IDEO 云梯</span>'),
        (
            "en",
            "见渝府办〔2022〕2号",
            "",
            '<span lang="zh-Hans"><span class="doc-no">见渝府办〔2022〕2号</span></span>',
        ),
        ("en", "John Smith", "", "John Smith"),
    ],
)
def test_what_stands_in_for_a_missing_text_carries_its_language(language, zh, en, expected):
    assert shown(language, zh, en) == expected


def test_a_fallback_that_was_cut_or_marked_keeps_its_language():
    found = text("zh-hans", "", "Stair and more")
    with translation.override("zh-hans"):
        assert passages(found[:5], found) == '<span lang="en">Stair</span>'
        assert passages(marked(found, "more"), found) == (
            '<span lang="en">Stair and <mark>more</mark></span>'
        )


def test_a_fallback_is_a_string_and_outlives_a_cache():
    found = text("zh-hans", "", "Stair")
    assert (found, f"{found}!", found.lang) == ("Stair", "Stair!", "en")
    assert pickle.loads(pickle.dumps(found)).lang == "en"  # noqa: S301


def test_texts_are_in_one_other_language_only_where_all_of_them_are():
    stair, lamp = text("zh-hans", "", "Stair"), text("zh-hans", "", "Lamp")
    assert only_in(stair, "", lamp) == "en"
    assert only_in(stair, "灯") == ""
    assert only_in("", "") == ""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityofdesign.search import tokens


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("長安設計中心", "长安设计中心"),
        ("ＣＨＡＮＧＡＮ", "changan"),
        ("Chang'an", "changan"),
        ("Chang’an", "changan"),
        ("Café", "cafe"),
    ],
)
def test_what_looks_different_and_is_the_same(text, same):
    assert tokens.folded(text) == same


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("centers", "centre"),
        ("center", "centre"),
        ("centres", "centre"),
        ("companies", "company"),
        ("processes", "process"),
        ("colors", "colour"),
        ("business", "business"),
        ("news", "news"),
        ("bus", "bus"),
        ("2022s", "2022"),
    ],
)
def test_plurals_and_american_spelling(word, stem):
    assert tokens.stem(word) == stem


def test_chinese_is_read_as_people_of_chongqing_read_it():
    assert tokens.syllables("重庆长安汽车股份有限公司")[:6] == ["chong", "qing", "chang", "an", "qi", "che"]
    assert tokens.syllables("设计之都") == ["she", "ji", "zhi", "du"]


def test_chinese_is_indexed_by_characters_and_pairs_and_looked_up_by_pairs():
    assert tokens.index_text("设计中心") == "设 计 中 心 设计 计中 中心"
    assert tokens.query_text("设计中心") == "设计 计中 中心"
    assert tokens.query_text("设") == "设"


def test_a_sound_is_indexed_from_every_syllable_on():
    assert {"chongqing", "changan", "an", "cqca", "ca"} <= set(tokens.sound_text("重庆长安").split())


@given(st.text(max_size=60))
def test_whatever_is_looked_up_is_in_the_index_of_the_same_text(text):
    assert set(tokens.query_text(text).split()) <= set(tokens.index_text(text).split())

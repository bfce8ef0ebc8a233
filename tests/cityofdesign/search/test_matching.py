import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityofdesign.search import matching

NAME = "重庆长安汽车（集团）股份有限公司"
KNOWN = matching.syllables_in([matching.sought(NAME)])


def found(q, name=NAME):
    text = matching.sought(name)
    return all(matching.holds(text, matching.needles(term, KNOWN)) for term in matching.terms(q))


@pytest.mark.parametrize(
    "q", ["长", "长安", "長安汽車", "汽车集团", "（集团）", "changan", "chang an", "chongq", "anqi"]
)
def test_any_part_of_a_chinese_name_and_its_pinyin_from_any_syllable(q):
    assert found(q)


@pytest.mark.parametrize("q", ["安长", "hangan", "ongqing", "changn", "centre"])
def test_what_is_not_in_the_name(q):
    assert not found(q)


@pytest.mark.parametrize("q", ["center", "Centers", "centre", "cente", "DESIGN cent"])
def test_latin_words_and_their_beginnings(q):
    assert found(q, "Changan Automotive Design Centers")
    assert not found("esign", "Changan Automotive Design Centers")


def test_joined_pinyin_is_taken_apart_in_every_way():
    assert matching.spellings("changan", {"chang", "chan", "gan", "an"}) == ["chan gan", "chang an"]
    assert matching.spellings("a" * 41, {"a"}) == []
    assert len(matching.spellings("an" * 20, {"an", "ana", "nan", "a", "na"})) <= matching.MOST_SPELLINGS


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("CQ-000003", ["CQ-000003"]),
        ("ｃｑ－000003", ["CQ-000003"]),
        ("cq 3", ["CQ-000003"]),
        ("cq000003", ["CQ-000003"]),
        ("000003", ["CQ-000003"]),
        ("CQ-0000", ["CQ-0000"]),
        ("2014", []),
        ("cqca", []),
    ],
)
def test_register_numbers_as_people_type_them(q, numbers):
    assert matching.taken_apart(q)[0] == numbers


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("Chongqing Design Works", matching.OPENING),
        ("The Design Office", matching.WHOLE),
        ("Bureau of Designers", matching.PART),
    ],
)
def test_the_beginning_of_a_name_counts_before_whole_words_and_those_before_parts(name, rank):
    assert matching.ranking(["design"])(matching.sought(name)) == rank


@given(st.text(max_size=40))
def test_every_name_is_found_by_itself(name):
    assert matching.terms(name)[: matching.MOST_TERMS] == [] or found(name, name)

import pytest

from cityofdesign.search import spelling

WORDS = spelling.vocabulary(["Changan Automotive Design Centre", "重庆长安汽车", "Loncin"])


@pytest.mark.parametrize(
    ("q", "unknown", "meant"),
    [
        ("changn", ["changn"], "changan"),
        ("Changn  design", ["changn"], "changan  design"),
        ("chagnan", ["chagnan"], "changan"),
        ("chongqng", ["chongqng"], "chongqing"),
        ("常安", ["常安"], "changan"),
    ],
)
def test_a_slip_of_the_keyboard_leads_to_the_word_that_was_meant(q, unknown, meant):
    assert spelling.corrections(q, unknown, WORDS)[0] == meant


@pytest.mark.parametrize(("q", "unknown"), [("zzzzzz", ["zzzzzz"]), ("abc", ["abc"]), ("design", [])])
def test_nothing_is_made_up(q, unknown):
    assert spelling.corrections(q, unknown, WORDS) == []

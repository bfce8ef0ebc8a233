"""Every shipped milestone, event and policy, and every figure that readers see, shows its dates as its source
wrote them, in both languages."""

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from cityofdesign.content.ledger import table, translation_key
from cityofdesign.content.texts import files

pytestmark = pytest.mark.django_db
EXPECTED = Path(__file__).parent.parent / "data" / "dates_on_pages.csv"
EVERY = list(csv.DictReader(EXPECTED.read_text(encoding="utf-8").splitlines()))
ROWS = [row for row in EVERY if row["table"] != "figures"]
FIGURES = {row["key"]: row for row in EVERY if row["table"] == "figures"}
NAMES = {"milestones": "milestone", "events": "event", "policies": "policy"}
LANGUAGES = {"en": "english", "zh-hans": "chinese"}
TERMS = {
    "en": "Entries open, Entries close, Results, Written, Published, In force from, In force until",
    "zh-hans": "征集开始, 征集截止, 结果公布, 成文日期, 发布日期, 施行日期, 有效期至",
}


def main(address):
    return BeautifulSoup(Client().get(address).content, "html.parser").main


def page_of(row, language):
    key = translation_key(f"{NAMES[row['table']]}/{row['key']}")
    return Page.objects.get(translation_key=key, locale__language_code=language)


def test_every_shipped_row_has_its_expectation():
    shipped = [(name, row["key"]) for name in NAMES for row in table(name)]
    assert sorted((row["table"], row["key"]) for row in ROWS) == sorted(shipped)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=[f"{row['table']}: {row['key']}" for row in ROWS])
def test_a_page_shows_its_dates_as_its_source_wrote_them(row, language):
    """Those that stand by themselves, all of which are expected, and those in the words of its standing."""
    page = main(page_of(row, language).url)
    days = [
        term.find_next_sibling("dd")
        for term in page.select("dl dt")
        if term.text in TERMS[language].split(", ")
    ]
    dates = [time.text for time in page.select("dl .date > time")]
    dates += [day.text.strip() for day in days if not day.find(class_="not-stated")]
    standing = " ".join(status.text for status in page.select(".page-head__marks .status"))
    expected = row[LANGUAGES[language]].split(" | ")
    assert [date for date in dates if date not in expected] == []
    assert [date for date in expected if date not in dates and date not in standing] == []


@pytest.mark.parametrize(("language", "column"), LANGUAGES.items())
def test_milestones_show_the_same_date_on_the_climb(language, column):
    page = main(f"/{language}/milestones/")
    milestones = [row for row in ROWS if row["table"] == "milestones"]
    addresses = {page_of(row, language).url: row[column] for row in milestones}
    found = {
        item.h3.a["href"]: item.select_one(".date > time").text for item in page.find_all(class_="milestone")
    }
    assert found == addresses


@pytest.mark.parametrize(("language", "column"), LANGUAGES.items())
def test_figures_beside_a_target_are_of_the_dates_that_their_sources_name(language, column):
    figures = table("figures")
    for target in [row for row in figures if row["type"] == "target"]:
        same = [row for row in figures if row["metric_key"] == target["metric_key"] and row is not target]
        keys = [row["key"] for row in same if row["scope_key"] == "chongqing"]
        expected = [FIGURES[key][column].split(" | ") for key in keys]
        rows = main(f"/{language}/policies/targets/{target['key']}/").select(".target-history tbody tr")
        shown = [row for row in rows if row.find("td").text != "–"]
        assert sorted(row.th.text for row in shown) == sorted(date for date, *_words in expected)
        for date, *words in expected:
            [row] = [row for row in shown if row.th.text == date]
            assert all(word in row.text for word in words)


@pytest.mark.parametrize(("language", "column"), LANGUAGES.items())
def test_figures_of_a_field_are_of_the_dates_that_their_sources_name(language, column):
    for head, _text in files("fields", language):
        shown = main(f"/{language}/fields/{head['slug']}/").select(".figures .figure__source")
        expected = [FIGURES[key][column] for key in head["related_figures"].split()]
        assert [source.find(string=True).strip("，, ") for source in shown] == expected

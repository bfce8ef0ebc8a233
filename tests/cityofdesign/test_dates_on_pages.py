"""Every shipped milestone, event and policy shows its dates as its source wrote them, in both languages."""

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from cityofdesign.content.ledger import table, translation_key

pytestmark = pytest.mark.django_db
EXPECTED = Path(__file__).parent.parent / "data" / "dates_on_pages.csv"
ROWS = list(csv.DictReader(EXPECTED.read_text(encoding="utf-8").splitlines()))
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

"""Every form of date in the sources, said in both languages, and the preview of what an editor types."""

import csv
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from cityofdesign.content.ledger import table
from cityofdesign.dateforms import ImpreciseDateFormField
from cityofdesign.dates import ImpreciseDate, parse_words
from cityofdesign.imprecise import preview

FORMS = Path(__file__).parent.parent / "data" / "date_forms.csv"
ROWS = list(csv.DictReader(FORMS.read_text(encoding="utf-8").splitlines()))
COLUMNS = {
    "milestones": ("date",),
    "events": ("date", "entries_open", "entries_close", "results_on"),
    "policies": ("written", "published", "effective", "ended"),
    "figures": ("as_of", "reported_on"),
}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['table']}: {row['written']}" for row in ROWS])
def test_a_date_reads_as_its_source_wrote_it_and_is_read_back(row):
    imprecise = ImpreciseDate(row["edtf"])
    assert (imprecise.display("en"), imprecise.display("zh-hans")) == (row["english"], row["chinese"])
    assert parse_words(row["english"]) == parse_words(row["chinese"]) == imprecise


def form(edtf: str) -> str:
    return re.sub("[0-9]", "9", edtf)


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_no_shipped_table_has_a_form_that_is_not_listed(name, columns):
    known = {form(row["edtf"]) for row in ROWS}
    assert {form(row[column]) for row in table(name) for column in columns} <= known


def test_preview_says_both_languages_or_what_would_be_right():
    assert preview("autumn 2023") == ("autumn 2023", "2023年秋", "")
    assert preview("不详") == ("undated", "未注明日期", "")
    assert preview("  ") == ("", "", "")
    assert "Write 3 April 2023 or 4 March 2023" in preview("3/4/2023").error
    assert "write for example 28 June 2023" in preview("2023–2027", ("day",)).error
    with translation.override("zh-hans"):
        assert "2023年4月3日或2023年3月4日" in preview("3/4/2023").error


@pytest.mark.django_db
def test_address_of_the_preview_is_for_staff(client, django_user_model):
    address = reverse("date_preview")
    assert client.get(address, {"text": "2014年2月"}).status_code == 302
    client.force_login(django_user_model.objects.create_superuser("chief"))
    told = client.get(address, {"text": "2014年2月"}).json()
    assert told == {"en": "February 2014", "zh": "2014年2月", "error": ""}
    told = client.get(address, {"text": "x" * 9000, "precisions": "day,nonsense"}).json()
    assert len(told["error"]) < 400


def test_field_shows_the_preview_without_javascript():
    field = ImpreciseDateFormField(precisions=("day", "month"))
    shown = field.widget.render("date", "Feb 2014", {"id": "id_date"})
    assert '<b lang="zh-Hans">2014年2月</b>' in shown
    assert 'for="id_date" data-date-preview="/admin/dates/preview/" data-precisions="day,month"' in shown
    assert 'date-preview__reads" hidden' in field.widget.render("date", "2014", {"id": "id_date"})

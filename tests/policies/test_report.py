"""The report of typed numbers, and what the editor of a page is told."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from cityofdesign.models import StandardPage
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db
WRONG = "In 2022 there were 101 municipal design centres."
FOUND = "“101 municipal design centres”: chongqing.design reports 165 for 2022."


@pytest.fixture
def desk():
    client = Client()
    client.force_login(person("moderator"))
    return client


@pytest.fixture
def about():
    page = StandardPage.objects.filter(locale__language_code="en").first()
    page.summary = WRONG
    page.save_revision()
    return page


def test_the_report_lists_pages_whose_drafts_differ(desk, about):
    text = desk.get(reverse("typed_numbers_report")).text
    assert about.title in text
    assert "chongqing.design reports 165 for 2022" in text


def words(desk, about) -> str:
    """What the report says of the page, as in its file."""
    content = desk.get(reverse("typed_numbers_report"), {"export": "csv"}).content.decode("utf-8-sig")
    return {line["Title"]: line["What differs"] for line in csv.DictReader(io.StringIO(content))}.get(
        about.title, ""
    )


def test_a_draft_alone_is_named_as_such(desk, about):
    assert words(desk, about) == f"Draft: {FOUND}"


def test_what_is_published_is_read_also_where_a_draft_has_it_right(desk, about):
    StandardPage.objects.filter(pk=about.pk).update(summary=WRONG)
    about.summary = "In 2022 there were 165 municipal design centres."
    about.save_revision()
    assert words(desk, about) == f"Published: {FOUND}"


def test_both_are_told_where_both_differ(desk, about):
    about.get_latest_revision().publish()
    assert words(desk, about) == f"Published: {FOUND}"
    about.summary = WRONG.replace("101", "102")
    about.save_revision()
    assert words(desk, about) == f"Published: {FOUND} Draft: {FOUND.replace('101', '102')}"


def test_a_page_that_was_taken_offline_is_a_draft(desk, about):
    about.get_latest_revision().publish()
    StandardPage.objects.get(pk=about.pk).unpublish()
    assert words(desk, about) == f"Draft: {FOUND}"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_report_is_exported_and_no_cell_is_a_formula(desk, about, form):
    StandardPage.objects.filter(pk=about.pk).update(title="=cmd()")
    content = desk.get(reverse("typed_numbers_report"), {"export": form}).getvalue()
    if form == "csv":
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    (line,) = [line for line in lines if FOUND in str(line)]
    assert line[0] == "'=cmd()"


def test_the_report_is_for_editors(about):
    client = Client()
    client.force_login(person("officer"))
    assert client.get(reverse("typed_numbers_report")).status_code == 302


def test_the_editor_is_told_beside_the_text(desk, about):
    edit = reverse("wagtailadmin_pages:edit", args=[about.pk])
    assert "chongqing.design reports 165 for 2022" in desk.get(edit).text


def test_documents_are_listed_with_number_status_and_filters(desk):
    text = desk.get("/admin/policies/documents/", {"status": "superseded"}).text
    assert "渝经信发〔2016〕87号" in text
    assert "渝经信规范〔2023〕19号" not in text

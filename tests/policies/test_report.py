"""The report of typed numbers, and what the editor of a page is told."""

import pytest
from django.test import Client
from django.urls import reverse

from cityofdesign.models import StandardPage
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db
WRONG = "In 2022 there were 101 municipal design centres."


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


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_report_is_exported(desk, about, form):
    answer = desk.get(reverse("typed_numbers_report"), {"export": form})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert form != "csv" or b"reports 165 for 2022" in content


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

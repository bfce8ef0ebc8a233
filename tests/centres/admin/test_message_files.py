"""Lists of what the public sent, as files: the columns of the list, for those who may see it."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from centres import notices
from centres.models import ErrorReport, Objection, Scheme
from cityofdesign.contact import stored
from cityofdesign.models import ContactPage
from events.models import Enquiry, Scenario
from tests.centres.lists_in_short import drafted, person
from tests.factories import grant

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
SENDER = {"email": "zhang@example.com", "language": "en"}
SECRETS = ("张伟", "zhang@example.com", "telephone 61234567")


def objection():
    round_ = drafted(TERRACE)
    Scheme.objects.filter(pk=round_.scheme_id).update(name_en="=1+1")
    said = {"name": "张伟", "text": "telephone 61234567", **SENDER}
    return Objection.objects.create(round=round_, ticket="OBJ-AAAA-0001", **said)


def report():
    (centre,) = grant(1)
    return ErrorReport.objects.create(
        centre=centre, ticket="ERR-AAAA-0001", wrong="telephone 61234567", **SENDER
    )


def enquiry():
    about = Scenario.objects.create(title_zh="=座舱()", title_en="=Cabin()", year=2023, source_name="示例")
    said = {"name": "张伟", "text": "telephone 61234567", "organisation": "+示例公司", **SENDER}
    return Enquiry.objects.create(scenario=about, ticket="ENQ-AAAA-0001", **said)


LISTS = [
    ("/admin/register/objections/", objection, ["Ticket", "Round", "Received", "Answered"], "officer"),
    (
        "/admin/register/reports/",
        report,
        ["Ticket", "Centre", "Received", "Answered", "Correction"],
        "officer",
    ),
    (
        "/admin/scenarios/enquiries/",
        enquiry,
        ["Ticket", "Scenario", "Organisation", "Received", "Answered"],
        "editor",
    ),
]
EACH = pytest.mark.parametrize(("address", "sent", "headings", "username"), LISTS)


def signed_in(username) -> Client:
    client = Client()
    client.force_login(person(username))
    return client


def table(client, address, form, **query) -> list[list]:
    answer = client.get(address, {"export": form, **query})
    assert answer.status_code == 200
    content = answer.getvalue()
    if form == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@EACH
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_has_the_columns_of_the_list_and_nothing_of_the_sender(
    address, sent, headings, username, form
):
    message = sent()
    client = signed_in(username)
    first, line = table(client, address, form)
    assert first == headings
    shown = dict(zip(first, line, strict=True))
    at = timezone.localtime(message.received_at)
    assert (shown["Ticket"], shown["Received"]) == (message.ticket, f"{at:%Y-%m-%d %H:%M}")
    assert not [secret for secret in SECRETS if secret in str(line)]
    assert not [cell for cell in line if str(cell).startswith(("=", "+"))]
    assert f"{address}?export={form}" in client.get(address).content.decode()


@EACH
def test_a_file_is_of_what_the_list_was_searched_for_and_named_by_the_day(address, sent, headings, username):
    sent()
    assert table(signed_in(username), address, "csv", q="ZZZZ") == [headings]
    answer = signed_in(username).get(address, {"export": "csv"})
    assert answer.headers["Content-Disposition"].endswith(f'-{timezone.localdate():%Y-%m-%d}.csv"')


@EACH
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_others_are_refused_the_file_as_they_are_the_list(address, sent, headings, username, form):
    sent()
    other = {"officer": "editor", "editor": "officer"}[username]
    for query in ({}, {"export": form}):
        assert Client().get(address, query).headers["Location"].startswith("/admin/login/")
        assert signed_in(other).get(address, query).headers["Location"] == "/admin/"


def test_answered_messages_come_last_and_no_query_grows_with_them(django_assert_max_num_queries):
    first, second = objection(), objection_again()
    notices.answer(first, "Looked into.", user=person("officer"))
    client = signed_in("officer")
    with django_assert_max_num_queries(9):
        lines = table(client, "/admin/register/objections/", "csv")
    assert [line[0] for line in lines[1:]] == [second.ticket, first.ticket]


def objection_again() -> Objection:
    return Objection.objects.create(
        round=Objection.objects.get().round, ticket="OBJ-AAAA-0002", text="Again", **SENDER
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_messages_of_a_contact_page_are_harmless_too(form):
    page = ContactPage.objects.get(locale__language_code="en", kind="contact")
    message = stored(page, message="=cmd()", name="张伟", email="zhang@example.com")
    address = f"/admin/forms/submissions/{page.pk}/"
    headings, line = table(signed_in("moderator"), address, form)
    shown = dict(zip(headings, line, strict=True))
    assert (shown["Ticket"], shown["Your message"]) == (message.ticket, "'=cmd()")
    assert shown["Received"] == f"{timezone.localtime(message.submit_time):%Y-%m-%d %H:%M}"
    refused = signed_in("officer").get(address, {"export": form})
    assert (refused.status_code, refused.headers["Location"]) == (302, "/admin/")

"""The joint log: pages, other content, the door and the register in one order of time, for administrators."""

import csv
import datetime
import io

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.log_actions import log

from centres.models import Decision
from cityofdesign.models import HomePage
from cityofdesign.signin import record
from tests.centres.lists_in_short import person, published

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/audit-log/"
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
FIRST, SECOND, THIRD = (datetime.datetime(2027, 5, day, 4, tzinfo=datetime.UTC) for day in (1, 2, 3))


@pytest.fixture
def admin():
    client = Client()
    client.force_login(person("admin"))
    return client


@pytest.fixture
def happened():
    """A sign-in, an edit of a page, and a round with one decision, a day apart, at noon in China."""
    with time_machine.travel(FIRST, tick=False):
        record.event(record.What.SIGNED_IN, person("officer"), detail="password")
    with time_machine.travel(SECOND, tick=False):
        log(HomePage.objects.first(), "wagtail.edit", user=person("editor"))
    with time_machine.travel(THIRD, tick=False):
        published(TERRACE)
    return Decision.objects.latest("number")


def rows(client, **query) -> list[dict]:
    content = client.get(REPORT, {"export": "csv", **query}).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def printed(*arguments) -> list[dict]:
    out = io.StringIO()
    call_command("audit_log", *arguments, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_everything_stands_in_one_order_of_time(admin, happened):
    found = rows(admin, at_from="2027-05-01", at_to="2027-05-03")
    times = [row["Time"] for row in found]
    assert times == sorted(times, reverse=True)
    assert times[-2:] == ["2027-05-02 12:00:00", "2027-05-01 12:00:00"]
    assert {row["Log"] for row in found[:-2]} == {"Pages", "Other content", "Decisions of the register"}
    edited, signed_in = found[-2:]
    assert (edited["Log"], edited["Event"], edited["Person"]) == ("Pages", "Edit", "editor")
    assert "Chongqing" in edited["What it concerns"]
    assert (signed_in["Event"], signed_in["Person"], signed_in["Detail"]) == (
        "Signed in",
        "officer",
        "password",
    )


def test_a_decision_names_its_approver_and_its_hash(admin, happened):
    (row,) = rows(admin, source="register", at_from="2027-05-03")
    assert (row["Event"], row["What it concerns"], row["Person"]) == (
        "Granted",
        happened.centre.number,
        "approver",
    )
    assert happened.hash in row["Detail"]
    steps = {row["Event"]: row["Person"] for row in rows(admin, source="content", at_from="2027-05-03")}
    assert (steps["Submit"], steps["Approve"]) == ("officer", "approver")


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"at_from": "2027-05-02"}, {"2027-05-02", "2027-05-03"}),
        ({"at_to": "2027-05-02", "at_from": "2027-05-01"}, {"2027-05-01", "2027-05-02"}),
        ({"at_from": "2027-05-01", "at_to": "2027-05-01"}, {"2027-05-01"}),
        ({"at_from": "2027-05-04", "at_to": "2027-05-09"}, set()),
    ],
)
def test_days_are_those_of_china_both_included(admin, happened, query, days):
    assert {row["Time"][:10] for row in rows(admin, **query)} == days


def test_the_page_takes_as_many_queries_for_many_entries(admin, happened, django_assert_max_num_queries):
    for _n in range(30):
        record.event(record.What.FAILED, person("editor"))
        log(HomePage.objects.first(), "wagtail.edit", user=person("moderator"))
    admin.get(REPORT)
    with django_assert_max_num_queries(20):
        page = admin.get(REPORT)
    assert "Wrong name or password" in page.content.decode()


def test_junk_in_the_filters_is_told(admin, happened):
    page = admin.get(REPORT, {"source": "x", "at_from": "2027-02-30", "p": "\0"})
    assert page.status_code == 200
    assert page.content.decode().count("was left out") == 2


def test_it_reads_in_chinese(happened):
    (row,) = printed("--source", "register", "--language", "zh-hans", "--from", "2027-05-03")
    assert (row["事件"], row["人员"]) == ("认定", "approver")


def test_the_command_writes_the_same_as_the_report(admin, happened, tmp_path):
    days = {"at_from": "2027-05-01", "at_to": "2027-05-03"}
    wanted = rows(admin, **days)
    asked = ("--from", "2027-05-01", "--to", "2027-05-03")
    assert printed(*asked) == wanted
    call_command("audit_log", str(tmp_path / "log.csv"), *asked)
    assert (tmp_path / "log.csv").read_bytes() == admin.get(REPORT, {"export": "csv", **days}).content
    call_command("audit_log", str(tmp_path / "log.xlsx"), *asked)
    sheet = openpyxl.load_workbook(tmp_path / "log.xlsx").active
    assert [[cell or "" for cell in line] for line in sheet.iter_rows(min_row=2, values_only=True)] == [
        list(row.values()) for row in wanted
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--from", "2027-05-02", "--to", "2027-05-01"], "before"),
        (["log.pdf"], "must end"),
        (["--from", "soon"], "invalid"),
    ],
)
def test_the_command_refuses_in_one_line(arguments, why):
    with pytest.raises(CommandError, match=why):
        call_command("audit_log", *arguments)


def test_the_command_overwrites_nothing(tmp_path):
    (tmp_path / "log.csv").write_text("kept")
    with pytest.raises(CommandError, match="exists already"):
        call_command("audit_log", str(tmp_path / "log.csv"))
    assert (tmp_path / "log.csv").read_text() == "kept"


def test_a_file_holds_no_formula(admin):
    record.event(record.What.SIGNED_IN, person("officer"), detail="=cmd()")
    assert rows(admin, source="sign-ins")[0]["Detail"] == "'=cmd()"


@pytest.mark.parametrize("username", ["editor", "moderator", "officer", "approver"])
def test_nobody_else_sees_it(username, admin):
    assert REPORT in admin.get("/admin/").content.decode()
    client = Client()
    client.force_login(person(username))
    for query in ({}, {"export": "csv"}):
        assert client.get(REPORT, query).headers["Location"] == "/admin/"
    assert REPORT not in client.get("/admin/").content.decode()

"""The record of sign-ins: its report and files, how long it keeps addresses, the reset of second factors."""

import csv
import datetime
import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cityofdesign.models import SignInEvent
from cityofdesign.signin import record
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/sign-ins/"


@pytest.fixture
def admin():
    client = Client()
    client.force_login(person("admin"))
    return client


def rows(client, **query):
    content = client.get(REPORT, {"export": "csv", **query}).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_report_filters_and_is_saved_as_a_file(admin):
    record.event(record.What.FAILED, person("editor"))
    record.event(record.What.SIGNED_IN, person("officer"), detail="password")
    assert "officer" in admin.get(REPORT).content.decode()
    assert [row["User name"] for row in rows(admin)] == ["officer", "editor"]
    assert [row["User name"] for row in rows(admin, what="failed")] == ["editor"]
    assert [row["User name"] for row in rows(admin, username="offi")] == ["officer"]
    today = timezone.localdate()
    assert len(rows(admin, at_from=today, at_to=today)) == 2
    assert rows(admin, at_to=today - datetime.timedelta(days=1)) == []
    assert admin.get(REPORT, {"export": "xlsx"}).headers["Content-Type"].endswith("sheet")


def test_a_file_holds_no_formula(admin):
    SignInEvent.objects.create(what=record.What.FAILED, agent="=cmd()")
    assert [row["Browser"] for row in rows(admin)] == ["'=cmd()"]


@pytest.mark.parametrize("username", ["editor", "moderator", "officer", "approver"])
def test_nobody_else_sees_it(username):
    client = Client()
    client.force_login(person(username))
    assert client.get(REPORT).headers["Location"] == "/admin/"
    assert client.get(REPORT, {"export": "csv"}).headers["Location"] == "/admin/"


def test_addresses_are_forgotten_and_events_are_not(settings):
    settings.SIGN_IN_ADDRESS_DAYS = 30
    for days in (29, 31):
        event = SignInEvent.objects.create(what=record.What.FAILED, ip="192.0.2.1", agent="x")
        SignInEvent.objects.filter(pk=event.pk).update(at=timezone.now() - datetime.timedelta(days=days))
    record.forget()
    assert list(SignInEvent.objects.values_list("ip", "agent")) == [("192.0.2.1", "x"), (None, "")]


def test_a_second_factor_is_reset_by_another_person_on_record(capsys):
    approver = person("approver")
    Authenticator.objects.create(user=approver, type="totp", data={"secret": "x"})
    call_command("reset_second_factor", "approver", by="admin", reason="lost the phone")
    assert not Authenticator.objects.filter(user=approver).exists()
    event = SignInEvent.objects.get()
    assert (event.what, event.by, event.detail) == ("factor_reset", person("admin"), "lost the phone")


@pytest.mark.parametrize(
    ("by", "reason", "words"),
    [
        ("approver", "x", "another person must"),
        ("editor", "x", "may not manage accounts"),
        ("nobody", "x", "no active account"),
        ("admin", " ", "Say why"),
    ],
)
def test_a_reset_is_refused(by, reason, words):
    Authenticator.objects.create(user=person("approver"), type="totp", data={"secret": "x"})
    with pytest.raises(CommandError, match=words) as refused:
        call_command("reset_second_factor", "approver", by=by, reason=reason)
    assert refused.value.returncode == 2
    assert Authenticator.objects.filter(user=person("approver")).exists()

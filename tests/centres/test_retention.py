"""Who wrote to the registry is kept for a stated time only."""

import datetime

import pytest
from django.utils import timezone

from centres import notices
from centres.models import ErrorReport, Objection, Round, Scheme
from cityofdesign import jobs
from tests.factories import grant, person

pytestmark = pytest.mark.django_db


def sent(days_ago: int | None, model=Objection, **columns):
    """A message that was answered so many days ago; None: that still waits."""
    answered = {}
    if days_ago is not None:
        at = timezone.now() - datetime.timedelta(days=days_ago)
        answered = {"answer": "Looked into.", "answered_at": at, "answered_by": person("officer")}
    ticket = notices.new_ticket(model.PREFIX)
    return model.objects.create(ticket=ticket, language="en", email="a@example.org", **columns, **answered)


@pytest.fixture
def round_():
    return Round.objects.create(scheme=Scheme.objects.first(), year=2026)


def test_senders_of_what_was_answered_long_ago_are_forgotten(settings, round_):
    settings.MESSAGE_SENDER_DAYS = 30
    old, new, waiting = (sent(days, round=round_, name="A reader", text="Why?") for days in (31, 29, None))
    report = sent(31, ErrorReport, centre=grant(1)[0], wrong="The name.")

    assert notices.forget_senders() == 2
    assert notices.forget_senders() == 0

    for message in (old, new, waiting, report):
        message.refresh_from_db()
    assert (old.name, old.email, old.text, old.answer) == ("", "", "Why?", "Looked into.")
    assert (report.email, report.wrong) == ("", "The name.")
    assert {new.email, waiting.email} == {"a@example.org"}


def test_the_daily_job_does_it(settings, round_, monkeypatch):
    monkeypatch.setattr(jobs, "call_command", lambda *args, **options: None)  # tests have no queue to prune
    settings.MESSAGE_SENDER_DAYS = 30
    old = sent(31, round=round_, name="A reader", text="Why?")
    jobs.prune()
    old.refresh_from_db()
    assert old.email == ""

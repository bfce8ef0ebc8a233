"""One mail a scheme and year to those who prepare rounds, and never a second one."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from centres import reminders
from centres.models import DueReminder
from cityofdesign.models import User
from tests.factories import empty_register, enter, grant, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db
NATIONAL = "national-centre"


def staff(username, group="Registry officers", language="", **fields):
    user = User.objects.create(username=username, email=f"{username}@example.org", **fields)
    user.groups.add(Group.objects.get(name=group))
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return user


@pytest.fixture
def clock():
    """The first day of reminders, 90 days before the end of 2027, and one person to remind."""
    with time_machine.travel("2027-10-02 08:00+08:00", tick=False) as traveller:
        empty_register()
        User.objects.update(email="")  # the demo accounts
        staff("wen")
        yield traveller


@pytest.fixture
def due(clock):
    """Three centres that are due in 2027, two of them samples."""
    return [*grant(1, "2023-08-01", scheme=NATIONAL), *grant(2, "2023-08-01", scheme=NATIONAL, sample=True)]


def subjects():
    return [message.subject for message in mail.outbox]


def test_one_reminder_says_how_many_and_where(due):
    assert [(sent.scheme.key, sent.year) for sent in reminders.remind()] == [(NATIONAL, 2027)]
    (message,) = mail.outbox
    assert message.to == ["wen@example.org"]
    assert message.subject == "3 centres are due for review under National industrial design centre in 2027"
    assert "Sample records among them: 2." in message.body
    assert message.body.endswith("/admin/register/due/")
    assert message.body.splitlines()[-1].startswith("http")


def test_nobody_is_reminded_twice(due, clock):
    reminders.remind()
    clock.move_to("2027-12-31 08:00+08:00")
    assert reminders.remind() == []
    assert (len(mail.outbox), DueReminder.objects.count()) == (1, 1)


def test_another_process_at_the_same_moment_sends_nothing(due, monkeypatch):
    (waiting,) = reminders.not_reminded(reminders.notices.today())
    monkeypatch.setattr(reminders, "not_reminded", lambda day: [waiting])
    assert len(reminders.remind()) == 1
    assert reminders.remind() == []
    assert len(mail.outbox) == 1


def test_the_next_year_has_a_reminder_of_its_own(due, clock):
    reminders.remind()
    grant(1, "2024-08-01", scheme=NATIONAL)
    clock.move_to("2028-10-02 08:00+08:00")
    reminders.remind()
    assert subjects()[1:] == ["1 centre is due for review under National industrial design centre in 2028"]
    assert "Overdue from earlier years: 3." in mail.outbox[1].body


def test_it_is_sent_from_the_lead_time_on(due, clock, settings):
    clock.move_to("2027-10-01 23:59+08:00")
    assert reminders.remind() == []
    settings.REVIEW_REMINDER_DAYS = 91
    assert len(reminders.remind()) == 1


def test_nothing_is_sent_where_nobody_is_due(clock):
    grant(2, "2024-08-01", scheme=NATIONAL)
    grant(2, "2014-08-01", scheme=NATIONAL)  # overdue, but not of this year
    grant(2, "2023-08-01", scheme="municipal-centre")
    assert reminders.remind() == []
    assert (mail.outbox, DueReminder.objects.count()) == ([], 0)


def test_nothing_is_sent_once_a_round_holds_reviews(due):
    other = enter(scheme=NATIONAL, on="2024-08-01").centre
    round_ = publish(printed_list("maintained", "2027-06", row(other)), scheme=NATIONAL, year=2027)
    assert reminders.remind() == []
    take_back(round_)
    assert len(reminders.remind()) == 1


def test_everybody_is_told_in_their_own_language(due):
    staff("lin", "Registry approvers", "zh-hans")
    reminders.remind()
    assert [message.to for message in mail.outbox] == [["wen@example.org"], ["lin@example.org"]]
    assert "国家级工业设计中心" in subjects()[1]


def test_only_active_people_who_prepare_rounds_and_have_an_address_are_told(due):
    staff("editor3", "Editors")
    staff("gone", is_active=False)
    User.objects.filter(username="wen").update(email="")
    assert reminders.remind() == []
    assert DueReminder.objects.count() == 0
    staff("late")
    assert len(reminders.remind()) == 1


def test_a_mail_server_that_is_away_is_tried_again(due, monkeypatch):
    def away(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        with pytest.raises(ConnectionRefusedError):
            reminders.remind()
    assert DueReminder.objects.count() == 0
    assert len(reminders.remind()) == 1


def test_one_address_that_fails_does_not_keep_the_others_from_theirs(due, monkeypatch, caplog):
    staff("lin")
    send = EmailMessage.send

    def picky(message):
        if message.to == ["wen@example.org"]:
            raise OSError("no such mailbox")
        return send(message)

    monkeypatch.setattr(EmailMessage, "send", picky)
    reminders.remind()
    assert [message.to for message in mail.outbox] == [["lin@example.org"]]
    assert "A mail was not sent: reminder of reviews under national-centre to user" in caplog.text


def test_the_scheduler_runs_it(settings):
    assert "centres.reminders.remind" in settings.SCHEDULED_JOBS


def test_out_of_season_it_asks_the_database_nothing(due, clock):
    clock.move_to("2027-03-01 08:00+08:00")
    with CaptureQueriesContext(connection) as queries:
        reminders.remind()
    assert len(queries) == 0

"""Who is mailed about which step, in which language, and what a step is worth without its mails."""

import datetime
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from centres import background, corrections, mails, notices, preparing, publishing, settling
from centres.models import Round, RoundComment, RoundList
from centres.preparing import Refused
from cityofdesign.models import User

from .lists_in_short import add, drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
NATIONAL = {"scheme": "national-centre", "year": 2026, "on": "2026-02-27"}
STAFF = ("officer", "officer2", "approver", "admin", "editor")


@pytest.fixture(autouse=True)
def _addresses():
    for name in STAFF:
        User.objects.filter(username=name).update(email=f"{name}@example.com")


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Take a step; returns the mails it sent, name -> mail."""

    def take(step, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step(*args, **kwargs)
        names = [name.partition("@")[0] for letter in mail.outbox for name in letter.to]
        assert len(names) == len(set(names))
        return dict(zip(names, mail.outbox, strict=True))

    return take


def prefer(name, **preferences):
    UserProfile.objects.update_or_create(user=person(name), defaults=preferences)


def drafted_and_settled(*rows, **fields):
    round_ = drafted(*rows, **fields)
    settling.settle_open_as_new(round_, user=person("officer"))
    return round_


def approved(*rows, **fields):
    return publishing.approve(submitted(*(rows or (TERRACE,)), **fields), user=person("approver"))


def on_notice():
    return publishing.open_notice(approved(**NATIONAL), user=person("approver"))


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as traveller:
        yield traveller


def test_a_submission_reaches_those_who_can_approve_it(mailed):
    round_ = drafted_and_settled(TERRACE, RIVER)
    letters = mailed(publishing.submit, round_, user=person("officer"))
    assert set(letters) == {"approver", "admin"}
    letter = letters["approver"]
    assert letter.subject == f"{round_} waits for your approval"
    assert f"Demo Officer submitted round {round_.pk}" in letter.body
    assert "- Granted: 2" in letter.body
    assert f"http://127.0.0.1:8000{reverse('rounds:detail', args=[round_.pk])}" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nobody_with_a_hand_in_it_is_asked_to_approve(mailed):
    round_ = drafted_and_settled(TERRACE)
    round_.participants.create(user=person("admin"), role="prepared")
    RoundList.objects.filter(round=round_).update(uploaded_by=person("approver"))
    assert mailed(publishing.submit, round_, user=person("officer")) == {}


def test_each_reads_it_in_their_language(mailed):
    prefer("approver", preferred_language="zh-hans")
    prefer("admin", preferred_language="en")
    letters = mailed(publishing.submit, drafted_and_settled(TERRACE), user=person("officer"))
    assert "市级工业设计中心" in letters["approver"].subject
    assert "- 认定" in letters["approver"].body
    assert "- Granted: 1" in letters["admin"].body


def test_switches_inactive_accounts_and_missing_or_shared_addresses_are_heeded(mailed):
    submit = [publishing.submit, drafted_and_settled(TERRACE)]
    prefer("approver", submitted_notifications=False)
    User.objects.create_superuser("second", email="ADMIN@example.com")
    User.objects.create_superuser("third", email="third@example.com", is_active=False)
    User.objects.create_superuser("fourth")
    User.objects.create_superuser("fifth", email="officer@example.com")  # the mailbox of who submits
    assert set(mailed(*submit, user=person("officer"))) == {"admin"}


def test_a_correction_and_a_counter_round_say_what_they_annul(mailed):
    centre = published(TERRACE).decisions.get().centre
    wrong = centre.decisions.get()
    said = {"facts": {"name_zh": "层台设计中心"}, "effective_on": "2023-05-01", "document": "x"}
    anew = corrections.draft(centre, **said, annuls=wrong, user=person("officer"))
    body = mailed(publishing.submit, anew, user=person("officer"))["approver"].body
    assert "- Granted: 1\n- Annulled: 1" in body
    counter = publishing.undo(Round.objects.published().latest("pk"), user=person("officer"))
    body = mailed(publishing.submit, counter, user=person("officer"))["approver"].body
    assert "- Annulled: 1" in body
    assert "Granted" not in body


def test_a_rejection_reaches_those_who_prepared_with_its_reason(mailed):
    round_ = submitted(TERRACE)
    round_.participants.create(user=person("officer2"), role="prepared")
    letters = mailed(publishing.reject, round_, user=person("approver"), reason="Row 2 <b>is</b> 'wrong'.")
    assert set(letters) == {"officer", "officer2"}
    assert "Row 2 <b>is</b> 'wrong'." in letters["officer"].body
    assert letters["officer"].subject.endswith("was sent back")


def test_who_rejects_an_approved_round_tells_its_approver_too(mailed):
    letters = mailed(publishing.reject, approved(), user=person("admin"), reason="No.")
    assert set(letters) == {"officer", "approver"}


def test_an_approval_reaches_those_who_prepared(mailed):
    round_ = submitted(TERRACE)
    round_.participants.create(user=person("officer2"), role="prepared")
    User.objects.filter(username="officer2").update(is_active=False)
    letters = mailed(publishing.approve, round_, user=person("approver"))
    assert set(letters) == {"officer"}
    assert "Demo Approver approved round" in letters["officer"].body


def test_a_publication_reaches_who_took_part_with_edition_and_counts(mailed):
    round_ = approved(TERRACE, RIVER)
    letters = mailed(publishing.publish, round_, user=person("admin"))
    assert set(letters) == {"officer", "approver"}
    edition = Round.objects.get(pk=round_.pk).edition.number
    assert f"Demo Admin published round {round_.pk}" in letters["officer"].body
    assert f"edition {edition}" in letters["officer"].subject
    assert "- Granted: 2" in letters["officer"].body
    assert f"/en/rounds/{round_.pk}/" in letters["officer"].body
    assert mailed(publishing.publish, round_, user=person("admin")) == {}  # twice changes nothing


def test_who_presses_is_not_told(mailed):
    assert set(mailed(publishing.publish, approved(), user=person("approver"))) == {"officer"}


def test_a_publication_at_its_time_is_told_to_who_set_it(clock, mailed):
    moment = datetime.datetime.fromisoformat("2026-03-03T09:00+08:00")
    round_ = approved()
    assert mailed(publishing.publish, round_, user=person("admin"), at=moment) == {}
    clock.move_to(moment)
    letters = mailed(publishing.publish_due)
    assert set(letters) == {"officer", "approver", "admin"}
    assert "was published at the set time" in letters["admin"].body


def test_who_publishes_before_the_set_time_is_not_told(clock, mailed):
    round_ = approved()
    moment = datetime.datetime.fromisoformat("2026-03-03T09:00+08:00")
    publishing.publish(round_, user=person("approver"), at=moment)
    assert set(mailed(publishing.publish, round_, user=person("approver"))) == {"officer"}


def test_a_refused_publication_is_told_with_the_reason(clock, mailed):
    prefer("approver", preferred_language="zh-hans")
    round_ = on_notice()
    moment = datetime.datetime.fromisoformat("2026-03-10T09:00+08:00")
    publishing.publish(round_, user=person("approver"), at=moment)
    notices.object_to(Round.objects.get(pk=round_.pk), text="No.")
    clock.move_to(moment)
    letters = mailed(publishing.publish_due)
    assert set(letters) == {"officer", "approver"}
    with translation.override("zh-hans"):
        assert notices.refusal(round_, moment.date()) in letters["approver"].body
    assert mailed(publishing.publish_due) == {}


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_change_that_voids_a_submission_is_told(mailed, state):
    round_ = submitted(TERRACE) if state == "submitted" else approved()
    letters = mailed(add, round_, RIVER, by="officer2", filename="second.csv")
    assert set(letters) == {"officer"} | ({"approver"} if state == "approved" else set())
    assert f"Demo Officer2 changed round {round_.pk}" in letters["officer"].body
    assert mailed(add, round_, TERRACE, by="officer2", filename="third.csv", kind="maintained") == {}


def test_a_change_that_is_refused_is_not_told(mailed):
    round_ = submitted(TERRACE)
    with pytest.raises(Refused, match="already in this round"):
        mailed(add, round_, TERRACE)
    assert (mail.outbox, Round.objects.get(pk=round_.pk).state) == ([], "submitted")


@pytest.fixture
def large(monkeypatch):
    """A list of two rows that the worker is to read."""
    monkeypatch.setattr(preparing, "LARGE_ROWS", 1)
    return add(drafted(TERRACE), RIVER, TERRACE, filename="large.csv", defer=lambda roundlist: None)


def test_who_uploaded_a_large_list_is_told_when_it_is_read(mailed, large):
    letters = mailed(background.read_attempt, large.pk, large.attempt)
    assert set(letters) == {"officer"}
    assert letters["officer"].subject == "large.csv has been read"
    assert "The 2 rows of large.csv" in letters["officer"].body
    assert "- New: 2" in letters["officer"].body
    assert mailed(background.read_attempt, large.pk, large.attempt) == {}


def test_or_when_it_could_not_be_read(mailed, large, monkeypatch):
    def refuse(*args):
        raise Refused("Row 3 has no holder.")

    monkeypatch.setattr("centres.background.reading.judged_rows", refuse)
    letters = mailed(background.read_attempt, large.pk, large.attempt)
    assert letters["officer"].subject == "large.csv could not be read"
    assert "Row 3 has no holder." in letters["officer"].body


def test_who_waits_for_a_reading_here_is_not_mailed(mailed, large):
    assert mailed(background.try_again, large, user=person("officer"), here=True) == {}
    assert RoundList.objects.get(pk=large.pk).is_read


def test_an_objection_reaches_who_took_part_and_is_receipted(clock, mailed):
    round_ = on_notice()
    letters = mailed(notices.object_to, round_, text="Secret words.", email="li@example.org")
    objection = round_.objections.get()
    assert set(letters) == {"officer", "approver", "li"}
    assert reverse("objection:edit", args=[objection.pk]) in letters["officer"].body
    assert "until 2026-03-09" in letters["officer"].body
    assert f"/en/tickets/{objection.ticket}/" in letters["li"].body
    assert not [letter for letter in letters.values() if "Secret" in letter.body]


def test_a_report_reaches_who_prepares_rounds(mailed):
    centre = published(TERRACE).decisions.get().centre
    letters = mailed(notices.report_error, centre, wrong="x")
    assert set(letters) == {"officer", "officer2", "approver", "admin"}
    assert centre.number in letters["officer"].subject


def test_a_comment_reaches_round_and_thread(mailed):
    round_ = submitted(TERRACE)
    say = RoundComment.objects.create
    say(round=round_, user=person("approver"), text="Which district?")
    prefer("officer", updated_comments_notifications=True)
    comment = say(round=round_, user=person("officer2"), text="Yuzhong & no other")
    letters = mailed(mails.commented, comment)
    assert set(letters) == {"officer", "approver"}
    assert "Yuzhong & no other" in letters["approver"].body


def test_a_step_that_is_rolled_back_is_not_told(mailed):
    round_ = drafted_and_settled(TERRACE)

    def killed():
        with transaction.atomic():
            publishing.submit(round_, user=person("officer"))
            raise KeyError

    with pytest.raises(KeyError):
        mailed(killed)
    assert mail.outbox == []


class Away(BaseEmailBackend):
    """A server that does not answer."""

    def open(self):
        raise ConnectionRefusedError


class Choosy(EmailBackend):
    """A server that does not know the approver."""

    def send_messages(self, messages):
        if messages[0].to == ["approver@example.com"]:
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


@pytest.mark.parametrize(("server", "told"), [(Away, set()), (Choosy, {"admin"})])
def test_a_mail_server_that_is_away_undoes_nothing(mailed, settings, caplog, server, told):
    settings.EMAIL_BACKEND = f"{server.__module__}.{server.__qualname__}"
    round_ = drafted_and_settled(TERRACE)
    assert set(mailed(publishing.submit, round_, user=person("officer"))) == told
    assert Round.objects.get(pk=round_.pk).state == "submitted"
    [record] = caplog.records
    assert "not sent" in record.getMessage()


def test_sample_rounds_are_loaded_in_silence_and_then_mailed_as_samples(mailed):
    assert mailed(call_command, "load_sample_register") == {}
    round_ = Round.objects.filter(sample=True, state="submitted").first()
    letters = mailed(publishing.approve, round_, user=person("approver"))
    assert letters
    assert {letter.subject.endswith("(sample) was approved") for letter in letters.values()} == {True}

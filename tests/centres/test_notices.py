"""The public notice of a round: closing dates in working days, and what it keeps from being published."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from centres import freezing, notices, publishing, settling
from centres.admin.stages import next_step
from centres.models import Holiday, Objection, Round, SchemeRule
from centres.preparing import Refused
from centres.verifying import faults

from .lists_in_short import add, drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
MONDAY = "2026-03-02 10:00+08:00"


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def national(*rows, on="2026-02-27", **fields):
    round_ = submitted(*(rows or (TERRACE,)), scheme="national-centre", year=2026, on=on, **fields)
    return publishing.approve(round_, user=person("approver"))


def publish(round_, **fields):
    return publishing.publish(round_, user=person("approver"), **fields)


@pytest.mark.parametrize(
    ("opened", "days", "closes"),
    [
        ("2026-03-02", 5, "2026-03-09"),  # no holiday near: Tuesday to Monday
        ("2026-02-11", 5, "2026-02-25"),  # 12, 13, the Saturday 14 (worked), 24 and 25
        ("2026-04-29", 5, "2026-05-09"),  # the Saturday 9 May is worked
        ("2026-04-30", 1, "2026-05-06"),
        ("2025-09-26", 2, "2025-09-29"),  # the Sunday 28 September is worked
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-12-31", 1, "2026-01-04"),  # over the end of a year; the Sunday 4 January is worked
        ("2026-03-06", 1, "2026-03-09"),
    ],
)
def test_closing_dates_count_working_days_from_the_day_after(opened, days, closes):
    assert notices.closing_date(day(opened), days) == day(closes)


def test_a_year_without_entered_holidays_is_not_guessed():
    with pytest.raises(Refused, match="public holidays of 2027"):
        notices.closing_date(day("2026-12-30"), 5)


def test_the_calendar_is_data():
    Holiday.objects.create(day="2026-03-03", kind="off", name_en="x", name_zh="某日", source_name="x")
    assert notices.closing_date(day("2026-03-02"), 1) == day("2026-03-04")


def test_shipped_holidays_agree_with_the_notices_of_the_state_council():
    assert Holiday.objects.filter(day__year=2025, kind="off").count() == 28
    assert Holiday.objects.filter(day__year=2026, kind="off").count() == 33
    worked = Holiday.objects.filter(kind="working")
    assert {holiday.day.weekday() for holiday in worked} == {5, 6}
    assert worked.count() == 11
    assert not Holiday.objects.exclude(source_name__startswith="国办发明电").exists()


def test_a_round_is_refused_before_during_and_published_after_its_notice(clock):
    round_ = national()
    with pytest.raises(Refused, match="must first be on public notice for 5 working days"):
        publish(round_)
    publishing.open_notice(round_, user=person("approver"))
    round_.refresh_from_db()
    assert (round_.notice_opened_on, round_.notice_closes_on) == (day("2026-03-02"), day("2026-03-09"))
    clock.move_to("2026-03-09 23:59+08:00")
    with pytest.raises(Refused, match="on public notice until 2026-03-09; it can be published after"):
        publish(round_)
    clock.move_to("2026-03-10 00:01+08:00")
    assert publish(round_).state == "published"
    assert list(faults()) == []


def test_a_schedule_may_not_lie_within_the_notice(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    early, late = (datetime.datetime.fromisoformat(f"2026-03-{d}T09:00+08:00") for d in ("09", "10"))
    with pytest.raises(Refused, match="on public notice until"):
        publish(round_, at=early)
    assert publish(round_, at=late).publish_at == late
    assert publishing.publish_due() == []
    clock.move_to(late)
    assert [done.pk for done in publishing.publish_due()] == [round_.pk]


def test_publication_at_a_set_time_waits_for_answers(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    late = datetime.datetime.fromisoformat("2026-03-10T09:00+08:00")
    publish(round_, at=late)
    notices.object_to(Round.objects.get(pk=round_.pk), text="No.")
    clock.move_to(late)
    assert publishing.publish_due() == []
    assert Round.objects.get(pk=round_.pk).state == "approved"


def test_an_unanswered_objection_keeps_the_round_back(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    objection = notices.object_to(Round.objects.get(pk=round_.pk), text="Line 1 is wrong.")
    clock.move_to("2026-03-10 09:00+08:00")
    with pytest.raises(Refused, match="1 objection must be answered"):
        publish(round_)
    notices.answer(objection, "It is right.", user=person("officer"))
    assert publish(round_).state == "published"


def test_only_approvers_open_a_notice_and_only_of_approved_rounds_that_need_one(clock):
    round_ = national()
    with pytest.raises(Refused, match="officer may not put rounds"):
        publishing.open_notice(round_, user=person("officer"))
    publishing.open_notice(round_, user=person("approver"))
    with pytest.raises(Refused, match="already"):
        publishing.open_notice(round_, user=person("approver"))
    with pytest.raises(Refused, match="second person"):
        publishing.open_notice(submitted(RIVER, by="officer2"), user=person("approver"))


def test_schemes_without_a_known_rule_need_no_notice():
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    with pytest.raises(Refused, match="No rule asks for a public notice"):
        publishing.open_notice(round_, user=person("approver"))
    assert publish(round_).state == "published"


def test_the_rule_is_that_of_the_date_in_effect(clock):
    round_ = national(on="2023-07-06")
    assert notices.days_required(round_) == 0
    assert notices.days_required(national(RIVER, on="2023-07-07", by="officer2")) == 5


def test_the_length_is_data(clock):
    SchemeRule.objects.filter(scheme__key="national-centre").update(notice_working_days=2)
    round_ = publishing.open_notice(national(), user=person("approver"))
    assert round_.notice_closes_on == day("2026-03-04")


def test_a_change_of_the_lists_needs_a_new_notice(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    add(round_, RIVER, on="2026-02-27", filename="second.csv")
    settling.settle_open_as_new(round_, user=person("officer"))
    publishing.submit(round_, user=person("officer"))
    publishing.approve(round_, user=person("approver"))
    clock.move_to("2026-03-10 09:00+08:00")
    assert not Round.objects.on_notice().filter(pk=round_.pk).exists()
    with pytest.raises(Refused, match="must first be on public notice"):
        publish(round_)


def test_a_rejection_ends_the_notice_and_keeps_its_objections(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    notices.object_to(Round.objects.get(pk=round_.pk), text="No.")
    publishing.reject(round_, user=person("approver"), reason="Objection upheld.")
    publishing.submit(round_, user=person("officer"))
    round_ = publishing.approve(round_, user=person("approver"))
    assert (round_.notice_closes_on, Objection.objects.filter(round=round_).count()) == (None, 1)
    with pytest.raises(Refused, match="must be answered"):
        publish(round_)


def test_a_historic_round_states_where_its_notice_was_held(clock):
    round_ = drafted(TERRACE, scheme="national-centre", on="2023-11-24")
    settling.settle_open_as_new(round_, user=person("officer"))
    notices.state_elsewhere(round_, "MIIT web site, November 2023", user=person("officer"))
    publishing.submit(round_, user=person("officer"))
    with pytest.raises(Refused, match="is no draft"):
        notices.state_elsewhere(round_, "", user=person("officer"))
    round_ = publishing.approve(round_, user=person("approver"))
    assert publish(round_).state == "published"


def test_a_round_of_the_past_year_cannot_have_had_its_notice_elsewhere(clock):
    round_ = drafted(TERRACE, scheme="national-centre", on="2025-11-24")
    with pytest.raises(Refused, match="more than a year ago"):
        notices.state_elsewhere(round_, "Somewhere", user=person("officer"))
    Round.objects.filter(pk=round_.pk).update(notice_elsewhere="Somewhere")
    assert "must first be" in notices.refusal(Round.objects.get(pk=round_.pk), notices.today())


def test_a_counter_round_skips_the_notice(clock):
    round_ = national()
    publishing.open_notice(round_, user=person("approver"))
    clock.move_to("2026-03-10 09:00+08:00")
    counter = publishing.undo(publish(round_), user=person("officer"))
    publishing.submit(counter, user=person("officer"))
    assert publish(publishing.approve(counter, user=person("approver"))).state == "published"


def test_a_round_that_merely_claims_to_correct_does_not_skip(clock):
    centre = published(RIVER).decisions.get().centre
    round_ = national()
    Round.objects.filter(pk=round_.pk).update(corrects=centre)
    round_.refresh_from_db()
    Round.objects.filter(pk=round_.pk).update(digest=freezing.digest(round_))
    with pytest.raises(Refused, match="must first be on public notice"):
        publish(round_)


def test_staff_open_a_notice_in_the_admin(clock, client):
    round_ = national()
    client.force_login(person("approver"))
    page = client.get(reverse("round-notices:index")).content.decode()
    assert reverse("round-notices:open", args=[round_.pk]) in page
    client.post(reverse("round-notices:open", args=[round_.pk]))
    assert Round.objects.on_notice().get().pk == round_.pk
    assert "2026-03-09" in client.get(reverse("round-notices:index")).content.decode()
    assert (
        "On public notice until 2026-03-09"
        in client.get(reverse("rounds:detail", args=[round_.pk])).content.decode()
    )


def test_staff_are_told_that_a_round_waits_for_its_notice(clock, client):
    round_ = submitted(TERRACE, scheme="national-centre", year=2026, on="2026-02-27")
    client.force_login(person("approver"))
    page = client.post(reverse("rounds:approve", args=[round_.pk]), follow=True).content.decode()
    assert "must be put on public notice" in page
    round_ = publishing.open_notice(round_, user=person("approver"))
    assert next_step(round_) == "The public notice closes, then publish"
    clock.move_to("2026-03-10 10:00+08:00")
    assert next_step(round_) == "Publish"


def test_the_calendar_is_kept_by_approvers_in_the_admin(client):
    data = {"day": "2027-01-01", "kind": "off", "name_en": "New Year", "name_zh": "元旦", "source_name": "x"}
    client.force_login(person("officer"))
    assert client.post(reverse("holiday:add"), data).status_code == 302
    assert not Holiday.objects.filter(day="2027-01-01").exists()
    client.force_login(person("approver"))
    assert client.get(reverse("holiday:index")).status_code == 200
    client.post(reverse("holiday:add"), data)
    assert Holiday.objects.filter(day="2027-01-01").exists()

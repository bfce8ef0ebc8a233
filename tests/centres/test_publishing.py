import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from centres import freezing, preparing, publishing, settling
from centres.models import (
    Alias,
    Centre,
    Decision,
    Edition,
    RegisterIsClosed,
    Round,
    RoundParticipant,
    RoundRow,
    Standing,
)
from centres.preparing import Refused
from centres.verifying import faults
from events.models import AnnouncementPage

from .lists_in_short import add, drafted, person, printed, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"


def newest():
    return Edition.objects.newest().number


def statuses(name, date=None):
    standings = Standing.objects.on(date or timezone.localdate(), newest())
    return sorted(standings.filter(holder_name_zh=name).values_list("scheme__key", "status"))


def test_a_published_round_is_decisions_standings_an_edition_and_two_announcements():
    before, last = newest(), Centre.objects.order_by("-number").first()
    round_ = published(TERRACE, RIVER)
    assert (round_.state, newest()) == ("published", before + 1)
    numbers = list(round_.decisions.values_list("centre__number", flat=True))
    assert numbers == [Centre.format_number(last.serial + n) for n in (1, 2)]
    assert statuses("重庆层台机械有限公司") == [("municipal-centre", "accredited")]
    assert sorted(
        AnnouncementPage.objects.filter(round=round_).values_list("locale__language_code", "live")
    ) == [
        ("en", True),
        ("zh-hans", True),
    ]
    assert list(faults()) == []


def test_publishing_twice_changes_nothing():
    round_ = published(TERRACE)
    edition, decisions = newest(), Decision.objects.count()
    publishing.publish(round_, user=person("approver"))
    assert (newest(), Decision.objects.count()) == (edition, decisions)


def test_nothing_is_left_behind_when_the_announcement_fails(settings, monkeypatch):
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    edition, centres, standings = newest(), Centre.objects.count(), Standing.objects.count()
    monkeypatch.setattr("events.announcements.announce", broken_announcer)
    with pytest.raises(ZeroDivisionError):
        publishing.publish(round_, user=person("approver"))
    assert (newest(), Centre.objects.count(), Standing.objects.count()) == (edition, centres, standings)
    assert Round.objects.get(pk=round_.pk).state == "approved"


def broken_announcer(round_):
    raise ZeroDivisionError


@pytest.mark.parametrize("by", ["officer", "approver", "admin"])
def test_whoever_uploaded_settled_or_submitted_cannot_approve(by):
    round_ = submitted(TERRACE, by=by)
    with pytest.raises(Refused):
        publishing.approve(round_, user=person(by))
    assert Round.objects.get(pk=round_.pk).state == "submitted"


def test_an_approver_who_settled_one_row_cannot_approve():
    round_ = drafted(TERRACE)
    settling.settle(RoundRow.objects.get(list__round=round_), action="create", user=person("approver"))
    publishing.submit(round_, user=person("officer"))
    with pytest.raises(Refused, match="approver prepared this round"):
        publishing.approve(round_, user=person("approver"))


def test_removing_the_participation_by_hand_does_not_help():
    round_ = submitted(TERRACE, by="admin")
    RoundParticipant.objects.filter(round=round_, user=person("admin")).delete()
    with pytest.raises(Refused, match="admin prepared this round"):
        publishing.approve(round_, user=person("admin"))


def test_the_database_itself_refuses_a_second_part_for_the_same_person():
    round_ = submitted(TERRACE)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundParticipant.objects.create(round=round_, user=person("officer"), role="approved")


def test_a_state_changed_by_hand_does_not_publish():
    round_ = submitted(TERRACE)
    Round.objects.filter(pk=round_.pk).update(state="approved")
    with pytest.raises(Refused, match="second person"):
        publishing.publish(round_, user=person("approver"))


def test_officers_may_neither_approve_nor_publish_and_editors_prepare_nothing():
    round_ = submitted(TERRACE)
    for act in (publishing.approve, publishing.publish):
        with pytest.raises(Refused):
            act(round_, user=person("officer2"))
    with pytest.raises(Refused):
        drafted(RIVER, by="editor")


def test_a_change_after_submission_voids_it():
    round_ = submitted(TERRACE)
    add(round_, RIVER, by="officer2", filename="second.csv")
    round_.refresh_from_db()
    assert (round_.state, round_.digest) == ("draft", "")


def test_a_row_changed_in_the_database_after_submission_is_noticed():
    round_ = submitted(TERRACE)
    RoundRow.objects.filter(list__round=round_).update(facts={"name_zh": "another"})
    with pytest.raises(Refused, match="changed after it was submitted"):
        publishing.approve(round_, user=person("approver"))


def test_a_centre_that_changed_meanwhile_voids_the_match():
    published(TERRACE)
    review = drafted("重庆层台机械有限公司", kind="maintained", on="2024-05-01")
    publishing.submit(review, user=person("officer"))
    published("重庆层台机械有限公司", kind="suspended", on="2024-01-01", by="officer2")
    with pytest.raises(Refused, match="Match the list again"):
        publishing.approve(review, user=person("approver"))
    preparing.rematch(review.lists.get(), user=person("officer"))
    assert freezing.stale_rows(review) == []


def test_a_rejection_needs_a_reason_and_reopens_the_draft():
    round_ = submitted(TERRACE)
    with pytest.raises(Refused, match="needs a reason"):
        publishing.reject(round_, user=person("approver"), reason=" ")
    publishing.reject(round_, user=person("approver"), reason="The document number is missing.")
    assert Round.objects.get(pk=round_.pk).state == "draft"


def test_a_round_set_for_later_is_published_when_its_time_has_come():
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    later = timezone.now() + datetime.timedelta(hours=1)
    publishing.publish(round_, user=person("approver"), at=later)
    assert publishing.publish_due() == []
    Round.objects.filter(pk=round_.pk).update(publish_at=timezone.now())
    assert [done.pk for done in publishing.publish_due()] == [round_.pk]
    assert Round.objects.get(pk=round_.pk).state == "published"


def test_undo_gives_the_register_as_before_and_keeps_both_in_the_history():
    today = timezone.localdate()
    standings = Standing.objects.on(today, newest())
    before = sorted(standings.values_list("centre", "scheme", "status", "decision"))
    round_ = published(TERRACE)
    counter = publishing.undo(round_, user=person("officer"))
    publishing.submit(counter, user=person("officer"))
    publishing.publish(publishing.approve(counter, user=person("approver")), user=person("approver"))
    after = sorted(Standing.objects.on(today, newest()).values_list("centre", "scheme", "status", "decision"))
    assert after == before
    assert sorted(Decision.objects.filter(round__in=[round_, counter]).values_list("kind", flat=True)) == [
        "annulled",
        "granted",
    ]
    assert list(faults()) == []


def test_undo_is_refused_with_the_rows_on_which_a_later_round_built():
    round_ = published(TERRACE)
    number = round_.decisions.get().centre.number
    published("重庆层台机械有限公司", kind="maintained", on="2024-05-01")
    with pytest.raises(Refused, match=number):
        publishing.undo(round_, user=person("officer"))


def test_a_late_entry_changes_2014_as_known_today_and_leaves_2014_as_known_then_alone():
    then, day = newest(), datetime.date(2014, 6, 1)
    known_then = Standing.objects.on(day, then).count()
    published(TERRACE, on="2014-03-01")
    assert Standing.objects.on(day, then).count() == known_then
    assert Standing.objects.on(day, newest()).count() == known_then + 1


def test_a_month_counts_from_its_last_day():
    published(TERRACE, on="2014-03")
    assert statuses("重庆层台机械有限公司", datetime.date(2014, 3, 30)) == []
    assert statuses("重庆层台机械有限公司", datetime.date(2014, 3, 31)) == [
        ("municipal-centre", "accredited")
    ]


def test_a_settled_match_is_remembered_for_next_year():
    published(TERRACE)
    row = "重庆层台机电装备制造厂"
    review = drafted(row, kind="maintained", on="2024-05-01")
    centre = Centre.objects.order_by("-number").first()
    line = RoundRow.objects.get(list__round=review)
    with pytest.raises(Refused, match="The name in the register changes from"):
        settling.settle(line, action="match", centre=centre, user=person("officer"))
    settling.settle(line, action="match", centre=centre, user=person("officer"), confirmed=True)
    publishing.submit(review, user=person("officer"))
    publishing.publish(publishing.approve(review, user=person("approver")), user=person("approver"))
    assert Alias.objects.filter(centre=centre, holder=row).exists()
    again = drafted(row, kind="suspended", on="2025-05-01")
    assert RoundRow.objects.get(list__round=again).centre == centre


def test_nobody_but_the_publishing_code_writes_the_register():
    decision = published(TERRACE).decisions.get()
    for attempt in (
        decision.save,
        decision.delete,
        lambda: Decision.objects.update(ground="fraud"),
        lambda: Decision.objects.all().delete(),
        lambda: Standing.objects.all().delete(),
        lambda: Edition.objects.create(number=99, round=decision.round, recorded_at=timezone.now()),
    ):
        with pytest.raises(RegisterIsClosed):
            attempt()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name_zh", "'x'"),
        ("effective_on", "'2013'"),
        ("effective_on_to", "'2023-05-02'"),
        ("kind", "'withdrawn'"),
        ("recorded_at", "'2020-01-01 00:00:00+00:00'"),
        ("ground", "'fraud'"),
        ("sectors", "'[\"x\"]'"),
        ("kind_of_centre", "'institute'"),
        ("previous_hash", "'0'"),
        ("hash", "'0'"),
        ("district_id", "NULL"),
        ("holder_id", "NULL"),
    ],
)
def test_one_column_changed_by_hand_is_found_and_the_entry_named(column, value):
    number = published(TERRACE).decisions.get().number
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE centres_decision SET {column} = {value} WHERE number = {number}")  # noqa: S608
    assert next(faults()).startswith(f"Decision {number}:")


def test_a_standing_changed_by_hand_is_found_and_rebuilt():
    published(TERRACE)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE centres_standing SET status = 'expired' WHERE id = (SELECT max(id) FROM centres_standing)"
        )
    assert len(list(faults())) == 1
    publishing.rebuild()
    assert list(faults()) == []


def test_an_approval_by_one_who_prepared_is_found():
    round_ = published(TERRACE)
    round_.lists.update(uploaded_by=person("approver"))
    assert any("approved by a person who prepared it" in fault for fault in faults())


def test_a_log_rewritten_whole_is_found_by_a_hash_that_an_edition_printed():
    published(TERRACE)
    assert list(faults(Edition.objects.newest().hash)) == []
    assert any("No edition has the hash" in fault for fault in faults("f" * 64))


def test_accounts_of_people_who_left_cannot_act():
    get_user_model().objects.filter(username="approver").update(is_active=False)
    with pytest.raises(Refused):
        publishing.approve(submitted(TERRACE), user=person("approver"))


def test_a_line_printed_twice_enters_one_centre_and_stays_open():
    round_ = drafted(TERRACE, TERRACE)
    assert settling.settle_open_as_new(round_, user=person("officer")) == 1
    assert freezing.refusals(round_) == ["1 row is open."]


def test_a_credit_code_stated_later_is_noted_with_its_holder():
    holder = published(TERRACE).decisions.get().holder
    review = preparing.create_round(scheme=holder.created_in.scheme, year=2025, user=person("officer"))
    headings = "序号,单位名称,中心名称,所属区县,类型,统一社会信用代码"
    content = printed(f"{TERRACE},91500000MA5U00000W", headings=headings)
    said = {"kind": "maintained", "document": "渝", "effective_on": "2025-05-01", "filename": "list.csv"}
    preparing.upload(review, content=content, user=person("officer"), **said)
    publishing.submit(review, user=person("officer"))
    publishing.publish(publishing.approve(review, user=person("approver")), user=person("approver"))
    holder.refresh_from_db()
    assert holder.credit_code == "91500000MA5U00000W"
    assert not list(faults())


def test_publication_cannot_be_set_for_a_time_that_is_past():
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    past = timezone.now() - datetime.timedelta(minutes=1)
    with pytest.raises(Refused, match="That time is past"):
        publishing.publish(round_, user=person("approver"), at=past)
    assert Round.objects.get(pk=round_.pk).state == "approved"

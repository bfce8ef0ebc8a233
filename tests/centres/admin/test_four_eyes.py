"""Whoever uploaded, settled or submitted cannot approve: no button, and a post changes nothing."""

import pytest

from centres import publishing, settling
from centres.models import Round, RoundRow
from tests.centres.lists_in_short import add, drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"


def uploaded_by(username):
    round_ = drafted(TERRACE, by="officer2")
    add(round_, RIVER, by=username, filename="second.csv")
    settling.settle_open_as_new(round_, user=person("officer2"))
    return publishing.submit(round_, user=person("officer2"))


def settled_by(username):
    round_ = drafted(TERRACE, by="officer2")
    settling.settle(RoundRow.objects.get(list__round=round_), action="create", user=person(username))
    return publishing.submit(round_, user=person("officer2"))


def submitted_by(username):
    round_ = drafted(TERRACE, by="officer2")
    settling.settle_open_as_new(round_, user=person("officer2"))
    return publishing.submit(round_, user=person(username))


@pytest.mark.parametrize("took_part", [uploaded_by, settled_by, submitted_by])
@pytest.mark.parametrize("username", ["officer", "admin", "approver"])
def test_who_took_part_sees_no_button_and_is_refused(desk, username, took_part):
    round_, client = took_part(username), desk(username)
    page = client.open("detail", round_.pk)
    assert f"/register/rounds/{round_.pk}/approve/" not in page.text
    assert "Waits for another person" in page.text
    assert client.do("approve", round_.pk).said
    assert Round.objects.get(pk=round_.pk).state == "submitted"


def test_another_approver_sees_the_button(desk):
    round_ = submitted(TERRACE)
    assert f"/register/rounds/{round_.pk}/approve/" in desk("approver").open("detail", round_.pk).text


def test_whoever_approved_can_no_longer_change_rows(desk):
    round_, approver = submitted(TERRACE), desk("approver")
    approver.do("approve", round_.pk)
    row = RoundRow.objects.get(list__round=round_)
    page = approver.open("detail", round_.pk)
    assert f"/register/rounds/{round_.pk}/rows/{row.pk}/" not in page.text
    assert "can no longer prepare it" in approver.do("settle", round_.pk, row.pk, action="hold").said
    assert Round.objects.get(pk=round_.pk).state == "approved"


def test_an_officer_neither_publishes_nor_sends_back(desk):
    round_, officer = publishing.approve(submitted(TERRACE), user=person("approver")), desk("officer2")
    assert "/publish/" not in officer.open("detail", round_.pk).text
    for step, data in [
        ("publish", {}),
        ("publish-at", {"at": "2035-01-01T09:00"}),
        ("reject", {"reason": "x"}),
    ]:
        assert "may not" in officer.do(step, round_.pk, **data).said
    assert Round.objects.get(pk=round_.pk).state == "approved"


def test_a_state_forged_by_hand_does_not_publish(desk):
    round_ = submitted(TERRACE)
    Round.objects.filter(pk=round_.pk).update(state="approved")
    assert "second person" in desk("approver").do("publish", round_.pk).said
    assert not hasattr(Round.objects.get(pk=round_.pk), "edition")


def test_an_approver_is_not_offered_changes_that_would_cost_them_the_approval(desk):
    round_ = submitted(TERRACE)
    row = RoundRow.objects.get(list__round=round_)
    changing = f"/register/rounds/{round_.pk}/rows/{row.pk}/"
    assert changing not in desk("approver").open("detail", round_.pk).text
    assert changing in desk("officer").open("detail", round_.pk).text


def test_approving_a_withdrawal_needs_a_tick(desk):
    published(TERRACE)
    round_, approver = submitted(TERRACE, kind="withdrawn", on="2023-06-01"), desk("approver")
    assert "lose their accreditation" in approver.do("approve", round_.pk).said
    assert Round.objects.get(pk=round_.pk).state == "submitted"
    approver.do("approve", round_.pk, confirmed="on")
    assert Round.objects.get(pk=round_.pk).state == "approved"

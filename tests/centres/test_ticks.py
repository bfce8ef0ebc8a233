"""Nothing with a warning becomes a decision unless somebody has said that it is checked."""

import pytest

from centres import freezing, preparing, publishing, settling
from centres.models import RoundList, RoundRow
from tests.centres.lists_in_short import drafted, person, printed, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
CODED = "序号,单位名称,中心名称,所属区县,类型,统一社会信用代码"
WRONG_CODE = f"{TERRACE},91500000202802570N"


def rows(round_):
    return RoundRow.objects.filter(list__round=round_)


def row(round_, index=2):
    return rows(round_).select_related("list__round").get(index=index)


def officer():
    return person("officer")


def coded(*lines):
    """A draft of two rows, the first with a credit code that cannot be one."""
    round_ = drafted(RIVER)
    round_.lists.all().delete()
    said = {"kind": "granted", "document": "D", "effective_on": "2023-05-01", "user": officer()}
    content = printed(*(lines or (WRONG_CODE, f"{RIVER},")), headings=CODED)
    preparing.upload(round_, content=content, filename="coded.csv", **said)
    return round_


@pytest.fixture
def returning():
    """A centre that was withdrawn is on a list again, and another is new."""
    published(TERRACE)
    published(TERRACE, kind="withdrawn", on="2023-06-01")
    return drafted(TERRACE, RIVER, on="2024-05-01", year=2024)


@pytest.mark.parametrize("action", ["match", "create"])
def test_a_row_with_warnings_is_settled_only_confirmed(returning, action):
    entry = row(returning)
    choice = {"action": action, "user": officer(), "centre": entry.centre if action == "match" else None}
    with pytest.raises(settling.Unconfirmed, match="Accredited again after: withdrawn"):
        settling.settle(entry, **choice)
    assert (row(returning).action, row(returning).confirmed) == ("", False)
    settling.settle(entry, **choice, confirmed=True)
    assert (row(returning).action, row(returning).confirmed) == (action, True)


@pytest.mark.parametrize("action", ["hold", "ignore"])
def test_what_decides_nothing_needs_no_tick(returning, action):
    settling.settle(row(returning), action=action, reason="x", user=officer(), confirmed=True)
    assert (row(returning).action, row(returning).confirmed) == (action, False)


def test_a_tick_goes_when_the_row_is_put_on_hold(returning):
    entry = row(returning)
    settling.settle(entry, action="match", centre=entry.centre, user=officer(), confirmed=True)
    settling.settle(entry, action="hold", user=officer())
    assert not row(returning).confirmed


def test_many_rows_are_settled_only_confirmed_and_their_warnings_named(returning):
    with pytest.raises(settling.Unconfirmed, match=r"Row 2 of list\.csv: Accredited again"):
        settling.settle_many(rows(returning), action="match", user=officer())
    assert settling.settle_many(rows(returning), action="match", user=officer(), confirmed=True) == 1
    assert row(returning).confirmed


def test_settling_what_is_open_as_new_leaves_warnings_open():
    round_ = coded()
    assert settling.settle_open_as_new(round_, user=officer()) == 1
    assert [(entry.index, entry.action) for entry in rows(round_)] == [(2, ""), (3, "create")]
    assert [entry.index for entry in settling.left_open(round_)] == [2]
    assert settling.settle_open_as_new(round_, user=officer(), confirmed=True) == 1
    assert settling.left_open(round_) == []


def test_a_centre_chosen_by_hand_brings_its_own_warnings_and_keeps_those_of_the_line():
    centre = published(RIVER, on="2023-06-01").decisions.get().centre
    entry = row(coded(WRONG_CODE))
    with pytest.raises(settling.Unconfirmed) as refused:
        settling.settle(entry, action="match", centre=centre, user=officer())
    assert "not a valid unified social credit code" in str(refused.value)
    settled = settling.settle(entry, action="match", centre=centre, user=officer(), confirmed=True)
    assert [warning["code"] for warning in settled.warnings] == ["credit-code", "name-changes"]


def test_two_rows_matched_by_hand_with_one_centre_are_warned_of():
    centre = published("重庆石梯灯具有限公司,重庆石梯灯具有限公司工业设计中心").decisions.get().centre
    round_ = drafted(TERRACE, RIVER, kind="maintained", on="2023-06-01")
    settling.settle(row(round_), action="match", centre=centre, user=officer(), confirmed=True)
    with pytest.raises(settling.Unconfirmed, match="Row 2 leads to the same centre"):
        settling.settle(row(round_, 3), action="match", centre=centre, user=officer())


def test_a_settlement_without_a_tick_is_not_submitted(returning):
    settling.settle_many(rows(returning), action="match", user=officer(), confirmed=True)
    settling.settle_open_as_new(returning, user=officer())
    rows(returning).update(confirmed=False)
    [refusal] = freezing.refusals(returning)
    assert refusal == "1 row is settled but its warnings are not confirmed: list.csv, 2."
    with pytest.raises(preparing.Refused, match="not confirmed"):
        publishing.submit(returning, user=officer())


def test_the_digest_holds_the_ticks(returning):
    settling.settle_many(rows(returning), action="match", user=officer(), confirmed=True)
    settling.settle_open_as_new(returning, user=officer())
    submitted = publishing.submit(returning, user=officer())
    rows(returning).filter(confirmed=True).update(confirmed=False)
    assert freezing.digest(submitted) != submitted.digest
    with pytest.raises(preparing.Refused, match="was changed after it was submitted"):
        publishing.approve(submitted, user=person("approver"))


def test_matching_again_keeps_a_tick_for_the_same_warnings_only(returning):
    entry = row(returning)
    settling.settle(entry, action="match", centre=entry.centre, user=officer(), confirmed=True)
    preparing.rematch(returning.lists.get(), user=officer())
    assert (row(returning).action, row(returning).confirmed) == ("match", True)
    rows(returning).update(warnings=[])
    preparing.rematch(returning.lists.get(), user=officer())
    assert (row(returning).action, bool(row(returning).warnings)) == ("", True)


def test_a_differing_total_needs_a_tick(returning):
    round_ = drafted(RIVER, stated_total=3)
    settling.settle_open_as_new(round_, user=officer())
    with pytest.raises(preparing.Refused, match=r"list\.csv states a total of 3 and has 1"):
        publishing.submit(round_, user=officer())
    before = freezing.digest(round_)
    settling.confirm_total(round_.lists.get(), user=person("officer2"))
    roundlist = round_.lists.get()
    assert (roundlist.total_confirmed_by, bool(roundlist.total_confirmed_at)) == (person("officer2"), True)
    assert (freezing.refusals(round_), freezing.digest(round_) == before) == ([], False)
    assert publishing.submit(round_, user=officer()).state == "submitted"
    assert round_.participants.filter(user=person("officer2"), role="prepared").exists()


@pytest.mark.parametrize("total", [None, 1])
def test_a_total_that_does_not_differ_is_not_confirmed(total):
    round_ = drafted(RIVER, stated_total=total)
    with pytest.raises(preparing.Refused, match="no differing total"):
        settling.confirm_total(round_.lists.get(), user=officer())
    assert not round_.participants.exclude(user=officer()).exists()


def test_rows_absent_from_a_full_list_do_not_count_towards_its_total():
    published(TERRACE, scheme="district-centre")
    round_ = drafted(RIVER, kind="full", scheme="district-centre", stated_total=1, on="2023-06-01")
    assert rows(round_).filter(verdict="absent").exists()
    assert freezing.differing_totals(round_) == []


def test_a_total_stays_confirmed_while_it_differs_as_before():
    roundlist = drafted(TERRACE, RIVER, stated_total=3).lists.get()
    settling.confirm_total(roundlist, user=officer())
    preparing.reread(RoundList.objects.get(pk=roundlist.pk), user=officer())
    assert RoundList.objects.get(pk=roundlist.pk).total_confirmed_by == officer()
    RoundList.objects.filter(pk=roundlist.pk).update(stated_total=4)
    preparing.reread(RoundList.objects.get(pk=roundlist.pk), user=officer())
    assert RoundList.objects.get(pk=roundlist.pk).total_confirmed_by is None


def test_a_published_list_is_not_confirmed():
    roundlist = published(RIVER).lists.get()
    RoundList.objects.filter(pk=roundlist.pk).update(stated_total=9)
    with pytest.raises(preparing.Refused, match="is published"):
        settling.confirm_total(roundlist, user=officer())

"""Every step of a round, by form post."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.users.models import UserProfile

from centres import publishing
from centres.admin.stages import waiting_for
from centres.models import Centre, Edition, Round, RoundRow, Scheme
from events.models import AnnouncementPage
from tests.centres.lists_in_short import add, drafted, person, printed, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
UPLOAD = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "May 2023"}


def row_of(round_):
    return RoundRow.objects.get(list__round=round_)


def fresh(round_):
    return Round.objects.get(pk=round_.pk)


def test_a_round_is_created_and_its_list_uploaded(desk):
    officer = desk("officer")
    scheme = Scheme.objects.get(key="municipal-centre")
    page = officer.do("add", scheme=scheme.pk, year=2023, batch="")
    round_ = Round.objects.first()
    assert page.redirect_chain == [(f"/admin/register/rounds/{round_.pk}/upload/", 302)]
    file = SimpleUploadedFile("list.csv", printed(TERRACE, RIVER))
    page = officer.do("upload", round_.pk, file=file, **UPLOAD)
    assert "2 rows read" in page.said
    roundlist = round_.lists.get()
    assert (str(roundlist.effective_on), roundlist.uploaded_by) == ("2023-05", person("officer"))
    assert set(roundlist.rows.values_list("verdict", flat=True)) == {"new"}


@pytest.mark.parametrize("action", ["create", "hold"])
def test_a_row_is_settled(desk, action):
    round_ = drafted(TERRACE)
    page = desk("officer").do("settle", round_.pk, row_of(round_).pk, action=action)
    row = row_of(round_)
    assert (row.action, row.settled_by) == (action, person("officer"))
    assert page.redirect_chain[0][0].endswith(f"#row-{row.pk}")


def test_ignoring_needs_a_reason(desk):
    round_, officer = drafted(TERRACE), desk("officer")
    page = officer.do("settle", round_.pk, row_of(round_).pk, action="ignore", reason=" ")
    assert "needs a reason" in page.said
    assert row_of(round_).action == ""
    officer.do("settle", round_.pk, row_of(round_).pk, action="ignore", reason="Listed by mistake")
    assert (row_of(round_).action, row_of(round_).reason) == ("ignore", "Listed by mistake")


@pytest.mark.parametrize("typed", ["{number}", "{serial}", "cq {serial}"])
def test_a_row_is_matched_with_a_centre_chosen_by_number(desk, typed):
    centre = published(TERRACE).decisions.get().centre
    round_ = drafted(RIVER, kind="maintained", on="2023-06-01")
    typed = typed.format(number=centre.number, serial=centre.serial)
    desk("officer").do("settle", round_.pk, row_of(round_).pk, action="match", number=typed, checked="on")
    assert (row_of(round_).action, row_of(round_).centre) == ("match", centre)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"action": "match", "number": "CQ-999999"}, "no centre CQ-999999"),
        ({"action": "match", "number": "１２３４５６７"}, "no centre"),
        ({"action": "match", "centre": "999999999"}, "mark a centre"),
        ({"action": "match"}, "mark a centre"),
        ({"action": "delete"}, "not one of the available choices"),
        ({}, "required"),
    ],
)
def test_a_settlement_that_makes_no_sense_is_refused_in_words(desk, data, words):
    round_ = drafted(TERRACE)
    assert words in desk("officer").do("settle", round_.pk, row_of(round_).pk, **data).said
    assert row_of(round_).action == ""


def test_a_row_with_warnings_needs_a_tick(desk):
    published(TERRACE)
    round_, officer = drafted(TERRACE, on="2023-06-01"), desk("officer")
    assert row_of(round_).warnings
    page = officer.do("settle", round_.pk, row_of(round_).pk, action="match")
    assert "tick that you have checked" in page.said
    assert row_of(round_).action == ""
    officer.do("settle", round_.pk, row_of(round_).pk, action="match", checked="on")
    assert row_of(round_).action == "match"


def test_open_rows_are_settled_as_new_in_one_go(desk):
    round_ = drafted(TERRACE, RIVER)
    assert "2 rows settled" in desk("officer").do("settle-open", round_.pk).said
    assert not RoundRow.objects.open().filter(list__round=round_).exists()


def test_submitting_needs_settled_rows(desk):
    round_, officer = drafted(TERRACE), desk("officer")
    assert 'disabled aria-describedby="reasons"' in officer.open("detail", round_.pk).text
    assert "1 row is open" in officer.do("submit", round_.pk).said
    officer.do("settle-open", round_.pk)
    officer.do("submit", round_.pk)
    assert fresh(round_).state == "submitted"


def test_approving_and_publishing(desk):
    round_, approver = submitted(TERRACE), desk("approver")
    before = Edition.objects.newest().number
    approver.do("approve", round_.pk)
    assert fresh(round_).state == "approved"
    page = approver.do("publish", round_.pk)
    assert f"edition {before + 1}" in page.said
    assert AnnouncementPage.objects.filter(round=round_).count() == 2
    assert f'href="/zh-hans/rounds/{round_.pk}/"' in page.text
    approver.do("publish", round_.pk)
    assert Edition.objects.newest().number == before + 1


def test_sending_back_needs_a_reason_and_makes_a_draft(desk):
    round_, approver = submitted(TERRACE), desk("approver")
    assert "needs a reason" in approver.do("reject", round_.pk, reason="").said
    assert fresh(round_).state == "submitted"
    page = approver.do("reject", round_.pk, reason="Row 1 is another firm")
    assert fresh(round_).state == "draft"
    assert "Row 1 is another firm" in page.text


def test_a_time_of_publication_is_meant_in_shanghai(desk):
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    profile = UserProfile.get_for_user(person("approver"))
    profile.current_time_zone = "UTC"
    profile.save()
    page = desk("approver").do("publish-at", round_.pk, at="2035-05-09T09:00")
    assert fresh(round_).publish_at == datetime.datetime(2035, 5, 9, 1, tzinfo=datetime.UTC)
    assert "9 May 2035, 09:00" in page.text


@pytest.mark.parametrize("at", ["", "soon", "2001-01-01T09:00", "9999-99-99T99:99"])
def test_a_time_that_is_none_or_past_is_refused(desk, at):
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    assert desk("approver").do("publish-at", round_.pk, at=at).said
    assert (fresh(round_).state, fresh(round_).publish_at) == ("approved", None)


def test_a_published_round_is_taken_back_by_a_counter_round(desk):
    round_, officer = published(TERRACE), desk("officer")
    page = officer.do("undo", round_.pk)
    counter = Round.objects.get(counters=round_)
    assert page.redirect_chain[-1][0] == f"/admin/register/rounds/{counter.pk}/"
    assert Centre.objects.get(created_in=round_).number in page.text
    assert "already taken back" in officer.do("undo", round_.pk).said
    officer.do("submit", counter.pk)
    approver = desk("approver")
    approver.do("approve", counter.pk)
    approver.do("publish", counter.pk)
    assert fresh(counter).state == "published"


def test_a_round_that_was_taken_back_names_its_counter_round(desk):
    round_, officer = published(TERRACE), desk("officer")
    officer.do("undo", round_.pk)
    counter = Round.objects.get(counters=round_)
    page = officer.open("detail", round_.pk).text
    assert page.count(f"Round {counter.pk} takes it back") == 2
    assert "nothing more to do" not in page


def test_rows_of_several_lists_say_which_list_they_stand_in(desk):
    round_, officer = drafted(TERRACE), desk("officer")
    assert "Newly accredited · list.csv" not in officer.open("detail", round_.pk).text
    add(round_, RIVER, kind="maintained", filename="annex-2.csv")
    page = officer.open("detail", round_.pk).text
    assert "Newly accredited · list.csv" in page
    assert "Passed the review · annex-2.csv" in page


@pytest.mark.parametrize(("ground", "warned"), [("", True), ("missed", False)])
def test_withdrawals_without_a_ground_are_pointed_out(desk, ground, warned):
    published(TERRACE)
    round_ = drafted(TERRACE, kind="withdrawn", year=2024, on="2024-05-01", ground=ground)
    page = desk("officer").open("detail", round_.pk).text
    assert ("no ban on applying again follows" in page) is warned


def test_a_list_is_matched_again_and_removed(desk):
    round_, officer = drafted(TERRACE), desk("officer")
    roundlist = round_.lists.get()
    assert "matched with the register" in officer.do("rematch", round_.pk, roundlist.pk).said
    assert "no longer in the round" in officer.do("remove-list", round_.pk, roundlist.pk).said
    assert not round_.lists.exists()
    assert "Removed list.csv" in officer.open("detail", round_.pk).text


def test_a_change_after_submitting_takes_the_submission_back(desk):
    round_ = submitted(TERRACE)
    desk("officer").do("settle", round_.pk, row_of(round_).pk, action="hold")
    assert fresh(round_).state == "draft"


def test_waiting_for_me_is_told_by_who_may_act():
    draft, waiting = drafted(TERRACE), submitted(RIVER)
    mine = {name: set(waiting_for(person(name))) for name in ("officer", "officer2", "approver", "editor")}
    assert mine == {"officer": {draft}, "officer2": set(), "approver": {waiting}, "editor": set()}

"""All open rows of one verdict settled by one post."""

import pytest
from wagtail.log_actions import registry as log_registry

from centres import preparing, publishing, settling
from centres.models import Round, RoundRow
from tests.centres.lists_in_short import add, drafted, person, published, submitted

pytestmark = pytest.mark.django_db
ROWS = [
    f"重庆{name}有限公司,重庆{name}有限公司工业设计中心,渝中区,企业工业设计中心"
    for name in ("层台机械", "两江灯具")
]


@pytest.fixture
def returning():
    """Two centres that were withdrawn are on a list again, each with a warning."""
    published(*ROWS)
    published(*ROWS, kind="withdrawn", on="2023-06-01")
    return drafted(*ROWS, on="2024-05-01", year=2024)


def settle(client, round_, action, verdict, seen, **data):
    data = {"checked": "on", **data}
    return client.do("settle-many", round_.pk, action=action, verdict=verdict, seen=seen, **data)


def actions(round_):
    return set(RoundRow.objects.filter(list__round=round_).values_list("action", flat=True))


def test_certain_rows_with_warnings_are_matched_together(desk, returning):
    page = settle(desk("officer"), returning, "match", "returning", 2)
    rows = RoundRow.objects.filter(list__round=returning)
    assert page.said == "2 rows: Match."
    assert {(row.action, row.settled_by.username) for row in rows} == {("match", "officer")}
    published = publishing.publish(
        publishing.approve(publishing.submit(returning, user=person("officer")), user=person("approver")),
        user=person("approver"),
    )
    assert {decision.centre_id for decision in published.decisions.all()} == {row.centre_id for row in rows}


def test_it_is_logged_once_with_counts(desk, returning):
    logs = log_registry.get_logs_for_instance(returning)
    before = logs.count()
    settle(desk("officer"), returning, "hold", "returning", 2)
    assert logs.count() == before + 1
    assert "2 rows: Hold (Returning 2)" in desk("officer").open("detail", returning.pk).text


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("match", {"checked": ""}, "Tick that"),
        ("ignore", {"reason": " "}, "needs a reason"),
        ("match", {"seen": 3}, "have changed"),
        ("match", {"verdict": "odd"}, "not one of"),
        ("delete", {}, "not one of"),
    ],
)
def test_a_post_that_is_not_meant_changes_nothing(desk, returning, action, data, words):
    data = {"checked": "on", "verdict": "returning", "seen": 2, "action": action, **data}
    assert words in desk("officer").do("settle-many", returning.pk, **data).said
    assert actions(returning) == {""}


def test_rows_are_ignored_with_one_reason(desk, returning):
    settle(desk("officer"), returning, "ignore", "returning", 2, reason="Sent by mistake")
    assert set(RoundRow.objects.filter(list__round=returning).values_list("action", "reason")) == {
        ("ignore", "Sent by mistake")
    }


def test_new_centres_only_of_the_list_that_is_shown(desk):
    round_ = drafted(ROWS[0])
    second = add(round_, ROWS[1], filename="second.csv")
    settle(desk("officer"), round_, "create", "new", 1, list=second.pk)
    assert dict(round_.lists.values_list("filename", "rows__action")) == {
        "list.csv": "",
        "second.csv": "create",
    }


@pytest.mark.parametrize("action", ["match", "create"])
def test_errors_are_never_settled_together(desk, action):
    round_ = drafted("重庆层台机械有限公司,,不存在区,工业设计企业")
    assert settle(desk("officer"), round_, action, "error", 1).said.startswith("None of these")
    assert actions(round_) == {""}


def test_a_certain_match_is_not_entered_anew(desk, returning):
    assert settle(desk("officer"), returning, "create", "returning", 2).said.startswith("None of these")


def test_whoever_settled_together_cannot_approve(desk):
    round_ = drafted(*ROWS, by="officer2")
    settle(desk("approver"), round_, "create", "new", 2)
    publishing.submit(round_, user=person("officer2"))
    assert "prepared" in desk("approver").do("approve", round_.pk).said
    assert Round.objects.get(pk=round_.pk).state == "submitted"


def test_an_approver_cannot_settle_together_afterwards():
    round_ = publishing.approve(submitted(*ROWS), user=person("approver"))
    RoundRow.objects.filter(list__round=round_).update(action="")
    with pytest.raises(preparing.Refused, match="can no longer prepare"):
        settling.settle_many(
            RoundRow.objects.filter(list__round=round_), action="hold", user=person("approver")
        )
    assert Round.objects.get(pk=round_.pk).state == "approved"


def test_a_published_round_is_locked(desk):
    rows = RoundRow.objects.filter(list__round=published(*ROWS))
    rows.update(action="")
    with pytest.raises(preparing.Refused, match="is published"):
        settling.settle_many(rows, action="hold", user=person("officer"))


def test_the_form_stands_where_a_verdict_is_chosen(desk, returning):
    officer = desk("officer")
    assert "settle-many" not in officer.open("detail", returning.pk).text
    page = officer.open("detail", returning.pk, verdict="returning")
    assert page.context["together"].matches == 2
    assert "settle-many" in page.text
    assert "settle-many" not in desk("moderator").open("detail", returning.pk, verdict="returning").text

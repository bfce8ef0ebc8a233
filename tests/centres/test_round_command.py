"""The commands of the contract, with the list of 2014 and from the shell's point of view."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from centres.models import Decision, Edition, Round, Standing

pytestmark = pytest.mark.django_db


def run(*words, **options) -> str:
    out = io.StringIO()
    call_command("round", *map(str, words), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refused(*words) -> str:
    with pytest.raises(CommandError) as error:
        run(*words)
    assert error.value.returncode == 2
    return str(error.value)


@pytest.fixture
def terraces(tmp_path):
    file = tmp_path / "层台.csv"
    file.write_bytes(
        "序号,单位名称,所属区县\n1,重庆层台机械有限公司,渝中区\n2,重庆石梯灯具有限公司,南岸区\n".encode(
            "gb18030"
        )
    )
    return file


@pytest.fixture
def draft(terraces):
    pk = run("create", "--scheme", "municipal-centre", "--year", 2024, "--as", "officer").split()[-1]
    words = ["--list", "granted", "--effective-on", "2024-03", "--document", "渝经信〔2024〕1号"]
    run("upload", pk, terraces, *words, "--as", "officer")
    return pk


def test_the_shipped_round_of_2014_was_entered_this_way():
    round_ = Round.objects.get(pk=run("show", Round.objects.earliest("pk").pk).split(":")[0].split()[-1])
    assert (round_.scheme.key, round_.year, round_.state) == ("municipal-centre", 2014, "published")
    roles = dict(round_.participants.values_list("user__username", "role"))
    assert roles == {"officer": "prepared", "approver": "approved"}
    assert round_.decisions.count() == 6
    assert {str(date) for date in round_.decisions.values_list("effective_on", flat=True)} == {"2014-02"}


def test_from_create_to_publish(draft):
    shown = json.loads(run("show", draft, "--json"))
    assert shown["lists"][0] | {"sha256": ""} == {
        "kind": "granted",
        "file": "层台.csv",
        "sha256": "",
        "rows": 2,
    }
    assert (shown["state"], shown["open"], shown["verdicts"]) == ("draft", 2, {"new": 2})
    assert shown["refusals"] == ["2 rows are open."]
    run("settle", draft, "--create-new", "--as", "officer2")
    run("submit", draft, "--as", "officer")
    run("approve", draft, "--as", "approver")
    run("publish", draft, "--as", "approver")
    assert json.loads(run("show", draft, "--json"))["state"] == "published"
    call_command("verify_register", stdout=io.StringIO())


def test_settling_where_nothing_is_open_is_done_already(draft):
    run("settle", draft, "--create-new", "--as", "officer")
    assert run("settle", draft, "--create-new", "--as", "officer").startswith("0 rows")


def test_one_row_is_one_row(draft):
    Round.objects.get(pk=draft).lists.get().rows.filter(index=3).delete()
    assert "granted: 层台.csv, 1 row, " in run("show", draft)
    assert run("settle", draft, "--create-new", "--as", "officer") == "1 row settled as a new centre\n"


@pytest.fixture
def doubtful(tmp_path):
    """A draft with a wrong credit code in row 2, and a stated total of 3."""
    file = tmp_path / "doubtful.csv"
    rows = "重庆层台机械有限公司,91500000202802570N\n重庆石梯灯具有限公司,\n"
    file.write_text(f"单位名称,统一社会信用代码\n{rows}")
    pk = run("create", "--scheme", "municipal-centre", "--year", 2024, "--as", "officer").split()[-1]
    words = ["--list", "granted", "--effective-on", "2024-03", "--document", "D", "--stated-total", 3]
    run("upload", pk, file, *words, "--as", "officer")
    return pk


def test_rows_with_warnings_stay_open_unless_they_are_confirmed(doubtful):
    said = io.StringIO()
    call_command("round", "settle", doubtful, "--create-new", "--as", "officer", stderr=said)
    assert said.getvalue().startswith("1 row left open because of warnings:\ndoubtful.csv, row 2: ")
    assert json.loads(run("show", doubtful, "--json"))["open"] == 1
    run("settle", doubtful, "--create-new", "--confirm-warnings", "--as", "officer")
    assert json.loads(run("show", doubtful, "--json"))["open"] == 0


def test_a_differing_total_is_confirmed(doubtful):
    run("settle", doubtful, "--create-new", "--confirm-warnings", "--as", "officer")
    assert "states a total of 3 and has 2" in refused("submit", doubtful, "--as", "officer")
    words = ("settle", doubtful, "--confirm-total", "--as", "officer2")
    assert "2 rows confirmed, though it states 3" in run(*words)
    assert run(*words).startswith("No list states")
    run("submit", doubtful, "--as", "officer")
    assert Round.objects.get(pk=doubtful).state == "submitted"


@pytest.mark.parametrize("options", [[], ["--confirm-warnings"], ["--confirm-total", "--confirm-warnings"]])
def test_settling_says_what_to_settle(draft, options):
    assert "Say what to settle" in refused("settle", draft, *options, "--as", "officer")


@pytest.mark.parametrize("who", ["officer", "officer2", "admin"])
def test_whoever_prepared_cannot_approve(draft, who):
    run("settle", draft, "--create-new", "--as", who)
    run("submit", draft, "--as", who)
    refused("approve", draft, "--as", who)
    assert Round.objects.get(pk=draft).state == "submitted"


def test_what_is_refused_is_said_in_one_line_and_changes_nothing(draft, terraces, tmp_path):
    missing = tmp_path / "no.csv"
    words = ["--list", "granted", "--effective-on", "2024-03", "--document", "D", "--as", "officer"]
    future = str(timezone.localdate().year + 1)
    for said, line in (
        ("no account “nobody”", ("submit", draft, "--as", "nobody")),
        ("no round 999999", ("submit", 999999, "--as", "officer")),
        ("no scheme “x”", ("create", "--scheme", "x", "--year", 2024, "--as", "officer")),
        ("2 rows are open", ("submit", draft, "--as", "officer")),
        ("only a submitted round", ("approve", draft, "--as", "approver")),
        ("second person", ("publish", draft, "--as", "approver")),
        ("not waiting for anybody", ("reject", draft, "--as", "approver", "--reason", "x")),
        ("not published", ("undo", draft, "--as", "officer")),
        ("No such file", ("upload", draft, missing, *words)),
        ("already in this round", ("upload", draft, terraces, *words)),
        ("future", ("upload", draft, terraces, *[future if w == "2024-03" else w for w in words])),
        (
            "not in the calendar",
            ("upload", draft, terraces, *["2024-06-31" if w == "2024-03" else w for w in words]),
        ),
    ):
        message = refused(*line)
        assert said in message, message
        assert "\n" not in message
    assert Round.objects.get(pk=draft).lists.count() == 1


def test_publication_at_a_time(draft):
    run("settle", draft, "--create-new", "--as", "officer")
    run("submit", draft, "--as", "officer")
    run("approve", draft, "--as", "approver")
    assert "not a time" in refused("publish", draft, "--at", "tomorrow", "--as", "approver")
    moment = "2099-03-30 09:00 (Asia/Shanghai)"
    assert f"to be published on {moment}" in run(
        "publish", draft, "--at", "2099-03-30T09:00", "--as", "approver"
    )
    assert f"To be published on {moment}" in run("show", draft)
    assert Round.objects.get(pk=draft).publish_at.isoformat() == "2099-03-30T01:00:00+00:00"


def test_undo_prints_the_counter_round_alone_on_its_last_line(draft):
    for step in (("settle", draft, "--create-new"), ("submit", draft)):
        run(*step, "--as", "officer")
    run("approve", draft, "--as", "approver")
    run("publish", draft, "--as", "approver")
    counter = run("undo", draft, "--as", "officer").splitlines()[-1]
    assert Round.objects.get(pk=counter).counters_id == int(draft)
    run("submit", counter, "--as", "officer")
    run("approve", counter, "--as", "approver")
    run("publish", counter, "--as", "approver")
    assert Decision.objects.filter(round=counter, kind="annulled").count() == 2
    assert (
        not Standing.objects.known_in(Edition.objects.newest().number).filter(decision__round=draft).exists()
    )


def test_verify_names_the_first_wrong_entry_and_exits_non_zero():
    said = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_register", head="0" * 64, stdout=io.StringIO(), stderr=said)
    assert said.getvalue() == ""
    assert error.value.returncode != 0
    assert "No edition has the hash" in str(error.value)


def test_rebuild_makes_the_same_standings():
    before = sorted(Standing.objects.values_list("centre", "scheme", "status", "valid_from", "known_from"))
    call_command("rebuild_register", stdout=io.StringIO())
    assert (
        sorted(Standing.objects.values_list("centre", "scheme", "status", "valid_from", "known_from"))
        == before
    )


def test_a_row_that_cannot_be_used_is_named_by_upload_and_show(tmp_path):
    file = tmp_path / "districts.csv"
    file.write_text("企业名称,所属区县\n重庆层台机械有限公司,火星区\n")
    pk = run("create", "--scheme", "municipal-centre", "--year", 2024, "--as", "officer").split()[-1]
    words = ["--list", "granted", "--effective-on", "2024-03", "--document", "D", "--as", "officer"]
    said = io.StringIO()
    call_command("round", "upload", pk, str(file), *words, stdout=io.StringIO(), stderr=said)
    for text in (said.getvalue(), run("show", pk)):
        assert all(part in text for part in ("districts.csv", "row 2", "所属区县", "火星区"))

"""The sample register: true to the published counts, entered by the rules, and marked everywhere."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from centres.lists import CUTOFF
from centres.lists.grams import Grams
from centres.lists.names import identity
from centres.models import (
    Centre,
    Decision,
    Edition,
    OrganisationName,
    Round,
    RoundList,
    RoundRow,
    Standing,
)
from centres.sample.loading import load
from centres.sample.names import PREFIX_EN, PREFIX_ZH
from centres.sample.planning import Plan
from centres.sample.schedule import STEPS
from centres.verifying import faults
from cityofdesign.accounts import DEMO_ACCOUNTS
from cityofdesign.models import User
from tests.snapshot import take_snapshot

PUBLISHED_COUNTS = [
    ("municipal-centre", "2014-02-28", 6),
    ("municipal-centre", "2020-09-30", 40),
    ("municipal-centre", "2021-11-18", 71),
    ("municipal-centre", "2021-12-31", 101),
    ("municipal-centre", "2022-12-31", 165),
    ("municipal-centre", "2023-11-03", 165),
    ("national-centre", "2016-01-29", 2),
    ("national-centre", "2020-09-30", 6),
    ("national-centre", "2021-12-31", 10),
    ("national-centre", "2023-11-03", 10),
    ("national-branch", "2021-12-31", 22),
    ("municipal-institute", "2023-11-03", 18),
    ("district-centre", "2023-11-03", 89),
]


@pytest.fixture(scope="module")
def _sample_register(django_db_setup, django_db_blocker):
    """Loaded once for all tests of this file, then taken away again."""
    with django_db_blocker.unblock():
        before = take_snapshot()
        call_command("load_sample_register", verbosity=0)
    yield
    with django_db_blocker.unblock():
        before.restore()
        before.close()


@pytest.fixture
def sample(_sample_register, db):
    return Round.objects.filter(sample=True)


def accredited(date: str, scheme: str, **filters):
    newest = Edition.objects.newest().number
    standings = Standing.objects.on(datetime.date.fromisoformat(date), newest).accredited()
    return standings.filter(scheme__key=scheme, **filters)


@pytest.mark.parametrize(("scheme", "date", "count"), PUBLISHED_COUNTS)
def test_counts_are_those_that_were_published(sample, scheme, date, count):
    assert accredited(date, scheme).values("centre").distinct().count() == count


def test_dazu_holds_what_its_conference_reported(sample):
    schemes = ("municipal-centre", "district-centre", "municipal-institute")
    dazu = [accredited("2023-06-28", scheme, district__code="500111").count() for scheme in schemes]
    assert dazu == [3, 11, 3]


def test_every_name_says_that_it_is_a_sample(sample):
    names = list(
        Decision.objects.filter(centre__sample=True).values_list(
            "name_zh", "holder_name_zh", "name_en", "holder_name_en"
        )
    )
    names += [
        (n.name_zh, "", n.name_en, "") for n in OrganisationName.objects.filter(edition__round__sample=True)
    ]
    assert len(names) > 600
    for zh, holder_zh, en, holder_en in names:
        assert all(name.startswith(PREFIX_ZH) for name in (zh, holder_zh) if name)
        assert all(name.startswith(PREFIX_EN) for name in (en, holder_en) if name)


def test_every_round_and_centre_is_flagged(sample):
    undone = sum(step.undone for step in STEPS)
    assert (sample.count(), sample.filter(counters__isnull=False).count()) == (len(STEPS) + undone, undone)
    assert not Centre.objects.exclude(sample=True).filter(created_in__sample=True).exists()
    assert Centre.objects.filter(sample=False).count() == 6


def test_the_register_is_sound(sample):
    assert list(faults()) == []


def test_preparers_and_approver_are_demo_accounts_and_never_the_same(sample):
    parts = set(sample.published().values_list("participants__user__username", "participants__role"))
    assert parts == {("officer", "prepared"), ("officer2", "prepared"), ("approver", "approved")}
    assert {name for name, _role in parts} <= DEMO_ACCOUNTS.keys()


def test_known_centres_are_matched_by_rule_but_for_those_that_need_a_tick_and_one(sample):
    by_hand = RoundRow.objects.filter(list__round__in=sample, action="match", settled_by__isnull=False)
    verdicts = sorted(by_hand.filter(list__round__state="published").values_list("verdict", flat=True))
    assert verdicts == ["kind-changed", *["other-scheme"] * 9, "returning"]
    warned = by_hand.filter(verdict="other-scheme").values_list("warnings", flat=True)
    assert {warning["code"] for warnings in warned for warning in warnings} == {"level-down"}


def test_lists_come_in_every_format_with_all_kinds_of_decision(sample):
    lists = RoundList.objects.filter(round__in=sample)
    assert set(lists.values_list("encoding", flat=True)) == {"xlsx", "utf-8-sig", "gb18030"}
    kinds = set(Decision.objects.filter(round__in=sample).values_list("kind", flat=True))
    assert kinds == set(Decision.Kind.values)


def test_some_branches_name_their_main_centre(sample):
    branches = Standing.objects.filter(known_to=None, branch_of__isnull=False)
    assert sorted(branches.values_list("branch_of", flat=True)) == ["CQ-000007", "CQ-000007", "CQ-000008"]


def test_one_list_states_more_than_it_names(sample):
    (short,) = RoundList.objects.filter(round__in=sample, stated_total__isnull=False)
    assert (short.stated_total, short.rows.count()) == (36, 30)
    assert [warning["code"] for warning in short.warnings] == ["total-differs"]
    assert short.total_confirmed_by == short.uploaded_by


def test_an_undone_round_leaves_centres_entered_in_error(sample):
    (counter,) = sample.filter(counters__isnull=False)
    centres = Centre.objects.filter(created_in=counter.counters)
    assert centres.count() == 3
    assert not Standing.objects.known_in(Edition.objects.newest().number).filter(centre__in=centres).exists()


def test_there_are_gaps_and_centres_of_three_levels(sample):
    newest = Standing.objects.known_in(Edition.objects.newest().number).filter(valid_to__isnull=True)
    municipal = newest.filter(scheme__key="municipal-centre", centre__sample=True)
    assert municipal.filter(district__isnull=True).exists()
    assert municipal.filter(holder_name_en="").exists()
    levels = newest.accredited().values("centre").annotate(n=Count("scheme__level", distinct=True))
    assert levels.filter(n=3).count() == 2
    holders = municipal.values("holder").annotate(n=Count("centre", distinct=True))
    assert holders.filter(n=2).count() == 1


def test_some_districts_followed_the_change_of_2025_and_some_wait(sample):
    now = accredited("2026-01-31", "municipal-centre")
    count = {code: now.filter(district__code=code).count() for code in ("liangjiang", "500105", "500112")}
    assert count["liangjiang"] == 8
    assert min(count.values()) > 0
    before = accredited("2025-11-01", "municipal-centre")
    assert not before.filter(district__code="liangjiang").exists()


def test_one_round_waits_for_the_approver_and_one_for_its_officer(sample):
    waiting = sample.get(state="submitted")
    verdicts = set(RoundRow.objects.filter(list__round=waiting).values_list("verdict", flat=True))
    assert len(verdicts) == 8
    assert [part.user.username for part in waiting.participants.all()] == ["officer2"]
    draft = sample.get(state="draft")
    rows = RoundRow.objects.filter(list__round=draft).open()
    assert set(rows.values_list("verdict", flat=True)) == {"new", "unmatched", "error", "absent"}


def test_a_second_run_changes_nothing(sample, django_assert_max_num_queries):
    editions, rows = Edition.objects.count(), RoundRow.objects.count()
    with django_assert_max_num_queries(3):
        assert load() == 0
    assert (Edition.objects.count(), RoundRow.objects.count()) == (editions, rows)


def test_further_centres_are_added_once_and_after_the_published_counts(sample):
    centres = Centre.objects.count()
    assert (load(size=10), load(size=10)) == (5, 0)
    assert Centre.objects.count() == centres + 10
    assert accredited("2023-11-03", "municipal-centre").count() == 165
    assert accredited("2025-12-31", "municipal-centre").count() > 165


def spoken(centre) -> list[str]:
    """The keys under which the matcher would know the centre, in Chinese and English."""
    pairs = ((centre.name_zh, centre.holder_zh), (centre.name_en, centre.holder_en))
    return [identity(name, holder) for name, holder in pairs if holder]


def test_no_two_holders_are_alike_to_the_matcher():
    lines = [line for _, lists in Plan().rounds() for _, lines in lists for line in lines]
    centres = {}
    for line in lines:
        if line.before is None:
            centres.setdefault(line.after.holder_zh, line.after)
    grams, keys = Grams(), list(centres)
    for key, holder in enumerate(keys):
        for name in spoken(centres[holder]):
            grams.add(name, key)
    alike = {
        (holder, keys[other])
        for key, holder in enumerate(keys)
        for name in spoken(centres[holder])
        for other, _score, _reason in grams.close(name, CUTOFF)
        if other != key
    }
    assert len(keys) == len(set(keys)) > 260
    assert alike == set()


def refusal() -> CommandError:
    with pytest.raises(CommandError) as raised:
        call_command("load_sample_register", verbosity=0)
    return raised.value


@pytest.mark.parametrize("setting", ["SAMPLE_REGISTER", "DEMO_CONTENT"])
def test_refuses_where_samples_are_not_wanted(db, settings, setting):
    setattr(settings, setting, False)
    refused = refusal()
    assert (refused.returncode, setting in str(refused)) == (2, True)


def test_refuses_before_the_shipped_content_is_loaded(db):
    User.objects.filter(username="approver").update(username="somebody")
    rounds, refused = Round.objects.count(), refusal()
    assert (refused.returncode, "load_content" in str(refused)) == (2, True)
    assert Round.objects.count() == rounds


@pytest.mark.parametrize("size", ["-1", "many", "900001"])
def test_size_is_a_number_of_centres(size):
    with pytest.raises(CommandError, match="--size"):
        call_command("load_sample_register", "--size", size)

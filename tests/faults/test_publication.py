"""A publication that is killed, and two people who press at the same moment, in processes of their own."""

import random
import signal
import time

import pytest

from .conftest import ROWS
from .copies import answer, go_on
from .process import AFTER, BEFORE

POINTS = [1, 2, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, BEFORE, AFTER]
APPROVERS = ("approver", "admin")
HEAD_START = 8  # seconds in which a process starts and publishes two rows, where nothing holds it up
pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # the latter has the test database made


def counts(looked):
    return {**looked["counts"], "states": looked["states"]}


@pytest.mark.parametrize("point", POINTS)
def test_a_publication_killed_at_any_point_leaves_all_or_nothing(copy, publication, point):
    """A fraction is one of so many of the statements, give or take some."""
    pk, kill_at = publication["round"], point
    if isinstance(point, float):
        kill_at = round(publication["steps"] * (point + random.uniform(-0.07, 0.07)))
    with copy.start("act", "publish", pk, "approver", kill_at=kill_at) as process:
        assert process.wait(timeout=120) == -signal.SIGKILL
    found = copy.run("look", pk)
    expected = publication["after" if point == AFTER else "before"]
    assert (counts(found), found["faults"]) == (counts(expected), [])
    assert copy.run("act", "publish", pk, "approver")["state"] == "published"
    again = copy.run("look", pk)
    assert (counts(again), again["faults"], again["gaps"]) == (counts(publication["after"]), [], 0)


def test_an_undisturbed_publication_is_all_of_it(publication):
    before, after = publication["before"]["counts"], publication["after"]["counts"]
    added = {name: after[name] - before[name] for name in after}
    of_rows = {"Decision": ROWS, "Standing": ROWS, "Centre": ROWS, "Organisation": ROWS}
    once = {"Edition": 1, "AnnouncementPage": 2, "Alias": 0, "OrganisationName": ROWS}
    assert added == of_rows | once
    assert publication["steps"] > 3 * len(POINTS)


def test_of_two_approvers_at_the_same_moment_one_wins_and_the_other_is_told(copy, rounds):
    pk = rounds["submitted"]
    told = copy.at_once(*(("act", "approve", pk, username) for username in APPROVERS))
    assert sorted(one["state"] for one in told) == ["", "approved"]
    assert [bool(one["refused"]) for one in told] == [not one["state"] for one in told]
    told = copy.at_once(*(("act", "publish", pk, username) for username in APPROVERS))
    assert [one["state"] for one in told] == ["published"] * 2
    found = copy.run("look", pk)
    assert (found["states"], found["faults"], found["gaps"]) == (["published"], [], 0)


def test_two_publications_at_the_same_moment_end_in_sequence(copy, rounds, publication):
    acts = [
        ("act", "publish", pk, username) for pk, username in zip(rounds["approved"], APPROVERS, strict=True)
    ]
    told = copy.at_once(*acts)
    assert "published" in [one["state"] for one in told]
    for one, words in zip(told, acts, strict=True):
        if one["refused"]:
            assert "try again" in one["refused"]
            assert copy.run(*words)["state"] == "published"
    found, before = copy.run("look", *rounds["approved"]), publication["before"]["counts"]
    assert (found["states"], found["faults"], found["gaps"]) == (["published"] * 2, [], 0)
    assert found["counts"]["Edition"] == before["Edition"] + 2
    assert found["counts"]["Decision"] == before["Decision"] + 2 * ROWS


def test_a_centre_decided_about_in_the_same_moment_voids_the_other_round(copy, rounds):
    """The second publication stands right before it takes the newest edition while the first runs through."""
    first, second = rounds["again"]
    with copy.start("act", "publish", second, "admin", hold="SELECT centres_edition hash LIMIT") as held:
        assert held.stdout.readline() == "ready\n"
        ran = copy.start("act", "publish", first, "approver")
        time.sleep(HEAD_START)
        go_on(held)
        told = [answer(ran), answer(held)]
        ran.__exit__(None, None, None)
    assert sorted(one["state"] for one in told) == ["", "published"]
    found = copy.run("look", first, second)
    assert (sorted(found["states"]), found["faults"]) == (["approved", "published"], [])

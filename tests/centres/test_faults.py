"""A publication that is killed, and two people who press at the same moment, in processes of their own.

They run on copies of the test database, so on whichever database the suite does. Run as a script, this file
is one such process: see `main`.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = 200
BEFORE, AFTER = "right before the commit", "right after the commit"
POINTS = [1, 2, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, BEFORE, AFTER]
PLACES = "嘉缙歌巴南北东西大永綦江津涪万黔"
KNOWN = "重庆层台机械有限公司"
APPROVERS = ("approver", "admin")
HEAD_START = 8  # seconds in which a process starts and publishes two rows, where nothing holds it up
pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # the latter has the test database made


class Steps:
    """Counts the statements that go to the database until the first commit.

    At `kill_at` (a number of statements, BEFORE or AFTER the commit) the process is killed; at `hold` (words
    of a statement) it says so and waits for a line; each statement waits `pause` seconds.
    """

    def __init__(self, connection, kill_at=0, hold="", pause=0.0):
        self.taken, self.kill_at, self.hold, self.pause = 0, kill_at, hold, pause
        self.counted = 0
        self.commit, connection._commit = connection._commit, self.committed
        connection.execute_wrappers.append(self.executed)

    def reach(self, point):
        if point == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def executed(self, execute, sql, params, many, context):
        self.taken += 1
        self.reach(self.taken)
        time.sleep(self.pause)
        if self.hold and all(word in sql for word in self.hold.split()):
            self.hold = ""
            wait_for_a_line()
        return execute(sql, params, many, context)

    def committed(self):
        self.reach(BEFORE)
        self.commit()
        self.counted = self.counted or self.taken
        self.reach(AFTER)


def wait_for_a_line():
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main(what, *arguments):
    """One process: does `what` and prints a line of JSON. STEPS in the environment are options of `Steps`;
    with a `pause` it waits for a line before it begins."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    options = json.loads(os.environ.get("STEPS", "{}"))
    steps = Steps(connection, **options)
    if "pause" in options:
        wait_for_a_line()
    result = {"prepare": prepare, "act": act, "look": look}[what](*arguments)
    sys.stdout.write(json.dumps({**result, "steps": steps.counted}) + "\n")


def prepare(rounds, rows):
    """Approved rounds of so many new centres each, and one that is only submitted; `again` are approved
    rounds that both decide about the same centre."""
    from tests.centres.lists_in_short import published

    published(KNOWN, year=2019)
    return {
        "approved": [approved(*lines(int(rows), n), year=2020 + n) for n in range(int(rounds))],
        "again": [approved(KNOWN, kind=kind, year=2024) for kind in ("maintained", "suspended")],
        "submitted": submitted(*lines(2, 9), year=2025),
    }


def lines(count, series):
    """Invented holders: `series` keeps those of one round from those of another."""
    return [f"（示例）{PLACES[n // 16]}{PLACES[n % 16]}{PLACES[series]}灯具有限公司" for n in range(count)]


def submitted(*rows, **fields):
    from centres import publishing, settling
    from centres.models import RoundRow
    from tests.centres.lists_in_short import drafted, person

    round_ = drafted(*rows, **fields)
    settling.settle_open_as_new(round_, user=person("officer"))
    about = RoundRow.objects.filter(list__round=round_)
    settling.settle_many(about, action="match", user=person("officer"))
    return publishing.submit(round_, user=person("officer")).pk


def approved(*rows, **fields):
    from centres import publishing
    from centres.models import Round
    from tests.centres.lists_in_short import person

    round_ = Round.objects.get(pk=submitted(*rows, **fields))
    return publishing.approve(round_, user=person("approver")).pk


def act(name, round_, username):
    """Does `publishing.name`; what it was told where it was refused."""
    from centres import publishing
    from centres.models import Round
    from centres.preparing import Refused
    from tests.centres.lists_in_short import person

    try:
        done = getattr(publishing, name)(Round.objects.get(pk=round_), user=person(username))
    except Refused as refusal:
        return {"refused": str(refusal), "state": ""}
    return {"refused": "", "state": done.state}


def look(*rounds):
    """What the database holds, and what the verifier says of it."""
    from centres import models
    from centres.verifying import faults
    from events.models import AnnouncementPage

    names = ("Edition", "Decision", "Standing", "Centre", "Organisation", "OrganisationName", "Alias")
    counts = {name: getattr(models, name).objects.count() for name in names}
    counts["AnnouncementPage"] = AnnouncementPage.objects.count()
    states = dict(models.Round.objects.filter(pk__in=rounds).values_list("pk", "state"))
    numbers = list(models.Centre.objects.values_list("number", flat=True).order_by("number"))
    return {
        "counts": counts,
        "states": [states[int(pk)] for pk in rounds],
        "head": models.Edition.objects.newest().hash,
        "gaps": int(numbers[-1].removeprefix("CQ-")) - len(numbers),
        "faults": list(faults()),
    }


class Copy:
    """A database of its own with the processes that work on it."""

    def __init__(self, place: Path, url: str):
        self.place = place
        self.environment = os.environ | {
            "VAR_DIR": str(place),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev",
        }

    def start(self, *arguments, **steps) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, __file__, *map(str, arguments)],
            env=self.environment | {"STEPS": json.dumps(steps)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, **steps) -> dict:
        with self.start(*arguments, **steps) as process:
            return answer(process)

    def at_once(self, *acts: tuple) -> list[dict]:
        """What processes answer that begin in the same moment, each a little slower than it could be."""
        with contextlib.ExitStack() as stack:
            processes = [stack.enter_context(self.start(*words, pause=0.002)) for words in acts]
            assert [process.stdout.readline() for process in processes] == ["ready\n"] * len(acts)
            for process in processes:
                go_on(process)
            return [answer(process) for process in processes]


def go_on(process):
    process.stdin.write("\n")
    process.stdin.flush()


def answer(process) -> dict:
    line = process.stdout.readline()
    assert process.wait(timeout=120) == 0
    return json.loads(line)


class SqliteCopies:
    def __init__(self, connection):
        self.connection = connection

    def first(self, place: Path) -> Copy:
        self.connection.ensure_connection()
        self.connection.cursor().execute("VACUUM INTO %s", [str(place / "db.sqlite3")])
        return Copy(place, "")

    def of(self, original: Copy, place: Path) -> Copy:
        for file in original.place.glob("db.sqlite3*"):
            shutil.copy(file, place)
        return Copy(place, "")

    def close(self):
        self.connection.close()


class PostgresCopies:
    """Databases of the same server, made of one another as templates."""

    def __init__(self, connection):
        self.connection, self.made = connection, []

    def first(self, place: Path) -> Copy:
        self.connection.close()
        self.connection.close_pool()
        return self._made(place, self.connection.settings_dict["NAME"])

    def of(self, original: Copy, place: Path) -> Copy:
        return self._made(place, original.environment["DATABASE_URL"].rpartition("/")[2])

    def _made(self, place: Path, template: str) -> Copy:
        name = f"{self.connection.settings_dict['NAME']}_{os.getpid()}_{len(self.made)}"
        self.made.append(name)
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        settings = self.connection.settings_dict
        person = f"{quote(settings['USER'])}:{quote(settings['PASSWORD'])}"
        return Copy(place, f"postgres://{person}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}")

    def _execute(self, sql: str):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(sql)

    def close(self):
        for name in self.made:
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def copies(django_db_setup, django_db_blocker):
    from django.db import connection

    with django_db_blocker.unblock():
        made = SqliteCopies(connection) if connection.vendor == "sqlite" else PostgresCopies(connection)
        yield made
        made.close()


@pytest.fixture(scope="module")
def original(copies, tmp_path_factory):
    """The database with its rounds prepared, and what `prepare` says of them."""
    copy = copies.first(tmp_path_factory.mktemp("original"))
    copy.rounds = copy.run("prepare", 2, ROWS)
    return copy


@pytest.fixture(scope="module")
def publication(original, copies, tmp_path_factory):
    """The round of 200 rows published undisturbed: how many steps it took, and what there is afterwards."""
    copy, pk = copies.of(original, tmp_path_factory.mktemp("publication")), original.rounds["approved"][0]
    before = copy.run("look", pk)
    done = copy.run("act", "publish", pk, "approver")
    return {"round": pk, "steps": done["steps"], "before": before, "after": copy.run("look", pk)}


@pytest.fixture
def rounds(original):
    return original.rounds


@pytest.fixture
def copy(original, copies, tmp_path):
    return copies.of(original, tmp_path)


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


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the tests of this folder do in processes of their own, which they kill, hold up and let loose.

As a script this file is the `nursery` of such processes; `application` is the site as the application server
starts it. STEPS in the environment are options of `Steps` (JSON). HOLD is `{"words": ..., "file": ...}`: the
first statement to the database that has all these words makes the file, and then waits for ever.
"""

import json
import os
import signal
import socket
import sys
import time
import traceback
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEFORE, AFTER = "right before the commit", "right after the commit"
PLACES = "嘉缙歌巴南北东西大永綦江津涪万黔"
KNOWN = "重庆层台机械有限公司"


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


def nursery(control):
    """Starts Django once; then a process for each thing that is asked for, in a fraction of a second.

    `control` is the number of a socket. A message is what is to be done in which environment (JSON), with the
    new process's standard input and output; the answer is its id. Or a process id, which is answered with the
    code that it ended with, None while it runs.
    """
    set_up()
    channel = socket.socket(fileno=int(control))
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(channel, 65536, 2)
        if not message:
            return
        asked = json.loads(message)
        if isinstance(asked, int):
            pid, status = os.waitpid(asked, os.WNOHANG)
            channel.send(json.dumps(os.waitstatus_to_exitcode(status) if pid else None).encode())
            continue
        if child := os.fork():
            for descriptor in descriptors:
                os.close(descriptor)
            channel.send(json.dumps(child).encode())
            continue
        code = 1
        try:
            channel.close()
            for place, descriptor in enumerate(descriptors):
                os.dup2(descriptor, place)
                os.close(descriptor)
            os.environ.clear()
            os.environ.update(asked["environ"])
            move_in()
            main(*asked["arguments"])
            code = 0
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code if isinstance(code, int) else 1)


def move_in():
    """The process works with the database and the files that its environment names, like one of its own."""
    from django.conf import settings
    from django.core.files.storage import storages
    from django.db import connections

    from cityofdesign.settings import env

    place = Path(os.environ["VAR_DIR"])
    connections.settings["default"].update(env.database(os.environ["DATABASE_URL"], place / "db.sqlite3"))
    settings.VAR_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT = place, place / "media", place / "static"
    settings.EMAIL_FILE_PATH = str(place / "mails")
    settings.CACHES["default"]["LOCATION"] = place / "cache"
    private = storages["private"]
    private._location = place / "private"
    for storage in (private, storages["default"]):
        for name in ("base_location", "location"):
            storage.__dict__.pop(name, None)
    hold()


def main(what, *arguments):
    """Does `what` and prints a line of JSON; with a `pause` in its steps it waits for a line before that."""
    if what == "manage":
        from django.core.management import execute_from_command_line

        return execute_from_command_line(["manage.py", *arguments])
    from django.db import connection

    connection.ensure_connection()
    options = json.loads(os.environ.get("STEPS", "{}"))
    steps = Steps(connection, **options)
    if "pause" in options:
        wait_for_a_line()
    result = WHAT[what](*arguments)
    sys.stdout.write(json.dumps({**result, "steps": steps.counted}) + "\n")


def set_up():
    """Django, whose mails go to a folder, and whose static files need not be collected."""
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(Path(os.environ["VAR_DIR"]) / "mails")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()
    import cityofdesign.urls  # noqa: F401  (and with it all that takes time)


def hold():
    """Statements wait where HOLD says."""
    if held := json.loads(os.environ.get("HOLD", "{}")):
        from django.db.backends.signals import connection_created

        held = Hold(held["words"], Path(held["file"]))
        connection_created.connect(lambda connection, **_: held.watch(connection), weak=False)


class Hold:
    """Stops before the first statement with certain words, having made a file that says so."""

    def __init__(self, words: str, file: Path):
        self.words, self.file = words.split(), file

    def watch(self, connection):
        if self.executed not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.executed)

    def executed(self, execute, sql, params, many, context):
        if all(word in sql for word in self.words) and not self.file.exists():
            self.file.touch()
            time.sleep(600)
        return execute(sql, params, many, context)


def prepare(rounds, rows):
    """Approved rounds of so many new centres each, and one that is only submitted; `again` are approved
    rounds that both decide about the same centre."""
    from tests.centres.lists_in_short import published

    published(KNOWN, year=2019)
    return {
        "approved": [approved(*lines(int(rows), n), year=2020 + n) for n in range(int(rounds))],
        "again": [approved(KNOWN, kind=kind, year=2024) for kind in ("maintained", "suspended")],
        "submitted": submitted(*lines(2, 9), year=2025),
        "session": session("approver"),
    }


def session(username):
    """The key of a session in which somebody is signed in."""
    from django.test import Client

    from tests.centres.lists_in_short import person

    client = Client()
    client.force_login(person(username))
    return client.cookies["sessionid"].value


def desk(username, number):
    """Somebody at the editor of a piece of news: the session, the address, and what the form would send."""
    from django.test.utils import setup_test_environment

    from events.models import NewsPage
    from tests.cityofdesign.editing.writing import Writer, address, person

    setup_test_environment()  # for the form behind an answer
    writer = Writer(headers={"host": "127.0.0.1"})
    writer.force_login(person(username))
    url = address("edit", NewsPage.objects.live().order_by("pk")[int(number)].pk)
    return {"session": writer.cookies["sessionid"].value, "address": url, "form": writer.form(url)}


def lines(count, series):
    """Invented holders: `series` keeps those of one round from those of another."""
    return [
        f"（示例）{PLACES[n // 16 % 16]}{PLACES[n % 16]}{PLACES[series]}{'灯火车船'[n // 256]}具有限公司"
        for n in range(count)
    ]


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


def enqueue(rows):
    """A round with a list of so many rows that waits for the worker."""
    from centres import background
    from tests.centres.lists_in_short import drafted

    round_ = drafted(*lines(int(rows), 9), year=2025, defer=background.defer())
    return {"round": round_.pk, "list": round_.lists.get().pk}


def listed(pk):
    """How far the reading of a list is, and what became of the tasks."""
    from django_tasks_db.models import DBTaskResult

    from centres.models import RoundList

    roundlist = RoundList.objects.get(pk=pk)
    return {
        "reading": roundlist.reading,
        "rows": roundlist.rows.count(),
        "lines": roundlist.rows.values("index").distinct().count(),
        "tasks": sorted(DBTaskResult.objects.values_list("status", flat=True)),
    }


def try_again(pk):
    """An officer presses the button."""
    from centres import background
    from centres.models import RoundList
    from tests.centres.lists_in_short import person

    background.try_again(RoundList.objects.get(pk=pk), user=person("officer"))
    return {}


def read(pk):
    """What the worker does with a list, whatever it is told of the attempt."""
    from centres import background
    from centres.models import RoundList

    background.read_attempt(int(pk), RoundList.objects.get(pk=pk).attempt)
    return listed(pk)


def plan(pk):
    """The round is to be published at a time that is over in a second."""
    import datetime

    from django.utils import timezone

    from centres.models import Round
    from tests.centres.lists_in_short import person

    at = timezone.now() - datetime.timedelta(seconds=1)
    Round.objects.filter(pk=pk).update(publish_at=at, publish_by=person("approver"))
    return {}


def mails():
    """How many letters went out, by who got them and their subject."""
    import collections
    import email

    found = collections.Counter()
    for file in (Path(os.environ["VAR_DIR"]) / "mails").glob("*.log"):
        for letter in file.read_text().split("\n" + "-" * 79 + "\n"):
            if letter.strip():
                found["{0[To]}: {0[Subject]}".format(email.message_from_string(letter))] += 1
    return {"mails": found}


ACTS = (prepare, act, look, enqueue, listed, try_again, read, plan, mails, desk)
WHAT = {act.__name__: act for act in ACTS}


@cache
def served():
    set_up()
    hold()
    from cityofdesign.wsgi import application

    return application


def application(environ, start_response):
    """The site, set up with the first request."""
    return served()(environ, start_response)


if __name__ == "__main__":
    nursery(sys.argv[1])

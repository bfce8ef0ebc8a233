"""Two schedulers at once, two workers at once, a task that is run twice."""

import contextlib
import json

import pytest

from .test_killed import ROWS, WORKER
from .test_publication import counts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_two_schedulers_at_once_publish_once_and_write_once(copy, publication):
    pk = publication["round"]
    copy.run("plan", pk)
    schedulers = [copy.start("manage", "scheduler", "--once") for _ in range(2)]
    for scheduler in schedulers:
        with scheduler:
            assert scheduler.wait(timeout=120) == 0
    found = copy.run("look", pk)
    assert (counts(found), found["faults"], found["gaps"]) == (counts(publication["after"]), [], 0)
    letters = copy.run("mails")["mails"]
    assert set(letters.values()) <= {1}, letters
    folders = list((copy.place / "dumps").iterdir())
    assert [folder.name for folder in folders if folder.name.startswith(".")] == []
    newest = max(folders)
    assert json.loads((newest / "manifest.json").read_text())["hash"] == found["head"]


def test_two_workers_and_a_task_run_twice_read_a_list_once(copy):
    made = copy.run("enqueue", ROWS)
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(copy.start(*WORKER)) for _ in range(2)]
        workers += [stack.enter_context(copy.start("read", made["list"]))]
        assert [worker.wait(timeout=120) for worker in workers] == [0] * 3
    found = copy.run("read", made["list"])
    assert (found["reading"], found["rows"], found["lines"]) == ("done", ROWS, ROWS)
    assert found["tasks"] == ["SUCCESSFUL"]

"""Kill -9 of the application server, the scheduler and the worker, each in the midst of its work."""

import os
import signal
import threading

import pytest

from .copies import children_of, wait_for
from .test_publication import counts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LAST = 'UPDATE "centres_round" "state"'  # decisions, standings and edition are written, the round is not
ROWS = 600  # of a list that is left to the worker
WORKER = ("manage", "db_worker", "--backend", "jobs", "--batch", "--interval", "0", "--no-startup-delay")


@pytest.fixture
def press(publication):
    """Presses “Publish”; the status of the answer, 0 for none."""
    address = f"/admin/register/rounds/{publication['round']}/publish/"
    return lambda site: site.status(address, publication["session"], form={})


def killed_at(held, site, press, kill) -> None:
    """The button is pressed, and what works on it killed in the midst of it."""
    answers = []
    asked = threading.Thread(target=lambda: answers.append(press(site)))
    asked.start()
    wait_for(held.exists, told=site.log.read_text)
    kill()
    asked.join()
    assert answers == [0]


def kill_below(pid: int) -> None:
    for child in children_of(pid):
        os.kill(child, signal.SIGKILL)


def test_the_application_server_killed_while_it_publishes(copy, publication, press):
    """First the process that publishes, in whose place its server starts another; then all of it."""
    pk, held = publication["round"], copy.hold(LAST)
    with copy.serve() as site:
        killed_at(
            held, site, press, lambda: [os.kill(p, signal.SIGKILL) for p in children_of(site.process.pid)]
        )
        found = copy.run("look", pk)
        assert (counts(found), found["faults"]) == (counts(publication["before"]), [])
        wait_for(lambda: site.status("/healthz") == 200)
        held.unlink()
        killed_at(held, site, press, site.kill)
    found = copy.run("look", pk)
    assert (counts(found), found["faults"]) == (counts(publication["before"]), [])
    copy.let_go()
    with copy.serve() as site:
        assert press(site) == 302
    found = copy.run("look", pk)
    assert (counts(found), found["faults"], found["gaps"]) == (counts(publication["after"]), [], 0)


def test_the_scheduler_killed_while_it_publishes(copy, publication):
    pk, held = publication["round"], copy.hold(LAST)
    copy.run("plan", pk)
    with copy.start("manage", "scheduler") as scheduler:
        wait_for(held.exists)
        scheduler.kill()
    copy.let_go()
    found = copy.run("look", pk)
    assert (counts(found), found["faults"]) == (counts(publication["before"]), [])
    with copy.start("manage", "scheduler", "--once") as scheduler:
        assert scheduler.wait(timeout=120) == 0
    found = copy.run("look", pk)
    assert (counts(found), found["faults"], found["gaps"]) == (counts(publication["after"]), [], 0)


def test_the_worker_killed_while_it_reads_a_list(copy):
    """Its list says that it is not read, and is read by the next worker when an officer asks for it."""
    made, held = (
        copy.run("enqueue", ROWS),
        copy.hold('SELECT "centres_roundrow" "centres_roundrow"."settled_by_id" NOT'),
    )
    with copy.start(*WORKER) as worker:
        wait_for(held.exists)
        worker.kill()
    copy.let_go()
    assert copy.run("listed", made["list"]) == {
        "reading": "reading",
        "rows": 0,
        "lines": 0,
        "tasks": ["RUNNING"],
        "steps": 0,
    }
    copy.run("try_again", made["list"])
    with copy.start(*WORKER) as worker:
        assert worker.wait(timeout=120) == 0
    found = copy.run("listed", made["list"])
    assert (found["reading"], found["rows"], found["lines"]) == ("done", ROWS, ROWS)
    assert found["tasks"] == ["RUNNING", "SUCCESSFUL"]

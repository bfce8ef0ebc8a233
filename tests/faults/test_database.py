"""PostgreSQL killed while it commits a publication, and away while the site runs.

(On SQLite the database dies with the process that writes: test_publication.py and test_killed.py.)
"""

import json
import os
import time

import pytest

from .copies import Copy, go_on, wait_for
from .server import BINARIES, Server
from .test_killed import LAST, ROWS, WORKER
from .test_publication import counts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL") or not BINARIES,
        reason="needs PostgreSQL as the database of the tests, and its programs",
    ),
]
LONGEST = 15  # seconds until somebody is told that the database is away


@pytest.fixture
def server():
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def elsewhere(server, original, tmp_path):
    """The prepared copy, on the server that can be killed."""
    return Copy(original.nursery, tmp_path, server.copy(original.environment["DATABASE_URL"]))


def test_the_database_killed_while_a_round_is_published(server, elsewhere, publication):
    pk = publication["round"]
    with elsewhere.start("act", "publish", pk, "approver", hold=LAST) as process:
        assert process.stdout.readline() == "ready\n"
        server.kill()
        go_on(process)
        assert process.wait(timeout=60) == 1
    server.start()
    found = elsewhere.run("look", pk)
    assert (counts(found), found["faults"]) == (counts(publication["before"]), [])
    assert elsewhere.run("act", "publish", pk, "approver")["state"] == "published"
    server.kill()  # at once: what was answered is there for good
    server.start()
    found = elsewhere.run("look", pk)
    assert (counts(found), found["faults"], found["gaps"]) == (counts(publication["after"]), [], 0)


def test_the_database_away_and_back(server, elsewhere, publication):
    """Neither the application server nor the scheduler needs to be started again."""
    pk, made = publication["round"], elsewhere.run("enqueue", ROWS)
    with elsewhere.serve() as site, elsewhere.start("manage", "scheduler") as scheduler:
        assert [site.status(path) for path in ("/readyz", "/en/", "/en/centres/")] == [200] * 3
        server.kill()
        before = time.monotonic()
        status, headers, body = site.ask("/en/centres/")
        assert (status, headers["Retry-After"]) == (503, "30")
        assert b"<h1" in body
        assert time.monotonic() - before < LONGEST
        status, headers, body = site.ask("/api/v1/centres/")
        assert (status, json.loads(body)["status"]) == (503, 503)
        paths = ("/healthz", "/readyz", "/en/", "/admin/login/")
        assert [site.status(path) for path in paths] == [200, 503, 503, 503]
        server.start()
        wait_for(lambda: site.status("/readyz") == 200, 30)
        assert [site.status(path) for path in ("/en/", "/en/centres/", "/api/v1/centres/")] == [200] * 3
        assert scheduler.poll() is None
        elsewhere.run("plan", pk)
        wait_for(lambda: elsewhere.run("look", pk)["states"] == ["published"], 60)
        found = elsewhere.run("look", pk)
        assert (counts(found), found["faults"]) == (counts(publication["after"]), [])
        edition = json.loads(site.ask("/readyz")[2])["edition"]
        assert edition == found["counts"]["Edition"]
    with elsewhere.start(*WORKER) as worker:  # a list that waited through it all
        assert worker.wait(timeout=120) == 0
    assert elsewhere.run("listed", made["list"])["rows"] == ROWS

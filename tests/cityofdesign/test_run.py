"""`make run` behind its Makefile: a new VAR_DIR, real processes, real requests, one Ctrl-C."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("granian", "db_worker", "scheduler")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads processes from /proc"),
]


class Site:
    """One start of `manage.py serve --prepare` with the database and files of `var`."""

    def __init__(self, var: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.var = var
        given = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            "SAMPLE_REGISTER": "0",
        }
        self.log = var / "log"
        with self.log.open("w") as log:
            argv = [sys.executable, "manage.py", "serve", "--prepare"]
            self.process = subprocess.Popen(argv, cwd=ROOT, env=given, stdout=log, stderr=log)

    def wait(self, seconds=240):
        deadline = time.monotonic() + seconds
        while "Ctrl-C stops everything" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)
        return self

    def get(self, path) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status

    def processes(self) -> dict[int, str]:
        """Process id -> command line of everything that runs with this VAR_DIR."""
        found = {}
        for directory in Path("/proc").glob("[0-9]*"):
            try:
                if f"VAR_DIR={self.var}\0".encode() in (directory / "environ").read_bytes():
                    found[int(directory.name)] = (directory / "cmdline").read_text()
            except OSError:
                continue
        return found

    def stop(self, number=signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The files and database of a first start that has been stopped again."""
    path = tmp_path_factory.mktemp("var")
    site = Site(path).wait()
    assert site.stop() == 0
    return path


@pytest.fixture
def site(var):
    site = Site(var).wait(60)
    yield site
    if site.process.poll() is None:
        site.stop(signal.SIGTERM)


def content(var: Path) -> list[str]:
    with sqlite3.connect(var / "db.sqlite3") as database:
        return list(database.iterdump())


def test_everything_runs_and_one_signal_ends_it(site):
    assert [site.get(path) for path in ("/healthz", "/readyz", "/en/", "/zh-hans/", "/admin/login/")] == [
        200
    ] * 5
    running = " ".join(site.processes().values())
    assert all(part in running for part in PARTS)
    assert site.stop() == 0
    assert site.processes() == {}


def test_a_second_start_changes_no_data(var):
    before = content(var)
    assert Site(var).wait(60).stop(signal.SIGTERM) == 0
    assert content(var) == before


def test_when_the_worker_dies_the_site_stops_and_says_why(site):
    [worker] = [pid for pid, command in site.processes().items() if "db_worker" in command]
    os.kill(worker, signal.SIGKILL)
    assert site.process.wait(timeout=15) == 1
    assert "The task worker was ended by SIGKILL. The others were stopped." in site.log.read_text()
    assert site.processes() == {}

"""`make run` behind its Makefile: a new VAR_DIR, real processes, real requests, one Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("granian", "db_worker", "scheduler")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads processes from /proc"),
]


class Site:
    """One start of `manage.py serve --prepare` with the database and files of `var`."""

    def __init__(self, var: Path, database_url: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.var = var
        self.environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(var), "PORT": str(self.port)}
        self.environ |= {"DATABASE_URL": database_url, "SAMPLE_REGISTER": "0"}
        self.log = var / "log"
        with self.log.open("w") as log:
            argv = [sys.executable, "manage.py", "serve", "--prepare"]
            self.process = subprocess.Popen(argv, cwd=ROOT, env=self.environ, stdout=log, stderr=log)

    def wait(self, seconds):
        deadline = time.monotonic() + seconds
        while not self.is_complete():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                self.process.wait()
                pytest.fail(f"exit code {self.process.returncode}\n{self.log.read_text()}")
            time.sleep(0.1)
        return self

    def is_complete(self) -> bool:
        running = " ".join(self.processes().values())
        return "Ctrl-C stops everything" in self.log.read_text() and all(part in running for part in PARTS)

    def get(self, path) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def data(self) -> bytes:
        """Every row of every table."""
        argv = [sys.executable, "manage.py", "dumpdata"]
        return subprocess.run(argv, cwd=ROOT, env=self.environ, check=True, capture_output=True).stdout

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
def database_url():
    """Empty for SQLite in `var`; otherwise a new PostgreSQL database beside the one of the tests."""
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    if not server:
        yield ""
        return
    name = f"cityofdesign_run_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def start(database_url, tmp_path_factory):
    """Starts the site; it has been started, filled and stopped once before."""
    var = tmp_path_factory.mktemp("var")
    assert Site(var, database_url).wait(600).stop() == 0
    return lambda: Site(var, database_url).wait(120)


@pytest.fixture
def site(start):
    site = start()
    yield site
    if site.process.poll() is None:
        site.stop(signal.SIGTERM)


def test_everything_runs_and_one_signal_ends_it(site):
    pages = ("/healthz", "/readyz", "/en/", "/zh-hans/", "/admin/login/")
    assert {page: site.get(page) for page in pages} == dict.fromkeys(pages, 200)
    assert site.stop() == 0
    assert site.processes() == {}


def test_another_start_changes_no_data(site, start):
    site.stop()
    before = site.data()
    assert start().stop(signal.SIGTERM) == 0
    assert site.data() == before


def test_when_the_worker_dies_the_site_stops_and_says_why(site):
    [worker] = [pid for pid, command in site.processes().items() if "db_worker" in command]
    os.kill(worker, signal.SIGKILL)
    assert site.process.wait(timeout=15) == 1
    assert "The task worker was ended by SIGKILL. The others were stopped." in site.log.read_text()
    assert site.processes() == {}

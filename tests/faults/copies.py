"""Copies of the test database with the processes that work on them, on whichever database the suite uses."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

PROCESS = Path(__file__).with_name("process.py")
ROOT = PROCESS.parents[2]
UNIT = ROOT / "deploy" / "systemd" / "cityofdesign-app.service"
SETTINGS = "cityofdesign.settings.dev"


class Nursery:
    """Where processes come from that have Django in them already; see `process.nursery`."""

    def __init__(self, place: Path):
        self.channel, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, str(PROCESS), str(theirs.fileno())],
            env=os.environ | {"VAR_DIR": str(place), "DJANGO_SETTINGS_MODULE": SETTINGS},
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self.lock = threading.Lock()

    def ask(self, message, descriptors=()):
        with self.lock:
            socket.send_fds(self.channel, [json.dumps(message).encode()], descriptors)
            return json.loads(self.channel.recv(100))

    def close(self):
        self.channel.close()
        self.process.wait(timeout=10)


class Process:
    """One of them, to be used like a Popen."""

    def __init__(self, nursery: Nursery, arguments: list[str], environ: dict[str, str]):
        self.nursery, self.returncode = nursery, None
        (its_input, our_output), (our_input, its_output) = os.pipe(), os.pipe()
        self.stdin, self.stdout = os.fdopen(our_output, "w"), os.fdopen(our_input)
        self.pid = nursery.ask({"arguments": arguments, "environ": environ}, [its_input, its_output])
        os.close(its_input)
        os.close(its_output)

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.nursery.ask(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        wait_for(lambda: self.poll() is not None, timeout)
        return self.returncode

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.poll() is None:
            self.kill()
            self.wait(timeout=10)
        self.stdin.close()
        self.stdout.close()


class Copy:
    """A database of its own with the processes that work on it."""

    def __init__(self, nursery: Nursery, place: Path, url: str):
        self.nursery, self.place = nursery, place
        self.environment = os.environ | {
            "VAR_DIR": str(place),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
        }

    def start(self, *arguments, **steps) -> Process:
        environment = self.environment | {"STEPS": json.dumps(steps)}
        return Process(self.nursery, list(map(str, arguments)), environment)

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

    def hold(self, words: str) -> Path:
        """Whatever starts from now on stops at a statement with these words, and then makes this file."""
        file = self.place / "held"
        file.unlink(missing_ok=True)
        self.environment["HOLD"] = json.dumps({"words": words, "file": str(file)})
        return file

    def let_go(self):
        self.environment.pop("HOLD", None)

    @contextlib.contextmanager
    def serve(self, workers: int = 1, **environ):
        """The application server, as it is shipped but for its size."""
        site = Site(self, workers, environ)
        try:
            yield site
        finally:
            site.kill()


class Site:
    """The application server of a copy, with its process group."""

    def __init__(self, copy: Copy, workers: int, environ: dict):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.copy, self.log = copy, copy.place / "site.log"
        shipped = re.search(r"^ExecStart=\S+/granian \S+ (.*)", UNIT.read_text(), re.M)[1].split()
        argv = [sys.executable, "-m", "granian", "tests.faults.process:application", *shipped]
        argv += ["--port", str(self.port), "--workers", str(workers)]  # the last of two counts
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=copy.environment | environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(lambda: self.status("/healthz") == 200, 60, self.log.read_text)

    def ask(self, path: str, session: str = "", form: dict | None = None, timeout: float = 60):
        """(status, headers, body) of a GET, or a POST of `form`, within a session or by anybody."""
        headers = {"Host": "127.0.0.1"}
        if session:
            headers["Cookie"] = f"sessionid={session}; csrftoken={TOKEN}"
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def status(self, path: str, *args, **options) -> int:
        """The status; 0 where nobody answers."""
        try:
            return self.ask(path, *args, **options)[0]
        except (HTTPException, OSError):
            return 0

    def kill(self):
        """Kill -9 for all of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


TOKEN = "t" * 32


def wait_for(condition, seconds: float = 30, told=lambda: ""):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Process ids of everything below a process."""
    parents = {}
    for directory in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(directory.name)] = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def go_on(process):
    process.stdin.write("\n")
    process.stdin.flush()


def answer(process) -> dict:
    line = process.stdout.readline()
    assert process.wait(timeout=120) == 0
    return json.loads(line)


class SqliteCopies:
    def __init__(self, connection, nursery):
        self.connection, self.nursery = connection, nursery

    def first(self, place: Path) -> Copy:
        self.connection.ensure_connection()
        self.connection.cursor().execute("VACUUM INTO %s", [str(place / "db.sqlite3")])
        return Copy(self.nursery, place, "")

    def of(self, original: Copy, place: Path) -> Copy:
        for file in original.place.glob("db.sqlite3*"):
            shutil.copy(file, place)
        return Copy(self.nursery, place, "")

    def close(self):
        self.connection.close()


class PostgresCopies:
    """Databases of the same server, made of one another as templates."""

    def __init__(self, connection, nursery):
        self.connection, self.nursery, self.made = connection, nursery, []

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
        server = f"{quote(settings['USER'])}:{quote(settings['PASSWORD'])}@{settings['HOST']}"
        return Copy(self.nursery, place, f"postgres://{server}:{settings['PORT'] or 5432}/{name}")

    def _execute(self, sql: str):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(sql)

    def close(self):
        for name in self.made:
            self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

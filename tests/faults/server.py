"""A PostgreSQL server of a test's own, which can be killed and started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

from .copies import children_of, wait_for

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))


class Server:
    """Made empty in a temporary folder; run as the user postgres where the tests are root's."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.process = Path(tempfile.mkdtemp(prefix="postgres-of-tests-")), None
        self.data, self.url = self.folder / "data", f"postgres://postgres@127.0.0.1:{self.port}"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.program(
            "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )

    def as_whom(self) -> dict:
        if os.geteuid():
            return {}
        postgres = pwd.getpwnam("postgres")
        return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}

    def program(self, name, *arguments):
        argv = [str(BINARIES[-1] / name), *map(str, arguments)]
        subprocess.run(argv, check=True, capture_output=True, cwd="/", **self.as_whom())

    def start(self):
        argv = [str(BINARIES[-1] / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        argv += ["-c", "listen_addresses=127.0.0.1", "-k", str(self.folder)]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(argv, stdout=log, stderr=log, cwd="/", **self.as_whom())
        wait_for(self.answers, 60, (self.folder / "log").read_text)

    def answers(self) -> bool:
        try:
            psycopg.connect(f"{self.url}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self):
        """Kill -9 for every process of it, the first one first."""
        if self.process:
            for pid in (self.process.pid, *children_of(self.process.pid)):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self.process.wait()
            self.process = None

    def copy(self, url: str) -> str:
        """The database at `url`, copied here; its new address."""
        name = f"copy_{os.urandom(4).hex()}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        dump = self.folder / f"{name}.dump"
        self.program("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={url}")
        self.program("pg_restore", "--no-owner", f"--dbname={self.url}/{name}", dump)
        return f"{self.url}/{name}"

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

"""A Redis of the tests' own, which can die and come back with what it had."""

import shutil
import socket
import subprocess
import time

import pytest
import redis

BACKEND = "cityofdesign.caching.patient.PatientRedisCache"
needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server on this machine")


class Redis:
    """A server of the test's own, which keeps what it holds in `folder`."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url, self.folder, self.process = f"redis://127.0.0.1:{self.port}/0", folder, None

    def start(self):
        argv = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        argv += ["--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = redis.Redis(port=self.port)
        for _ in range(100):
            try:
                return self.client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("redis-server does not start")

    def kill(self):
        if self.process:
            self.client.close()
            self.process.kill()
            self.process.wait()

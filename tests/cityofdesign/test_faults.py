"""What Sentry is told, by a server in its place on this machine."""

import gzip
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
PACKED = {"br": brotli.decompress, "gzip": gzip.decompress}
FAILING = """
import django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

def view(request):
    plan = "written by a reader"
    raise LookupError("the register is nowhere")

def handler500(request):
    return HttpResponse(status=500)

urlpatterns = [path("en/broken/", view)]
settings.ROOT_URLCONF = __name__
headers = {"host": "127.0.0.1", "X-Request-ID": "0123456789abcdef"}
client = Client(raise_request_exception=False, headers=headers)
client.cookies["sessionid"] = "a-session-of-somebody"
answer = client.post("/en/broken/?q=sought", {"message": "an objection"}, REMOTE_ADDR="203.0.113.7")
assert answer.status_code == 500
"""


@pytest.fixture
def sentry():
    """What was sent, and the address (DSN) to send it to."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(PACKED[self.headers["Content-Encoding"]](body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield got, f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    server.server_close()


def run(tmp_path, code: str, **environ) -> subprocess.CompletedProcess:
    given = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environ}
    given["DJANGO_SETTINGS_MODULE"] = "cityofdesign.settings.dev"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True)


def test_sentry_is_told_of_the_fault_and_not_of_the_person(sentry, tmp_path):
    got, dsn = sentry
    done = run(tmp_path, FAILING, SENTRY_DSN=dsn)
    assert done.returncode == 0, done.stderr
    sent = b"\n".join(got).decode()
    for said in ("the register is nowhere", "/en/broken/", "0123456789abcdef"):
        assert said in sent
    for kept in ("sought", "an objection", "a-session-of-somebody", "203.0.113.7", "written by a reader\\"):
        assert kept not in sent


def test_nobody_is_told_where_no_address_is_set(tmp_path):
    code = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"
    assert run(tmp_path, code).stdout == "False\n"


def test_the_package_that_is_missing_is_named(tmp_path):
    code = "import sys; sys.modules['sentry_sdk'] = None; import django; django.setup()"
    done = run(tmp_path, code, SENTRY_DSN="https://key@sentry.example/1")
    assert "SENTRY_DSN needs a package that is optional: .venv/bin/pip install" in done.stderr

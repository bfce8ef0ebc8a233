"""How fast pages are given out, beside what people would otherwise use, in one run on one machine.

    python tests/benchmarks/site.py [started] [kept] [proxied] [made]      all four unless some are named

- started: seconds from the start of the application server, two processes on a database that is there
  already, to its first page. Asked: at most 5.
- kept: a page from the page cache, beside a bare Django view (no middleware, no database) that answers with
  as many bytes, both behind the same application server. Asked: at least 0.8 of its requests per second.
- proxied: the same page through the shipped nginx configuration, beside a file of that size that the same
  nginx serves. Asked: at least 0.5.
- made: home page and an article with the page cache passed by (what they are made of is looked up and drawn
  once until something changes, see cityofdesign/caching/once.py), beside the home page that CodeRed CMS (from
  PyPI, in an environment of its own) starts a new site with. Asked: at least 3 times.

`wrk` asks, and `nginx` stands in front of the second (Debian: apt-get install wrk nginx-light). Both sides
take turns; the figures are the median, lowest and highest of RUNS.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import by_turns, compare, keep, say  # noqa: E402

RUNS, SECONDS, READERS = 3, 5, 16
CODERED = "coderedcms==6.0.0"
HOME, ARTICLE = "/en/", "/en/news/first-municipal-round/"
ASKED = {"started": "≤ 5", "kept": "≥ 0.8", "proxied": "≥ 0.5", "made": "≥ 3"}
ENCODED = "Accept-Encoding: gzip"
UNKEPT = "Authorization: none"  # the page cache leaves such requests alone
BARE = """
import os
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", MIDDLEWARE=[])
from django.http import HttpResponse
from django.urls import path
BODY = os.urandom(int(os.environ["BYTES"]))
urlpatterns = [path("", lambda request: HttpResponse(BODY))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def main() -> None:
    if missing := [name for name in ("wrk", "nginx") if not shutil.which(name)]:
        raise SystemExit(f"{' and '.join(missing)} missing: apt-get install wrk nginx-light")
    chosen = sys.argv[1:] or list(ASKED)
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as path, contextlib.ExitStack() as stack:
        place = Path(path)
        place.chmod(0o755)  # nginx's workers are somebody else
        say(f"{READERS} readers, {RUNS} runs of {SECONDS} s each by turns; requests per second")
        say(f"{'':34}{'median':>9}{'lowest':>9}{'highest':>9}")
        site = stack.enter_context(ours(place))
        measures: dict[str, Callable] = {"started": started, "kept": kept, "proxied": proxied, "made": made}
        for name in chosen:
            measures[name](place, site, stack)


def started(place: Path, site: str, stack: contextlib.ExitStack) -> None:
    """Another server on the same database, while the first has nothing to do."""
    seconds = []
    for _turn in range(RUNS):
        begun = time.monotonic()
        with granian("cityofdesign.wsgi:application", ROOT, environ_of(place)) as address:
            fetched(address + HOME)
            seconds.append(time.monotonic() - begun)
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    say(f"from start to first page: {low:.1f} to {high:.1f} s, median {middle:.1f}")
    what = "from the start of the application server to its first page, seconds"
    keep(what, ASKED["started"], low, middle, high)


def kept(place: Path, site: str, stack: contextlib.ExitStack) -> None:
    size = len(fetched(site + HOME, ENCODED)[1])
    (place / "bare.py").write_text(BARE)
    environ = {"BYTES": str(size), "PYTHONPATH": str(place)}
    bare = stack.enter_context(granian("bare:application", place, environ))
    against("kept", ("a kept page", site + HOME), ("a bare Django view", bare + "/"), ENCODED)


def proxied(place: Path, site: str, stack: contextlib.ExitStack) -> None:
    proxy = stack.enter_context(nginx(place, site))
    for _ in range(3):
        headers, body = fetched(proxy + HOME, ENCODED)
    if headers.get("X-Proxy-Cache") != "HIT":
        raise SystemExit("nginx keeps nothing")
    (place / "static").mkdir(exist_ok=True)
    (place / "static" / "same-size").write_bytes(os.urandom(len(body)))
    file = ("a file of nginx", proxy + "/static/same-size")
    against("proxied", ("a page through nginx", proxy + HOME), file, ENCODED)


def made(place: Path, site: str, stack: contextlib.ExitStack) -> None:
    peer = ("CodeRed CMS, home", stack.enter_context(codered(place)) + "/")
    for name, address in (("home page", HOME), ("article", ARTICLE)):
        against("made", (f"{name}, not kept", site + address), peer, ENCODED, UNKEPT)


def against(measure: str, one: tuple[str, str], other: tuple[str, str], *headers: str) -> None:
    """(name, address) of both, by turns; prints both and keeps the ratio."""
    for _name, url in (one, other):
        asked(url, headers, seconds=2)  # every process has answered
    rates = by_turns(*(partial(asked, url, headers) for _name, url in (one, other)), RUNS)
    for (name, _url), found in zip((one, other), rates, strict=True):
        say(f"{name:34}{statistics.median(found):9.0f}{min(found):9.0f}{max(found):9.0f}")
    compare(f"{one[0]} by {other[0]}, requests per second", ASKED[measure], *rates)


def asked(url: str, headers: tuple[str, ...], seconds: int = SECONDS) -> float:
    """Requests per second that READERS get answered; any answer but 2xx ends the benchmark."""
    command = [
        "wrk",
        "-t1",
        f"-c{READERS}",
        f"-d{seconds}s",
        *(part for h in headers for part in ("-H", h)),
        url,
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{url}: {said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def fetched(url: str, *headers: str):
    request = urllib.request.Request(url, headers=dict(h.split(": ") for h in headers))  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return answer.headers, answer.read()


@contextlib.contextmanager
def ours(place: Path) -> Iterator[str]:
    environ = environ_of(place)
    Path(environ["VAR_DIR"]).mkdir()
    manage = [sys.executable, str(ROOT / "manage.py"), "prepare"]
    subprocess.run(manage, check=True, env=os.environ | environ, stdout=subprocess.DEVNULL)
    with granian("cityofdesign.wsgi:application", ROOT, environ) as address:
        yield address


def environ_of(place: Path) -> dict[str, str]:
    environ = {"VAR_DIR": str(place / "var"), "DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev"}
    return environ | {"DATABASE_URL": "", "REDIS_URL": "", "PROXY_SECONDS": "1"}


@contextlib.contextmanager
def granian(target: str, where: Path, environ: dict[str, str], python: str = sys.executable) -> Iterator[str]:
    port = free_port()
    command = [python, "-m", "granian", target, "--interface", "wsgi", "--working-dir", str(where)]
    command += [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--no-ws",
    ]
    with running([*command, "--log-level", "critical"], port, environ):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def nginx(place: Path, site: str) -> Iterator[str]:
    """The shipped configuration with ports and folders of this run, without TLS and limits per reader."""
    port, purges = free_port(), free_port()
    shipped = ROOT / "deploy" / "nginx"
    (place / "cityofdesign-purge.map").write_text("")
    changes = {
        "/etc/nginx/": f"{place}/",
        "/var/lib/cityofdesign/": f"{place}/",
        "/var/cache/nginx/": f"{place}/",
        "server 127.0.0.1:8000;": f"server {site.removeprefix('http://')};",
        "listen 8080;": f"listen 127.0.0.1:{purges};",
    }
    for name in ("cityofdesign.conf", "cityofdesign-site.inc", "cityofdesign-proxy.inc"):
        text = (shipped / name).read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        text = re.sub(r"^server \{\n    listen 80;.*?^\}\n", "", text, flags=re.M | re.S)
        text = re.sub(r"^    (?:listen \[::\]|ssl_).*\n", "", text, flags=re.M)
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
        text = re.sub(r"^\s*limit_(?:req|conn) .*\n", "", text, flags=re.M)
        text = text.replace("server_name city.example;", "server_name _;")
        (place / name).write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"{user} worker_processes 1; pid {place}/nginx.pid; error_log {place}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000;\n"
        f"include {place}/cityofdesign.conf; }}\n"
    )
    command = ["nginx", "-c", str(place / "nginx.conf"), "-e", str(place / "error.log"), "-g", "daemon off;"]
    with running(command, port, {}):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def codered(place: Path) -> Iterator[str]:
    """A new site as `coderedcms start` makes it, with its production settings but for hosts and key."""
    kept_in = ROOT / ".venv" / "peer-codered"
    python = str(kept_in / "bin" / "python")
    if not (kept_in / "bin" / "coderedcms").exists():
        venv.create(kept_in, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", CODERED, "granian", "setuptools<81"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    where = place / "peer"
    where.mkdir()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start = [str(kept_in / "bin" / "coderedcms"), "start", "peer", str(where)]
    subprocess.run(start, **quiet)
    (where / "peer" / "settings" / "bench.py").write_text(
        "from .base import *\nDEBUG = False\nALLOWED_HOSTS = ['*']\nSECRET_KEY = 'bench'\n"
        "WAGTAIL_CACHE = False\n"  # its page cache, as ours is passed by
        "STORAGES = {**globals().get('STORAGES', {}),"
        " 'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'},"
        " 'staticfiles': {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}}\n"
    )
    environ = {"DJANGO_SETTINGS_MODULE": "peer.settings.bench", "VIRTUAL_ENV": str(kept_in)}
    manage = [python, "manage.py", "migrate", "--noinput"]
    subprocess.run(manage, cwd=where, env=os.environ | environ, **quiet)
    with granian("peer.wsgi:application", where, environ, python) as address:
        yield address


@contextlib.contextmanager
def running(command: list[str], port: int, environ: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        env=os.environ | environ,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended with {process.returncode}")
        time.sleep(0.1)
    raise SystemExit(f"Nothing on port {port}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


if __name__ == "__main__":
    main()

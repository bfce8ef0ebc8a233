"""The register list beside Datasette: the same centres, two filters, a text query and facets, no page cache.

Ours is served by granian with two workers as `manage.py serve` does it; Datasette (from PyPI, into a virtual
environment of its own) by two processes, asked by turns, from a SQLite table of the centres in force with an
index per filter, full-text search and four facets; our page counts seven. Sixteen readers ask the same page
for `SECONDS` each, by turns ours and theirs; the figures are requests per second, milliseconds as a reader
waits, processor milliseconds of the server per request, and the memory of one server process.

    python tests/benchmarks/register.py [SIZE ...]      10000 and 100000 centres unless stated
"""

import http.client
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import say  # noqa: E402

ASKED_FOR = {10_000: "≥ 10", 100_000: "≥ 25"}
SIZES, READERS, WARMING, SECONDS, RUNS, WORKERS = (10_000, 100_000), 16, 4, 6, 3, 2
DATASETTE = "datasette==0.65.5"
PORTS = {"ours": [8761], "datasette": [8762, 8763]}
ASKED = {"level": "municipal", "kind": "enterprise-centre"}
TEXT = "industrial"
FACETS = ("level", "kind", "district", "year")
UNKEPT = {"Authorization": "none"}  # whoever signs in is never answered from the page cache
OURS = "/en/centres/?" + urlencode({**ASKED, "q": TEXT})
THEIRS = "/register/centres?" + urlencode(
    [*ASKED.items(), ("_search", TEXT), ("_size", "25"), *(("_facet", facet) for facet in FACETS)]
)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as path:
        datasette = installed(Path(path))
        say(f"{READERS} readers, {RUNS} runs of {SECONDS} s each, median; {WORKERS} server processes each")
        say(f"{'centres':>8} {'':10}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'MB':>7}")
        for size in sizes:
            place = prepared(Path(path), size)
            compare(size, place, datasette)


def installed(place: Path) -> Path:
    """Datasette's command, in a virtual environment of its own."""
    kept = ROOT / ".venv" / "peers"
    if not (kept / "bin" / "datasette").exists():
        venv.create(kept, with_pip=True)
        command = [kept / "bin" / "python", "-m", "pip", "install", "--quiet", DATASETTE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return kept / "bin" / "datasette"


def prepared(place: Path, size: int) -> Path:
    """A database with a register of so many sample centres, and the same centres as one plain table."""
    here = place / str(size)
    if not (ready := os.environ.get(f"REGISTER_{size}")):
        here.mkdir()
        for command in (["migrate"], ["load_content"], ["load_sample_register", "--size", str(size)]):
            manage(here, *command, "--verbosity", "0")
    else:
        here = Path(ready)
    manage(here, "collectstatic", "--noinput", "--verbosity", "0")
    (here / "register.db").unlink(missing_ok=True)
    plain_table(here)
    return here


def manage(here: Path, *command: str) -> None:
    python = [sys.executable, str(ROOT / "manage.py"), *command]
    subprocess.run(python, check=True, env=environment(here))


def environment(here: Path) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev", "DATABASE_URL": "", "REDIS_URL": ""}
    return os.environ | settings | {"VAR_DIR": str(here)}


def plain_table(here: Path) -> None:
    source = """
        SELECT c.number, s.name_en, s.name_zh, s.holder_name_en, s.holder_name_zh, k.key AS scheme, k.level,
               s.kind_of_centre AS kind, d.code AS district, s.sectors, s.first_granted AS since,
               strftime('%Y', s.first_granted_to) AS year
        FROM centres_standing s JOIN centres_centre c ON c.id = s.centre_id
        JOIN centres_scheme k ON k.id = s.scheme_id LEFT JOIN centres_district d ON d.id = s.district_id
        WHERE s.known_to IS NULL AND s.status = 'accredited' AND s.valid_from <= date('now')
              AND (s.valid_to IS NULL OR s.valid_to > date('now'))"""
    with sqlite3.connect(here / "register.db") as table:
        table.execute("ATTACH ? AS own", [str(here / "db.sqlite3")])
        table.execute("CREATE TABLE centres AS " + source.replace("centres_", "own.centres_"))
        for column in ("scheme", *FACETS):
            table.execute(f"CREATE INDEX centres_{column} ON centres ({column})")
        names = "name_en, name_zh, holder_name_en, holder_name_zh, number"
        table.execute(f"CREATE VIRTUAL TABLE centres_fts USING fts5({names}, content='centres')")
        table.execute("INSERT INTO centres_fts (centres_fts) VALUES ('rebuild')")


def compare(size: int, here: Path, datasette: Path) -> None:
    granian = [sys.executable, "-m", "granian", "cityofdesign.wsgi:application", "--interface", "wsgi"]
    granian += ["--working-dir", str(ROOT), "--host", "127.0.0.1", "--port", str(PORTS["ours"][0]), "--no-ws"]
    granian += ["--workers", str(WORKERS), "--blocking-threads", "2", "--log-level", "critical"]
    theirs = [
        [datasette, "serve", "--port", str(port), str(here / "register.db")] for port in PORTS["datasette"]
    ]
    servers = {"ours": [granian], "datasette": theirs}
    addresses, env = {"ours": OURS, "datasette": THEIRS}, environment(here)
    turns = (partial(served, servers[name], PORTS[name], addresses[name], env) for name in servers)
    found = dict(zip(servers, figures.by_turns(*turns, RUNS), strict=True))
    for name, runs in found.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        say(
            f"{size:8} {name:10}{middle['rate']:8.1f}{middle['p50']:8.1f}{middle['p99']:8.1f}"
            f"{middle['cpu']:8.1f}{middle['memory']:7.0f}"
        )
    what = f"register of {size} centres: requests per second by Datasette's"
    figures.compare(
        what, ASKED_FOR.get(size, ""), *([run["rate"] for run in runs] for runs in found.values())
    )


def served(commands: list, ports: list[int], address: str, env: dict) -> dict[str, float]:
    """One run: start the server, warm it up, ask for `SECONDS`, stop it."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(command, env=env, start_new_session=True, **quiet) for command in commands]
    try:
        for port in ports:
            wait_for(port, address)
        asked(ports, address, WARMING)  # so many at a time that every process makes ready what it keeps
        before, waits = processor(processes), asked(ports, address, SECONDS)
        spent = processor(processes) - before
        waits.sort()
        return {
            "rate": len(waits) / SECONDS,
            "p50": waits[len(waits) // 2] * 1000,
            "p99": waits[len(waits) * 99 // 100] * 1000,
            "cpu": spent / len(waits) * 1000,
            "memory": max(memory(pid) for process in processes for pid in family(process.pid)),
        }
    finally:
        for process in processes:
            os.killpg(process.pid, 15)
        for process in processes:
            process.wait()


def wait_for(port: int, address: str) -> None:
    for _ in range(300):
        try:
            return ask(port, address)
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"No server on port {port}")


def ask(port: int, address: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers=UNKEPT)
    answer = connection.getresponse()
    body = answer.read()
    if answer.headers.get("X-Page-Cache"):
        raise SystemExit("The page cache is on")
    if answer.status != 200 or b"CQ-" not in body:
        raise SystemExit(f"{address} answers {answer.status}")
    connection.close()


def asked(ports: list[int], address: str, seconds: int) -> list[float]:
    """Seconds of each answer to `READERS` who ask at the same time."""
    waits: list[float] = []
    until = time.perf_counter() + seconds

    def read(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (start := time.perf_counter()) < until:
            connection.request("GET", address, headers=UNKEPT)
            connection.getresponse().read()
            waits.append(time.perf_counter() - start)

    readers = [threading.Thread(target=read, args=(ports[n % len(ports)],)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return waits


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def processor(processes: list) -> float:
    """Processor seconds of the processes and their children."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        for process in processes
        for pid in family(process.pid)
    ]
    return sum(int(field[11]) + int(field[12]) for field in fields) / ticks


def memory(pid: int) -> float:
    """Megabytes of a process in memory."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()

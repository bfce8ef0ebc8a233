"""How long the main pages take, on the shipped content and the sample register in a database of its own.

One warm process, one request at a time through Django's test client: no network, no server, no browser.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import say  # noqa: E402

WARM_UP, RUNS = 3, 30
PAGES = (
    "/en/",
    "/zh-hans/",
    "/en/centres/",
    "/zh-hans/centres/?status=any&per_page=100",
    "/en/centres/?q=design&scheme=municipal-centre",
    "/en/search/?q=changan",
    "/en/centres/on/2021-12-31/",
    "/en/centres/{number}/",
    "/en/rounds/",
    "/en/milestones/",
    "/api/v1/centres/?scheme=municipal-centre&on=2021-12-31",
    "/api/v1/centres/{number}",
)


def main():
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as var_dir:
        os.environ |= {"VAR_DIR": var_dir, "DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev"}
        import django

        django.setup()
        prepare()
        measure()


def prepare():
    from django.core.management import call_command

    say("Preparing a database with the shipped content and the sample register.")
    for name in ("migrate", "load_content", "load_sample_register"):
        call_command(name, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def measure():
    from django.db import connection

    from centres.models import Centre

    number = Centre.objects.order_by("number").values_list("number", flat=True).first()
    say(f"{connection.vendor}, {Centre.objects.count()} centres, {RUNS} requests each, milliseconds")
    say(f"{'min':>8}{'median':>8}{'max':>8}{'queries':>9}{'kB':>7}  page")
    for page in PAGES:
        address = page.format(number=number)
        times, queries, size = timed(address)
        low, middle, high = min(times), statistics.median(times), max(times)
        say(f"{low:8.1f}{middle:8.1f}{high:8.1f}{queries:9}{size / 1024:7.0f}  {address}")


def timed(address: str) -> tuple[list[float], int, int]:
    """Milliseconds of each of RUNS requests, queries of one request, bytes of the answer."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    for _ in range(WARM_UP):
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(address).content)
    count = len(queries)  # the next request empties the log
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return times, count, size


if __name__ == "__main__":
    main()

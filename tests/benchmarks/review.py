"""How long staff wait for the review of a round, with a hundred rows and with ten thousand.

Two rounds of new centres in one database; the page of each as an officer opens it, by turns, in one warm
process through Django's test client. Asked: less than twice the time.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import by_turns, compare, say  # noqa: E402

FEW, MANY, TURNS, REQUESTS = 100, 10_000, 5, 5
PAGES = {"first page": "", "search among its rows": "?q=%E5%98%89"}


def main():
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as var_dir:
        os.environ |= {"VAR_DIR": var_dir, "DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev"}
        os.environ |= {"DATABASE_URL": "", "SAMPLE_REGISTER": "0"}
        import django

        django.setup()
        few, many = prepare()
        for name, query in PAGES.items():
            waits = by_turns(lambda: waited(many + query), lambda: waited(few + query), TURNS)  # noqa: B023
            middle = [sorted(times)[TURNS // 2] * 1000 for times in waits]
            say(f"{MANY} rows: {middle[0]:.0f} ms, {FEW} rows: {middle[1]:.0f} ms")
            compare(f"review of {MANY} rows to that of {FEW}, ms, {name}", "≤ 2", *waits)


def prepare() -> list[str]:
    """The addresses of the two reviews."""
    from django.core.management import call_command

    from centres import preparing
    from centres.models import Scheme
    from tests.benchmarks.rounds import DOCUMENT, workbook
    from tests.centres.lists_in_short import person

    say(f"Preparing rounds of {FEW} and of {MANY} rows.")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_content", verbosity=0)
    scheme, officer = Scheme.objects.get(key="municipal-centre"), person("officer")
    addresses = []
    for size in (FEW, MANY):
        round_ = preparing.create_round(scheme=scheme, year=2020, user=officer, sample=True)
        content = workbook(size, changed=False)
        facts = {"effective_on": "2020-05-01", "kind": "granted", **DOCUMENT}
        preparing.upload(round_, content=content, user=officer, **facts)
        addresses.append(f"/admin/register/rounds/{round_.pk}/")
    return addresses


def waited(address: str) -> float:
    """Seconds of one of REQUESTS requests."""
    from django.test import Client

    from tests.centres.lists_in_short import person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person("officer"))
    client.get(address)
    start = time.perf_counter()
    for _ in range(REQUESTS):
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} cannot be opened")
    return (time.perf_counter() - start) / REQUESTS


if __name__ == "__main__":
    main()

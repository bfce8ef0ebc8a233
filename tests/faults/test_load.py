"""Many readers at once, for a long time, while staff work; and how memory grows.

`-s` has the figures printed that docs/reliability.md names.
"""

import contextlib
import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from .copies import children_of

READERS, SECONDS, ROWS, EDITORS, WARMING = 64, 60, 1000, 2, 5
EVEN = 5  # times the median: the longest that ninety-nine in a hundred wait
FLAT = 1.05
pytestmark = [pytest.mark.slow, pytest.mark.load, pytest.mark.django_db]
REGISTER = ("/en/centres/", "/zh-hans/centres/", "/api/v1/centres/")
OTHERS = ("/en/", "/zh-hans/", "/en/news/", "/en/policies/", "/en/centres/CQ-000001/", "/en/rounds/")
UNLIKE = ("/en/centres/?q=%E5%98%89{n}", "/zh-hans/search/?q=%E8%AE%BE%E8%AE%A1{n}")


def reading(site, addresses, seconds: int, most: int = 0) -> subprocess.Popen:
    asked = {"readers": READERS, "seconds": seconds, "most": most, "addresses": addresses}
    argv = [sys.executable, str(Path(__file__).with_name("readers.py")), str(site.port), json.dumps(asked)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)


def told(readers: subprocess.Popen) -> list[list]:
    """What the readers saw, once they have ended; all of them were answered, without a fault."""
    found = json.loads(readers.communicate()[0])
    assert readers.returncode == 0
    assert {status for *_, status, _shown in found} == {200}
    turns = [0] * READERS
    for number, *_ in found:
        turns[number] += 1
    assert min(turns) > max(turns) / 5, turns
    return found


class Editor(threading.Thread):
    """Somebody who saves the draft of a page again and again, until told to stop."""

    def __init__(self, site, desk: dict):
        super().__init__(daemon=True)
        self.site, self.desk, self.stop, self.statuses = site, desk, threading.Event(), []

    def run(self):
        while not self.stop.wait(0.5):
            form = {**self.desk["form"], "title": f"Saved {len(self.statuses)} times"}
            self.statuses.append(self.site.status(self.desk["address"], self.desk["session"], form))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop.set()
        self.join()


@pytest.fixture(scope="module")
def thousand(copies, tmp_path_factory):
    """A register of 1 000 centres, and as many in a round that is approved; two desks of editors."""
    copy = copies.first(tmp_path_factory.mktemp("thousand"))
    made = copy.run("prepare", 2, ROWS)
    assert copy.run("act", "publish", made["approved"][0], "approver")["state"] == "published"
    copy.rounds, copy.desks = made, [copy.run("desk", "editor", number) for number in range(EDITORS)]
    return copy


def test_readers_notice_nothing_but_the_new_edition_while_a_round_is_published_and_pages_are_saved(thousand):
    pk = thousand.rounds["approved"][1]
    before = thousand.run("look", pk)
    with thousand.serve(workers=2) as site, contextlib.ExitStack() as stack:
        addresses = [*REGISTER, *OTHERS, *REGISTER, *UNLIKE]
        reading(site, addresses, WARMING).communicate()  # both processes have answered
        readers = reading(site, addresses, SECONDS)
        editors = [stack.enter_context(Editor(site, desk)) for desk in thousand.desks]
        time.sleep(SECONDS / 3)
        began = time.monotonic()
        status = site.status(f"/admin/register/rounds/{pk}/publish/", thousand.rounds["session"], form={})
        ended = time.monotonic()
        found = told(readers)
    assert (status, {one for editor in editors for one in editor.statuses}) == (302, {302})
    for address in REGISTER:
        shown = [(start, start + taken, what) for _, at, start, taken, _, what in found if at == address]
        old = {what for _start, end, what in shown if end < began}
        new = {what for start, _end, what in shown if start > ended}
        assert (len(old), len(new)) == (1, 1), (address, old, new)
        assert "" not in old | new
        assert old != new
    waits = sorted(taken for *_, taken, _status, _shown in found)
    p50, p99 = statistics.median(waits), waits[len(waits) * 99 // 100]
    saves = sum(len(editor.statuses) for editor in editors)
    say(f"{len(found) / SECONDS:.0f} requests/s, p50 {p50:.3f} s, p99 {p99:.3f} s, longest {waits[-1]:.3f} s")
    say(f"published in {ended - began:.2f} s, pages saved {saves} times")
    assert p99 <= EVEN * p50
    after = thousand.run("look", pk)
    assert (after["states"], after["faults"], after["gaps"]) == (["published"], [], 0)
    assert after["counts"]["Decision"] == before["counts"]["Decision"] + ROWS


def test_memory_of_a_worker_is_flat_over_twenty_thousand_requests(thousand, copies, tmp_path):
    """Flat: after all of them at most a twentieth more than after the first quarter, when all is in place
    that a process keeps. Four requests in thirteen are for addresses that nobody asked for before."""
    with copies.of(thousand, tmp_path).serve() as site:
        found = [megabytes(site)]
        for most in (5_000, 15_000):
            told(reading(site, [*REGISTER, *OTHERS, *UNLIKE, *UNLIKE], 600, most))
            found.append(megabytes(site))
    say("MB of a worker at first, after 5 000 and after 20 000 requests: " + ", ".join(map(str, found)))
    assert found[2] <= found[1] * FLAT


def megabytes(site) -> int:
    """What the largest process of the application server holds in memory."""
    status = [Path(f"/proc/{pid}/status").read_text() for pid in children_of(site.process.pid)]
    return max(int(one.partition("VmRSS:")[2].split()[0]) for one in status) // 1024


def say(line: str) -> None:
    sys.stderr.write(f"\n{line}")

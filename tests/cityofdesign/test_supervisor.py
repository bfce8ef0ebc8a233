"""Real processes: what matters is who is still alive afterwards."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cityofdesign.supervisor import supervise

ROOT = Path(__file__).parents[2]
RUN = """
import json, sys
from cityofdesign.supervisor import supervise
print(supervise(json.loads(sys.argv[1])) or "told")
"""
SLEEP = ["sleep", "60"]
# Ignores SIGTERM, and has a child of its own; both write their process ids.
STUBBORN = "trap '' TERM; sleep 60 & echo $$ $! > {pids}; wait; sleep 60"


def start(commands: dict) -> subprocess.Popen:
    argv = [sys.executable, "-c", RUN, json.dumps(commands)]
    return subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def pids_in(file: Path) -> list[int]:
    wait_for(lambda: file.exists() and file.read_text().endswith("\n"))
    return [int(word) for word in file.read_text().split()]


def remembering(tmp_path, name, then="exec sleep 60"):
    file = tmp_path / name
    return ["sh", "-c", f"echo $$ > '{file}'; {then}"], file


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_every_command(tmp_path, number):
    (one, first), (two, second) = remembering(tmp_path, "one"), remembering(tmp_path, "two")
    parent = start({"one": one, "two": two})
    pids = pids_in(first) + pids_in(second)
    parent.send_signal(number)
    assert parent.communicate(timeout=5)[0] == "told\n"
    assert parent.returncode == 0
    assert not [pid for pid in pids if alive(pid)]


def test_the_others_wait_until_the_first_is_ready(tmp_path):
    (one, first), (two, second) = remembering(tmp_path, "one"), remembering(tmp_path, "two")
    seen = []
    stop = f"kill -TERM {os.getpid()}"
    commands = {"one": one, "two": two, "stop": ["sh", "-c", f"{stop}; sleep 60"]}

    def is_ready():
        seen.append(second.exists())
        return len(pids_in(first)) == 1

    assert supervise(commands, is_ready, on_ready=lambda: seen.append("ready")) == ""
    assert seen == [False, "ready"]


def test_when_one_command_ends_the_others_are_stopped_and_it_is_named(tmp_path):
    steady, file = remembering(tmp_path, "steady")
    parent = start(
        {"site": steady, "worker": ["sh", "-c", f"until [ -s '{file}' ]; do sleep 0.1; done; exit 3"]}
    )
    assert parent.communicate(timeout=10)[0] == "The worker ended with exit code 3.\n"
    assert not alive(*pids_in(file))


def test_a_command_killed_from_outside_is_named_with_its_signal(tmp_path):
    victim, file = remembering(tmp_path, "victim")
    parent = start({"site": SLEEP, "worker": victim})
    os.kill(*pids_in(file), signal.SIGKILL)
    assert parent.communicate(timeout=10)[0] == "The worker was ended by SIGKILL.\n"


def test_a_second_signal_ends_a_command_that_will_not_stop(tmp_path):
    file = tmp_path / "pids"
    parent = start({"stubborn": ["sh", "-c", STUBBORN.format(pids=file)]})
    pids = pids_in(file)
    parent.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert alive(pids[0])
    parent.send_signal(signal.SIGINT)
    parent.communicate(timeout=3)
    assert not [pid for pid in pids if alive(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_commands_do_not_outlive_a_killed_supervisor(tmp_path):
    command, file = remembering(tmp_path, "one")
    parent = start({"one": command})
    [pid] = pids_in(file)
    parent.kill()
    parent.communicate()
    assert wait_for(lambda: not alive(pid))

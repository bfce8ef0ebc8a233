"""Several commands as one: they run together and stop together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # prctl(2)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def supervise(
    commands: Mapping[str, Sequence[str]],
    is_ready: Callable[[], bool] = lambda: True,
    on_ready: Callable[[], None] = lambda: None,
    grace: float = 6.0,
) -> str:
    """Run `commands` (name -> argument list) until one ends or this process is told to stop.

    The first command has the machine to itself until `is_ready()`; then the others start and `on_ready`
    is called. Returns the empty string after SIGINT, SIGTERM or SIGHUP, otherwise a sentence naming the
    command that ended. On return every process of every command is gone: they got SIGTERM, and SIGKILL
    after `grace` seconds or on a second signal.
    """
    received: list[int] = []
    before = {n: signal.signal(n, lambda number, frame: received.append(number)) for n in STOP_SIGNALS}
    waiting = list(commands)
    running = {waiting[0]: _start(commands[waiting.pop(0)])}
    settled = False
    try:
        while not received:
            for name, child in running.items():
                if child.poll() is not None:
                    return f"The {name} {_ending(child.returncode)}."
            if not settled and is_ready():
                running |= {name: _start(commands[name]) for name in waiting}
                settled = True
                on_ready()
            time.sleep(0.1)
        return ""
    finally:
        _stop(running.values(), grace, hurry=lambda: len(received) > 1)
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(command: Sequence[str]) -> subprocess.Popen:
    # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order.
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """Ask Linux to stop this process should the supervisor be killed outright."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _ending(returncode: int) -> str:
    if returncode < 0:
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"ended with exit code {returncode}"


def _stop(children: Collection[subprocess.Popen], grace: float, hurry: Callable[[], bool]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + grace
    while any(child.poll() is None for child in children) and time.monotonic() < deadline and not hurry():
        time.sleep(0.05)
    for child in children:
        try:
            os.killpg(child.pid, signal.SIGKILL)  # also what a command that died has left behind
        except ProcessLookupError:
            pass
        child.wait()

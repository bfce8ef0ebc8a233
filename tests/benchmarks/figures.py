"""What benchmarks print, and the table of their ratios that docs/benchmarks.md keeps.

A ratio is taken within one turn, ours beside the other in the same minute; the table names the lowest, the
median and the highest of the turns. Each row is written anew by the script that measures it.
"""

import datetime
import os
import platform
import re
import sqlite3
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MARKS = "<!-- written by make bench -->\n", "<!-- end of what make bench writes -->\n"
HEAD = "| ratio | asked | lowest | median | highest | script | day |\n|---|---|---|---|---|---|---|\n"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def by_turns(first: Callable, second: Callable, turns: int) -> tuple[list, list]:
    """What each gives in so many turns; whatever else the machine does weighs on both alike."""
    pairs = [(first(), second()) for _turn in range(turns)]
    ours, others = zip(*pairs, strict=True)
    return list(ours), list(others)


def compare(what: str, asked: str, ours: list[float], others: list[float]) -> None:
    """Say and keep ours by others, turn by turn. `asked` is such as `≥ 0.8`, empty for nothing."""
    ratios = [one / other for one, other in zip(ours, others, strict=True)]
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    wanted = f" (asked: {asked}{'' if met(asked, middle) else ', missed'})" if asked else ""
    say(f"{what}: {low:.2f} to {high:.2f}, median {middle:.2f}{wanted}")
    keep(what, asked, low, middle, high)


def met(asked: str, ratio: float) -> bool:
    if not asked:
        return True
    sign, bound = asked.split()
    return ratio >= float(bound) if sign == "≥" else ratio <= float(bound)


def keep(what: str, asked: str, *figures: float) -> None:
    """Write the row of `what` into the page, in place of the one that was there."""
    before, (found, after) = PAGE.read_text().split(MARKS[0])[0], parts()
    day = datetime.datetime.now(datetime.UTC).date()
    cells = [what, asked, *(f"{figure:.2f}" for figure in figures), Path(sys.argv[0]).name, str(day)]
    found[what] = f"| {' | '.join(cells)} |\n"
    table = HEAD + "".join(found.values())
    PAGE.write_text(f"{before}{MARKS[0]}{machine()}\n\n{table}{MARKS[1]}{after}")


def parts() -> tuple[dict[str, str], str]:
    """The rows of the table by their first cell, and what follows the table."""
    written, after = PAGE.read_text().split(MARKS[0])[1].split(MARKS[1])
    rows = written.partition(HEAD)[2].splitlines(keepends=True)
    return {re.match(r"\| (.*?) \|", row)[1]: row for row in rows}, after


def machine() -> str:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} processors, {versions}, {platform.system()} {platform.machine()}."

"""The columns of a list as a person corrects them, and what of that is kept for the next list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .accreditation import ACCREDITATION
from .columns import plain_heading
from .layout import Layout
from .parsing import ReadList
from .problems import Problem

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file: its letter, heading as printed, key or None, and its first filled cells."""

    letter: str
    heading: str
    key: str | None
    samples: tuple[str, ...]


def headings_of(read: ReadList) -> list[Heading]:
    """Every column in the order of the file, for a form in which a person says what each means."""
    return [
        Heading(read.letters[heading], heading, key, tuple(first_filled(read, heading)))
        for heading, key in read.column_map.items()
    ]


def first_filled(read: ReadList, heading: str) -> Iterator[str]:
    found = 0
    for row in read.rows:
        if text := row.printed[heading].strip():
            yield text
            found += 1
        if found == SAMPLES:
            return


def map_problems(
    read: ReadList, column_map: Mapping[str, str | None], layout: Layout = ACCREDITATION
) -> list[Problem]:
    """What is wrong with heading -> key or None as a person stated it; empty where it can be used.

    Headings left out of `column_map` keep the meaning that they have in `read`.
    """

    def problem(code: str, heading: str = "", found: str = "", **params: str) -> Problem:
        letter = read.letters.get(heading, "")
        row = read.header_row if heading else None
        return Problem(code, params, read.filename, read.sheet, row, letter, heading, found)

    problems = []
    for heading in column_map.keys() - read.column_map.keys():
        problems.append(problem("unknown-heading", found=heading, headings=", ".join(read.column_map)))
    used: dict[str, str] = {}
    for heading, key in (
        read.column_map | {h: k for h, k in column_map.items() if h in read.letters}
    ).items():
        if not key:
            continue
        if key not in layout.by_key:
            problems.append(problem("unknown-key", heading, key, keys=", ".join(layout.by_key)))
        elif key in used:
            label = layout.by_key[key].heading
            problems.append(
                problem("key-twice", heading, heading, other=read.letters[used[key]], label=label)
            )
        else:
            used[key] = heading
    if not layout.naming & used.keys():
        problems.append(problem(layout.no_naming, headings=layout.needed))
    return problems


def remembered(read: ReadList) -> dict[str, Any]:
    """What to keep of a list for the next one of the same body; plain values, fit for JSON.

    Headings are kept without width, case, spaces and punctuation. A column without a heading is not kept.
    """
    return {
        "columns": {
            plain: key
            for heading, key in read.column_map.items()
            if heading != read.letters[heading] and (plain := plain_heading(heading))
        }
    }

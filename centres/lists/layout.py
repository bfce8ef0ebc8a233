"""What tells one kind of list from another: its columns, and what a row of it must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .columns import Column, headings_of_columns, recognised

if TYPE_CHECKING:
    from .problems import Problem
    from .rows import Source

Values = dict[str, str]
Places = Mapping[str, int]
"""Column key -> place in the sheet, of the columns that a file has."""
Found = tuple[list["Problem"], list["Problem"]]
"""(errors, warnings) of a row."""


def nothing_added(values: Values, columns: Places) -> None:
    """Most lists say all that they mean."""


def no_section(line: str) -> str:
    return ""


@dataclass(frozen=True)
class Layout:
    """One kind of list. Of the columns `naming` a list must have one; one of `alone` is headings enough.

    `needed` names them in words. `free` hold text in which a note may stand. `by_language` are pairs of
    columns, Chinese and English. A line of one cell for which `section` gives a text says `section_key` of
    the rows below it. `complete` adds what a row says in other columns, `check` says what is wrong with it;
    `derived` are columns that `complete` fills where a list has none of them.
    """

    columns: tuple[Column, ...]
    naming: frozenset[str]
    alone: frozenset[str]
    needed: str
    check: Callable[[Values, Places, int, Source], Found]
    complete: Callable[[Values, Places], None] = nothing_added
    by_language: tuple[tuple[str, str], ...] = ()
    free: frozenset[str] = frozenset({"serial"})
    section: Callable[[str], str] = no_section
    section_key: str = ""
    derived: frozenset[str] = frozenset()
    no_header: str = "no-headings"
    no_naming: str = "no-needed"

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def headings(self) -> dict[str, str]:
        return headings_of_columns(self.columns)

    def recognise(self, heading: str) -> str | None:
        """The key of the column that a heading names; None if it names none."""
        key = recognised(heading, self.headings)
        return key if key in self.by_key else None

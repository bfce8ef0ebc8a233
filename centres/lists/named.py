"""Centres that a list names beside its own: the one that a branch belongs to, those that one succeeds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from .names import has_chinese, split_holder
from .problems import Note

if TYPE_CHECKING:
    from .matching import Index

SEVERAL = re.compile(r"[、；;/／\n]")
NUMBER = re.compile(r"CQ-\d{6}", re.I)


class Centres:
    """Looks centres of the register up by number or name; `index` is asked once, when a row names one."""

    def __init__(self, index: Callable[[], Index] | None = None) -> None:
        self._index = index

    @cached_property
    def index(self) -> Index | None:
        return self._index() if self._index else None

    def find(self, printed: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
        """((register number,), ()) of the one centre that is meant for certain; ((), (why not,)) else."""
        for values in readings(printed) if self.index else ():
            match = self.index.match(values)
            if match.certain:
                return (self.index.known[match.centre_id].number,), ()
        return (), (Note("unknown-centre", {"named": printed}),)

    def find_all(self, printed: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
        """The same for several, separated by 、 ； ; or /."""
        found = [self.find(name.strip()) for name in SEVERAL.split(printed) if name.strip()]
        numbers = dict.fromkeys(number for numbers, _unknown in found for number in numbers)
        return tuple(numbers), tuple(note for _numbers, notes in found for note in notes)


def readings(printed: str) -> list[dict[str, str]]:
    """The lines of a list that the name may stand for: a number, a centre, a holder with its centre."""
    if NUMBER.fullmatch(printed):
        return [{"number": printed.upper()}]
    language = "zh" if has_chinese(printed) else "en"
    holder, rest = split_holder(printed)
    whole = {f"centre_name_{language}": printed}
    parted = {f"holder_name_{language}": holder, f"centre_name_{language}": rest}
    return [whole, *([{key: value for key, value in parted.items() if value}] if holder else [])]

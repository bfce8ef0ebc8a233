"""What can be said about a file, a row or a verdict: a code with parameters, put into words when it is read.

Codes and parameters can be stored as JSON; the words follow the language of whoever reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from .messages import MESSAGES, WORDS


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a row: `str()` is a sentence in the active language."""

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        return worded(MESSAGES[self.code][0], self.params)

    def __str__(self) -> str:
        return self.message

    def as_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON; `from_dict` reads them back."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "params": dict(self.params)
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Problem(Note):
    """What is off in a file, and where: rows and columns as a person sees them, from 1 and from A."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""
    found: str = ""

    @property
    def expected(self) -> str:
        """What would be right; empty where nothing need change."""
        expected = MESSAGES[self.code][1]
        return worded(expected, self.params) if expected else ""

    @property
    def place(self) -> str:
        column = f"{self.column} ({self.heading})" if self.heading else self.column
        parts = [
            self.file,
            _("sheet “%(sheet)s”") % {"sheet": self.sheet} if self.sheet else "",
            _("row %(row)s") % {"row": self.row} if self.row else "",
            _("column %(column)s") % {"column": column} if column else "",
        ]
        return str(_(", ")).join(part for part in parts if part)

    def __str__(self) -> str:
        words = [self.message]
        if self.found:
            words.append(_("Found: “%(found)s”.") % {"found": shorten(self.found)})
        if self.expected:
            words.append(_("Expected: %(expected)s") % {"expected": self.expected})
        if not self.place:
            return " ".join(words)
        return _("%(place)s: %(words)s") % {"place": self.place, "words": " ".join(words)}


def from_stored(stored: Mapping[str, Any]) -> Note:
    """The note or problem that `as_dict` gave."""
    return (Problem if "file" in stored else Note).from_dict(stored)


def said(stored: Mapping[str, Any]) -> str:
    """A stored note or problem of a row in words, without its place, which stands beside it."""
    where = {"file": "", "sheet": "", "row": None} if "file" in stored else {}
    return str(from_stored({**stored, **where}))


def said_of_list(stored: str | Mapping[str, Any]) -> str:
    """A stored note or problem of a list in words, without file and sheet; older ones are words already."""
    if isinstance(stored, str):
        return stored
    where = {"file": "", "sheet": ""} if "file" in stored else {}
    return str(from_stored({**stored, **where}))


class ListRefused(Exception):
    """The file as a whole cannot be read; `problem` says why. Nothing of it is used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)


def refusal(code: str, file: str, **place_and_params: Any) -> ListRefused:
    """A `ListRefused` for `file`; keywords naming a field of `Problem` go there, the rest are parameters."""
    fields = {key: place_and_params.pop(key) for key in PLACE_FIELDS & place_and_params.keys()}
    return ListRefused(Problem(code, place_and_params, file=file, **fields))


def worded(sentence: object, params: Mapping[str, str | int | float]) -> str:
    """A sentence with its parameters, in the active language."""
    return str(sentence) % {name: WORDS.get(value, value) for name, value in params.items()}


def shorten(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


PLACE_FIELDS = frozenset({"sheet", "row", "column", "heading", "found"})

"""Two texts paragraph by paragraph, and within a changed paragraph word by word. Pure functions."""

import dataclasses
import re
from difflib import SequenceMatcher
from itertools import zip_longest

from bs4 import BeautifulSoup

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
WORD = re.compile(r"[\u3007\u3400-\u9fff]|\w+|\s+|.")
LINES = ["p", "li", "h2", "h3", "h4"]
Piece = tuple[str, bool]
"""A run of text, and whether the other side has it otherwise."""


@dataclasses.dataclass(frozen=True)
class Passage:
    """One paragraph in both texts, or in one of them; the other side is then empty."""

    kind: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def paragraphs(text) -> list[str]:
    """The paragraphs of a full text (a value of policies.blocks.DocumentText), without markup."""
    found = []
    for block in text:
        if block.block_type == "heading":
            found.append(str(block.value))
            continue
        soup = BeautifulSoup(block.value.source, "html.parser")
        found += [line.get_text() for line in soup.find_all(LINES)] or [soup.get_text()]
    return [" ".join(line.split()) for line in found if line.strip()]


def passages(old: list[str], new: list[str]) -> list[Passage]:
    """Both texts in order; changed paragraphs are paired in the order in which they stand."""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Passage(SAME, ((line, False),), ((line, False),)) for line in old[a:b]]
        else:
            found += [pair(before, after) for before, after in zip_longest(old[a:b], new[c:d], fillvalue="")]
    return found


def pair(before: str, after: str) -> Passage:
    if not before:
        return Passage(ADDED, (), ((after, True),))
    if not after:
        return Passage(REMOVED, ((before, True),), ())
    old, new = WORD.findall(before), WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in ((left, old[a:b]), (right, new[c:d])):
            if words:
                side.append(("".join(words), kind != "equal"))
    return Passage(CHANGED, tuple(left), tuple(right))

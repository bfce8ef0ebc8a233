"""The numbers that Word prints before paragraphs and does not store: counted as Word counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from .wordml import W, number, value

UNNUMBERED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a style of paragraphs says here; `outlined`: its paragraphs are headings."""

    name: str = ""
    outlined: bool = False
    numbering: tuple[str, str] = ("", "")


class Styles:
    """The styles of a document by their ids, each with what it takes over from the style it is based on."""

    def __init__(self, styles: Element) -> None:
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
        self._read: dict[str, Style] = {}

    def of(self, paragraph: Element) -> Style:
        key = value(paragraph.find(f"{W}pPr/{W}pStyle")) or ""
        if key not in self._read:
            self._read[key] = self._style(key)
        own = paragraph.find(f"{W}pPr/{W}outlineLvl") is not None
        style = self._read[key]
        return Style(style.name, True, style.numbering) if own else style

    def _style(self, key: str) -> Style:
        name, outlined, numbering = "", False, ("", "")
        for style in self._ancestry(key):
            name = name or value(style.find(f"{W}name")) or ""
            outlined = outlined or style.find(f"{W}pPr/{W}outlineLvl") is not None
            if not numbering[0]:
                numbering = numbering_of(style)
        return Style(name, outlined, numbering)

    def _ancestry(self, key: str) -> Iterator[Element]:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = value(self._styles[key].find(f"{W}basedOn")) or ""


class Numbering:
    """Counts the numbered paragraphs of a document, which must be asked for in their order."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, tuple[Element, Element | None]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        if numbering is None:
            return
        abstract = {
            number.get(f"{W}abstractNumId"): number for number in numbering.iterfind(f"{W}abstractNum")
        }
        for entry in numbering.iterfind(f"{W}num"):
            base = abstract.get(value(entry.find(f"{W}abstractNumId")))
            self._lists[entry.get(f"{W}numId", "")] = (entry, base)

    def next(self, paragraph: Element) -> str:
        """The number that Word prints before the paragraph, in digits; empty where it prints none."""
        key, level = numbering_of(paragraph)
        if not key:
            key, level = self._styles.of(paragraph).numbering
        start = self._start(key, level)
        if start is None:
            return ""
        self._counts[key, level] = self._counts.get((key, level), start - 1) + 1
        return str(self._counts[key, level])

    def _start(self, key: str, level: str) -> int | None:
        """The first number of a list at a level; None where it has no numbers."""
        entry, base = self._lists.get(key, (None, None))
        if entry is None or base is None:
            return None
        for described in base.iterfind(f"{W}lvl"):
            if described.get(f"{W}ilvl") == level:
                if value(described.find(f"{W}numFmt")) in UNNUMBERED:
                    return None
                start = number(described.find(f"{W}start"), 0)
                break
        else:
            return None
        for override in entry.iterfind(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == level:
                start = number(override.find(f"{W}startOverride"), start)
        return start


def numbering_of(node: Element) -> tuple[str, str]:
    """(id of the list, level) that a paragraph or a style states; ("", "0") where it states none."""
    properties = node.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return "", "0"
    level = value(properties.find(f"{W}ilvl")) or "0"
    return value(properties.find(f"{W}numId")) or "", level

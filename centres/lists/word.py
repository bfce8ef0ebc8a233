"""The tables of a Word document, each as a sheet: what a reader sees on the page, all changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from .header import find_header
from .layout import Layout
from .numbering import Numbering, Styles
from .package import reading_errors, repacked
from .problems import refusal
from .wordml import BREAKS, CONTAINERS, LEFT_OUT, OFF, SLOT, W, flag, number, value
from .workbook import HEADER_ROOM, MAX_COLUMNS, MAX_ROWS, Sheet

MAX_TAGS = 1_500_000
"""Tags of a document: some 15 000 rows of five columns; its tree takes about 150 bytes for each tag."""
LONGEST_NAME = 60
STRICT = "http://purl.oclc.org/ooxml/"
NEEDED = frozenset({"officeDocument", "styles", "numbering"})
IN_BRACKETS = re.compile(r"^[（(\[【].*[）)\]】]$")
SENTENCE = re.compile(r"[。；;：:，,]$")
TITLE = re.compile(r"title|heading|caption|标题|题注", re.I)


class Document:
    """A document of checked parts. Raises `ListRefused` where it is damaged, too long or has no table."""

    hidden_sheets: tuple[str, ...] = ()

    def __init__(self, parts: dict[str, bytes], filename: str, layout: Layout) -> None:
        self.filename, self.layout = filename, layout
        if max(content.count(b"<") for content in parts.values()) > MAX_TAGS:
            raise refusal("word-too-long", filename)
        with reading_errors(filename):
            document = docx.Document(repacked(bare(parts, filename)))
            self._styles = Styles(document.styles.element)
            relations = document.part.rels.values()
            numbering = [r.target_part.element for r in relations if r.reltype == RELATIONSHIP_TYPE.NUMBERING]
            self._numbering = Numbering(numbering[0] if numbering else None, self._styles)
            self._sheets = self._read(document.element.body)
        if not self._sheets:
            raise refusal("no-table", filename)
        self.sheets = tuple(self._sheets)

    def sheet(self, name: str) -> Sheet:
        return self._sheets[name]

    def _read(self, body: Element) -> dict[str, Sheet]:
        """Name -> table, in their order; a table that only goes on is part of the one before."""
        sheets: dict[str, Sheet] = {}
        titles: list[tuple[str, bool]] = []
        previous = ""
        for block in blocks(body):
            if block.tag == f"{W}p":
                if text := " ".join("".join(texts(block)).split()):
                    titles.append((text, self._is_title(block)))
                continue
            table = self._table(block)
            if not table.rows:
                continue
            if previous and not titles and goes_on(sheets[previous].rows, table.rows, self.layout):
                sheets[previous] = joined(sheets[previous], table)
            else:
                previous = unused(table_name(titles) or f"Table {len(sheets) + 1}", sheets)
                sheets[previous] = table
            self._refuse_long(sheets[previous], previous)
            titles = []
        return {name: replace(table, name=name) for name, table in sheets.items()}

    def _is_title(self, paragraph: Element) -> bool:
        style = self._styles.of(paragraph)
        return bool(TITLE.search(style.name)) or style.outlined

    def _refuse_long(self, table: Sheet, name: str) -> None:
        if len(table.rows) > MAX_ROWS + HEADER_ROOM:
            raise refusal("too-many-rows", self.filename, sheet=name, limit=MAX_ROWS)

    def _table(self, table: Element) -> Sheet:
        rows: list[list[str]] = []
        hidden, unreadable, tracked = set(), {}, False
        above: dict[int, str] = {}
        for line in within(table, f"{W}tr"):
            properties = line.find(f"{W}trPr")
            if flag(properties, "del"):
                tracked = True
                continue
            tracked = tracked or changed(line)
            row: list[str] = []
            merged: dict[int, str] = {}
            for column, cell in self._placed(line, properties, len(rows) + 1):
                continued = value(cell.find(f"{W}tcPr/{W}vMerge"))
                if continued in ("", "continue") and column in above:
                    text = above[column]
                else:
                    text = self._text(cell)
                if continued is not None:
                    merged[column] = text
                row += [""] * (column - len(row)) + [text]
                if cell.find(f".//{W}tbl") is not None:
                    unreadable[len(rows) + 1, column] = "nested-table"
            rows.append(row)
            above = merged
            if flag(properties, "hidden") or hides_text(line):
                hidden.add(len(rows))
        while rows and not any(rows[-1]):
            rows.pop()
        width = max(map(len, rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows]
        return Sheet("", rows, frozenset(hidden), unreadable=unreadable, tracked_changes=tracked)

    def _placed(self, line: Element, properties: Element | None, row: int) -> Iterator[tuple[int, Element]]:
        """(column from 0, cell); a cell over several columns stands in its first."""
        before = None if properties is None else properties.find(f"{W}gridBefore")
        column = number(before, 0)
        for cell in within(line, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            if flag(properties, "cellDel"):
                continue
            if column >= MAX_COLUMNS:
                raise refusal("too-wide", self.filename, row=row, limit=MAX_COLUMNS)
            yield column, cell
            span = None if properties is None else properties.find(f"{W}gridSpan")
            column += max(1, number(span, 1))

    def _text(self, cell: Element) -> str:
        """The paragraphs of a cell; one without text says the number that Word gives it."""
        lines = []
        for block in blocks(cell):
            if block.tag == f"{W}p":
                printed = self._numbering.next(block)
                lines.append("".join(texts(block)) or printed)
        return "\n".join(lines).strip()


def bare(parts: dict[str, bytes], filename: str) -> dict[str, bytes]:
    """The parts with no relation but those to text, styles and numbering: nothing else is ever looked up."""
    kept = {}
    for name, content in parts.items():
        if name.endswith(".rels"):
            relations = ElementTree.fromstring(content)  # noqa: S314 - declares no entities: package.py
            for relation in list(relations):
                kind = relation.get("Type", "")
                if kind.startswith(STRICT):
                    raise refusal("word-strict", filename)
                if kind.rsplit("/", 1)[-1] not in NEEDED or relation.get("TargetMode") == "External":
                    relations.remove(relation)
            content = ElementTree.tostring(relations)
        kept[name] = content
    return kept


def within(parent: Element, *wanted: str) -> Iterator[Element]:
    """Children of those tags, also those in content controls and in what was inserted or moved here."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in CONTAINERS and not is_placeholder(child):
            yield from within(child, *wanted)


def is_placeholder(control: Element) -> bool:
    """Whether a content control only shows what should be typed there."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order; a table of one cell is a frame around what it holds."""
    for block in within(parent, f"{W}p", f"{W}tbl"):
        cells = [] if block.tag == f"{W}p" else list(block.iterfind(f"{W}tr/{W}tc"))
        if len(cells) == 1 and cells[0].find(f".//{W}tbl") is not None:
            yield from blocks(cells[0])
        else:
            yield block


def texts(node: Element) -> Iterator[str]:
    """The pieces of text of a paragraph: without deletions, field codes, pictures and phonetic guides."""
    for child in node:
        if child.tag == SLOT:
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in LEFT_OUT and not is_placeholder(child):
            yield from texts(child)


def hides_text(line: Element) -> bool:
    return any(value(mark) not in OFF for mark in line.iterfind(f".//{W}r/{W}rPr/{W}vanish"))


def changed(line: Element) -> bool:
    return any(line.find(f".//{W}{tag}") is not None for tag in ("ins", "del", "moveFrom", "moveTo"))


def table_name(titles: Iterable[tuple[str, bool]]) -> str:
    """The last line above a table that is styled as a title, else the last short one that is no sentence."""
    titles = list(titles)
    styled = [text for text, title in titles if title]
    plain = [text for text, _title in titles if not (SENTENCE.search(text) or IN_BRACKETS.match(text))]
    name = next(reversed(styled), "") or next((t for t in reversed(plain) if len(t) <= LONGEST_NAME), "")
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def unused(name: str, taken: Mapping[str, object]) -> str:
    names = (name, *(f"{name} ({n})" for n in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)


def goes_on(first: list[list[str]], second: list[list[str]], layout: Layout) -> bool:
    """Whether a table right below another is its continuation: as wide, without other headings."""
    if len(first[0]) != len(second[0]):
        return False
    header, other = find_header(first, layout), find_header(second, layout)
    return other is None or (header is not None and header.headings == other.headings)


def joined(first: Sheet, second: Sheet) -> Sheet:
    """Both as one, the rows of the second counted on."""
    offset = len(first.rows)
    moved = {(row + offset, column): code for (row, column), code in second.unreadable.items()}
    return replace(
        first,
        rows=first.rows + second.rows,
        hidden_rows=first.hidden_rows | {row + offset for row in second.hidden_rows},
        unreadable=first.unreadable | moved,
        tracked_changes=first.tracked_changes or second.tracked_changes,
    )

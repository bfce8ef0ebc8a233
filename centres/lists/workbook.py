"""An xlsx workbook of checked XML parts, read with calamine, which gets nothing but those."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

import python_calamine as calamine

from .package import reading_errors, repacked
from .problems import refusal

MAX_ROWS = 50_000
MAX_COLUMNS = 100
HEADER_ROOM = 1_000
"""Rows that titles, notes and blank lines may take beside the `MAX_ROWS` of the list."""

FAR_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,3}(?:\d{6,}|[6-9]\d{4}|5[1-9]\d{3})["']""", re.I)
FAR_COLUMN = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d+["']""", re.I)
EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*/>")
EMPTY_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*(?:/>|>\s*</(?:\w+:)?row>)")

HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s(?=[^<>]*\bhidden=["'](?:1|true)["'])[^<>]*\br=["'](\d+)["']""")
HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col\s(?=[^<>]*\bhidden=["'](?:1|true)["'])([^<>]*)>""")
ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])[^<>]*\br=["']([A-Z]+)(\d+)["']""")
NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\s(?![^<>]*\bt=["']str["'])[^<>]*\br=["']([A-Z]+)(\d+)["'][^<>]*>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>)"""
    rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)"""
)
FORMULAS = (b"<f", b":f")
ERRORS = (b'"e"', b"'e'")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or one table of a document, as text: `rows[i]` is its row i + 1, cells begin in column A."""

    name: str
    rows: list[list[str]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    unreadable: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row from 1, column from 0) -> code of the problem, for cells whose value cannot be told."""
    formulas: int = 0
    tracked_changes: bool = False


class Workbook:
    """A workbook of checked parts. Raises `ListRefused` where it is damaged."""

    def __init__(self, parts: dict[str, bytes], filename: str) -> None:
        self.filename = filename
        self._parts = worksheet_parts(parts, filename)
        with reading_errors(filename):
            self._book = calamine.CalamineWorkbook.from_filelike(repacked(parts))
            sheets = [
                sheet for sheet in self._book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
        self.sheets = tuple(sheet.name for sheet in sheets)
        self.hidden_sheets = tuple(
            sheet.name for sheet in sheets if sheet.visible != calamine.SheetVisibleEnum.Visible
        )

    def sheet(self, name: str) -> Sheet:
        part = self._parts.get(name, b"")
        if not part:
            raise refusal("broken-zip", self.filename, sheet=name)
        refuse_far_cells(part, self.filename, name)
        with reading_errors(self.filename):
            source = self._book.get_sheet_by_name(name)
            rows = [
                [value if type(value) is str else as_text(value) for value in row]
                for row in source.to_python(skip_empty_area=False)
            ]
            merged = source.merged_cell_ranges or []
        while rows and not any(rows[-1]):
            rows.pop()
        fill_down(rows, merged)
        return Sheet(
            name,
            rows,
            frozenset(int(row) for row in found(HIDDEN_ROW, part, b"hidden")),
            tuple(hidden_columns(part)),
            {
                (int(row), column_index(letters.decode())): code
                for code, pattern, marks in (
                    ("no-result", NO_RESULT, FORMULAS),
                    ("cell-error", ERROR_CELL, ERRORS),
                )
                for letters, row in found(pattern, part, *marks)
            },
            len(found(FORMULA, part, *FORMULAS)),
        )


def found(pattern: re.Pattern, part: bytes, *marks: bytes) -> list:
    """All that the pattern finds; where none of `marks` is there it is not tried, which takes far longer."""
    return pattern.findall(part) if any(mark in part for mark in marks) else []


def worksheet_parts(parts: dict[str, bytes], filename: str) -> dict[str, bytes]:
    """Sheet name -> its XML."""
    try:
        # No part declares entities: checked_parts refuses them.
        book = ElementTree.fromstring(parts["xl/workbook.xml"])  # noqa: S314
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (KeyError, ElementTree.ParseError) as error:
        raise refusal("broken-zip", filename) from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    by_path = {name.lower(): content for name, content in parts.items()}
    found = {}
    for sheet in book.findall(".//{*}sheet"):
        target = targets.get(sheet.get(RELATION) or sheet.get(RELATION_STRICT), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        found[sheet.get("name", "")] = by_path.get(path.lower(), b"")
    return found


def refuse_far_cells(part: bytes, filename: str, sheet: str) -> None:
    """A single value far out makes calamine lay out every cell up to it, so look before it does."""
    if FAR_ROW.search(part) or FAR_COLUMN.search(part):
        part = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", part))
        if FAR_ROW.search(part):
            raise refusal("too-many-rows", filename, sheet=sheet, limit=MAX_ROWS)
        if FAR_COLUMN.search(part):
            raise refusal("too-wide", filename, sheet=sheet, limit=MAX_COLUMNS)


def as_text(value: object) -> str:
    """A cell as text: dates in ISO form, whole numbers without `.0`, text untouched."""
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "seconds")
        case _:
            return str(value)


def fill_down(rows: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell merged over several rows says the same of each of them."""
    room = len(rows) * MAX_COLUMNS
    for (top, left), (bottom, _right) in merged:
        bottom = min(bottom, len(rows) - 1)
        room -= max(bottom - top, 0)
        if room < 0 or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = row[left] or rows[top][left]


def hidden_columns(part: bytes) -> Iterator[str]:
    for attributes in found(HIDDEN_COLUMN, part, b"hidden"):
        first, last = (re.search(rb"""\b%s=["'](\d+)["']""" % name, attributes) for name in (b"min", b"max"))
        if first and last:
            for number in range(int(first[1]), min(int(last[1]), MAX_COLUMNS) + 1):
                yield column_letter(number - 1)


def column_letter(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0 for `A`, 26 for `AA`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1

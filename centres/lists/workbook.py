"""An xlsx workbook, checked before anything parses it, then read with calamine.

The checked XML parts are packed anew without compression and calamine gets only those: whatever else the
file holds (pictures, links to other files, a second directory) is never looked at.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine as calamine

from .problems import refusal

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_UNPACKED = 150 * 1024 * 1024
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
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")

KINDS_OF_ZIP = (
    ("xl/workbook.bin", "binary-excel"),
    ("xl/vbaProject.bin", "macros"),
    ("word/document.xml", "word"),
    ("content.xml", "open-document"),
)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: `rows[i]` is row i + 1 of the file, its cells begin in column A."""

    name: str
    rows: list[list[str]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    unreadable: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row from 1, column from 0) -> code of the problem, for error values and formulas without result."""
    formulas: int = 0


class Workbook:
    """A checked workbook. Raises `ListRefused` where it is not one, is damaged or could do harm."""

    def __init__(self, data: bytes, filename: str) -> None:
        self.filename = filename
        parts = checked_parts(data, filename)
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
            rows = [[as_text(value) for value in row] for row in source.to_python(skip_empty_area=False)]
            merged = source.merged_cell_ranges or []
        while rows and not any(rows[-1]):
            rows.pop()
        fill_down(rows, merged)
        return Sheet(
            name,
            rows,
            frozenset(int(row) for row in HIDDEN_ROW.findall(part)),
            tuple(hidden_columns(part)),
            {
                (int(row), column_index(letters.decode())): "no-result"
                for letters, row in NO_RESULT.findall(part)
            }
            | {
                (int(row), column_index(letters.decode())): "cell-error"
                for letters, row in ERROR_CELL.findall(part)
            },
            len(FORMULA.findall(part)),
        )


@contextmanager
def reading_errors(filename: str) -> Iterator[None]:
    """Turns whatever calamine raises over a damaged workbook into a refusal."""
    try:
        yield
    except Exception as error:
        raise refusal("broken-zip", filename) from error
    except BaseException as error:
        # A panic in calamine's Rust code reaches Python as a bare BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("broken-zip", filename) from error


def checked_parts(data: bytes, filename: str) -> dict[str, bytes]:
    """The XML parts by name. Sizes are those really unpacked, not those that the directory claims."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal("encrypted", filename)
        refuse_other_zips(archive, names, filename)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise refusal("zip-bomb", filename, limit=MAX_UNPACKED >> 20)
        if len(set(names)) < len(names) or any(
            entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries
        ):
            raise refusal("broken-zip", filename)
        parts = {}
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    parts[entry.filename] = part.read(entry.file_size)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        raise refusal("broken-zip", filename) from error
    for name, content in parts.items():
        refuse_unsafe_xml(name, content, filename)
    return parts


def refuse_unsafe_xml(name: str, content: bytes, filename: str) -> None:
    """calamine forgives XML that is cut short and then loses rows, so a strict parser looks first."""

    def refuse(*_declaration: object) -> None:
        raise refusal("entities", filename, part=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("broken-zip", filename) from error


def refuse_other_zips(archive: zipfile.ZipFile, names: list[str], filename: str) -> None:
    for part, code in KINDS_OF_ZIP:
        if part in names:
            raise refusal(code, filename)
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise refusal("wrong-type", filename, type="ZIP")
    types = archive.getinfo("[Content_Types].xml")
    with archive.open(types) as part:
        if b"macroEnabled" in part.read(min(types.file_size, 1 << 20)):
            raise refusal("macros", filename)


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


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


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
    for attributes in HIDDEN_COLUMN.findall(part):
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

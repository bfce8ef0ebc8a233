"""Bytes become sheets of text. What a file is, its content says, never its name."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from .accreditation import ACCREDITATION
from .layout import Layout
from .package import checked_parts
from .problems import refusal
from .workbook import HEADER_ROOM, MAX_COLUMNS, MAX_ROWS, Sheet, Workbook

MAX_BYTES = 20 * 1024 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "old-word"),
    ("Workbook", "old-excel"),
    ("Book", "old-excel"),
)
OTHER_TYPES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"MZ", "EXE"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Book:
    """A file opened for reading. `encoding` is `xlsx`, `docx`, or of a csv `utf-8`, `utf-8-sig` or `gb18030`.

    The sheets of a Word document are its tables.
    """

    filename: str
    sha256: str
    encoding: str
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    sheet: Callable[[str], Sheet]
    """Sheet by name. Raises `ListRefused` where that sheet is damaged or too large."""


def open_book(data: bytes, filename: str, layout: Layout = ACCREDITATION) -> Book:
    """`layout` tells headings from other text.

    Raises `ListRefused` for anything but an xlsx workbook, a csv or a docx with a table.
    """
    if len(data) > MAX_BYTES:
        raise refusal("too-large", filename, limit=MAX_BYTES >> 20)
    if not data.strip():
        raise refusal("empty", filename)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK"):
        kind, parts = checked_parts(data, filename)
        if kind == "xlsx":
            opened = Workbook(parts, filename)
        else:
            # python-docx takes as long to import as everything else here; few files need it.
            from .word import Document

            opened = Document(parts, filename, layout)
        return Book(filename, sha256, kind, opened.sheets, opened.hidden_sheets, opened.sheet)
    refuse_other_types(data, filename)
    text, encoding = decode(data, filename)
    sheet = Sheet("", csv_rows(text, filename, layout))
    return Book(filename, sha256, encoding, ("",), (), lambda name: sheet)


def refuse_other_types(data: bytes, filename: str) -> None:
    if data.startswith(OLE):
        for stream, code in OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise refusal(code, filename)
        raise refusal("wrong-type", filename, type="OLE")
    for start, name in OTHER_TYPES:
        if data.startswith(start):
            raise refusal("wrong-type", filename, type=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal("encoding", filename, found="UTF-16")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise refusal("wrong-type", filename, type="HTML / XML")
    if CONTROL.search(data):
        raise refusal("wrong-type", filename, type="binary")


def decode(data: bytes, filename: str) -> tuple[str, str]:
    """(text, encoding). UTF-8 with a few broken bytes is refused, not taken for GB18030."""
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        bad = error.start
    loose = data.decode(encoding, "replace")
    broken = loose.count("\ufffd")
    almost_utf8 = sum(letter > "\x7f" for letter in loose) - broken > 10 * broken
    try:
        if encoding == "utf-8" and not almost_utf8:
            return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        bad = error.start
    raise refusal("encoding", filename, row=data.count(b"\n", 0, bad) + 1)


def csv_rows(text: str, filename: str, layout: Layout) -> list[list[str]]:
    """All rows, cut at the delimiter that gives the most headings; blank lines are rows too."""
    first_lines = "\n".join(line[:3000] for line in text.splitlines()[:40])
    return parse_csv(text, best_delimiter(first_lines, layout), filename)


def best_delimiter(text: str, layout: Layout) -> str:
    def merit(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        headings = max((sum(layout.recognise(cell) is not None for cell in row) for row in rows), default=0)
        return headings, sum(len(row) for row in rows)

    return max(DELIMITERS, key=merit)


def parse_csv(text: str, delimiter: str, filename: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(rows) >= MAX_ROWS + HEADER_ROOM:
                raise refusal("too-many-rows", filename, limit=MAX_ROWS)
            if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
                raise refusal("too-wide", filename, row=len(rows) + 1, limit=MAX_COLUMNS)
            rows.append(row[:MAX_COLUMNS])
    except csv.Error as error:
        raise refusal("csv-quotes", filename, row=len(rows) + 1) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows

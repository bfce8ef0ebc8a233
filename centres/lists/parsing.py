"""Sheets of text become printed rows: the heading row found, the columns named, notes left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .columns import BY_KEY, NAMING, recognise
from .header import Header, find_header
from .names import has_chinese, split_holder, valid_credit_code
from .problems import Problem, refusal
from .readers import Book, open_book
from .workbook import MAX_ROWS, Sheet, column_letter

NOTE = re.compile(
    r"^[\s（(*※]*(?:注|备注|说明|附注|合计|总计|共计|来源|资料来源|notes?|remarks?|source|total)\b?\s*[:：.、\d（(]",
    re.I,
)
SECTION_NUMBER = re.compile(r"^\s*[（(]?[一二三四五六七八九十]+[）)]?[、.．]?\s*")
NOTHING = re.compile(r"^[-—–/／\\无]$|^(?:n/?a|暂无)$", re.I)
REGISTER_NUMBER = re.compile(r"^CQ-\d{6}$")
LANGUAGES = (("holder_name_zh", "holder_name_en"), ("centre_name_zh", "centre_name_en"))
MAX_NOTE_CELLS = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: `columns` is key -> (letter, heading as printed)."""

    file: str = ""
    sheet: str = ""
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def problem(self, code: str, row: int, key: str = "", found: str = "", **params: str | int) -> Problem:
        letter, heading = self.columns.get(key, ("", ""))
        return Problem(code, params, self.file, self.sheet, row, letter, heading, found)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line of a list. `index` is its row in the file as a person sees it, from 1.

    `printed` is heading -> text exactly as printed; `values` is column key -> cleaned text, without empty
    ones; `section` in it is the subheading above the row, where there is one.
    """

    index: int
    printed: Mapping[str, str]
    values: Mapping[str, str]
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    source: Source = field(default_factory=Source, repr=False)


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read. `encoding` is `xlsx`, `utf-8`, `utf-8-sig` or `gb18030`; `header_row` counts from 1.

    `column_map` is heading -> column key, None for a heading that is kept but not used; given back to
    `read_list` it repeats the same reading. `notes` are (row, text) of lines that are not rows of the list.
    """

    filename: str
    sha256: str
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    column_map: Mapping[str, str | None]
    rows: tuple[PrintedRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[tuple[int, str], ...]

    def total_problem(self, stated: int) -> Problem | None:
        """What to confirm where the list states another total than the rows that were read."""
        if stated == len(self.rows):
            return None
        return Problem(
            "total-differs", {"stated": stated, "rows": len(self.rows)}, file=self.filename, sheet=self.sheet
        )


def read_list(
    data: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    column_map: Mapping[str, str | None] | None = None,
    header_row: int | None = None,
) -> ReadList:
    """Read one sheet of a file: the named one, else the first visible one that has headings.

    `column_map` and `header_row` override what would be detected. Raises `ListRefused` where the file as a
    whole cannot be read.
    """
    book = open_book(data, filename)
    source_sheet, header = choose_sheet(book, sheet, column_map or {}, header_row)
    columns, doubles = named_columns(header)
    source = Source(
        filename, source_sheet.name, {key: place(header, index) for key, index in columns.items()}
    )
    lines, notes = split_lines(source_sheet, header, columns)
    if not lines:
        raise refusal("no-rows", filename, sheet=source_sheet.name, row=header.last + 1)
    if len(lines) > MAX_ROWS:
        raise refusal("too-many-rows", filename, sheet=source_sheet.name, limit=MAX_ROWS)
    serial_as_number(columns, source_sheet, lines)
    rows = tuple(
        printed_row(index, section, source_sheet, header, columns, source) for index, section in lines
    )
    problems = [
        source.problem("double-heading", header.last, found=header.headings[index], other=other)
        for index, other in doubles
    ]
    problems += list_problems(book, source_sheet, columns, source)
    mapped = {index: key for key, index in columns.items()}
    return ReadList(
        filename,
        book.sha256,
        book.encoding,
        source_sheet.name,
        book.sheets,
        header.last,
        {heading: mapped.get(index) for index, heading in header.headings.items()},
        rows,
        tuple(problems),
        tuple(notes),
    )


def choose_sheet(
    book: Book, name: str | None, column_map: Mapping[str, str | None], header_row: int | None
) -> tuple[Sheet, Header]:
    if name and name not in book.sheets:
        raise refusal("no-sheet", book.filename, found=name, sheets=", ".join(book.sheets))
    visible = [sheet for sheet in book.sheets if sheet not in book.hidden_sheets]
    first_text, any_rows = "", False
    for candidate in [name] if name else visible:
        sheet = book.sheet(candidate)
        if header := find_header(sheet.rows, column_map, header_row):
            return sheet, header
        any_rows = any_rows or bool(sheet.rows)
        first_text = first_text or next((" | ".join(filter(None, row)) for row in sheet.rows if any(row)), "")
    if not any_rows:
        raise refusal("empty", book.filename, sheet=name or "")
    raise refusal("no-header", book.filename, sheet=name or "", row=header_row or 1, found=first_text)


def named_columns(header: Header) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """({key: column}, [(column that repeats a key, letter of the column that is used)])."""
    columns: dict[str, int] = {}
    doubles = []
    for index, key in header.keys.items():
        if key in columns:
            doubles.append((index, column_letter(columns[key])))
        else:
            columns[key] = index
    return columns, doubles


def place(header: Header, index: int) -> tuple[str, str]:
    return column_letter(index), header.headings[index]

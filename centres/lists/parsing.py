"""Sheets of text become printed rows: the sheet chosen, the headings found, notes left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .header import Header, find_header
from .problems import Problem, refusal
from .readers import Book, open_book
from .rows import PrintedRow, Source, printed_row, split_lines
from .workbook import MAX_ROWS, Sheet, column_letter


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read. `encoding` is `xlsx`, `utf-8`, `utf-8-sig` or `gb18030`; `header_row` counts from 1.

    `column_map` is heading -> column key, None for a heading that is kept but not used; given back to
    `read_list` it repeats the same reading. `problems` concern the list as a whole and stop nothing, but a
    person should see them. `notes` are (row, text) of lines that are not rows of the list.
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
        """What a person must confirm where the list states another total than the rows that were read."""
        if stated == len(self.rows):
            return None
        totals = {"stated": stated, "rows": len(self.rows)}
        return Problem("total-differs", totals, file=self.filename, sheet=self.sheet)


def read_list(
    data: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    column_map: Mapping[str, str | None] | None = None,
    header_row: int | None = None,
) -> ReadList:
    """Read one sheet of a file: the named one, else the first visible one that has headings.

    `column_map` and `header_row` (the last row of the headings, from 1) go before what would be detected.
    Raises `ListRefused` where the file as a whole cannot be read.
    """
    book = open_book(data, filename)
    chosen, header = choose_sheet(book, sheet, column_map or {}, header_row)
    columns = named_columns(header)
    lines, notes = split_lines(chosen, header, columns)
    if not lines:
        raise refusal("no-rows", filename, sheet=chosen.name, row=header.last + 1)
    if len(lines) > MAX_ROWS:
        raise refusal("too-many-rows", filename, sheet=chosen.name, limit=MAX_ROWS)
    if is_serial(columns, chosen, lines):
        columns["serial"] = columns.pop("number")
    places = {key: (column_letter(index), header.headings[index]) for key, index in columns.items()}
    source = Source(filename, chosen.name, places)
    rows = tuple(printed_row(index, kind, chosen, header, columns, source) for index, kind in lines)
    by_column = {index: key for key, index in columns.items()}
    return ReadList(
        filename,
        book.sha256,
        book.encoding,
        chosen.name,
        book.sheets,
        header.last,
        {heading: by_column.get(index) for index, heading in header.headings.items()},
        rows,
        tuple(list_problems(book, chosen, header, columns, source)),
        tuple(notes),
    )


def choose_sheet(
    book: Book, name: str | None, column_map: Mapping[str, str | None], header_row: int | None
) -> tuple[Sheet, Header]:
    """The sheet to read and its headings. Raises `ListRefused` where there are none."""
    if name and name not in book.sheets:
        raise refusal("no-sheet", book.filename, found=name, sheets=", ".join(book.sheets))
    sheets = []
    for candidate in [name] if name else [sheet for sheet in book.sheets if sheet not in book.hidden_sheets]:
        sheet = book.sheet(candidate)
        if header := find_header(sheet.rows, column_map, header_row):
            return sheet, header
        sheets.append(sheet)
    filled = [(sheet, index) for sheet in sheets for index, row in enumerate(sheet.rows) if any(row)]
    if not filled:
        raise refusal("empty", book.filename, sheet=name or "")
    sheet, index = filled[0]
    found = " | ".join(cell.strip() for cell in sheet.rows[index] if cell.strip())
    raise refusal("no-header", book.filename, sheet=sheet.name, row=header_row or index + 1, found=found)


def named_columns(header: Header) -> dict[str, int]:
    """Key -> column; of several columns with one key the first."""
    columns: dict[str, int] = {}
    for index, key in header.keys.items():
        columns.setdefault(key, index)
    return columns


def is_serial(columns: Mapping[str, int], sheet: Sheet, lines: list[tuple[int, str]]) -> bool:
    """Whether the column 编号, taken for register numbers, only counts the rows."""
    if "number" not in columns or "serial" in columns:
        return False
    cells = [
        cell.strip() for index, _kind in lines for cell in sheet.rows[index - 1][columns["number"] :][:1]
    ]
    return any(cells) and all(cell.isdigit() for cell in cells if cell)


def list_problems(
    book: Book, sheet: Sheet, header: Header, columns: Mapping[str, int], source: Source
) -> list[Problem]:
    problems = []
    for index, key in header.keys.items():
        if key in columns and columns[key] != index:
            letter, heading = column_letter(index), header.headings[index]
            params = {"other": source.columns[key][0]}
            problems.append(
                Problem(
                    "double-heading", params, source.file, sheet.name, header.last, letter, heading, heading
                )
            )
    if book.hidden_sheets:
        problems.append(source.problem("hidden-sheets", sheets=", ".join(book.hidden_sheets)))
    if sheet.hidden_columns:
        problems.append(source.problem("hidden-columns", columns=", ".join(sheet.hidden_columns)))
    if sheet.formulas:
        problems.append(source.problem("formulas", count=sheet.formulas))
    if not {"holder_name_zh", "holder_name_en"} & columns.keys():
        problems.append(source.problem("holder-derived"))
    return problems

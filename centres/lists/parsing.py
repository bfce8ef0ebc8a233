"""Sheets of text become printed rows: the sheet chosen, the headings found, notes left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .accreditation import ACCREDITATION
from .columns import plain_heading
from .header import Header, find_header
from .layout import Layout
from .problems import ListRefused, Problem, refusal
from .readers import Book, open_book
from .rows import Lines, PrintedRow, Source, printed_row, split_lines
from .workbook import MAX_ROWS, Sheet, column_letter

MOST_SAID = 20
"""Lines of one kind that are named each."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read. `encoding` is `xlsx`, `docx`, `utf-8`, `utf-8-sig` or `gb18030`.

    `header_row` is the last row of the headings, from 1. `column_map` is heading -> column key, None for a
    heading that is kept but not used; given back to `read_list` it repeats the same reading. `letters` is
    heading -> letter of its column. `problems` concern the list as a whole and stop nothing, but a person
    should see them. `notes` are (row, text) of lines that are not rows of the list.
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
    letters: Mapping[str, str]

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
    remembered: Mapping[str, Any] | None = None,
    layout: Layout = ACCREDITATION,
) -> ReadList:
    """Read one sheet of a file: the named one, else the first visible one that has headings.

    `column_map` and `header_row` (a row of the headings, from 1) go before what would be detected, and so
    does what `remembered()` gave of another list of the same body; but where no headings fit that, it is not
    used. `layout` says which columns there are. Raises `ListRefused` where the whole file cannot be read.
    """
    book = open_book(data, filename, layout)
    stated, kept = column_map or {}, recalled(remembered, layout)
    chosen, header = choose_sheet(book, layout, sheet, stated, header_row, kept)
    columns = named_columns(header)
    lines = split_lines(chosen, header, columns, layout)
    if not lines.rows:
        raise refusal("no-rows", filename, sheet=chosen.name, row=header.last + 1)
    if len(lines.rows) > MAX_ROWS:
        raise refusal("too-many-rows", filename, sheet=chosen.name, limit=MAX_ROWS)
    if is_serial(columns, chosen, lines.rows):
        columns["serial"] = columns.pop("number")
    places = {key: (column_letter(index), header.headings[index]) for key, index in columns.items()}
    source = Source(filename, chosen.name, places)
    problems = (
        *list_problems(book, chosen, header, columns, source),
        *derived_problems(layout, columns, source),
        *remembered_problems(header, layout, kept, stated, source),
        *(() if sheet else other_lists(book, chosen, layout)),
        *left_out_problems(lines, chosen, header, source),
        *next_list_problems(lines, source),
    )
    sha256, encoding, sheets = book.sha256, book.encoding, book.sheets
    del book  # holds the unpacked file twice over
    rows = tuple(
        printed_row(index, section, chosen, header, columns, source, layout) for index, section in lines.rows
    )
    by_column = {index: key for key, index in columns.items()}
    return ReadList(
        filename,
        sha256,
        encoding,
        chosen.name,
        sheets,
        header.last,
        {heading: by_column.get(index) for index, heading in header.headings.items()},
        rows,
        problems,
        tuple(lines.notes),
        {heading: column_letter(index) for index, heading in header.headings.items()},
    )


def recalled(remembered: Mapping[str, Any] | None, layout: Layout) -> dict[str, str | None]:
    """Plain heading -> column key or None, of what was remembered; keys that no longer exist are dropped."""
    columns = (remembered or {}).get("columns", {})
    return {heading: key for heading, key in columns.items() if key is None or key in layout.by_key}


def choose_sheet(
    book: Book,
    layout: Layout,
    name: str | None,
    column_map: Mapping[str, str | None],
    header_row: int | None,
    kept: Mapping[str, str | None],
) -> tuple[Sheet, Header]:
    """The sheet to read and its headings. Raises `ListRefused` where there are none."""
    tries = [{**kept, **column_map}, column_map] if kept else [column_map]
    if name and name not in book.sheets:
        raise refusal("no-sheet", book.filename, found=name, sheets=", ".join(book.sheets))
    sheets = []
    for candidate in [name] if name else [sheet for sheet in book.sheets if sheet not in book.hidden_sheets]:
        sheet = book.sheet(candidate)
        for stated in tries:
            if header := find_header(sheet.rows, layout, stated, header_row):
                return sheet, header
        sheets.append(sheet)
    filled = [(sheet, index) for sheet in sheets for index, row in enumerate(sheet.rows) if any(row)]
    if not filled:
        raise refusal("empty", book.filename, sheet=name or "")
    sheet, index = filled[0]
    found = " | ".join(cell.strip() for cell in sheet.rows[index] if cell.strip())
    place = {"sheet": sheet.name, "row": header_row or index + 1, "found": found}
    raise refusal(layout.no_header, book.filename, headings=layout.needed, **place)


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
    if sheet.tracked_changes:
        problems.append(source.problem("tracked-changes"))
    if sheet.formulas:
        problems.append(source.problem("formulas", count=sheet.formulas))
    return problems


def derived_problems(layout: Layout, columns: Mapping[str, int], source: Source) -> Iterator[Problem]:
    if layout.derived and not layout.derived & columns.keys():
        yield source.problem("holder-derived")


def remembered_problems(
    header: Header,
    layout: Layout,
    kept: Mapping[str, str | None],
    stated: Mapping[str, str | None],
    source: Source,
) -> Iterator[Problem]:
    """Says which columns were not read as their own headings say, unless a person said so just now."""
    plain = {plain_heading(heading) for heading in stated}
    differing = [
        f"{column_letter(index)} ({heading})"
        for index, heading in header.headings.items()
        if (words := plain_heading(heading)) in kept.keys() - plain
        and header.keys.get(index) == kept[words] != layout.recognise(heading)
    ]
    if differing:
        yield source.problem("remembered-columns", columns=", ".join(differing))


def other_lists(book: Book, chosen: Sheet, layout: Layout) -> Iterator[Problem]:
    """Says which visible sheets hold lists too and were not read, where nobody chose between them."""
    others = []
    for name in book.sheets[book.sheets.index(chosen.name) + 1 :]:
        try:
            if name not in book.hidden_sheets and find_header(book.sheet(name).rows, layout):
                others.append(name)
        except ListRefused:
            others.append(name)
    if others:
        yield Problem("other-sheets", {"sheets": ", ".join(others)}, file=book.filename, sheet=chosen.name)


def left_out_problems(lines: Lines, sheet: Sheet, header: Header, source: Source) -> Iterator[Problem]:
    """Says which lines were not read as rows of the list though they may be meant as such."""
    for row, column in lines.lone[:MOST_SAID]:
        heading, text = header.headings.get(column, ""), sheet.rows[row - 1][column].strip()
        yield Problem(
            "lone-cell", {}, source.file, source.sheet, row, column_letter(column), heading, found=text
        )
    if (more := len(lines.lone) - MOST_SAID) > 0:
        yield source.problem("lone-cells", count=more)
    if lines.numbered:
        yield source.problem("numbered-only", count=len(lines.numbered), last=lines.numbered[-1])


def next_list_problems(lines: Lines, source: Source) -> Iterator[Problem]:
    if lines.next_list:
        row, text = lines.next_list
        yield source.problem("second-list", row, found=text)

"""A list to download as it was read, with what was made of each row beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from .parsing import ReadList
from .workbook import column_letter

VERDICT = "核对结果 / Verdict"
REMARKS = "须核对之处 / To check"
LONGEST_CELL = 32_000
"""Excel takes 32 767 characters in a cell."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA = re.compile(r"[=+\-@\t\r]")

Said = Mapping[int, tuple[str, Sequence[str]]]
"""Row in the file, from 1 -> (verdict in words, remarks)."""


def annotated(read: ReadList, notes: Said) -> bytes:
    """An xlsx of the headings and rows as printed, then the verdict, and the remarks a line each.

    The two columns of an earlier such download are left out. No cell can act as a formula.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", read.sheet)[:31].strip(" '") or "名单 List")
    sheet.freeze_panes = "A2"
    lines = annotated_lines(read, notes)
    headings = next(lines)
    for index in range(len(headings)):
        sheet.column_dimensions[column_letter(index)].width = 60 if index == len(headings) - 1 else 24
    sheet.append([styled(sheet, heading, font=Font(bold=True)) for heading in headings])
    wrapped = Alignment(wrap_text=True, vertical="top")
    for *cells, remarks in lines:
        sheet.append([*cells, styled(sheet, remarks, alignment=wrapped) if remarks else None])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def annotated_csv(read: ReadList, notes: Said) -> bytes:
    """The same as csv, in UTF-8 with the mark by which Excel knows it."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(annotated_lines(read, notes))
    return target.getvalue().encode("utf-8-sig")


def annotated_lines(read: ReadList, notes: Said) -> Iterator[list[str]]:
    """The headings, then a line for each row."""
    headings = [heading for heading in read.column_map if heading not in (VERDICT, REMARKS)]
    yield [*map(inert, headings), VERDICT, REMARKS]
    for row in read.rows:
        verdict, remarks = notes.get(row.index, ("", ()))
        printed = [inert(row.printed[heading]) for heading in headings]
        yield [*printed, inert(verdict), inert("\n".join(remarks))]


def inert(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    text = CONTROL.sub("", str(text))[:LONGEST_CELL]
    return f"'{text}" if FORMULA.match(text) else text


def styled(sheet: object, text: str, **style: Font | Alignment) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    for name, value in style.items():
        setattr(cell, name, value)
    return cell

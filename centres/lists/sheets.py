"""A table to download, as xlsx or csv. No cell of it can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from .annotated import inert, styled
from .workbook import column_letter

LONGEST_TITLE = 31
WIDTH = 24


def table_xlsx(title: str, lines: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet named `title`; the first line holds the headings."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    headings, *rest = lines
    for index in range(len(headings)):
        sheet.column_dimensions[column_letter(index)].width = WIDTH
    sheet.append([styled(sheet, inert(heading), font=Font(bold=True)) for heading in headings])
    for line in rest:
        sheet.append([inert(cell) for cell in line])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def table_csv(_title: str, lines: Iterable[Sequence[str]]) -> bytes:
    """The same in UTF-8 with the mark by which Excel knows it."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([inert(cell) for cell in line] for line in lines)
    return target.getvalue().encode("utf-8-sig")

"""The list to download, empty or filled in, as xlsx with a sheet of guidance and as csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from .annotated import inert
from .columns import COLUMNS, Column, columns_for
from .readers import MAX_BYTES
from .workbook import MAX_ROWS, column_letter

HEAD = PatternFill("solid", fgColor="E8EEF4")
GUIDANCE = ("栏目 / Column", "是否必填 / Required", "说明", "Explanation", "示例 / Example")
REQUIRED = "必填其一 / one of these"
Rows = Sequence[Mapping[str, str]]
"""Lines of a list, each column key -> text."""
LIMITS = (
    f"文件不超过 {MAX_BYTES >> 20} MB，不超过 {MAX_ROWS} 行；栏目顺序不限，其他栏目保留但不使用。",
    "Word 文档中的表格不宜超过 10000 行，更长的名单请用 Excel 或 CSV 格式。",
    f"At most {MAX_BYTES >> 20} MB and {MAX_ROWS} rows; columns in any order, others are kept but not used.",
    "A table in a Word document: up to some 10 000 rows; longer lists as Excel or csv.",
)


def template_xlsx(list_kind: str) -> bytes:
    """A workbook whose first sheet is the empty list and whose second explains each column."""
    return filled_xlsx(list_kind, ())


def filled_xlsx(list_kind: str, rows: Rows) -> bytes:
    """The same with `rows` filled in. No cell can act as a formula."""
    return columns_xlsx(columns_with(list_kind, rows), rows)


def columns_xlsx(columns: Sequence[Column], rows: Rows = ()) -> bytes:
    """The same of any list with these columns."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "名单 List"
    for line in lines(columns, rows):
        sheet.append([text or None for text in line])
    for index, column in enumerate(columns):
        dimension = sheet.column_dimensions[column_letter(index)]
        dimension.width = 14 if column.code else 30
        dimension.number_format = "@"
    head(sheet)
    guidance = workbook.create_sheet("说明 Guidance")
    guidance.append(GUIDANCE)
    for column in columns:
        required = REQUIRED if column.required else ""
        guidance.append([column.heading, required, column.help_zh, column.help_en, column.example])
    for line in ((), *((text,) for text in LIMITS)):
        guidance.append(line)
    for index, width in enumerate((36, 24, 48, 60, 48)):
        guidance.column_dimensions[column_letter(index)].width = width
    head(guidance)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def template_csv(list_kind: str) -> bytes:
    """One line of headings, in UTF-8 with the mark by which Excel knows it."""
    return filled_csv(list_kind, ())


def filled_csv(list_kind: str, rows: Rows) -> bytes:
    """The same with `rows` filled in. No cell can act as a formula."""
    return columns_csv(columns_with(list_kind, rows), rows)


def columns_csv(columns: Sequence[Column], rows: Rows = ()) -> bytes:
    """The same of any list with these columns."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(lines(columns, rows))
    return target.getvalue().encode("utf-8-sig")


def columns_with(list_kind: str, rows: Rows) -> tuple[Column, ...]:
    """The columns of the template, and others that a row fills."""
    keys = {column.key for column in columns_for(list_kind)}.union(*rows)
    return tuple(column for column in COLUMNS if column.key in keys)


def lines(columns: Sequence[Column], rows: Rows) -> Iterator[list[str]]:
    yield [column.heading for column in columns]
    for row in rows:
        yield [inert(row.get(column.key, "")) for column in columns]


def head(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "A2"

"""An xlsx whose bytes follow from its cells and its date alone: the same table is the same file for ever."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from .annotated import CONTROL, LONGEST_CELL, styled
from .workbook import column_letter

WIDTH = 24
UNDATED = (2000, 1, 1, 0, 0, 0)
UNIX = 3


class Archive(ZipFile):
    """A zip archive that does not tell when it was written, or on what."""

    def writestr(self, name, data, *_options):
        super().writestr(undated(name), data)

    def write(self, filename, arcname, *_options):
        with open(filename, "rb") as source, self.open(undated(arcname), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)


def undated(name: str) -> ZipInfo:
    entry = ZipInfo(name, UNDATED)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, UNIX
    return entry


def write_xlsx(
    target: BinaryIO, title: str, lines: Iterable[Sequence[str]], made: datetime.datetime | None
) -> None:
    """One sheet named `title` with the first line as headings, row by row. Every cell is text, as given: a
    formula must have been made harmless before. `made` is the date that the workbook states."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "C2"
    rows = iter(lines)
    headings = next(rows)
    for index in range(len(headings)):
        sheet.column_dimensions[column_letter(index)].width = WIDTH
    sheet.append([styled(sheet, heading, font=Font(bold=True)) for heading in headings])
    for row in rows:
        sheet.append([CONTROL.sub("", cell)[:LONGEST_CELL] if cell else None for cell in row])
    stated = (made or datetime.datetime(*UNDATED, tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    stated = stated.replace(tzinfo=None, microsecond=0)
    workbook.properties.created = workbook.properties.modified = stated
    # Workbook.save() would state the time of the day instead.
    ExcelWriter(workbook, Archive(target, "w", ZIP_DEFLATED)).save()

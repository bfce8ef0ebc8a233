"""A table of winners or scenarios on its way: kept as it was sent, read anew for each preview, saved once.

The reader is that of accreditation lists (`centres.lists`); what its rows mean says `awards.reading` or
`scenarios.reading`. Refuses with `Refused`; nothing is half saved.
"""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.lists import (
    Layout,
    ListRefused,
    Match,
    Note,
    PrintedRow,
    Problem,
    ReadList,
    map_problems,
    read_list,
)
from centres.preparing import Refused

from .models import Edition, Upload

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"
VERDICTS = {
    NEW: _("New"),
    CHANGED: _("Changes an entry"),
    UNCHANGED: _("Already there"),
    WRONG: _("Cannot be saved"),
}


@dataclasses.dataclass
class Line:
    """One row as it would be saved: `entry` is unsaved, or the saved one with its new values.

    `matches` are (primary key, register number, name, reason) that the organisation of a row may mean.
    """

    row: PrintedRow
    verdict: str
    entry: models.Model | None = None
    problems: Sequence[Problem] = ()
    notes: Sequence[Note] = ()
    match: Match | None = None
    matches: Sequence[tuple[int, str, str, str]] = ()
    changes: Sequence[tuple[str, str, str]] = ()

    @property
    def chosen(self) -> int | None:
        """Primary key of what its organisation means, as saved or where a rule decides it."""
        certain = self.match.centre_id if self.match and self.match.certain else None
        return getattr(self.entry, "centre_id", None) or certain

    @property
    def label(self):
        return VERDICTS[self.verdict]

    @property
    def remarks(self) -> list[str]:
        found = [str(note) for note in (*self.problems, *self.row.warnings, *self.notes)]
        return [*found, *(f"{number} {name}: {reason}" for _pk, number, name, reason in self.matches)]


@dataclasses.dataclass
class Table:
    """A file as read, with what would become of each row; `absent` are saved entries that it lacks."""

    read: ReadList
    lines: Sequence[Line]
    absent: Sequence[models.Model] = ()

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    def count(self, verdict: str) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def said(self) -> Mapping[int, tuple[str, Sequence[str]]]:
        """For the file to download with a verdict beside each row."""
        return {line.row.index: (str(line.label), line.remarks) for line in self.lines}


def receive(
    *,
    kind: str,
    content: bytes,
    filename: str,
    sheet: str,
    layout: Layout,
    user,
    edition: Edition | None = None,
) -> Upload:
    """Keep a file that can be read. Raises `ListRefused` for one that cannot; then nothing is kept."""
    read = read_list(content, filename, sheet=sheet or None, layout=layout)
    upload = Upload(
        kind=kind,
        edition=edition,
        filename=filename[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=read.sheet,
        column_map=dict(read.column_map),
        uploaded_by=user,
    )
    suffix = "docx" if read.encoding == "docx" else "xlsx" if read.encoding == "xlsx" else "csv"
    upload.file.save(f"{upload.sha256[:16]}.{suffix}", ContentFile(content), save=False)
    upload.save()
    return upload


def read(upload: Upload, layout: Layout) -> ReadList:
    """The file of an upload, read with the columns that were last confirmed."""
    with upload.file.open() as file:
        content = file.read()
    try:
        return read_list(
            content, upload.filename, sheet=upload.sheet or None, column_map=upload.column_map, layout=layout
        )
    except ListRefused:  # columns that no longer fit are no reason to lose the file
        return read_list(content, upload.filename, sheet=upload.sheet or None, layout=layout)


def map_columns(upload: Upload, layout: Layout, column_map: Mapping[str, str | None]) -> None:
    """Read the file with other meanings of its columns from now on."""
    if upload.saved_at:
        raise Refused(_("%(file)s has been saved.") % {"file": upload.filename})
    as_read = read(upload, layout)
    if problems := map_problems(as_read, column_map, layout):
        raise Refused(str(problems[0]))
    upload.column_map = dict(as_read.column_map) | dict(column_map)
    upload.save(update_fields=["column_map"])


def changes(
    entry: models.Model, names: Sequence[str], values: Mapping[str, object]
) -> list[tuple[str, str, str]]:
    """(label, before, after) of the fields that `values` would change; they are set on `entry`."""
    found = []
    for name in names:
        before, after = getattr(entry, name), values.get(name, entry._meta.get_field(name).get_default())
        if before != after:
            found.append((str(entry._meta.get_field(name).verbose_name), str(before or ""), str(after or "")))
            setattr(entry, name, after)
    return found

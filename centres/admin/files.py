"""Files that staff download: empty templates, and lists as they were sent."""

import io
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from ..lists import (
    LIST_KINDS,
    ListRefused,
    Verdict,
    annotated,
    annotated_csv,
    said,
    template_csv,
    template_xlsx,
)
from ..models import RoundList, RoundRow
from ..reading import read_again
from .access import RoundsOnly, may_work_on_rounds

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TEMPLATES = {"xlsx": (template_xlsx, XLSX), "csv": (template_csv, CSV)}
WITH_VERDICTS = {"xlsx": (annotated, XLSX), "csv": (annotated_csv, CSV)}


class Template(RoundsOnly, View):
    """The empty list of one kind."""

    def get(self, request, kind, form):
        if kind not in LIST_KINDS or form not in TEMPLATES:
            raise Http404
        make, content_type = TEMPLATES[form]
        disposition = {"Content-Disposition": f'attachment; filename="{kind}.{form}"'}
        return HttpResponse(make(kind), content_type=content_type, headers=disposition)


class Original(View):
    """A list as it was sent, always as an attachment."""

    def get(self, request, pk, list):
        if not may_work_on_rounds(request.user):
            raise PermissionDenied
        roundlist = get_object_or_404(RoundList, pk=list, round=pk)
        try:
            content = roundlist.file.open()
        except FileNotFoundError as error:
            raise Http404 from error
        return FileResponse(
            content,
            as_attachment=True,
            filename=roundlist.filename,
            content_type="application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff"},
        )


class WithVerdicts(View):
    """A list as it was printed, with the verdict and what is to be checked beside each row."""

    def get(self, request, pk, list, form):
        if not may_work_on_rounds(request.user):
            raise PermissionDenied
        if form not in WITH_VERDICTS:
            raise Http404
        roundlist = get_object_or_404(RoundList.objects.select_related("round__scheme"), pk=list, round=pk)
        try:
            read = read_again(roundlist)
        except (FileNotFoundError, ListRefused) as error:
            raise Http404 from error
        make, content_type = WITH_VERDICTS[form]
        return FileResponse(
            io.BytesIO(make(read, remarks(roundlist))),
            as_attachment=True,
            filename=f"{PurePath(roundlist.filename).stem}-verdicts.{form}",
            content_type=content_type,
        )


def remarks(roundlist: RoundList) -> dict[int, tuple[str, list[str]]]:
    """Row in the file -> (verdict and what was settled, what there is to say of the row), in words."""
    rows = roundlist.rows.select_related("centre").only(
        "list", "index", "verdict", "action", "reason", "problems", "warnings", "reasons", "centre__number"
    )
    return {row.index: (summary(row), notes(row)) for row in rows.iterator(chunk_size=2000)}


def summary(row: RoundRow) -> str:
    parts = [Verdict(row.verdict).label, row.get_action_display(), row.centre.number if row.centre else ""]
    return " · ".join(str(part) for part in parts if part)


def notes(row: RoundRow) -> list[str]:
    words = [said(stored) for stored in (*row.problems, *row.warnings, *row.reasons)]
    return [*words, row.why] if row.reason else words

"""Files that staff download: empty templates, and lists as they were sent."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from ..lists import LIST_KINDS, template_csv, template_xlsx
from ..models import RoundList
from .access import RoundsOnly, may_work_on_rounds

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (template_xlsx, XLSX), "csv": (template_csv, "text/csv; charset=utf-8")}


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

"""A table between its upload and its saving: what each row means, its columns, the file with verdicts."""

from collections import Counter
from pathlib import PurePath
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centres.admin.files import CSV, XLSX
from centres.lists import (
    Layout,
    ListRefused,
    annotated,
    annotated_csv,
    columns_csv,
    columns_xlsx,
    headings_of,
)
from centres.preparing import Refused

from .. import tables
from ..awards import reading, releasing, saving
from ..awards.columns import COLUMNS as AWARD_COLUMNS
from ..models import Upload
from ..scenarios import reading as scenarios
from ..scenarios.columns import COLUMNS as SCENARIO_COLUMNS
from ..scenarios.columns import LAYOUT as SCENARIO_LAYOUT
from .access import PREPARE, Requires

TEMPLATES = {"xlsx": (columns_xlsx, XLSX), "csv": (columns_csv, CSV)}
CHECKED = {"xlsx": (annotated, XLSX), "csv": (annotated_csv, CSV)}


class OfWinners:
    """What a page about winners knows of its table."""

    names = "edition"
    kinds = (Upload.Kind.WINNERS, Upload.Kind.SHORTLIST)
    columns = AWARD_COLUMNS

    def layout(self) -> Layout:
        return reading.layout_of(self.upload.edition)

    def table(self) -> tables.Table:
        return reading.table(self.upload)

    def save(self) -> tables.Table:
        """Every match as a person left it; what is no number is no match."""
        chosen = {
            int(name.removeprefix("centre-")): int(value) if value.isdigit() else None
            for name, value in self.request.POST.items()
            if name.startswith("centre-") and name.removeprefix("centre-").isdigit()
        }
        remove = "remove" in self.request.POST
        return saving.save(self.upload, centres=chosen, remove_absent=remove, user=self.request.user)

    def warnings(self, found: tables.Table) -> list[str]:
        """What will be missing once the file is saved; a list may come in parts."""
        if self.upload.saved_at or found.wrong:
            return []
        entries = [*(line.entry for line in found.lines), *found.absent]
        kept = [entry for entry in entries if not entry.withdrawn]
        counts = Counter(entry.category_id for entry in kept)
        winners = self.upload.kind == Upload.Kind.WINNERS
        uneven = releasing.uneven(releasing.compared(self.upload.edition, counts)) if winners else []
        with_this = _("With this file, which can be saved all the same: %(problem)s")
        return [with_this % {"problem": one} for one in [*uneven, *releasing.in_chinese_only(kept)]]

    def home(self) -> str:
        return f"{reverse('edition:winners', args=[self.upload.edition_id])}?kind={self.upload.kind}"


class OfScenarios:
    """The same about scenarios."""

    names = "scenario"
    kinds = (Upload.Kind.SCENARIOS,)
    columns = SCENARIO_COLUMNS
    permissions = ("events.add_scenario",)
    to_post = "events.add_scenario"

    def layout(self) -> Layout:
        return SCENARIO_LAYOUT

    def table(self) -> tables.Table:
        return scenarios.table(self.upload)

    def save(self) -> tables.Table:
        return scenarios.save(self.upload, user=self.request.user)

    def warnings(self, found: tables.Table) -> list[str]:
        return []

    def home(self) -> str:
        return reverse("scenario:index")


class Template(Requires, View):
    """The empty list."""

    def get(self, request, form):
        if form not in TEMPLATES:
            raise Http404
        make, content_type = TEMPLATES[form]
        disposition = {"Content-Disposition": f'attachment; filename="{self.names}.{form}"'}
        return HttpResponse(make(self.columns), content_type=content_type, headers=disposition)


class OfUpload(Requires):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        uploads = Upload.objects.select_related("edition").filter(kind__in=self.kinds)
        self.upload = get_object_or_404(uploads, pk=kwargs["pk"])


class Preview(OfUpload, WagtailAdminTemplateMixin, TemplateView):
    """What each row means, before anything is saved; posted, every row is saved or none."""

    template_name = "events/admin/preview.html"
    page_title = gettext_lazy("Check a table")
    header_icon = "table"

    def get_breadcrumbs_items(self):
        place = {"url": self.home(), "label": str(self.upload.edition or _("Application scenarios"))}
        return [*self.breadcrumbs_items, place, {"url": "", "label": self.upload.filename}]

    def get_context_data(self, **kwargs):
        found = self.table()
        return super().get_context_data(
            upload=self.upload,
            table=found,
            warnings=self.warnings(found),
            counts=[(label, found.count(verdict)) for verdict, label in tables.VERDICTS.items()],
            headings=headings_of(found.read),
            meanings=[(column.key, column.heading) for column in self.columns],
            names=self.names,
            home=self.home(),
            columns_address=reverse(f"{self.names}:columns", args=[self.upload.pk]),
            downloads=[
                (form, reverse(f"{self.names}:checked", args=[self.upload.pk, form])) for form in CHECKED
            ],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            found = self.save()
        except (Refused, ListRefused) as refusal:
            messages.error(request, str(refusal))
            return redirect(f"{self.names}:preview", self.upload.pk)
        said = {"file": self.upload.filename, "n": len(found.lines)}
        messages.success(request, _("%(file)s: all %(n)s rows are saved.") % said)
        return redirect(self.home())


class Columns(OfUpload, View):
    """What the columns mean, as a person corrected it."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        pairs = zip(request.POST.getlist("heading"), request.POST.getlist("meaning"), strict=False)
        try:
            tables.map_columns(self.upload, self.layout(), {heading: key or None for heading, key in pairs})
        except (Refused, ListRefused) as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{self.names}:preview", self.upload.pk)


class Checked(OfUpload, View):
    """The table as it was sent, with what would become of each row beside it."""

    def get(self, request, pk, form):
        if form not in CHECKED:
            raise Http404
        make, content_type = CHECKED[form]
        found = self.table()
        name = f"{PurePath(self.upload.filename).stem}-checked.{form}".replace('"', "")
        response = HttpResponse(make(found.read, found.said), content_type=content_type)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return response


class WinnersTemplate(OfWinners, Template):
    pass


class WinnersPreview(OfWinners, Preview):
    to_post = PREPARE


class WinnersColumns(OfWinners, Columns):
    pass


class WinnersChecked(OfWinners, Checked):
    pass


class ScenariosTemplate(OfScenarios, Template):
    pass


class ScenariosPreview(OfScenarios, Preview):
    pass


class ScenariosColumns(OfScenarios, Columns):
    pass


class ScenariosChecked(OfScenarios, Checked):
    pass

"""All lines of a subject, and as a file."""

from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centres.admin.sheets import Files

from .lines import Line, Subject
from .moments import in_words
from .scheduled import heartbeat
from .subjects import SUBJECTS


class SubjectReport(Files, WagtailAdminTemplateMixin, TemplateView):
    """A table on the screen; as csv or xlsx the same lines, times in the zone of the site."""

    subject: Subject = None
    template_name = "editing/report.html"
    list_export = ("title", "kind", "state", "who", "at", "url")

    def dispatch(self, request, *args, **kwargs):
        if not self.subject.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.as_spreadsheet(self.lines, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def lines(self) -> list[Line]:
        return self.subject.lines(self.request.user)

    @property
    def page_title(self):
        return self.subject.heading

    @property
    def header_icon(self):
        return self.subject.icon

    @property
    def export_headings(self):
        heads = {"title": _("Title"), "kind": _("Kind"), "who": self.subject.who or _("Person")}
        return heads | {"state": self.subject.state, "at": self.subject.at, "url": _("Address")}

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_filename(self):
        return f"{self.subject.key}-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Line):
        row = {name: str(getattr(item, name) or "") for name in self.list_export}
        return row | {
            "at": in_words(item.at) if item.at else "",
            "url": self.request.build_absolute_uri(item.url),
        }

    def get_context_data(self, **kwargs):
        beat = heartbeat() if self.subject.key == "scheduled" else {}
        return super().get_context_data(subject=self.subject, lines=self.lines, **beat, **kwargs)


class SubjectMenuItem(MenuItem):
    """In the menu of reports, for those who may see it."""

    def __init__(self, subject: Subject):
        self.subject = subject
        url, order = reverse_lazy(f"editing:{subject.key}"), 10 + subject.order
        super().__init__(
            subject.heading, url, name=f"editing-{subject.key}", icon_name=subject.icon, order=order
        )

    def is_shown(self, request):
        return self.subject.may_see(request.user)


def urls() -> list:
    patterns = [
        path(f"{subject.key}/", SubjectReport.as_view(subject=subject), name=subject.key)
        for subject in SUBJECTS
    ]
    return [path("reports/editing/", include((patterns, "editing")))]

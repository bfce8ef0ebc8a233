"""The joint log among Wagtail's reports, also as csv and xlsx, for those who manage accounts."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column

from centres.admin.reports.base import NOWRAP, WIDE, Choice, RecordedBetween, Report

from ..models import SignInEvent
from ..signin.report import may_see
from .entries import SOURCES, Entry, named, told


def to_the_second(entry: Entry) -> str:
    return f"{timezone.localtime(entry.at, timezone.get_default_timezone()):%Y-%m-%d %H:%M:%S}"


class AuditFilters(WagtailFilterSet):
    at = RecordedBetween(field_name="moment", label=_("Between"))
    source = Choice(choices=[(source.key, source.label) for source in SOURCES.values()], label=_("Log"))

    class Meta:
        model = SignInEvent
        fields = []


class AuditLog(Report):
    name = "audit-log"
    menu_label = _("Audit log")
    header_icon = "history"
    index_url_name, index_results_url_name = "audit_log", "audit_log_results"
    filterset_class = AuditFilters
    nothing = _("Nothing has happened yet.")
    model = SignInEvent
    columns = [
        Column("at", label=_("Time"), accessor=to_the_second, classname=NOWRAP),
        Column("source", label=_("Log")),
        Column("what", label=_("Event")),
        Column("about", label=_("What it concerns"), width=WIDE),
        Column("who", label=_("Person")),
        Column("detail", label=_("Detail")),
        Column("ip", label=_("IP address"), classname=NOWRAP),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        """A union cannot be filtered: each log is, before."""
        chosen = self.chosen
        between = self.filters.filters["at"]
        return named(lambda rows: between.filter(rows, chosen.get("at")), chosen.get("source") or "")

    def lines(self, rows):
        return told(rows)


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


def urls() -> list:
    return [
        path("reports/audit-log/", AuditLog.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditLog.as_view(results_only=True), name="audit_log_results"),
    ]


def menu_item() -> MenuItem:
    return AuditLogMenuItem(
        AuditLog.menu_label, reverse("audit_log"), name="audit-log", icon_name="history", order=1010
    )

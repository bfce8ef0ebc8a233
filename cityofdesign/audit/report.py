"""The joint log among Wagtail's reports, also as csv and xlsx, for those who manage accounts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from centres.admin.reports.base import NOWRAP, WIDE, Choice, RecordedBetween

from ..models import SignInEvent
from ..signin.report import AccountsReport
from .entries import SOURCES, Entry, named, told


def to_the_second(entry: Entry) -> str:
    return f"{timezone.localtime(entry.at, timezone.get_default_timezone()):%Y-%m-%d %H:%M:%S}"


class AuditFilters(WagtailFilterSet):
    at = RecordedBetween(field_name="moment", label=_("Between"))
    source = Choice(choices=[(source.key, source.label) for source in SOURCES.values()], label=_("Log"))

    class Meta:
        model = SignInEvent
        fields = []


class AuditLog(AccountsReport):
    name = "audit-log"
    order = 1010
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

    def get_queryset(self):
        """A union cannot be filtered: each log is, before."""
        chosen = self.chosen
        between = self.filters.filters["at"]
        return named(lambda rows: between.filter(rows, chosen.get("at")), chosen.get("source") or "")

    def lines(self, rows):
        return told(rows)

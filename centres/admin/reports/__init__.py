"""Reports on the register in Wagtail's menu of reports."""

from django.urls import include, path, reverse_lazy

from ..viewsets import RoundsMenuItem
from .decisions import Decisions
from .names import Aliases, Differing, Missing
from .rounds import Rounds

REPORTS = (Rounds, Decisions, Missing, Differing, Aliases)


def urls() -> list:
    patterns = []
    for report in REPORTS:
        results = report.as_view(results_only=True)
        patterns += [
            path(f"{report.name}/", report.as_view(), name=report.name),
            path(f"{report.name}/results/", results, name=f"{report.name}_results"),
        ]
    return [path("reports/register/", include((patterns, "register_reports")))]


def menu_item(place: int, report) -> RoundsMenuItem:
    return RoundsMenuItem(
        report.menu_label,
        reverse_lazy(f"register_reports:{report.name}"),
        name=f"register-{report.name}",
        icon_name=report.header_icon,
        order=place,
    )

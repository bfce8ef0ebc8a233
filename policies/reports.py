"""Typed numbers of design centres that differ, in published pages and drafts, as a report and as files."""

from collections.abc import Iterator

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from centres.admin.sheets import Files
from centres.moments import moment
from centres.reference import reference

from .disagreements import Disagreement, Yardsticks, disagreements

PUBLISHED, DRAFT = pgettext_lazy("version", "Published"), pgettext_lazy("version", "Draft")
Found = dict[str, list[Disagreement]]
"""State of a version, in words -> what differs in it; no state in which nothing does."""


def differing(pages) -> dict[int, Found]:
    """Primary key -> what differs, of the pages where anything does: in the version that is published, and in
    the draft where there is a newer one."""
    when = moment()
    known = Yardsticks(when, reference(when.clock))
    found = {page.pk: differing_in(page, known) for page in pages}
    return {pk: wrong for pk, wrong in found.items() if wrong}


def differing_in(page: Page, known: Yardsticks) -> Found:
    found = {state: disagreements(version, known) for state, version in versions(page)}
    return {state: wrong for state, wrong in found.items() if wrong}


def versions(page: Page) -> Iterator[tuple[str, Page]]:
    if page.live:
        yield PUBLISHED, page
    if page.has_unpublished_changes or not page.live:
        yield DRAFT, page.get_latest_revision_as_object()


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TypedNumbers(Files, ReportView):
    model = Page
    results_template_name = "policies/admin/typed_numbers_results.html"
    page_title = _("Numbers to check")
    header_icon = "warning"
    index_url_name = "typed_numbers_report"
    index_results_url_name = "typed_numbers_report_results"
    default_ordering = "title"
    list_export = ["title", "full_url", "locale.language_code", "differs"]
    export_headings = {
        "full_url": _("Address"),
        "locale.language_code": _("Language"),
        "differs": _("What differs"),
    }

    @cached_property
    def found(self) -> dict[int, Found]:
        pages = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["change", "publish"]
        )
        return differing(pages.filter(depth__gt=1).specific())

    def get_base_queryset(self):
        return Page.objects.filter(pk__in=self.found).select_related("locale")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), get_url=edit_url),
            LocaleColumn(),
            Column("differs", label=_("What differs"), accessor=self.words),
        ]

    def to_row_dict(self, item):
        item.differs = self.words(item)
        return super().to_row_dict(item)

    def words(self, page: Page) -> str:
        """`Published: …, Draft: …`, each with what differs in it."""
        colon = _(": ")
        return " ".join(
            f"{state}{colon}{' '.join(map(str, wrong))}" for state, wrong in self.found[page.pk].items()
        )

    def dispatch(self, request, *args, **kwargs):
        if not page_permission_policy.user_has_any_permission(request.user, ["change", "publish"]):
            from wagtail.admin.auth import permission_denied

            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


class ForEditors(AdminOnlyMenuItem):
    """Shown to whoever may change pages."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, ["change", "publish"])


def urls() -> list:
    return [
        path("reports/typed-numbers/", TypedNumbers.as_view(), name="typed_numbers_report"),
        path(
            "reports/typed-numbers/results/",
            TypedNumbers.as_view(results_only=True),
            name="typed_numbers_report_results",
        ),
    ]


def menu_item() -> ForEditors:
    return ForEditors(
        TypedNumbers.page_title,
        reverse("typed_numbers_report"),
        name="typed-numbers",
        icon_name="warning",
        order=90,
    )

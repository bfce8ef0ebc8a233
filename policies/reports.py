"""Typed numbers of design centres that differ, of all pages, as a report to look through and to take away."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from centres.moments import moment
from centres.reference import reference

from .disagreements import Disagreement, Yardsticks, disagreements


def differing(pages) -> dict[int, list[Disagreement]]:
    """Primary key -> what differs, of the pages where anything does, in their published versions and drafts;
    a page is read as its editor finds it."""
    when = moment()
    known = Yardsticks(when, reference(when.clock))
    latest = (
        page.get_latest_revision_as_object() if page.has_unpublished_changes else page for page in pages
    )
    found = {page.pk: disagreements(page, known) for page in latest}
    return {pk: wrong for pk, wrong in found.items() if wrong}


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TypedNumbers(ReportView):
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
    def found(self) -> dict[int, list[Disagreement]]:
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
        return " ".join(map(str, self.found[page.pk]))

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

"""The report of pages by language."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from centres.admin.reports.base import NOWRAP, Choice, Report
from centres.admin.sheets import moment

from .pairs import Pair, State, pairs

LANGUAGES = [("en", gettext_lazy("English")), ("zh-hans", gettext_lazy("Chinese"))]


def kinds() -> list[tuple[str, str]]:
    types = ContentType.objects.filter(pk__in=Page.objects.filter(depth__gt=1).values("content_type"))
    named = [(kind.model, str(kind.model_class()._meta.verbose_name)) for kind in types]
    return sorted(named, key=lambda kind: kind[1])


class MatrixFilters(WagtailFilterSet):
    """They choose from a list of pairs, not from a table of the database."""

    state = Choice(choices=State.choices, label=gettext_lazy("Translation"), method="by_state")
    original = Choice(choices=LANGUAGES, label=gettext_lazy("Original in"), method="by_original")
    kind = Choice(choices=kinds, label=gettext_lazy("Kind of page"), method="by_kind")

    class Meta:
        model = Page
        fields = []

    def by_state(self, found: list[Pair], name: str, value: str) -> list[Pair]:
        return [pair for pair in found if pair.state == value]

    def by_original(self, found: list[Pair], name: str, value: str) -> list[Pair]:
        return [pair for pair in found if pair.original.locale.language_code == value]

    def by_kind(self, found: list[Pair], name: str, value: str) -> list[Pair]:
        return [pair for pair in found if pair.original.content_type.model == value]


def page_state(pair: Pair, code: str) -> str:
    """What there is of a pair in a language, in words."""
    page = pair.in_language(code)
    if page is None:
        return _("missing")
    if not page.live:
        return _("draft")
    later = page.has_unpublished_changes
    return _("published, with later changes") if later else pgettext("state of a page", "published")


class StateColumn(Column):
    """The state of the translation, marked; with what can be done about it."""

    cell_template_name = "translating/state_cell.html"

    def get_value(self, pair: Pair):
        return pair.state.label


class TitleColumn(Column):
    cell_template_name = "translating/title_cell.html"

    def get_value(self, pair: Pair):
        return pair.original.title


class Matrix(Report):
    name = "matrix"
    namespace = "translations"
    menu_label = gettext_lazy("Pages by language")
    header_icon = "wagtail-localize-language"
    filterset_class = MatrixFilters
    nothing = gettext_lazy("There are no pages yet.")
    default_ordering = None
    columns = [
        TitleColumn("title", label=gettext_lazy("Page")),
        Column(
            "kind",
            label=gettext_lazy("Kind of page"),
            accessor=lambda pair: str(pair.original.content_type.model_class()._meta.verbose_name),
        ),
        Column("original", label=gettext_lazy("Original"), accessor="original.locale"),
        Column("en", label=gettext_lazy("English"), accessor=lambda pair: page_state(pair, "en")),
        Column("zh", label=gettext_lazy("Chinese"), accessor=lambda pair: page_state(pair, "zh-hans")),
        StateColumn("state", label=gettext_lazy("Translation")),
        Column(
            "since",
            label=gettext_lazy("Outdated since"),
            accessor=lambda pair: moment(pair.since),
            classname=NOWRAP,
        ),
        Column(
            "by",
            label=gettext_lazy("by the change of"),
            accessor=lambda pair: pair.by.get_username() if pair.by else "",
        ),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return self.filter_queryset(pairs())

    def all_lines(self):
        return iter(self.get_queryset())

    @property
    def export_headings(self):
        return {**super().export_headings, "address": _("Translate at")}

    @property
    def list_export(self):
        return [*super().list_export, "address"]

    def to_row_dict(self, item):
        path = reverse("wagtail_localize:submit_page_translation", args=[item.pk])
        return {**super().to_row_dict(item), "address": self.request.build_absolute_uri(path)}

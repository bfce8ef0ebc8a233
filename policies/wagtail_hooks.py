from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from . import inserting, reports
from .models import Figure, IssuingBody, PolicyPage

KEY = _(
    "The name of this one figure, no other has it: what is measured and the date. It stands in the address "
    "of a target’s page. Example: municipal-centres-target-2025"
)
METRIC_KEY = _(
    "The same for a target and for every figure that measures it; a figure with another key does not count "
    "for the target. Example: municipal-centres"
)
SCOPE_KEY = _(
    "The place or body the figure is about. Only figures of the whole city, “chongqing”, count for targets. "
    "Example of another: sichuan"
)


def in_words(name: str):
    """The imprecise date `name` of a row, in the language of the reader."""
    return lambda row: getattr(row, name).display(get_language())


class FigureViewSet(ModelViewSet):
    """Targets and reported figures. A ModelViewSet has no revisions, so nothing is saved before "Save"."""

    model = Figure
    icon = "table"
    url_prefix = "policies/figures"
    copy_view_enabled = False
    list_display = [
        "metric",
        "type",
        Column("value_text", label=_("Value")),
        "unit",
        Column("as_of", label=_("As of, or due"), accessor=in_words("as_of")),
        "source_name",
    ]
    list_filter = ["type", "scheme"]
    search_fields = ["metric_en", "metric_zh", "key", "source_name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel(["metric_en", "metric_zh"]),
            FieldRowPanel(["type", "comparator", "as_of"]),
            FieldRowPanel(["value", "unit_en"]),
            FieldRowPanel(["value_zh", "unit_zh"]),
            MultiFieldPanel(["source_name", "source_url"], heading=_("Source")),
            FieldPanel(
                "policy",
                help_text=_("The document that sets a target; empty where this site has no page of it."),
            ),
            FieldRowPanel(["baseline", "baseline_on"]),
            MultiFieldPanel(
                [FieldRowPanel(["scheme", "kind"]), FieldRowPanel(["district", "status"])],
                heading=_("Counted by the register"),
            ),
            FieldRowPanel(["note_en", "note_zh"]),
            FieldRowPanel(["scope_en", "scope_zh"]),
            MultiFieldPanel(
                [
                    FieldPanel("key", help_text=KEY),
                    FieldPanel("metric_key", help_text=METRIC_KEY),
                    FieldPanel("scope_key", help_text=SCOPE_KEY),
                ],
                heading=_("Keys: small letters, digits and hyphens"),
            ),
        ]
    )


class IssuingBodyViewSet(ModelViewSet):
    model = IssuingBody
    icon = "group"
    url_prefix = "policies/bodies"
    copy_view_enabled = False
    list_display = ["name", "key", "name_en", "name_zh"]
    search_fields = ["name_en", "name_zh", "key"]
    search_backend_name = None
    panels = [FieldRowPanel(["name_en", "name_zh"]), "aliases", "key"]


class TitleColumn(PageTitleColumn):
    """The title alone, where number and status have columns of their own."""

    def get_cell_context_data(self, instance, parent_context):
        instance.title_alone = True
        return super().get_cell_context_data(instance, parent_context)


BOXES, _title, _parent, UPDATED, STATE = PageListingViewSet.index_view_class.base_columns


class PolicyViewSet(PageListingViewSet):
    """Every policy document of both languages, with what documents are told apart by."""

    model = PolicyPage
    icon = "doc-full-inverse"
    menu_label = pgettext_lazy("policies", "Documents")
    name = "policy_documents"
    url_prefix = "policies/documents"
    columns = [
        BOXES,
        TitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("document_number", label=_("Document number")),
        Column("get_status_display", label=_("Legal status")),
        Column("get_level_display", label=_("Level")),
        Column("written", label=_("Written"), accessor=in_words("written")),
        UPDATED,
        STATE,
    ]
    list_filter = ["status", "level", "issuing_bodies", "locale"]


class PolicyGroup(ViewSetGroup):
    menu_label = _("Policies")
    menu_icon = "tasks"
    menu_order = 260
    items = (PolicyViewSet, FigureViewSet, IssuingBodyViewSet)


@hooks.register("register_admin_viewset")
def register_group():
    return PolicyGroup()


hooks.register("register_admin_urls", inserting.urls)
hooks.register("register_rich_text_features", inserting.register)
hooks.register("register_admin_urls", reports.urls)
hooks.register("register_reports_menu_item", reports.menu_item)

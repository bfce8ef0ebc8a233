from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Figure, IssuingBody


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
        Column("as_of", label=_("As of, or due")),
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
            FieldRowPanel(["policy", "scheme"]),
            FieldRowPanel(["note_en", "note_zh"]),
            FieldRowPanel(["scope_en", "scope_zh"]),
            FieldRowPanel(["key", "metric_key", "scope_key"]),
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


class PolicyGroup(ViewSetGroup):
    menu_label = _("Policies and targets")
    menu_icon = "tasks"
    menu_order = 260
    items = (FigureViewSet, IssuingBodyViewSet)


@hooks.register("register_admin_viewset")
def register_group():
    return PolicyGroup()

"""The menu groups "Competitions" and "Scenarios"."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .awards import AwardViewSet
from .editions import EditionViewSet, SeriesViewSet
from .scenarios import EnquiryViewSet, ScenarioViewSet


class CompetitionGroup(ViewSetGroup):
    menu_label = _("Competitions")
    menu_icon = "crosshairs"
    menu_order = 255
    items = (EditionViewSet, AwardViewSet, SeriesViewSet)


class ScenarioGroup(ViewSetGroup):
    menu_label = _("Scenarios")
    menu_icon = "list-ul"
    menu_order = 257
    items = (ScenarioViewSet, EnquiryViewSet)

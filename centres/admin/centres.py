"""Centres in the admin: a list to search, and one centre with all that the log says of it. Read only."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusFlagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView

from ..models import Decision, Standing
from .faces import faces, named


class CentreIndex(IndexView):
    """Centres by number, each with its newest facts; the search knows names of today and of before."""

    default_ordering = "number"
    is_searchable = True

    columns = [
        TitleColumn(
            "number", label=pgettext_lazy("register", "Number"), sort_key="number", url_name="centre:inspect"
        ),
        Column("name", label=_("Name"), accessor=lambda centre: centre.face.name if centre.face else ""),
        Column(
            "holder", label=_("Holder"), accessor=lambda centre: centre.face.holder if centre.face else ""
        ),
        Column("statuses", label=_("Standing today"), accessor="standing_today"),
        StatusFlagColumn("sample", label=_("Sample"), true_label=_("sample")),
    ]

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        held = Standing.objects.filter(named(self.search_query)).values("centre_id")
        return queryset.filter(Q(pk__in=held) | Q(number__icontains=self.search_query))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        centres = list(context["object_list"])
        known = faces(centre.pk for centre in centres)
        for centre in centres:
            centre.face = known.get(centre.pk)
            statuses = centre.face.statuses if centre.face else ()
            centre.standing_today = "; ".join(f"{scheme}: {status}" for scheme, status in statuses)
        return context


class CentreInspect(InspectView):
    """One centre: facts today, standings, decisions with their evidence."""

    page_title = _("Centre")

    def get_context_data(self, **kwargs):
        standings = Standing.objects.filter(centre=self.object, known_to__isnull=True)
        decisions = Decision.objects.filter(centre=self.object).order_by("number")
        decisions = decisions.select_related("scheme", "round__scheme", "row__list", "annulled_by")
        for decision in decisions:
            decision.in_words = decision.effective_on.display(get_language())
        return super().get_context_data(
            centre=self.object,
            face=faces([self.object.pk]).get(self.object.pk),
            today=timezone.localdate(),
            standings=standings.select_related("scheme", "decision").order_by("scheme__order", "-valid_from"),
            decisions=decisions,
            aliases=self.object.aliases.all(),
            **kwargs,
        )

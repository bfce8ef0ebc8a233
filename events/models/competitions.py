"""Competitions, edition by edition."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from cityofdesign.blocks import StoryBlock
from cityofdesign.checked import ChecksPanel
from cityofdesign.dates import ImpreciseDateField
from cityofdesign.editing.four_eyes import FourEyes

from ..bases import DatedQuerySet, Occasion
from ..states import State, competition_state


class CompetitionPage(FourEyes, Occasion, Page):
    """One edition of a competition, from its call to its results."""

    entries_open = ImpreciseDateField(_("entries open"), blank=True)
    entries_close = ImpreciseDateField(_("entries close"), blank=True)
    results_on = ImpreciseDateField(_("results on"), blank=True)
    results = StreamField(StoryBlock(), blank=True, verbose_name=_("results"))
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
        ChecksPanel(),
        *Page.content_panels,
        *Occasion.occasion_panels,
        FieldRowPanel(["entries_open", "entries_close", "results_on"]),
        "results",
    ]
    search_fields = [*Page.search_fields, *Occasion.occasion_search_fields]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("competition")

    def clean(self):
        super().clean()
        if self.entries_open and self.entries_close and self.entries_open.lower > self.entries_close.upper:
            raise ValidationError({"entries_close": _("Entries close after they open.")})

    @property
    def state(self) -> State:
        days = (self.entries_open, self.entries_close, self.results_on, self.date)
        return competition_state(*days, timezone.localdate(), bool(self.results))

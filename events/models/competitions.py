"""Competitions, edition by edition."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from cityofdesign.blocks import StoryBlock
from cityofdesign.checked import ChecksPanel
from cityofdesign.checking import ERROR, Problem
from cityofdesign.dates import ImpreciseDateField

from .. import stages
from ..bases import DatedQuerySet, Occasion
from ..states import State, announced_state

FILES = frozenset({"picture", "attachment"})


class CompetitionPage(Occasion, Page):
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
            raise ValidationError({"entries_close": _("Entries must close after they open.")})

    def own_problems(self):
        """Files have addresses of their own, at which nothing keeps them back."""
        if not (self.edition and self.edition.is_under_embargo):
            return
        for place, block in enumerate(self.results):
            if block.block_type in FILES:
                words = gettext("Before the winners’ hour no file may stand here: its address is open.")
                yield Problem(ERROR, "results", words, (place,))

    @cached_property
    def edition(self):
        """What both languages of the page share, or None; lists look all of theirs up at once."""
        from .editions import Edition

        return Edition.objects.of_page(self).select_related("series").first()

    @property
    def shows_results(self) -> bool:
        """Whether results written into the page are shown: never before the winners' hour."""
        return bool(self.results) and not (self.edition and self.edition.is_under_embargo)

    @property
    def state(self) -> State:
        if self.edition and (said := announced_state(self.edition.course)):
            return said
        managed = bool(self.edition and self.edition.winners_here)
        announced = self.edition.is_released() if managed else bool(self.results)
        return stages.stage(stages.call_of(self, self.edition), announced=announced, managed=managed)

    def get_context(self, request, *args, **kwargs):
        from ..editions import shown

        return {**super().get_context(request, *args, **kwargs), **shown(self)}

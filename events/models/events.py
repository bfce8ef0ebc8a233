"""Events, and the index that lists them with competitions."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager

from ..bases import DatedQuerySet, IndexPage, Occasion
from ..states import State, event_state
from .competitions import CompetitionPage


class EventIndexPage(IndexPage):
    """Events and competitions, newest first."""

    subpage_types = ["events.EventPage", "events.CompetitionPage"]

    class Meta:
        verbose_name = _("index of events and competitions")

    def children(self):
        """Events and competitions together, newest first; undated ones last."""
        from ..editions import attach

        pages = [
            *EventPage.objects.child_of(self).published(),
            *CompetitionPage.objects.child_of(self).published(),
        ]
        attach(pages)
        return sorted(
            pages, key=lambda page: (page.date_to is None, -page.date_to.toordinal() if page.date_to else 0)
        )

    def get_context(self, request, *args, **kwargs):
        from ..programme import programme

        return {**Page.get_context(self, request, *args, **kwargs), **programme(self, request)}


class EventPage(Occasion, Page):
    """One conference, award ceremony, exhibition, design week, meeting or study tour."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        AWARD = "award", _("Award")
        AWARD_CEREMONY = "award_ceremony", _("Award ceremony")
        EXHIBITION = "exhibition", _("Exhibition")
        DESIGN_WEEK = "design_week", _("Design week")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        STUDY_TOUR = "study_tour", _("Study tour")
        CALL = "call", _("Call")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [*Page.content_panels, "kind", *Occasion.occasion_panels]
    search_fields = [*Page.search_fields, *Occasion.occasion_search_fields]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")

    @property
    def state(self) -> State:
        return event_state(self.date, timezone.localdate())

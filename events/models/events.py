"""Events, and the index that lists them with competitions."""

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Page, PageManager

from cityofdesign.checked import ChecksPanel
from cityofdesign.dates import ImpreciseDate, ImpreciseDateField

from ..bases import DatedQuerySet, IndexPage, Occasion, exact_days
from ..states import State, announced_state, event_state
from .competitions import CompetitionPage

ZONES = [
    ("Asia/Shanghai", _("Chongqing and all of China (UTC+8)")),
    ("Europe/Paris", _("Paris, where UNESCO sits")),
    ("Europe/London", _("London")),
    ("Asia/Tokyo", _("Tokyo, Nagoya, Kobe")),
    ("Asia/Singapore", _("Singapore")),
    ("America/New_York", _("New York, Montreal")),
    ("UTC", _("Universal time (UTC)")),
]
"""Zones of the places where the city and its partners meet."""


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

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", pgettext_lazy("event", "Scheduled")
        POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
        CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")
        HELD = "held", pgettext_lazy("event", "Held")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.SCHEDULED)
    status_note = models.CharField(
        _("why, or until when"), max_length=255, blank=True, help_text=_("For a postponed or cancelled event")
    )
    previous_date = ImpreciseDateField(
        _("date before it was postponed"), blank=True, help_text=_("The date above is then the new one")
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("On the last day, where it lasts several days")
    )
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai", choices=ZONES)
    address = models.CharField(_("address"), max_length=300, blank=True)
    registration_url = models.URLField(_("address for registration"), max_length=500, blank=True)
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
        ChecksPanel(),
        *Page.content_panels,
        "kind",
        FieldRowPanel(["status", "status_note"]),
        *Occasion.occasion_panels[:1],
        FieldRowPanel(["start_time", "end_time", "zone"]),
        "previous_date",
        FieldRowPanel(["venue", "address"]),
        FieldRowPanel(["organiser", "registration_url"]),
        *(panel for panel in Occasion.occasion_panels[1:] if panel not in {"venue", "organiser"}),
    ]
    search_fields = [*Page.search_fields, *Occasion.occasion_search_fields]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")

    def clean(self):
        super().clean()
        if (self.start_time or self.end_time) and not self.days:
            message = gettext("A time of day needs exact days: write for example %(example)s.")
            example = ImpreciseDate("2023-09-05/2023-09-06").display(get_language())
            raise ValidationError({"start_time": message % {"example": example}})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": gettext("Say also when it begins.")})
        if self.end_time and self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": gettext("The end must be after the beginning.")})

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day, where both are known exactly."""
        return exact_days(self.date)

    @property
    def starts_at(self) -> datetime.datetime | None:
        return self._at(0, self.start_time)

    @property
    def ends_at(self) -> datetime.datetime | None:
        return self._at(1, self.end_time)

    def _at(self, which: int, time: datetime.time | None) -> datetime.datetime | None:
        if time is None or not self.days:
            return None
        return datetime.datetime.combine(self.days[which], time, zoneinfo.ZoneInfo(self.zone))

    @property
    def state(self) -> State:
        found = announced_state(self.status)
        return found or event_state(self.date, timezone.localdate())

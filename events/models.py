from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from centres.models import Round
from cityofdesign.blocks import StoryBlock
from cityofdesign.dates import ImpreciseDateField
from cityofdesign.models import Story

from .bases import Dated, DatedQuerySet, IndexPage, Occasion
from .states import State, competition_state, event_state


class MilestoneIndexPage(IndexPage):
    """The climb: every milestone by year."""

    subpage_types = ["events.MilestonePage"]

    class Meta:
        verbose_name = _("index of milestones")

    @staticmethod
    def subpage_model():
        return MilestonePage

    def get_context(self, request, *args, **kwargs):
        from .timeline import climb

        return {**super().get_context(request, *args, **kwargs), **climb(self, request)}


class MilestonePage(Dated, Story, Page):
    """One milestone on the way to City of Design."""

    class Kind(models.TextChoices):
        GOVERNANCE = "governance", _("Governance")
        AWARD = "award", _("Award")
        EVENT = "event", _("Event")
        ACCREDITATION = "accreditation", _("Accreditation")
        POLICY = "policy", _("Policy")
        TALENT = "talent", _("Talent")
        COMPETITION = "competition", _("Competition")
        COOPERATION = "cooperation", _("Cooperation")
        RECOGNITION = "recognition", _("Recognition")
        LEGISLATION = "legislation", _("Legislation")
        PUBLICATION = "publication", _("Publication")

    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    related_page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leads to")
    )
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldRowPanel(["date", "date_as_printed", "kind"]),
        *Story.story_panels,
        "related_page",
    ]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["events.MilestoneIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("milestone")

    @property
    def anchor(self):
        """Deep link on the timeline, `m-<slug>`."""
        return f"m-{self.slug}"

    def get_context(self, request, *args, **kwargs):
        from .around import neighbours

        return {**super().get_context(request, *args, **kwargs), **neighbours(self)}


class NewsIndexPage(IndexPage):
    """All news, newest first."""

    subpage_types = ["events.NewsPage"]
    page_size = 12

    class Meta:
        verbose_name = _("index of news")

    @staticmethod
    def subpage_model():
        return NewsPage


class NewsPage(Dated, Story, Page):
    """One news article with its date and source."""

    figure = models.CharField(
        _("leading figure"),
        max_length=12,
        blank=True,
        help_text=_("The one number of the article, if it has one"),
    )
    image = models.ForeignKey(
        "cityofdesign.CreditedImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author = models.CharField(_("author"), max_length=120, blank=True, help_text=_("A body, not a person"))
    change_note = models.CharField(_("what was corrected"), max_length=255, blank=True)
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldRowPanel(["date", "date_as_printed", "figure"]),
        *Story.story_panels,
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("author"), FieldPanel("change_note")], heading=_("More")
        ),
    ]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["events.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news article")

    def clean(self):
        super().clean()
        if not self.date:
            raise ValidationError({"date": _("News needs a date, as exact as the source gives it.")})

    @property
    def leading(self):
        """The block of the text that says what the leading figure counts, or None."""
        blocks = self.body.blocks_by_name("figure") if self.figure else ()
        return next((block.value for block in blocks if block.value["value"] == self.figure), None)

    @property
    def source_names(self) -> list[str]:
        return list(dict.fromkeys(source.value["name"] for source in self.sources))

    def get_context(self, request, *args, **kwargs):
        from .around import beside_news

        return {**super().get_context(request, *args, **kwargs), **beside_news(self)}


class EventIndexPage(IndexPage):
    """Events and competitions, newest first."""

    subpage_types = ["events.EventPage", "events.CompetitionPage"]

    class Meta:
        verbose_name = _("index of events and competitions")

    def children(self):
        """Events and competitions together, newest first; undated ones last."""
        pages = [
            *EventPage.objects.child_of(self).published(),
            *CompetitionPage.objects.child_of(self).published(),
        ]
        return sorted(
            pages, key=lambda page: (page.date_to is None, -page.date_to.toordinal() if page.date_to else 0)
        )

    def get_context(self, request, *args, **kwargs):
        from .programme import programme

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


class CompetitionPage(Occasion, Page):
    """One edition of a competition, from its call to its results."""

    entries_open = ImpreciseDateField(_("entries open"), blank=True)
    entries_close = ImpreciseDateField(_("entries close"), blank=True)
    results_on = ImpreciseDateField(_("results on"), blank=True)
    results = StreamField(StoryBlock(), blank=True, verbose_name=_("results"))
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
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


class RoundIndexPage(IndexPage):
    """All published rounds; its children are made by publishing a round."""

    subpage_types = ["events.AnnouncementPage"]

    class Meta:
        verbose_name = _("index of rounds")

    def children(self):
        pages = AnnouncementPage.objects.child_of(self).live().public()
        return pages.select_related("round__scheme", "round__edition").order_by("-round__year", "-round_id")


class AnnouncementIsFixed(PermissionError):
    """The announcement of a published round cannot be unpublished, moved or deleted."""


class AnnouncementPage(Page):
    """The announcement of one round in one language: the tables are the round, the words an editor's."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="announcements", editable=False)
    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("text"))

    # Wagtail's own panel of the title fills the slug, which is not on this form.
    content_panels = [FieldPanel("title", classname="title"), "introduction", "body"]
    # Its address, its times and its privacy are the round's, not an editor's.
    promote_panels = settings_panels = []
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["events.RoundIndexPage"]
    subpage_types = []
    is_creatable = False

    class Meta:
        verbose_name = _("accreditation announcement")

    def get_context(self, request, *args, **kwargs):
        from .announcements import tables

        return {**super().get_context(request, *args, **kwargs), **tables(self.round)}

    def unpublish(self, *args, **kwargs):
        raise AnnouncementIsFixed(_("An announcement stays public as long as its round stands."))

    def delete(self, *args, **kwargs):
        raise AnnouncementIsFixed(_("An announcement cannot be deleted as long as its round stands."))

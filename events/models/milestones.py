"""The climb: milestones and their index."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Page, PageManager

from cityofdesign.checked import ChecksPanel
from cityofdesign.editing.four_eyes import FourEyes
from cityofdesign.models import Story

from ..bases import Dated, DatedQuerySet, IndexPage


class MilestoneIndexPage(IndexPage):
    """The climb: every milestone by year."""

    subpage_types = ["events.MilestonePage"]

    class Meta:
        verbose_name = _("index of milestones")

    @staticmethod
    def subpage_model():
        return MilestonePage

    def get_context(self, request, *args, **kwargs):
        from ..timeline import climb

        return {**super().get_context(request, *args, **kwargs), **climb(self, request)}


class MilestonePage(FourEyes, Dated, Story, Page):
    """One milestone on the way to City of Design."""

    needs_summary = needs_source = True

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
        ChecksPanel(),
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
        from ..around import neighbours

        return {**super().get_context(request, *args, **kwargs), **neighbours(self)}

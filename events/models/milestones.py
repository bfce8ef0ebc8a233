"""The climb: milestones and their index."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, PageChooserPanel
from wagtail.models import Page, PageManager

from cityofdesign.checked import ChecksPanel
from cityofdesign.checking import ERROR, Problem
from cityofdesign.models import Story
from cityofdesign.routes import public

from ..bases import Dated, DatedQuerySet, IndexPage

LEADS_TO = [
    "policies.PolicyPage",
    "events.AnnouncementPage",
    "events.CompetitionPage",
    "events.EventPage",
    "events.NewsPage",
]
"""What a milestone may lead to."""


def targets(milestones) -> dict[int, Page]:
    """The public pages that milestones lead to, by primary key."""
    wanted = {one.related_page_id for one in milestones} - {None}
    return {page.pk: page for page in public(Page.objects.filter(pk__in=wanted))} if wanted else {}


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


class MilestonePage(Dated, Story, Page):
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
        FieldRowPanel(["date", "date_as_printed"]),
        "kind",
        *Story.story_panels,
        PageChooserPanel("related_page", LEADS_TO),
    ]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["events.MilestoneIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("milestone")

    def clean(self):
        super().clean()
        if self.related_page and self.related_page.specific_class._meta.label not in LEADS_TO:
            message = gettext("Choose a policy, an announcement of a round, a competition, an event or news.")
            raise ValidationError({"related_page": message})

    def own_problems(self):
        if self.date.edtf and not self.date:
            words = gettext("Give the year as well: a day without one has no place on the timeline.")
            yield Problem(ERROR, "date", words)

    @property
    def anchor(self):
        """Deep link on the timeline, `m-<slug>`."""
        return f"m-{self.slug}"

    @cached_property
    def leads_to(self) -> Page | None:
        """The page it leads to, where the public may see that."""
        return targets([self]).get(self.related_page_id)

    def get_context(self, request, *args, **kwargs):
        from ..around import neighbours
        from ..timeline import newest_first

        context = super().get_context(request, *args, **kwargs)
        return {**context, **neighbours(self, newest_first), "leads_to": self.leads_to}

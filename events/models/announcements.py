"""Announcements of published rounds and their index."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from centres.models import Round
from cityofdesign.blocks import StoryBlock
from cityofdesign.checked import Checked, ChecksPanel
from cityofdesign.routes import public

from ..bases import IndexPage


class RoundIndexPage(IndexPage):
    """All published rounds; its children are made by publishing a round."""

    subpage_types = ["events.AnnouncementPage"]

    class Meta:
        verbose_name = _("index of rounds")

    def children(self):
        pages = public(AnnouncementPage.objects.child_of(self))
        return pages.select_related("round__scheme", "round__edition").order_by("-round__year", "-round_id")


class AnnouncementIsFixed(PermissionError):
    """The announcement of a published round cannot be unpublished, moved or deleted."""


class AnnouncementPage(Checked, Page):
    """The announcement of one round in one language: the tables are the round, the words an editor's."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="announcements", editable=False)
    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("text"))

    # Wagtail's own panel of the title fills the slug, which is not on this form.
    content_panels = [ChecksPanel(), FieldPanel("title", classname="title"), "introduction", "body"]
    # Its address, its times and its privacy are the round's, not an editor's.
    promote_panels = settings_panels = []
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["events.RoundIndexPage"]
    subpage_types = []
    is_creatable = False

    class Meta:
        verbose_name = _("accreditation announcement")

    def get_context(self, request, *args, **kwargs):
        from ..announcements import tables
        from ..around import leading_to

        context = super().get_context(request, *args, **kwargs)
        return {**context, **tables(self.round), "milestones": leading_to(self)}

    def unpublish(self, *args, **kwargs):
        raise AnnouncementIsFixed(_("An announcement stays public as long as its round stands."))

    def delete(self, *args, **kwargs):
        raise AnnouncementIsFixed(_("An announcement cannot be deleted as long as its round stands."))

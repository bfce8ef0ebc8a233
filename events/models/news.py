"""News articles and their index."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from cityofdesign.checked import ChecksPanel
from cityofdesign.editing.four_eyes import FourEyes
from cityofdesign.models import Story

from ..bases import Dated, DatedQuerySet, IndexPage


class NewsIndexPage(IndexPage):
    """All news, newest first."""

    subpage_types = ["events.NewsPage"]
    page_size = 12

    class Meta:
        verbose_name = _("index of news")

    @staticmethod
    def subpage_model():
        return NewsPage


class NewsPage(FourEyes, Dated, Story, Page):
    """One news article with its date and source."""

    needs_summary = needs_source = True
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
        ChecksPanel(),
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
        from ..around import beside_news

        return {**super().get_context(request, *args, **kwargs), **beside_news(self)}

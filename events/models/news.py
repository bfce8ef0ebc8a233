"""News articles and their index."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from centres.models import Centre
from cityofdesign.checked import ChecksPanel
from cityofdesign.checking import ERROR, Problem, alternative
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

    def get_context(self, request, *args, **kwargs):
        from ..newsroom import newsroom

        return {**Page.get_context(self, request, *args, **kwargs), **newsroom(self, request)}


class CorrectionBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("corrected on"))
    text = blocks.TextBlock(label=_("what was wrong, and what is right"), rows=2)

    class Meta:
        icon = "edit"
        label = _("Correction")


class NewsPage(Dated, Story, Page):
    """One news article with its date and source."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        NOTICE = "notice", _("Notice")
        INTERVIEW = "interview", _("Interview")
        BACKGROUND = "background", _("Background")

    needs_summary = needs_source = True
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REPORT)
    figure = models.CharField(
        _("leading figure"),
        max_length=12,
        blank=True,
        help_text=_("The one number of the article, if it has one"),
    )
    image = models.ForeignKey(
        "cityofdesign.CreditedImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("For those who do not see it. Facts belong into the text as well."),
    )
    image_decorative = models.BooleanField(_("the picture is only decoration"), default=False)
    author = models.CharField(_("author"), max_length=120, blank=True, help_text=_("A body, not a person"))
    translator = models.CharField(_("translator"), max_length=120, blank=True)
    editor = models.CharField(_("editor in charge"), max_length=120, blank=True)
    attribution = models.CharField(
        _("taken over from"),
        max_length=255,
        blank=True,
        help_text=_("For the text of another publisher: who published it first, and why it may stand here"),
    )
    attribution_url = models.URLField(_("address of the original"), max_length=500, blank=True)
    change_note = models.CharField(
        _("what was updated"), max_length=255, blank=True, help_text=_("Shown with the date of the update")
    )
    noted_at = models.DateTimeField(_("update noted"), null=True, editable=False)
    corrections = StreamField(
        [("correction", CorrectionBlock())],
        blank=True,
        verbose_name=_("corrections"),
        help_text=_("Errors put right after publication. They stay on the page, with their dates."),
    )
    objects = PageManager.from_queryset(DatedQuerySet)()

    content_panels = [
        ChecksPanel(),
        *Page.content_panels,
        FieldRowPanel(["date", "date_as_printed"]),
        FieldRowPanel(["kind", "figure"]),
        *Story.story_panels,
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_decorative")],
            heading=_("Leading picture"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldRowPanel(["translator", "editor"]),
                FieldRowPanel(["attribution", "attribution_url"]),
            ],
            heading=_("Credits"),
        ),
        InlinePanel("centre_links", heading=_("Centres it is about"), label=_("Centre")),
        "change_note",
        "corrections",
    ]
    search_fields = [*Page.search_fields, *Story.story_search_fields, index.FilterField("kind")]
    parent_page_types = ["events.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news article")

    def save(self, *args, **kwargs):
        """With each publication, whichever way it comes about: a note of what was updated keeps the time at
        which readers saw it first, and what was put right is told by name in the history."""
        before = self._before_this_publication()
        if before:
            kept = before.noted_at or before.last_published_at
            self.noted_at = kept if self.change_note == before.change_note else timezone.now()
        result = super().save(*args, **kwargs)
        known = {correction.id for correction in before.corrections} if before else ()
        for correction in self.corrections if before and before.first_published_at else ():
            if correction.id not in known:
                data = {"text": correction.value["text"]}
                log(self, "events.corrected", data=data, revision=self.live_revision)
        return result

    def _before_this_publication(self) -> "NewsPage | None":
        """The article as stored, where saving it now puts another revision before the public."""
        if not (self.pk and self.live and self.live_revision_id):
            return None
        return NewsPage.objects.filter(pk=self.pk).exclude(live_revision=self.live_revision_id).first()

    def own_problems(self):
        if not self.date:
            yield Problem(ERROR, "date", gettext("News needs a date, as exact as the source gives it."))
        if self.image and not self.image_decorative:
            yield from alternative(self.image_alt, self.image, "image_alt")
        for place, correction in enumerate(self.corrections):
            if (day := correction.value["date"]) and day > timezone.localdate():
                words = gettext("This day is still to come: give the day on which it was put right.")
                yield Problem(ERROR, "corrections", words, (place, "date"))

    @property
    def alt(self) -> str:
        return "" if self.image_decorative else self.image_alt

    @property
    def updated_at(self):
        """When it was last published anew, None where it never was."""
        first, last = self.first_published_at, self.last_published_at
        return last if first and last and (last - first).total_seconds() > 60 else None

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


class NewsCentre(Orderable):
    """One centre of the register that an article is about; it says nothing about the centre itself."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="centre_links")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", verbose_name=_("centre"))

    panels = ["centre"]

    class Meta(Orderable.Meta):
        verbose_name = _("centre of an article")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "centre"],
                name="an_article_names_a_centre_once",
                violation_error_message=_("This centre is named already."),
            )
        ]

    def __str__(self):
        return str(self.centre)

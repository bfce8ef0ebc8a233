import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from cityofdesign.checked import Checked, ChecksPanel
from cityofdesign.dates import ImpreciseDateField
from cityofdesign.models import Story
from cityofdesign.routes import public
from policies.blocks import DocumentText, FileBlock, InterpretationBlock
from policies.forms import PolicyForm
from policies.numbers import bare

from .bodies import IssuingBody


class PolicyQuerySet(PageQuerySet):
    def published(self):
        return public(self)

    def newest_first(self):
        return self.order_by(models.F("written_to").desc(nulls_last=True), "-written_from", "path")


class PolicyIndexPage(Checked, Page):
    """The policy library."""

    introduction = models.TextField(_("introduction"), blank=True)
    content_panels = [ChecksPanel(), *Page.content_panels, "introduction"]
    parent_page_types = ["cityofdesign.HomePage"]
    subpage_types = ["policies.PolicyPage"]

    class Meta:
        verbose_name = _("policy library")

    def get_context(self, request, *args, **kwargs):
        from policies.library import library

        return {**super().get_context(request, *args, **kwargs), **library(self, request)}


class PolicyPage(Story, Page):
    """One policy document."""

    needs_summary = needs_source = True

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("policy", "Draft for comment")
        IN_FORCE = "in-force", _("In force")
        AMENDED = "amended", _("Amended")
        SUPERSEDED = "superseded", _("Superseded")
        REPEALED = "repealed", _("Repealed")
        EXPIRED = "expired", pgettext_lazy("policy", "Expired")
        CLOSED = "closed", _("Closed")
        NOT_KNOWN = "not-known", _("Not known")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        MUNICIPAL = "municipal", _("Municipal")

    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    title_other = models.CharField(_("title in the other language"), max_length=300, blank=True)
    issuing_bodies = ParentalManyToManyField(
        IssuingBody, blank=True, related_name="policies", verbose_name=_("issued by")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    written = ImpreciseDateField(_("written"), blank=True)
    published_on = ImpreciseDateField(_("published"), blank=True)
    effective = ImpreciseDateField(_("in force from"), blank=True)
    ended = ImpreciseDateField(_("in force until"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    status_note = models.CharField(_("what is known of the status"), max_length=255, blank=True)
    index_number = models.CharField(
        _("index number (索引号)"), max_length=60, blank=True, help_text=_("As the publishing site prints it")
    )
    keywords = models.CharField(
        _("keywords"), max_length=255, blank=True, help_text=_("Separated by commas or 、")
    )
    full_text = StreamField(
        DocumentText(),
        blank=True,
        verbose_name=_("full text"),
        help_text=_("On the Chinese page the official text; on the English one a translation for this site"),
    )
    files = StreamField([("file", FileBlock())], blank=True, verbose_name=_("files"))
    interpretations = StreamField(
        [("interpretation", InterpretationBlock())], blank=True, verbose_name=_("interpretations (政策解读)")
    )
    objects = PageManager.from_queryset(PolicyQuerySet)()

    content_panels = [
        ChecksPanel(),
        *Page.content_panels,
        "title_other",
        MultiFieldPanel(
            [
                FieldRowPanel(["document_number", "index_number"]),
                "issuing_bodies",
                FieldRowPanel(["level", "topic"]),
                "keywords",
                FieldRowPanel(["written", "published_on"]),
                FieldRowPanel(["effective", "ended"]),
                FieldRowPanel(["status", "status_note"]),
            ],
            heading=_("The document"),
        ),
        InlinePanel(
            "relations",
            heading=_("What it does to earlier documents"),
            label=_("Earlier document"),
            help_text=_("A document cannot come before itself, also not by way of others or of drafts."),
        ),
        "summary",
        "full_text",
        "files",
        "interpretations",
        MultiFieldPanel(
            [HelpPanel(_("Remarks of this site, not part of the document.")), "body"],
            heading=_("Remarks"),
        ),
        "sources",
    ]
    search_fields = [
        *Page.search_fields,
        *Story.story_search_fields,
        index.SearchField("document_number"),
        index.SearchField("index_number"),
        index.SearchField("title_other"),
        index.SearchField("keywords"),
        index.SearchField("full_text"),
        index.SearchField("names_of_bodies"),
        index.AutocompleteField("numbers"),
    ]
    base_form_class = PolicyForm
    title_alone = False
    """Whether number and status stand beside the title already, where it is listed in the admin."""
    same_in_both_languages = ("index_number", "files")
    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def get_context(self, request, *args, **kwargs):
        from cityofdesign.related import milestones_to
        from policies.library import document

        context = super().get_context(request, *args, **kwargs)
        return {**context, **document(self), "milestones": milestones_to(self)}

    def save(self, *args, **kwargs):
        """Indexed once more when its bodies are stored too: they follow after the page itself."""
        super().save(*args, **kwargs)
        index.insert_or_update_object(self)

    def get_admin_display_title(self):
        """With number and status, by which documents are told apart in choosers and lists."""
        if self.title_alone:
            return super().get_admin_display_title()
        facts = " · ".join(filter(None, [self.document_number, str(self.get_status_display())]))
        return f"{super().get_admin_display_title()} ({facts})"

    @property
    def keyword_list(self) -> list[str]:
        return [word.strip() for word in re.split(r"[,，、;；]", self.keywords) if word.strip()]

    def numbers(self) -> str:
        """Its numbers as they are printed and without brackets, for the lists of the admin."""
        return " ".join(f"{number} {bare(number)}" for number in (self.document_number, self.index_number))

    def names_of_bodies(self) -> str:
        """Every name of the bodies that issued it, for the search of the site."""
        return " ".join(name for body in self.issuing_bodies.all() for name in body.names)

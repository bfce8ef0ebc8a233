import hashlib
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.forms.models import AbstractFormSubmission, FormMixin
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page, Site
from wagtail.search import index

from . import boundaries
from .blocks import StoryBlock
from .caching.counts import COUNTS, EVERYTHING
from .caching.subjects import SETTINGS
from .checked import Checked, CheckedForm, ChecksPanel
from .editing.timely import Timely
from .routes import public
from .signin.models import SignInEvent  # noqa: F401


class User(AbstractUser):
    """One person who may sign in to the admin."""


class Credited(models.Model):
    """Whose work a file is and how it may be used."""

    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who made it"))
    rights = models.CharField(
        _("rights"), max_length=255, blank=True, help_text=_("Licence, or by whose permission it is shown")
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        abstract = True


class CreditedImage(Credited, AbstractImage):
    """One picture with its credit and rights."""

    admin_form_fields = (*Image.admin_form_fields, "credit", "rights", "source_url")

    @property
    def default_alt_text(self):
        return self.description


class CreditedRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]


class CreditedDocument(Credited, AbstractDocument):
    """One file to download, with its credit and rights."""

    admin_form_fields = (*Document.admin_form_fields, "credit", "rights", "source_url")


class LoadedContent(models.Model):
    """One shipped item that was loaded once; it is never loaded again, so that editors keep the last word."""

    key = models.CharField(max_length=120, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.key


class SourceBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), help_text=_("Who published it"))
    url = blocks.URLBlock(required=False, label=_("address"))

    class Meta:
        icon = "link"
        label = _("Source")


class Story(Checked, Timely):
    """A text with a summary and its sources."""

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists and feeds")
    )
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("text"))
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))

    story_panels = ["summary", "body", "sources"]
    story_search_fields = [index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True


class HomePage(Checked, Page):
    """The front page of one language."""

    headline = models.CharField(_("headline"), max_length=120)
    lede = models.TextField(_("lede"), blank=True)
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("text"))

    content_panels = [ChecksPanel(), *Page.content_panels, "headline", "lede", "body"]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cityofdesign.FieldIndexPage",
        "cityofdesign.StandardPage",
        "cityofdesign.ContactPage",
        "events.MilestoneIndexPage",
        "events.NewsIndexPage",
        "events.EventIndexPage",
        "events.RoundIndexPage",
        "policies.PolicyIndexPage",
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from .home import sections

        return {**super().get_context(request, *args, **kwargs), **sections(self)}


class FieldIndexPage(Checked, Page):
    """The list of the three fields of design."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [ChecksPanel(), *Page.content_panels, "introduction"]
    parent_page_types = ["cityofdesign.HomePage"]
    subpage_types = ["cityofdesign.FieldPage"]

    class Meta:
        verbose_name = _("index of fields")

    def fields_of_design(self):
        return public(FieldPage.objects.child_of(self)).order_by("path")


class FieldPage(Story, Page):
    """One field of design: industrial, engineering or fashion."""

    needs_summary = True
    content_panels = [ChecksPanel(), *Page.content_panels, *Story.story_panels]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["cityofdesign.FieldIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("field of design")


class StandardPage(Story, Page):
    """One page of plain text: about, accessibility, privacy, licence."""

    content_panels = [ChecksPanel(), *Page.content_panels, *Story.story_panels]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["cityofdesign.HomePage", "cityofdesign.StandardPage"]
    subpage_types = ["cityofdesign.StandardPage"]

    class Meta:
        verbose_name = _("standard page")


class ContactMessage(AbstractFormSubmission):
    """One message that a reader sent through a form, under its ticket number."""

    ticket = models.CharField(_("ticket"), max_length=13, unique=True)
    language = models.CharField(max_length=10)

    def get_data(self):
        return {**super().get_data(), "ticket": self.ticket, "language": self.language}


class ContactPage(FormMixin, Story, Page):
    """How to reach the body that runs the site, with a form; what is sent is stored and mailed."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Contact")
        TAKE_DOWN = "take-down", _("Notice about content, take-down")

    kind = models.CharField(_("form"), max_length=9, choices=Kind, default=Kind.CONTACT)

    base_form_class = CheckedForm
    preview_modes = Page.DEFAULT_PREVIEW_MODES
    content_panels = [ChecksPanel(), *Page.content_panels, *Story.story_panels, "kind"]
    search_fields = [*Page.search_fields, *Story.story_search_fields]
    parent_page_types = ["cityofdesign.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("contact page")

    def get_submission_class(self):
        return ContactMessage

    def get_submissions_list_view_class(self):
        from .messages import Messages

        return Messages

    def get_data_fields(self):
        from .contact import columns

        return columns(self)

    def serve(self, request, *args, **kwargs):
        from .contact import answer

        return answer(self, request)

    def serve_preview(self, request, mode_name):
        return self.serve(request)


def private_files():
    """Files that no public address serves."""
    return storages["private"]


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What every page of the site says about it."""

    disclaimer_en = models.TextField(_("disclaimer in English"), blank=True)
    disclaimer_zh = models.TextField(_("disclaimer in Chinese"), blank=True)
    complaint_phone = models.CharField(_("telephone for complaints"), max_length=40, blank=True)
    complaint_email = models.EmailField(_("e-mail for complaints"), blank=True)
    enquiry_email = models.EmailField(
        _("e-mail for enquiries"),
        blank=True,
        help_text=_("Who is sent what readers write in forms; nobody sees it"),
    )
    enquiry_months = models.PositiveSmallIntegerField(
        _("months for which enquiries are kept"), default=12, validators=[MinValueValidator(1)]
    )
    report_number = models.CharField(
        _("number for reporting illegal content"),
        max_length=40,
        blank=True,
        help_text=_("The number of the authority, shown at the foot of every page"),
    )
    map_approval_number = models.CharField(
        _("map approval number (审图号)"),
        max_length=60,
        blank=True,
        help_text=_("Written on the map of the districts wherever their boundaries are drawn"),
    )
    boundaries = models.FileField(
        _("boundaries of the districts (GeoJSON)"),
        upload_to="boundaries/",
        storage=private_files,
        blank=True,
        help_text=_(
            "A FeatureCollection in degrees whose features carry the division code of a district as code, "
            "adcode, gb or id. Without it the districts are drawn as tiles."
        ),
    )
    boundaries_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    CACHE_KEY = "site-settings"

    class Meta:
        verbose_name = _("site settings")

    def clean(self):
        """Boundaries are shown only with the number under which the map was approved."""
        super().clean()
        if self.boundaries and not self.map_approval_number.strip():
            words = _("A map with boundaries needs its approval number; without one it cannot be shown.")
            raise ValidationError({"map_approval_number": words})
        if self.boundaries and not self.boundaries._committed:
            self.boundaries.seek(0)
            content = self.boundaries.read(boundaries.MAX_BYTES + 1)
            try:
                boundaries.read(content, *boundaries.districts())
            except boundaries.BadBoundaries as error:
                raise ValidationError({"boundaries": str(error)}) from None
            self.boundaries.seek(0)
            self.boundaries_sha256 = hashlib.sha256(content).hexdigest()
        elif not self.boundaries:
            self.boundaries_sha256 = ""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        cache.delete(self.CACHE_KEY)
        transaction.on_commit(partial(cache.delete, self.CACHE_KEY))  # read anew meanwhile, as it was

    @classmethod
    def kept(cls, request) -> "SiteSettings":
        """The settings from the cache, which every page reads; blank ones where there is no site yet."""
        # For a page that is kept, by the count of their changes: no cache that was away, and no process that
        # read them a moment too early, brings old ones back into it.
        key = cls.CACHE_KEY
        if counts := request.META.get(COUNTS):
            key += "".join(f":{counts.get(subject, 0)}" for subject in (SETTINGS, EVERYTHING))
        found = cache.get(key)
        if found is None:
            found = cls.for_request(request) if Site.find_for_request(request) else cls()
            cache.set(key, found)
        return found


class Heartbeat(models.Model):
    """When one process that works by itself was last known to do so."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at}"


class Shown(models.Model):
    """One subject of the public pages, and how often it changed: see cityofdesign/caching."""

    subject = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.subject} {self.count}"

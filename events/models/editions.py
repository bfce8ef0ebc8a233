"""What both languages of a competition's page share: its edition, with its dates, categories and files."""

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from centres.models.places import Reference, in_language
from cityofdesign.dates import ImpreciseDateField
from cityofdesign.routes import public

from .competitions import CompetitionPage

ZONES = [
    ("Asia/Shanghai", _("China Standard Time (UTC+8)")),
    ("UTC", _("Coordinated Universal Time")),
    ("Europe/London", _("London")),
    ("Europe/Paris", _("Central European Time")),
    ("America/New_York", _("New York")),
    ("Asia/Tokyo", _("Tokyo")),
]


def private_files():
    """Nothing of an edition has an address of its own: a view asks whether it is public."""
    return storages["private"]


class Series(Reference):
    """One competition that returns, such as the Smart Expo Cup; its editions are its archive."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Its address: /competitions/<key>/"))
    text_en = models.TextField(_("text in English"), blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)

    class Meta:
        verbose_name = _("series of competitions")
        verbose_name_plural = _("series of competitions")
        ordering = ["key"]


class EditionQuerySet(models.QuerySet):
    def public(self):
        """Editions whose page everybody may read in one language at least."""
        pages = public(CompetitionPage.objects.all())
        return self.filter(Exists(pages.filter(translation_key=OuterRef("translation_key"))))

    def of_page(self, page: CompetitionPage):
        return self.filter(translation_key=page.translation_key)


class Edition(ClusterableModel):
    """One edition of a competition.

    Its facts are no part of the page, so that an old version of a page never brings back an old fact; the
    page is found by its translation key, which it has in both languages. Winners are public from
    `embargo_until` on, the shortlist from `shortlist_at` on; empty is never. `..._before` is a date as it was
    first announced, where it was moved.
    """

    class Course(models.TextChoices):
        SCHEDULED = "scheduled", pgettext_lazy("event", "Scheduled")
        POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
        CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")

    key = models.SlugField(
        _("key"), unique=True, help_text=_("Short and stable, such as smart-expo-cup-2023")
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("series"),
    )
    year = models.PositiveIntegerField(_("year"))
    name_en = models.CharField(_("name in English"), max_length=255)
    name_zh = models.CharField(_("name in Chinese"), max_length=255)
    translation_key = models.UUIDField(unique=True, null=True, editable=False)
    zone = models.CharField(_("time zone"), max_length=40, choices=ZONES, default="Asia/Shanghai")
    opens_on = ImpreciseDateField(_("entries open"), blank=True)
    opens_at = models.TimeField(_("opening time"), null=True, blank=True)
    closes_on = ImpreciseDateField(_("entries close"), blank=True)
    closes_at = models.TimeField(_("closing time"), null=True, blank=True)
    judged_on = ImpreciseDateField(_("judging"), blank=True)
    results_on = ImpreciseDateField(_("results on"), blank=True)
    opens_before = ImpreciseDateField(_("opening before it was moved"), blank=True)
    closes_before = ImpreciseDateField(_("closing before it was moved"), blank=True)
    results_before = ImpreciseDateField(_("results before they were moved"), blank=True)
    course = models.CharField(
        _("how it goes"),
        max_length=9,
        choices=Course,
        default=Course.SCHEDULED,
        help_text=_("Readers and calendars are told"),
    )
    status_en = models.CharField(
        _("status in English"), max_length=255, blank=True, help_text=_("Only what the dates cannot say")
    )
    status_zh = models.CharField(_("status in Chinese"), max_length=255, blank=True)
    eligibility_en = models.TextField(_("who may enter, in English"), blank=True)
    eligibility_zh = models.TextField(_("who may enter, in Chinese"), blank=True)
    prizes_en = models.TextField(_("prizes in English"), blank=True)
    prizes_zh = models.TextField(_("prizes in Chinese"), blank=True)
    winners_here = models.BooleanField(
        _("winners are published here"),
        default=True,
        help_text=_("Without it a results date that has passed counts as published results"),
    )
    embargo_until = models.DateTimeField(_("winners public from"), null=True, editable=False)
    shortlist_at = models.DateTimeField(_("shortlist public from"), null=True, editable=False)
    sample = models.BooleanField(_("sample"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a competition")
        verbose_name_plural = _("editions of competitions")
        ordering = ["-year", "key"]
        permissions = [("release_award", "Can release winners and give the press a link")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    def is_released(self, kind: str = "winner") -> bool:
        """Whether the hour of its winners, or of its shortlist, has come."""
        hour = self.hour_of(kind)
        return hour is not None and hour <= timezone.now()

    def hour_of(self, kind: str) -> datetime.datetime | None:
        return self.embargo_until if kind == "winner" else self.shortlist_at

    @property
    def is_under_embargo(self) -> bool:
        """Whether winners are to be published here and their hour has not come."""
        return self.winners_here and not self.is_released()

    def clean(self):
        super().clean()
        errors = {}
        for name in ("opens", "closes"):
            if getattr(self, f"{name}_at") and getattr(self, f"{name}_on").precision != "day":
                errors[f"{name}_at"] = _("A time needs its day: write the date with its day.")
        opens, closes = self.opens_on.lower, self.closes_on.upper
        if opens and closes and opens > closes:
            errors["closes_on"] = _("Entries must close after they open.")
        elif self.opens_on == self.closes_on and self.opens_at and self.closes_at:
            if self.opens_at >= self.closes_at:
                errors["closes_at"] = _("Entries must close after they open.")
        if self.results_on.upper and self.opens_on.lower and self.results_on.upper < self.opens_on.lower:
            errors["results_on"] = _("Results must come after entries open.")
        if errors:
            raise ValidationError(errors)


class KeyDate(Orderable):
    """One more date of an edition, such as a ceremony."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="key_dates")
    label_en = models.CharField(_("what, in English"), max_length=120)
    label_zh = models.CharField(_("what, in Chinese"), max_length=120)
    on = ImpreciseDateField(_("date"))
    at = models.TimeField(_("time"), null=True, blank=True, help_text=_("In the zone of the edition"))
    before = ImpreciseDateField(_("date before it was moved"), blank=True)
    cancelled = models.BooleanField(_("called off"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("key date")

    def __str__(self):
        return in_language(self, "label")

    def clean(self):
        super().clean()
        if self.at and self.on.precision != "day":
            raise ValidationError({"at": _("A time needs its day: write the date with its day.")})


class AwardCategory(Orderable):
    """One category in which an edition has winners; `expected` is how many, where that is fixed."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="categories")
    name_en = models.CharField(_("name in English"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    expected = models.PositiveIntegerField(
        _("expected winners"),
        null=True,
        blank=True,
        help_text=_("Winners are released only when there are exactly so many; empty where it is not fixed"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(expected__isnull=True) | Q(expected__gte=1),
                name="a_category_expects_somebody",
                violation_error_message=_("A category expects one winner at least, or leaves it open."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class EditionDocument(Orderable):
    """One file of an edition to download."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        RULES = "rules", _("Rules")
        FORM = "form", _("Entry form")
        RESULTS = "results", _("Results")
        PRESS = "press", _("Press kit")

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    file = models.FileField(_("file"), upload_to="competitions/%Y/", storage=private_files, max_length=300)
    embargoed = models.BooleanField(
        _("only with the winners"), default=False, help_text=_("Nobody but the press gets it before the hour")
    )

    class Meta(Orderable.Meta):
        verbose_name = pgettext_lazy("competition", "document")

    def __str__(self):
        return in_language(self, "title")

    @property
    def filename(self) -> str:
        return self.file.name.rpartition("/")[2]

    @property
    def is_held_back(self) -> bool:
        """Results and press kits go with the winners, whatever their box says."""
        return self.embargoed or self.kind in {self.Kind.RESULTS, self.Kind.PRESS}


class EditionNews(Orderable):
    """One page of this site, or address elsewhere, that reports on an edition."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="announcements")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("announcement")

    def __str__(self):
        return self.title or str(self.page)

    @property
    def title(self) -> str:
        return in_language(self, "title")

    def clean(self):
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError({"page": _("Choose a page of this site, or give an address elsewhere.")})
        if self.url and not self.title:
            words = _("An address elsewhere needs a title, in one language at least.")
            raise ValidationError({"title_en": words})

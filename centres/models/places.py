from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cityofdesign.passages import Fallback


def in_language(obj, field: str) -> str:
    """`obj.<field>_zh` or `obj.<field>_en`: the one of the reader's language, else the other, which
    knows that it is a fallback."""
    zh, en = getattr(obj, f"{field}_zh") or "", getattr(obj, f"{field}_en") or ""
    if (get_language() or "en").startswith("zh"):
        return zh or (en and Fallback.of(en, "en"))
    return en or (zh and Fallback.of(zh, "zh-Hans"))


class Reference(models.Model):
    """One entry of a table that the register refers to; `changed_at` tells caches of an edit."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class DistrictQuerySet(models.QuerySet):
    def on(self, date):
        """The districts that existed on `date` (its last day excluded: intervals are [from, to))."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=date),
            Q(valid_to__isnull=True) | Q(valid_to__gt=date),
        )


class District(Reference):
    """One district, county or development zone during the time in which it existed under its name."""

    class Kind(models.TextChoices):
        DISTRICT = "district", pgettext_lazy("kind of district", "District")
        COUNTY = "county", _("County")
        AUTONOMOUS_COUNTY = "autonomous-county", _("Autonomous county")
        ZONE = "functional-zone", _("Functional zone")

    code = models.CharField(
        _("code"), max_length=20, unique=True, help_text=_("GB/T 2260 where there is one, else a short word")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    aliases = models.JSONField(_("other names on lists"), default=list, blank=True)
    valid_from = models.DateField(_("existed from"), null=True, blank=True)
    valid_to = models.DateField(_("ended on"), null=True, blank=True, help_text=_("The first day without it"))
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name=_("successors")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="district_ends_after_it_began",
                violation_error_message=_("A district ends after it began."),
            )
        ]

    @property
    def names(self) -> tuple[str, ...]:
        """Every form in which a list may print the district."""
        return (self.name_zh, self.name_en, *self.aliases)


class Sector(Reference):
    """One industry that a centre designs for."""

    key = models.SlugField(_("key"), unique=True)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["key"]

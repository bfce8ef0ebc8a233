from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .places import Reference, in_language


class Level(models.TextChoices):
    NATIONAL = "national", _("National")
    MUNICIPAL = "municipal", _("Municipal")
    DISTRICT = "district", _("District and county")


class Scheme(Reference):
    """One kind of accreditation (认定类别): who accredits what."""

    key = models.SlugField(_("key"), unique=True)
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=Level,
        blank=True,
        help_text=_("Empty where it is no level of its own: a branch never counts as a national centre"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    subject_en = models.CharField(_("what is accredited, in English"), max_length=200)
    subject_zh = models.CharField(_("what is accredited, in Chinese"), max_length=200)
    authority_en = models.CharField(_("authority in English"), max_length=200)
    authority_zh = models.CharField(_("authority in Chinese"), max_length=200)
    note_en = models.TextField(_("note in English"), blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    headings = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Meaning of headings, from lists read before"
    )

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["order", "key"]

    @property
    def subject(self) -> str:
        return in_language(self, "subject")

    @property
    def authority(self) -> str:
        return in_language(self, "authority")

    def rule_on(self, date):
        """The rule in force on `date`, or None where no rule is known."""
        return self.rules.on(date).first()


class PeriodQuerySet(models.QuerySet):
    def on(self, date):
        """Periods that include `date`; a period without an end goes on."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date), valid_from__lte=date)


class SchemeRule(models.Model):
    """One rule of a scheme for the time in which it applied; blank where no source states it."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="rules")
    valid_from = models.DateField(_("applies from"))
    valid_to = models.DateField(_("applies until"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    document_title_en = models.CharField(_("document title in English"), max_length=300, blank=True)
    document_title_zh = models.CharField(_("document title in Chinese"), max_length=300, blank=True)
    document_url = models.URLField(_("address of the document"), max_length=500, blank=True)
    validity_years = models.PositiveSmallIntegerField(_("years of validity"), null=True, blank=True)
    review_interval_years = models.PositiveSmallIntegerField(
        _("years between reviews"), null=True, blank=True
    )
    notice_working_days = models.PositiveSmallIntegerField(_("working days of public notice"), default=0)
    ban_years = models.PositiveSmallIntegerField(
        _("years of ban after a missed or failed review, or own wish"), null=True, blank=True
    )
    ban_years_serious = models.PositiveSmallIntegerField(
        _("years of ban after fraud, accident or serious dishonesty"), null=True, blank=True
    )

    changed_at = models.DateTimeField(auto_now=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a scheme")
        verbose_name_plural = _("rules of schemes")
        ordering = ["scheme", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "valid_from"],
                name="one_rule_begins_on_a_day",
                violation_error_message=_("Another rule of this scheme begins on that day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="rule_ends_after_it_began",
                violation_error_message=_("A rule ends after it began."),
            ),
        ]

    def __str__(self):
        return f"{self.scheme} · {self.document_number or self.valid_from}"

    @property
    def document_title(self) -> str:
        return in_language(self, "document_title")


class Completeness(models.Model):
    """One period for which the register holds every centre of a scheme."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="complete_periods")
    valid_from = models.DateField(_("complete from"))
    valid_to = models.DateField(_("complete until"), null=True, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)

    changed_at = models.DateTimeField(auto_now=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("complete period")
        verbose_name_plural = _("complete periods")
        ordering = ["scheme", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="completeness_ends_after_it_began",
                violation_error_message=_("A complete period ends after it began."),
            )
        ]

    def __str__(self):
        return f"{self.scheme}: {self.valid_from} – {self.valid_to or '…'}"

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models import Scheme, in_language
from cityofdesign.dates import ImpreciseDateField

from .pages import PolicyPage


class FigureQuerySet(models.QuerySet):
    def targets(self):
        return self.filter(type=Figure.Type.TARGET)

    def reported(self):
        return self.filter(type=Figure.Type.REPORTED)

    def of_city(self):
        """Figures about Chongqing as a whole."""
        return self.filter(scope_key="chongqing")

    def by_date(self):
        return self.order_by(models.F("as_of_to").asc(nulls_last=True), "pk")


class Figure(models.Model):
    """One target or reported figure, with its date and source."""

    class Type(models.TextChoices):
        TARGET = "target", _("Target")
        REPORTED = "reported", _("Reported")

    class Comparator(models.TextChoices):
        EQ = "eq", _("exactly")
        GE = "ge", _("at least")
        GT = "gt", _("more than")
        ABOUT = "about", _("about")
        NEARLY = "nearly", _("nearly")

    key = models.SlugField(_("key"), max_length=120, unique=True)
    type = models.CharField(_("type"), max_length=8, choices=Type)
    metric_key = models.SlugField(_("key of what is measured"), max_length=80)
    metric_en = models.CharField(_("what is measured, in English"), max_length=200)
    metric_zh = models.CharField(_("what is measured, in Chinese"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3)
    value_zh = models.DecimalField(
        _("value in the Chinese unit"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    unit_en = models.CharField(_("unit in English"), max_length=60)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=60)
    comparator = models.CharField(_("comparator"), max_length=6, choices=Comparator, default=Comparator.EQ)
    as_of = ImpreciseDateField(_("as of, or due"), blank=True)
    scope_key = models.SlugField(_("key of the scope"), max_length=40)
    scope_en = models.CharField(_("scope in English"), max_length=120)
    scope_zh = models.CharField(_("scope in Chinese"), max_length=120)
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("scheme that the register can count"),
    )
    policy = models.ForeignKey(
        PolicyPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("policy that sets it"),
    )
    note_en = models.TextField(_("note in English"), blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["metric_key", "as_of_to", "key"]

    def __str__(self):
        return f"{self.metric}: {self.value_text} ({self.as_of})"

    @property
    def metric(self) -> str:
        return in_language(self, "metric")

    @property
    def unit(self) -> str:
        return in_language(self, "unit")

    @property
    def scope(self) -> str:
        return in_language(self, "scope")

    @property
    def note(self) -> str:
        return in_language(self, "note")

    @property
    def value_text(self) -> str:
        """The value in the unit of the reader's language, without a padded fraction, thousands grouped."""
        chinese = self.value_zh is not None and (get_language() or "").startswith("zh")
        return f"{(self.value_zh if chinese else self.value).normalize():,f}"

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from centres.models import District, Kind, Scheme, Standing, in_language
from cityofdesign.dates import ImpreciseDateField
from policies.counting import Metric
from policies.forms import FigureForm

from .pages import PolicyPage

OF_THE_REGISTER = _("Where the register counts it: leave as it is to count all of the scheme.")


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
    kind = models.CharField(
        _("only centres of this kind"), max_length=20, choices=Kind, blank=True, help_text=OF_THE_REGISTER
    )
    status = models.CharField(
        _("with this status"),
        max_length=10,
        choices=Standing.Status,
        default=Standing.Status.ACCREDITED,
        help_text=OF_THE_REGISTER,
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in this district"),
        help_text=OF_THE_REGISTER,
    )
    baseline = models.DecimalField(
        _("baseline"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Where a target starts from; empty: the last figure before its policy"),
    )
    baseline_on = ImpreciseDateField(_("date of the baseline"), blank=True)
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
    base_form_class = FigureForm

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["metric_key", "as_of_to", "key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_name=""),
                name="a_figure_has_a_source",
                violation_error_message=_("A typed value needs its source."),
            ),
        ]

    def __str__(self):
        said = {"metric": self.metric, "value": self.value_text, "unit": self.unit}
        date = self.as_of.display(get_language())
        return gettext("%(metric)s: %(value)s %(unit)s (%(date)s)") % (said | {"date": date})

    def clean(self):
        if self.baseline is not None and not self.baseline_on.upper:
            raise ValidationError({"baseline_on": _("A baseline needs its date.")})

    @property
    def counted_as(self) -> Metric | None:
        """How the register counts what is measured; None where it cannot."""
        if self.scheme is None:
            return None
        district = self.district.code if self.district else ""
        return Metric(self.scheme.key, self.kind, self.status, district)

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
        return written(self.value_zh if self._in_chinese_unit else self.value)

    @property
    def baseline_text(self) -> str:
        """The baseline, which is stated in the unit of `value`, in the same way; empty without one."""
        if self.baseline is None:
            return ""
        if self._in_chinese_unit and self.value:
            return written(round(self.baseline * self.value_zh / self.value, 3))
        return written(self.baseline)

    @property
    def _in_chinese_unit(self) -> bool:
        return self.value_zh is not None and (get_language() or "").startswith("zh")


def written(value: Decimal) -> str:
    return f"{value.normalize():,f}"

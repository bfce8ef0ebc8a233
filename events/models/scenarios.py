"""Application scenarios (应用场景): what industry needs from design, and who answers for it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Sector
from centres.models.notice import Message
from centres.models.places import in_language

from .uploads import Upload


class ScenarioQuerySet(models.QuerySet):
    def published(self):
        return self.filter(public=True)


class Scenario(models.Model):
    """One need for design that a body published in a year's list."""

    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scenarios",
        verbose_name=_("industry"),
    )
    industry_en = models.CharField(_("industry as printed, in English"), max_length=200, blank=True)
    industry_zh = models.CharField(_("industry as printed, in Chinese"), max_length=200, blank=True)
    need_en = models.TextField(_("need in English"), blank=True)
    need_zh = models.TextField(_("need in Chinese"), blank=True)
    body_en = models.CharField(_("contact body in English"), max_length=300, blank=True)
    body_zh = models.CharField(_("contact body in Chinese"), max_length=300, blank=True)
    email = models.EmailField(
        _("e-mail of the body"), blank=True, help_text=_("Enquiries go there; it is not shown")
    )
    year = models.PositiveIntegerField(_("year"))
    source_name = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    public = models.BooleanField(pgettext_lazy("scenario", "published"), default=True)
    sample = models.BooleanField(_("sample"), default=False, editable=False)
    upload = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, editable=False, related_name="scenarios"
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("application scenario")
        verbose_name_plural = _("application scenarios")
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_zh=""),
                name="a_scenario_has_a_title",
                violation_error_message=_("A scenario has a title in Chinese or in English."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:scenario", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def need(self) -> str:
        return in_language(self, "need")

    @property
    def body(self) -> str:
        return in_language(self, "body")

    @property
    def industry(self) -> str:
        """The name in the table of sectors, else as printed."""
        return self.sector.name if self.sector_id else in_language(self, "industry")


class Enquiry(Message):
    """One enquiry about a scenario, passed on to the body in charge."""

    PREFIX = "ENQ"
    ABOUT = "scenario"

    scenario = models.ForeignKey(
        Scenario,
        on_delete=models.PROTECT,
        related_name="enquiries",
        verbose_name=_("scenario"),
        editable=False,
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    text = models.TextField(_("enquiry"), editable=False)
    forwarded_to = models.EmailField(_("passed on to"), blank=True, editable=False)

    class Meta(Message.Meta):
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-pk"]

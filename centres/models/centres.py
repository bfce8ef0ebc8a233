from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ENTERPRISE = "enterprise-centre", _("Enterprise centre")
    COLLEGE = "college-centre", _("College centre")
    DESIGN_ENTERPRISE = "design-enterprise", _("Design enterprise")
    INSTITUTE = "institute", _("Institute")
    BRANCH = "branch", _("Branch of a national centre")


def known_code(code: str | None, since: int | None, edition: int) -> str | None:
    """A credit code that editions from `since` on know, as edition number `edition` knows it."""
    return code if code and (since or 0) <= edition else None


class Organisation(models.Model):
    """One holder: a manufacturer, college or design firm. Its names are facts of decisions, dated there."""

    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, unique=True, null=True, blank=True
    )
    credit_code_from = models.PositiveIntegerField(
        null=True, editable=False, help_text="Edition that first stated the code"
    )
    created_in = models.ForeignKey(
        "centres.Round",
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("first listed in"),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        name = self.names.order_by("-edition_id", "-pk").first()
        return str(name) if name else f"#{self.pk}"

    def code_known_in(self, edition: int) -> str | None:
        """The credit code, if edition number `edition` knows it."""
        return known_code(self.credit_code, self.credit_code_from, edition)


class OrganisationName(models.Model):
    """One name under which a decision lists an organisation; derived from the log and rebuilt with it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name_en = models.CharField(max_length=300, blank=True)
    name_zh = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True)
    edition = models.ForeignKey("centres.Edition", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name_en", "name_zh"], name="an_organisation_name_is_kept_once"
            )
        ]

    def __str__(self):
        return self.name_zh or self.name_en


class Centre(models.Model):
    """One industrial design centre under its permanent number; all else about it is in its decisions."""

    number = models.CharField(_("register number"), max_length=9, unique=True, editable=False)
    sample = models.BooleanField(_("sample"), default=False, editable=False)
    created_in = models.ForeignKey(
        "centres.Round", on_delete=models.PROTECT, related_name="new_centres", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["number"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("centres:detail", args=[self.number])

    @staticmethod
    def format_number(serial: int) -> str:
        """`CQ-000001` for 1; the serial is 1 to 999999."""
        return f"CQ-{serial:06d}"

    @property
    def serial(self) -> int:
        return int(self.number[3:])


class Alias(models.Model):
    """One name as printed settled by a person as meaning a centre, by which later lists are matched."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="aliases")
    holder = models.CharField(_("holder as printed"), max_length=300)
    name = models.CharField(_("centre as printed"), max_length=300, blank=True)
    row = models.ForeignKey("centres.RoundRow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("learned name")
        verbose_name_plural = _("learned names")
        constraints = [
            models.UniqueConstraint(fields=["centre", "holder", "name"], name="an_alias_is_learned_once"),
            models.CheckConstraint(condition=~Q(holder="", name=""), name="an_alias_is_not_empty"),
        ]

    def __str__(self):
        return f"{self.holder} {self.name}".strip()

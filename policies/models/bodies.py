from django.db import models
from django.utils.translation import gettext_lazy as _

from centres.models.places import Reference


class IssuingBody(Reference):
    """One authority that issues policy documents."""

    key = models.SlugField(_("key"), unique=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["key"]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is looked for, in both languages; what the city calls 市经信委 for short is
        重庆市经信委 or 重庆经信委 elsewhere."""
        short = [alias.removeprefix("市") for alias in self.aliases if alias.startswith("市")]
        placed = [f"{place}{name}" for name in short for place in ("重庆市", "重庆")]
        return (self.name_en, self.name_zh, *self.aliases, *placed)

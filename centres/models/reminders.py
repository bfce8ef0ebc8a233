from django.db import models
from django.utils.translation import gettext_lazy as _

from .schemes import Scheme


class DueReminder(models.Model):
    """One reminder sent to those who prepare rounds: that reviews fall due under a scheme in a year."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="due_reminders")
    year = models.PositiveSmallIntegerField(_("year"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of reviews due")
        verbose_name_plural = _("reminders of reviews due")
        ordering = ["-year", "scheme"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "year"], name="one_reminder_per_scheme_and_year")
        ]

    def __str__(self):
        return f"{self.scheme} {self.year}"

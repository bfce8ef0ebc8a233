from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .rounds import Round


class RoundComment(models.Model):
    """What one member of staff remarked on a round. Never changed or deleted."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.user}: {self.text[:60]}"

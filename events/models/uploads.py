"""A table of winners or scenarios as it was sent, until and after its rows are saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .editions import Edition, private_files


class Upload(models.Model):
    """One file with a table, read anew for each preview and saved once, whole or not at all."""

    class Kind(models.TextChoices):
        WINNERS = "winner", _("Winners")
        SHORTLIST = "shortlist", _("Shortlist")
        SCENARIOS = "scenarios", _("Application scenarios")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, null=True, related_name="uploads")
    file = models.FileField(_("file"), upload_to="tables/%Y/", storage=private_files, max_length=300)
    filename = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    column_map = models.JSONField(_("columns"), default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("table")
        ordering = ["-pk"]

    def __str__(self):
        return self.filename

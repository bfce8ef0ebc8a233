from django.db import models
from django.utils.translation import gettext_lazy as _


class BeingRead(models.Model):
    """How far a list has been read into rows. A large one is read by the background worker; whoever reads
    holds the number of the attempt, and an attempt that is no longer the newest writes nothing."""

    class Reading(models.TextChoices):
        WAITING = "waiting", _("Waits to be read")
        READING = "reading", _("Being read")
        DONE = "done", _("Read")
        FAILED = "failed", _("Could not be read")

    reading = models.CharField(
        _("reading"), max_length=7, choices=Reading, default=Reading.DONE, editable=False
    )
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    rows_in_all = models.PositiveIntegerField(default=0, editable=False)
    attempt = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.TextField(_("error"), blank=True, editable=False)
    progress_at = models.DateTimeField(null=True, editable=False)
    notes = models.JSONField(
        default=list, editable=False, help_text="Lines below the table that are no rows, as [row, text]"
    )

    class Meta:
        abstract = True

    @property
    def is_read(self) -> bool:
        return self.reading == self.Reading.DONE

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _


class Timely(models.Model):
    """A page that is not set for a time that has passed."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        at = self.go_live_at
        if at and at <= timezone.now() and at not in self.times_set_before():
            message = _("This time has passed. Choose a later one, or none to publish at once.")
            raise ValidationError({"go_live_at": message})

    def times_set_before(self) -> set:
        """When the page was to go online by what is kept of it: a time that comes was once ahead."""
        if self.pk is None:
            return set()
        stored = (
            type(self)
            .objects.filter(pk=self.pk)
            .values_list("go_live_at", "latest_revision__content__go_live_at")
        )
        times = {parse_datetime(at) if isinstance(at, str) else at for row in stored for at in row}
        return times | set(self.revisions.values_list("approved_go_live_at", flat=True)) - {None}

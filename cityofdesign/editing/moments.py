"""Times as staff read them: always those of the site, with the name of its zone."""

import datetime

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ZONES = {
    "Asia/Shanghai": gettext_lazy("China Standard Time"),
    "UTC": gettext_lazy("Coordinated Universal Time"),
}


def zone() -> str:
    """The zone of the site in words."""
    return str(ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE))


def in_words(at: datetime.datetime) -> str:
    """`9 May 2027, 09:00 China Standard Time`."""
    # Translators: a date and a time, in the format of Django's date filter
    form = _("j F Y, H:i")
    at = timezone.localtime(at, timezone.get_default_timezone())
    return _("%(moment)s %(zone)s") % {"moment": formats.date_format(at, form), "zone": zone()}


def is_ahead(at: datetime.datetime | None) -> bool:
    return at is not None and at > timezone.now()


def approve_label(page) -> str:
    """What approving does in the end."""
    at = page.go_live_at
    if is_ahead(at):
        return _("Approve and schedule for %(moment)s") % {"moment": in_words(at)}
    return _("Approve and publish")

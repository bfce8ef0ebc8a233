"""The hours at which winners and shortlists become public, for the list of everything scheduled."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityofdesign.editing.lines import Line

from ..admin.access import PREPARE, RELEASE
from ..models import Edition

KINDS = {"embargo_until": _("winners become public"), "shortlist_at": _("shortlist becomes public")}


def scheduled(user) -> list[Line]:
    """What is still to come; nothing for somebody who has no hand in competitions. One query."""
    if not any(user.has_perm(permission) for permission in (PREPARE, RELEASE)):
        return []
    now = timezone.now()
    ahead = Edition.objects.filter(Q(embargo_until__gt=now) | Q(shortlist_at__gt=now))
    return [
        Line(str(edition), reverse("edition:winners", args=[edition.pk]), _("competition"), words, at=hour)
        for edition in ahead
        for field, words in KINDS.items()
        if (hour := getattr(edition, field)) and hour > now
    ]

"""Addresses by which the press sees winners before the hour: signed, expiring, revocable and counted."""

import datetime

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centres.preparing import Refused

from ..models import Edition, PressLink

SALT = "events.press"
LONGEST = datetime.timedelta(days=60)


def token(link: PressLink) -> str:
    return signing.dumps(link.secret, salt=SALT)


def found(text: str) -> PressLink | None:
    """The link that an address names, open or not; None for one that was never issued."""
    try:
        secret = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return PressLink.objects.select_related("edition").filter(secret=secret).first()


def open_link(edition: Edition, *, recipient: str, expires_at: datetime.datetime, user) -> PressLink:
    now = timezone.now()
    if expires_at <= now:
        raise Refused(_("This hour is past: a link needs an end that is to come."))
    if expires_at > now + LONGEST:
        raise Refused(_("A link is open for at most %(days)s days.") % {"days": LONGEST.days})
    link = PressLink.objects.create(
        edition=edition, recipient=recipient, expires_at=expires_at, created_by=user
    )
    log(
        edition,
        "events.press-link",
        user=user,
        data={"recipient": recipient, "until": expires_at.isoformat()},
    )
    return link


@transaction.atomic
def revoke(link: PressLink, *, user) -> None:
    link = PressLink.objects.select_for_update().select_related("edition").get(pk=link.pk)
    if link.revoked_at:
        raise Refused(_("The link is revoked already."))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    log(link.edition, "events.press-revoke", user=user, data={"recipient": link.recipient})


def visited(link: PressLink) -> None:
    PressLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1, last_visit_at=timezone.now())

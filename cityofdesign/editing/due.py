"""What the scheduler looks at before pages go online by themselves."""

import logging

from django.utils import timezone
from wagtail.models import Revision

from .four_eyes import FourEyes, is_approved

logger = logging.getLogger(__name__)


def withdraw_unapproved() -> None:
    """A set time without a second person is no set time; and one such page does not hold up the others."""
    for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
        if isinstance(revision.content_object, FourEyes) and not is_approved(revision):
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            logger.error(
                "“%s” was set for a time and nobody approved it; it stays as it is.", revision.object_str
            )

"""No one alone puts a page before the public.

A revision may go live once somebody approved its content who wrote none of it. Its authors are all who
changed anything since the content that was approved last. What no person wrote, such as shipped content,
needs nobody.
"""

import hashlib
import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision

BOOKKEEPING = frozenset(
    """alias_of content_type depth draft_title expire_at expired first_published_at go_live_at
    has_unpublished_changes last_published_at latest_revision latest_revision_created_at live live_revision
    locale locked locked_at locked_by numchild owner path pk translation_key url_path
    wagtail_admin_comments""".split()
)
"""What a revision holds besides the words that an editor is responsible for."""
CHUNK = 20


class OneAlone(PublishPagePermissionError):
    """Nobody but its authors has approved the content. The text says what would be right."""


def digest(content: dict) -> str:
    """Hex digest over what a reader would see of a revision."""
    kept = {name: value for name, value in content.items() if name not in BOOKKEEPING}
    text = json.dumps(kept, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def authors(revision: Revision) -> set[int]:
    """Primary keys of those whose changes are in `revision` and in nothing that was approved before it."""
    found: set[int | None] = set()
    approved = dict(approvals(revision).values_list("revision", "digest"))
    later = None
    for entry in back_from(revision):
        content = digest(entry.content)
        if later is not None and later[1] != content:
            found.add(later[0])
        if entry.pk != revision.pk and approved.get(entry.pk) == content:
            return found - {None}
        later = (entry.user_id, content)
    return (found | {later[0]} if later else found) - {None}


def back_from(revision: Revision) -> Iterator[Revision]:
    """`revision` and those before it, newest first."""
    entries = same_page(Revision.objects, revision).filter(created_at__lte=revision.created_at)
    for entry in entries.order_by("-created_at", "-pk").iterator(chunk_size=CHUNK):
        if (entry.created_at, entry.pk) <= (revision.created_at, revision.pk):
            yield entry


def same_page(revisions, revision: Revision):
    return revisions.filter(base_content_type=revision.base_content_type_id, object_id=revision.object_id)


def approvals(revision: Revision):
    """Every approval of the page that `revision` is of."""
    from .models import Approval

    return Approval.objects.filter(revision__in=same_page(Revision.objects, revision).values("pk"))


def is_approved(revision: Revision) -> bool:
    """Whether somebody who wrote none of it approved exactly this content, or nobody wrote it."""
    found = approvals(revision).filter(revision=revision, digest=digest(revision.content))
    return found.exists() or not authors(revision)


def nobody_else(title: str) -> str:
    return _("Nobody but its authors has approved “%(page)s”.") % {"page": title}


def refusal(revision: Revision, user) -> str:
    """Why `user` may not be the second person for `revision`; empty where nothing stands in the way."""
    if user is None or not user.is_active:
        return nobody_else(revision.object_str)
    if user.pk in authors(revision):
        return _(
            "You wrote or changed “%(page)s” yourself. Submit it for approval; another person puts it online."
        ) % {"page": revision.object_str}
    return ""


def approve(revision: Revision, user) -> None:
    """`user` answers for the content of `revision`. Raises `OneAlone`."""
    if reason := refusal(revision, user):
        raise OneAlone(reason)
    from .models import Approval

    Approval.objects.get_or_create(revision=revision, digest=digest(revision.content), by=user)


class FourEyes(models.Model):
    """A page that its authors alone cannot put online, whatever way they take."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """What a person adds begins as a draft; and the rule holds where Wagtail passes `publish` by."""
        if self._state.adding and self.owner_id:
            self.live, self.has_unpublished_changes = False, True
        elif self.live and not self._state.adding:
            self._refuse_unseen()
        return super().save(*args, **kwargs)

    def _refuse_unseen(self) -> None:
        now, states = (True, self.live_revision_id), type(self).objects.filter(pk=self.pk)
        if states.values_list("live", "live_revision").first() == now:
            return
        if not (is_approved(self.live_revision) if self.live_revision_id else self.owner_id is None):
            raise OneAlone(nobody_else(self.title))

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        if not is_approved(revision):
            approve(revision, user)
        return super().publish(revision, user=user, **kwargs)

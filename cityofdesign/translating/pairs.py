"""Every page with its translation: which is missing, which is outdated, since when and by whose change."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation

from .official import original_of

PUBLISH = "wagtail.publish"


class State(models.TextChoices):
    OUTDATED = "outdated", _("Outdated")
    MISSING = "missing", _("Missing")
    WORKING = "working", _("Being translated")
    DRAFT = "draft", _("Not published")
    CURRENT = "current", _("Up to date")


@dataclass
class Pair:
    """A page and its translation, None where there is none. `since` is when the original was first published
    anew after the translation rendered it, `by` who did that, None where it is not known."""

    original: Page
    translation: Page | None = None
    working: bool = False
    rendered: datetime.datetime | None = None
    since: datetime.datetime | None = None
    by: object = None

    @property
    def pk(self) -> int:
        return self.original.pk

    @property
    def outdated(self) -> bool:
        """Whether the original was published after the time that the translation is of."""
        if self.rendered is None or not self.original.live or self.original.last_published_at is None:
            return False
        return self.original.last_published_at > self.rendered

    @property
    def state(self) -> State:
        if self.translation is None:
            return State.MISSING
        if self.working:
            return State.WORKING
        if self.outdated:
            return State.OUTDATED
        return State.CURRENT if self.translation.live else State.DRAFT

    def in_language(self, code: str) -> Page | None:
        pages = (self.original, self.translation)
        return next((page for page in pages if page and page.locale.language_code == code), None)


def pairs() -> list[Pair]:
    """Every page below the roots, in the order of the trees; two queries, one more for who changed what."""
    pages = Page.objects.filter(depth__gt=1, alias_of=None).order_by("path")
    together: dict[object, list[Page]] = defaultdict(list)
    for page in pages.select_related("locale", "content_type"):
        together[page.translation_key].append(page)
    begun = {
        translation.source.object_id: translation
        for translation in Translation.objects.select_related("source").order_by("pk")
    }
    found = [pair(pages, begun.get(key)) for key, pages in together.items()]
    date_changes([one for one in found if one.outdated])
    return found


def pair(pages: list[Page], begun: Translation | None) -> Pair:
    original = original_of(pages, begun.source.locale_id if begun else None)
    translation = next((page for page in pages if page.pk != original.pk), None)
    if translation is None:
        return Pair(original)
    rendered = begun.destination_last_updated_at if begun else None
    working = bool(begun and begun.enabled)
    return Pair(original, translation, working, rendered or translation.last_published_at)


def date_changes(outdated: list[Pair]) -> None:
    """Since when, and by whom: the first publication of the original that the translation does not know."""
    by_page = {pair.original.pk: pair for pair in outdated}
    entries = PageLogEntry.objects.filter(page_id__in=by_page, action=PUBLISH).select_related("user")
    for entry in entries.order_by("-timestamp"):
        pair = by_page[entry.page_id]
        if entry.timestamp > pair.rendered:
            pair.since, pair.by = entry.timestamp, entry.user
    for pair in outdated:
        pair.since = pair.since or pair.original.last_published_at


def outdated_translations(user) -> list[Pair]:
    """What the user may bring up to date, the longest outdated first."""
    policy = PagePermissionPolicy()
    mine = set(policy.instances_user_has_permission_for(user, "change").values_list("pk", flat=True))
    found = [one for one in pairs() if one.outdated and one.translation.pk in mine]
    return sorted(found, key=lambda pair: pair.since)

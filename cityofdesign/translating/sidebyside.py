"""Translating a page beside its original: begun from what stands, taken over as a draft when it is complete.

wagtail-localize keeps the texts while they are worked on. Nothing of that reaches the page before it is taken
over, and then as a revision like any other, so that approval, comparison and scheduling hold for it too.
"""

import json
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments.ingest import ingest_segments

from .aligning import Aligned, aligned
from .official import original_of


class Incomplete(Exception):
    """Some texts are not translated yet, or their originals changed; `missing` says how many."""

    def __init__(self, missing: int):
        super().__init__(missing)
        self.missing = missing


def counterpart(page: Page) -> Page | None:
    """The same page in the other language, published or not."""
    return page.get_translations().filter(alias_of=None).select_related("locale").first()


def direction(page: Page, other: Page) -> tuple[Page, Page]:
    """(original, translation) of two pages that are translations of each other."""
    known = TranslationSource.objects.filter(object_id=page.translation_key, translations__isnull=False)
    original = original_of([page, other], known.values_list("locale_id", flat=True).first())
    return (page, other) if original.pk == page.pk else (other, page)


@transaction.atomic
def begin(original: Page, locale: Locale, user) -> Translation:
    """Open a page for translation beside its original, a new draft where there is none.

    What the translation says already stays, also unpublished changes. Where the original changed since the
    last time, the old translation is to be checked. Raises `Different` if the two are not built alike.
    """
    original = original.specific
    before = TranslationSource.objects.get_for_instance_or_none(original)
    known = seen(before) if before else None
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    page = source.object.get_instance_or_none(locale)
    if page is None:
        source.create_or_update_translation(
            locale, user=user, publish=False, copy_parent_pages=True, fallback=True
        )
    else:
        keep(translation, page.get_latest_revision_as_object(), known, user)
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    translation.refresh_from_db()
    return translation


def seen(source: TranslationSource) -> set[tuple[int, int]]:
    return set(source.stringsegment_set.values_list("context_id", "string_id"))


def keep(translation: Translation, page: Page, known: set | None, user) -> None:
    """Write down what the page says as translations of what its original says at the same place."""
    source, locale = translation.source, translation.target_locale
    texts = aligned(source.as_instance(), page)
    written = page.latest_revision_created_at or page.last_published_at or page.first_published_at
    standing = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(context__object_id=source.object_id, locale=locale)
    }
    contexts = {context for context, _string in known or ()}
    to_check = _("The original has changed. Check the translation and save it.")
    for segment, text in with_texts(source, texts):
        key = (segment.context_id, segment.string_id)
        row = standing.get(key)
        newer = row and not row.has_error and written and row.updated_at > written
        only_copied = row is None and known is not None and text == segment.string.data
        if not text or newer or only_copied or (row and row.data == text):
            continue
        changed = known is not None and key not in known and segment.context_id in contexts
        standing[key] = StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
                "has_error": changed,
                "field_error": to_check if changed else "",
            },
        )[0]
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        if segment.context.path in texts.values:
            own = {"data_json": json.dumps(texts.values[segment.context.path]), "last_translated_by": user}
            SegmentOverride.objects.get_or_create(context=segment.context, locale=locale, defaults=own)


def with_texts(source: TranslationSource, texts: Aligned) -> Iterator[tuple[StringSegment, str]]:
    """Each string of the original with its translation, empty where there is none."""
    numbers: Counter = Counter()
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    for segment in segments.order_by("order"):
        path = segment.context.path
        yield segment, texts.strings.get((path, numbers[path]), "")
        numbers[path] += 1


@transaction.atomic
def take_over(translation: Translation, user) -> Revision:
    """Make a revision of what was translated, and leave the page to its ordinary form again.

    A new translation has the time at which its original was to go online, lest it come before it; once that
    is over it means nothing, and would forbid approval. Raises `Incomplete`, or ValidationError where the
    page is not valid.
    """
    total, done = translation.get_progress()
    if done < total:
        raise Incomplete(total - done)
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    page = translation.get_target_instance().get_latest_revision_as_object()
    copy_synchronised_fields(original, page)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, page, source.locale, locale, segments)
    if not page.live and page.go_live_at and page.go_live_at <= timezone.now():
        page.go_live_at = None
    revision = page.save_revision(user=user, log_action=True)
    rendered(translation)
    return revision


def rendered(translation: Translation, enabled: bool = False) -> None:
    """From now on the translation counts as that of the original as it is."""
    now = timezone.now()
    Translation.objects.filter(pk=translation.pk).update(enabled=enabled, destination_last_updated_at=now)

"""Which language's text of a page is the official one, and which one was there first."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.models import AnnouncementPage
from policies.models import PolicyPage

OFFICIAL = {PolicyPage: "zh-hans", AnnouncementPage: "zh-hans"}
"""Documents of Chinese authorities: other languages only say what they say."""
NOTES = {
    "zh-hans": _("The Chinese text is the official one; this is a translation for information."),
    "en": _("The English text is the official one; this is a translation for information."),
}


def official_language(page: Page) -> str:
    """Language code; empty where both languages have the same standing."""
    return OFFICIAL.get(page.specific_class, "")


def original_of(pages: Iterable[Page], source_locale: int | None = None) -> Page:
    """The page among translations that the others are made from: in the official language, else the one that
    translation began from (`source_locale`), else the oldest."""
    pages = sorted(pages, key=lambda page: page.pk)
    first = pages[0]
    by_language = {page.locale.language_code: page for page in pages}
    by_locale = {page.locale_id: page for page in pages}
    return by_language.get(official_language(first)) or by_locale.get(source_locale) or first

"""Puts shipped pages into the page trees of both languages and finds them again by their keys."""

from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from .ledger import Ledger, translation_key

LANGUAGES = ("en", "zh-hans")


class Shelf:
    """The pages of the site. A shipped page has a key such as `milestone/groundwork`, the same in both
    languages; its parent is named by the parent's key."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
        self.now = timezone.now()
        rows = list(Page.objects.values_list("translation_key", "locale__language_code", "pk", "title"))
        self.primary_keys = {(key, language): pk for key, language, pk, _title in rows}
        self.titles = {pk: title for _key, _language, pk, title in rows}
        self.parents: dict[int, Page] = {}

    def find(self, key: str, language: str) -> int | None:
        """Primary key of a shipped page, whatever it is called by now; None where it was deleted."""
        return self.primary_keys.get((translation_key(key), language))

    def put(self, page: Page, key: str, language: str, parent: str) -> Page | None:
        """Add an unsaved page once; None where it was added before or its parent is gone."""
        parent_pk = self.find(parent, language)
        if parent_pk is None or not self.ledger.is_new(f"{key}/{language}") or self.find(key, language):
            return None
        return self.add(page, key, language, self.parent(parent_pk))

    def add(self, page: Page, key: str, language: str, parent: Page) -> Page:
        page.locale, page.translation_key = self.locales[language], translation_key(key)
        page.slug = find_available_slug(parent, page.slug or key.rpartition("/")[2])
        page.first_published_at = page.last_published_at = self.now
        parent.add_child(instance=page)
        self.primary_keys[page.translation_key, language] = page.pk
        self.titles[page.pk] = page.title
        return page

    def parent(self, pk: int) -> Page:
        if pk not in self.parents:
            self.parents[pk] = Page.objects.get(pk=pk)
        return self.parents[pk]

"""Public pages of the reader's language that hold what was searched for."""

import dataclasses
from collections.abc import Iterable

from wagtail.models import Locale, Page
from wagtail.search.index import SearchField

from events.models import AnnouncementPage, CompetitionPage, EventPage, MilestonePage, NewsPage
from policies.models import PolicyPage

from ..models import ContactPage, FieldPage, StandardPage
from ..routes import public
from . import matching
from .backend import flat
from .marking import excerpt, spans

KINDS = (
    NewsPage,
    PolicyPage,
    MilestonePage,
    AnnouncementPage,
    EventPage,
    CompetitionPage,
    FieldPage,
    StandardPage,
    ContactPage,
)
MOST = 500
IN_BODY = matching.LOOSE + 1


@dataclasses.dataclass(frozen=True)
class Hit:
    """One page found; `kind` is what it is, in words, `date` empty for pages without one, `text` its summary
    or, where the query is found in neither title nor summary, the place where it is."""

    page: Page
    kind: str
    text: str

    @property
    def date(self):
        return getattr(self.page, "date", None) or getattr(self.page, "written", None)


def public_pages():
    """Published pages of the active language that everybody may read."""
    return public(Page.objects.filter(locale=Locale.get_active())).type(*KINDS)


def pages_with(q: str) -> list[Page]:
    """Pages that hold every word, best first: in the title, then elsewhere, newer ones first; two queries."""
    pages = public_pages().order_by("-id")
    found = {}
    for results in (pages.search, pages.autocomplete):
        found |= {page.pk: page for page in results(q, order_by_relevance=False)[:MOST]}
    return ranked(found.values(), q)


def pages_beginning(q: str, most: int) -> list[Page]:
    """Pages whose titles hold every word, the last one perhaps unfinished; one query."""
    results = public_pages().order_by("-id").autocomplete(q, order_by_relevance=False)
    return ranked(results[:MOST], q)[:most]


def ranked(pages: Iterable[Page], q: str) -> list[Page]:
    texts = {page: matching.sought(page.title) for page in pages}
    terms = matching.terms(q)
    wanted = [matching.needles(term, matching.syllables_in(texts.values())) for term in terms]
    rank_of = matching.ranking(terms)

    def rank(text: str) -> int:
        held = all(matching.holds(text, needles) for needles in wanted)
        return rank_of(text) if held else IN_BODY

    return sorted(texts, key=lambda page: (rank(texts[page]), -page.pk))


def hits(pages: Iterable[Page], q: str) -> list[Hit]:
    """What to show of pages; one query for each kind of page among them."""
    order = [page.pk for page in pages]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=order).specific()} if order else {}
    return [hit(specific[pk], q) for pk in order]


def hit(page: Page, q: str) -> Hit:
    text = getattr(page, "summary", "") or getattr(page, "introduction", "")
    if not spans(page.title, q) and not spans(text, q):
        fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]
        text = next(filter(None, (excerpt(flat(field.get_value(page)), q) for field in fields)), text)
    return Hit(page, str(page._meta.verbose_name), text)


def titles() -> list[str]:
    return list(public_pages().values_list("title", flat=True))

"""What the pages of the site say of a centre: those that name its holder, and the policies that its schemes
rest on. Only what is published and open to everybody, in the reader's language."""

import re
from collections.abc import Iterable

from django.utils.translation import get_language
from wagtail.models import Locale, Page
from wagtail.search.index import SearchField

from centres.lists.names import LEGAL_EN, normalise
from events.models import CompetitionPage, EventPage, MilestonePage, NewsPage
from policies.models import PolicyPage

from .routes import public
from .search.backend import flat
from .search.pages import public_pages
from .search.tokens import words

CITY = re.compile(r"^重庆市?")
"""Articles leave it out before the name of a company."""
KINDS = (NewsPage, MilestonePage, EventPage, CompetitionPage)
MOST, LOOKED_AT = 6, 60
SHORTEST = {"zh": 4, "en": 8}
"""Names shorter than this are words of the language too."""


def pages_naming(facts: dict) -> list[Page]:
    """The newest pages that name the holder, whatever its legal form; three queries and one for each kind."""
    chinese = (get_language() or "en").startswith("zh")
    name = facts["holder_name_zh"] if chinese else facts["holder_name_en"]
    needle = CITY.sub("", normalise(name))
    if len(needle) < SHORTEST["zh" if chinese else "en"]:
        return []
    spoken = needle if chinese else " ".join(word for word in words(name) if word not in LEGAL_EN)
    found = public_pages().type(*KINDS).search(spoken, order_by_relevance=False)[:LOOKED_AT]
    pks = [page.pk for page in found]
    specific = Page.objects.filter(pk__in=pks).specific() if pks else ()
    pages = [page for page in specific if needle in said(page)]
    return sorted(pages, key=lambda page: (str(getattr(page, "date", "")), page.pk), reverse=True)[:MOST]


def said(page: Page) -> str:
    """All text of a page, made comparable."""
    fields = [field for field in page.get_search_fields() if isinstance(field, SearchField)]
    return "".join(words(" ".join(flat(field.get_value(page)) for field in fields)))


def policies_of(numbers: Iterable[str]) -> list[PolicyPage]:
    """The policies with these document numbers, newest first; two queries."""
    if not (wanted := set(filter(None, numbers))):
        return []
    pages = PolicyPage.objects.filter(locale=Locale.get_active(), document_number__in=wanted)
    return list(public(pages).order_by("-written_to", "pk"))

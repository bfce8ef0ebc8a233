"""The list of news by year and kind."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from .models import NewsIndexPage, NewsPage


def newsroom(index: NewsIndexPage, request) -> dict:
    """What the list shows; three queries.

    - `kind`: a key of NewsPage.Kind or ""; `year`: a year or None; `errors`: parameter -> message
    - `kinds`, `years`: [{"key", "label", "count", "selected"}] of all that occur, years newest first
    - `total`: all articles; `page_obj`: a page of those asked for, newest first
    - `groups`: [(year, [article])] of that page
    """
    every = index.children()
    known = [(to and to.year, kind) for to, kind in every.values_list("date_to", "kind")]
    errors: dict[str, str] = {}
    kind = request.GET.get("kind") or ""
    if kind and kind not in {key for _year, key in known}:
        errors["kind"] = _("“%(value)s” is not a kind of news; all are shown.") % {"value": kind[:40]}
        kind = ""
    typed = request.GET.get("year") or ""
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None
    if typed and year not in {of for of, _kind in known}:
        errors["year"] = _("There is no news of “%(value)s”; all years are shown.") % {"value": typed[:40]}
        year = None
    shown = every.filter(kind=kind) if kind else every
    if year:
        shown = shown.filter(date_to__year=year)
    page_obj = Paginator(shown, index.page_size)
    page_obj.__dict__["count"] = sum(
        (not kind or key == kind) and (not year or of == year) for of, key in known
    )
    page_obj = page_obj.get_page(request.GET.get("page"))
    kinds = Counter(key for of, key in known if not year or of == year)
    years = Counter(of for of, key in known if of and (not kind or key == kind))
    return {
        "kind": kind,
        "year": year,
        "errors": errors,
        "kinds": [
            {"key": key, "label": NewsPage.Kind(key).label, "count": n, "selected": key == kind}
            for key, n in kinds.most_common()
        ],
        "years": [
            {"key": of, "label": of, "count": years[of], "selected": of == year}
            for of in sorted(years, reverse=True)
        ],
        "total": len(known),
        "page_obj": page_obj,
        "groups": [
            (of, list(some))
            for of, some in groupby(page_obj, key=lambda one: one.date_to and one.date_to.year)
        ],
    }


def year_of(article: NewsPage) -> int | None:
    return article.date_to.year if article.date_to else None

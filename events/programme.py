"""Events and competitions by year and kind."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from .models import CompetitionPage, EventIndexPage, EventPage

COMPETITION = "competition"


def programme(index: EventIndexPage, request) -> dict:
    """What the index shows; two queries.

    - `kind`: a key of EventPage.Kind, "competition" or ""; `errors`: parameter -> message
    - `kinds`: [{"key", "label", "count", "selected"}] of every kind that occurs, most frequent first
    - `total`: all events and competitions; `page_obj`: a page of those of the kind asked for, newest first
    - `years`: [(year, [page])] of that page; the year is None for undated ones
    """
    every = index.children()
    counts = Counter(kind_of(page) for page in every)
    kind, errors = request.GET.get("kind") or "", {}
    if kind and kind not in counts:
        errors["kind"] = _("“%(value)s” is not a kind of event; all are shown.") % {"value": kind[:40]}
        kind = ""
    shown = [page for page in every if not kind or kind_of(page) == kind]
    page_obj = Paginator(shown, index.page_size).get_page(request.GET.get("page"))
    return {
        "kind": kind,
        "errors": errors,
        "kinds": [
            {"key": key, "label": label_of(key), "count": n, "selected": key == kind}
            for key, n in counts.most_common()
        ],
        "total": len(every),
        "page_obj": page_obj,
        "years": [(year, list(pages)) for year, pages in groupby(page_obj, key=year_of)],
    }


def kind_of(page: EventPage | CompetitionPage) -> str:
    return COMPETITION if isinstance(page, CompetitionPage) else page.kind


def label_of(kind: str) -> str:
    return _("Competition") if kind == COMPETITION else str(EventPage.Kind(kind).label)


def year_of(page: EventPage | CompetitionPage) -> int | None:
    return page.date_to.year if page.date_to else None

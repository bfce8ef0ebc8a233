"""What stands beside one page of a dated list."""

from functools import partial

from cityofdesign.caching.once import once

from .bases import DatedQuerySet
from .feeds import corrections
from .models import MilestonePage
from .structured import article, filled, occasion


def neighbours(page, ordered=DatedQuerySet.newest_first) -> dict:
    """`newer` and `older`: the published sibling pages beside it in their list, or None. One query, or none.

    `ordered` brings a queryset of such pages into the order of the list, the newest first.
    """
    return once(("neighbours", page.pk), partial(_neighbours, page, ordered))


def _neighbours(page, ordered) -> dict:
    pages = list(ordered(type(page).objects.sibling_of(page).published().defer_streamfields()))
    here = next((i for i, other in enumerate(pages) if other.pk == page.pk), None)
    if here is None:
        return {"newer": None, "older": None}
    return {
        "newer": pages[here - 1] if here else None,
        "older": pages[here + 1] if here + 1 < len(pages) else None,
    }


def beside_news(page) -> dict:
    """Of an article; six queries.

    - `newer`, `older`: see `neighbours`; `structured`: the article as schema.org data
    - `centres`: those it is about, with their standing today; `milestones`: those that lead to it
    - `corrections`: (day, text), the latest first
    """
    from cityofdesign.related import centres_of

    return {
        **neighbours(page),
        "centres": centres_of(link.centre_id for link in page.centre_links.all()),
        "milestones": leading_to(page),
        "corrections": corrections(page),
        "structured": filled(article(page)),
    }


def leading_to(page) -> list[MilestonePage]:
    """The milestones that lead to a page, oldest first; one query, or none."""
    return once(("leading to", page.pk), partial(_leading_to, page))


def _leading_to(page) -> list[MilestonePage]:
    milestones = MilestonePage.objects.filter(related_page_id=page.pk).published().oldest_first()
    return list(milestones.defer_streamfields())


def beside_occasion(page) -> dict:
    """Of an event or a competition. One query.

    - `milestones`: the milestones that lead to it; `structured`: it as schema.org data, None without a date
    """
    return {"milestones": leading_to(page), "structured": filled(occasion(page))}

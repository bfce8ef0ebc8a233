"""What all lists have in common."""

from collections.abc import Callable

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from ..moments import Moment
from . import answers
from .parameters import Paged, Place, next_address

A_DAY = "public, max-age=86400"


def listing(
    response: HttpResponse, when: Moment, totals: tuple[int, int], results: list, following=None
) -> dict:
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    keep(response, when)
    return {
        "count": totals[0],
        "samples": totals[1],
        **answers.times(when),
        "next": following,
        "results": results,
    }


def keep(response: HttpResponse, when: Moment) -> None:
    """An answer that stays the same need not be asked for again; any other is asked for every time."""
    if when.is_fixed:
        response["Cache-Control"] = A_DAY


def page(
    request: HttpRequest,
    response: HttpResponse,
    params: Paged,
    here: Place,
    rows: QuerySet,
    sample: str,
    shape: Callable[..., dict],
) -> dict:
    """One page of `rows`; `sample` is the path to the column that marks samples."""
    totals = rows.aggregate(n=Count("pk"), samples=Count("pk", filter=Q(**{sample: True})))
    results = [shape(row) for row in rows[here.offset : here.offset + params.per_page]]
    following = next_address(request, params, here, totals["n"])
    return listing(response, here.when, (totals["n"], totals["samples"]), results, following)

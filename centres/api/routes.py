"""The endpoints. Every list is bound to a day and an edition, and so are its pages."""

import re
from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query

from .. import filters
from ..models import Centre, Decision, Edition, Round, RoundList, Standing
from ..moments import Moment
from ..reference import Reference, ended, reference
from ..relations import related
from . import answers, pages, schemas
from .parameters import (
    BadParameters,
    CentreQuery,
    DecisionQuery,
    Filters,
    Paged,
    RoundQuery,
    Times,
    asked,
    next_address,
    place,
)
from .site import api

CENTRE_NUMBER = re.compile(r"CQ-[0-9]{6}")


def question(request: HttpRequest, when: Moment, held: Reference) -> filters.Question:
    """The filters of the register; unlike a page, the API refuses a value that it cannot use."""
    found = filters.ask(request.GET, when, held)
    if found.errors:
        raise BadParameters({name: " ".join(messages) for name, messages in found.errors.items()})
    return found


def check_schemes(keys: list[str] | None, held: Reference) -> None:
    for key in keys or []:
        if held.scheme(key) is None:
            raise BadParameters({"scheme": _("There is no scheme “%(key)s”.") % {"key": key[:40]}})


def tally(when: Moment, column: str) -> dict[object, tuple[int, int]]:
    """`(centres, samples among them)` accredited at the moment, per value of a column of standings."""
    standings = Standing.objects.on(when.on, when.edition).accredited().order_by()
    counts = standings.values_list(column).annotate(
        n=Count("centre_id", distinct=True),
        samples=Count("centre_id", distinct=True, filter=Q(centre__sample=True)),
    )
    return {value: (n, samples) for value, n, samples in counts}


@api.get("/", include_in_schema=False)
def root(request):
    return redirect("api-1:openapi-view")


@api.endpoint(
    "/centres/",
    schemas.Listing[schemas.Centre],
    gettext_noop("Centres that pass the filters"),
)
def centres(request, response: HttpResponse, params: Query[CentreQuery]):
    here = place(request, params)
    when, held = here.when, reference(here.when.clock)
    asked_for = question(request, when, held)
    totals = asked_for.totals()
    rows = asked_for.in_order()[here.offset : here.offset + params.per_page]
    standings = filters.standings_of(rows, when)
    results = [answers.listed_centre(standings[row], when, held) for row in rows]
    return pages.listing(response, when, totals, results, next_address(request, params, here, totals[0]))


@api.endpoint(
    "/centres/{number}",
    schemas.CentreInFull,
    gettext_noop("One centre with its history and names"),
)
def centre(request, response: HttpResponse, number: str, params: Query[Times]):
    when = asked(params)
    found = Centre.objects.filter(number=number).first() if CENTRE_NUMBER.fullmatch(number) else None
    if found is None:
        raise Http404(_("There is no centre %(number)s in the register.") % {"number": number[:40]})
    decisions = list(log(when).filter(centre=found))
    if not decisions:
        raise Http404(_("Centre %(number)s was not yet in the register then.") % {"number": number})
    standings = filters.standings_of([found.pk], when).get(found.pk, [])
    pages.keep(response, when)
    there = related(found.number, when)
    return answers.centre_in_full(found, decisions, standings, there, when, reference(when.clock))


def log(when: Moment) -> QuerySet:
    decisions = Decision.objects.filter(edition__lte=when.edition).order_by("number")
    return decisions.select_related("centre", "scheme", "row__list", "holder", "annulled_by")


@api.endpoint(
    "/decisions/",
    schemas.Listing[schemas.Decision],
    gettext_noop("The log of decisions, oldest entry first"),
    gettext_noop("With on, only what was in effect by that day; without it, the whole log."),
)
def decisions(request, response: HttpResponse, params: Query[DecisionQuery]):
    here = place(request, params)
    held, rows = reference(here.when.clock), log(here.when)
    check_schemes(params.scheme, held)
    chosen = {
        "round": params.round,
        "centre__number": params.centre,
        "scheme__key__in": params.scheme,
        "kind__in": params.kind,
        "edition": params.edition,
        "effective_on_to__lte": here.when.on if params.on else None,
    }
    rows = rows.filter(**{lookup: value for lookup, value in chosen.items() if value is not None})
    return pages.page(
        request,
        response,
        params,
        here,
        rows,
        "centre__sample",
        lambda row: answers.told(row, here.when, held),
    )


def published(when: Moment) -> QuerySet:
    decided = Decision.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk"))
    lists = RoundList.objects.annotate(decided=Count("rows__decisions")).order_by("pk")
    return (
        Round.objects.filter(edition__number__lte=when.edition)
        .select_related("scheme", "edition", "countered_by__edition")
        .prefetch_related(Prefetch("lists", lists))
        .annotate(decided=Coalesce(Subquery(decided.values("n")), 0))
        .order_by("-edition__number")
    )


@api.endpoint(
    "/rounds/",
    schemas.Listing[schemas.Round],
    gettext_noop("Published rounds, newest edition first"),
    gettext_noop("With on, only rounds of which something was in effect by that day."),
)
def rounds(request, response: HttpResponse, params: Query[RoundQuery]):
    here = place(request, params)
    rows = published(here.when)
    check_schemes(params.scheme, reference(here.when.clock))
    if params.scheme is not None:
        rows = rows.filter(scheme__key__in=params.scheme)
    if params.year is not None:
        rows = rows.filter(year__in=params.year)
    if params.on:
        in_effect = Decision.objects.filter(round=OuterRef("pk"), effective_on_to__lte=here.when.on)
        rows = rows.filter(Exists(in_effect))
    return pages.page(
        request, response, params, here, rows, "sample", lambda row: answers.published(row, here.when)
    )


@api.endpoint(
    "/rounds/{int:id}",
    schemas.RoundInFull,
    gettext_noop("One published round with its lists"),
)
def round_(request, response: HttpResponse, id: int, params: Query[Times]):
    when = asked(params)
    found = published(when).filter(pk=id).first()
    if found is None:
        raise Http404(_("There is no published round %(id)s.") % {"id": str(id)[:40]})
    pages.keep(response, when)
    return {**answers.published(found, when), **answers.times(when)}


@api.endpoint(
    "/editions/",
    schemas.Listing[schemas.Edition],
    gettext_noop("Editions of the register with their hashes, newest first"),
    gettext_noop("An edition is a state of knowledge: on changes nothing here."),
)
def editions(request, response: HttpResponse, params: Query[Paged]):
    here = place(request, params)
    rows = Edition.objects.filter(number__lte=here.when.edition).select_related("round")
    rows = rows.annotate(added=Count("decisions")).order_by("-number")
    return pages.page(request, response, params, here, rows, "round__sample", answers.edition)


@api.endpoint(
    "/schemes/",
    schemas.Listing[schemas.Scheme],
    gettext_noop("Schemes, their rule on the day and how many centres each had accredited"),
)
def schemes(request, response: HttpResponse, params: Query[Times]):
    when = asked(params)
    held, counts = reference(when.clock), tally(when, "scheme_id")
    _centres, samples = filters.counted(Standing.objects.on(when.on, when.edition).accredited())
    results = [answers.scheme(one, counts.get(one.pk, (0, 0)), when, held) for one in held.schemes]
    return pages.listing(response, when, (len(results), samples), results)


@api.endpoint(
    "/districts/",
    schemas.Listing[schemas.DistrictInFull],
    gettext_noop("Districts of the day and how many accredited centres each had"),
    gettext_noop("One that had ended is listed while it is open which of several its centres are in."),
)
def districts(request, response: HttpResponse, params: Query[Times]):
    when = asked(params)
    held, counts = reference(when.clock), defaultdict(lambda: (0, 0))
    for printed, (centres_, samples) in tally(when, "district_id").items():
        now = held.district_on(printed, when.on)
        counts[now and now.pk] = (counts[now and now.pk][0] + centres_, counts[now and now.pk][1] + samples)
    results = [
        answers.unit(one, counts[one.pk], held)
        for one in held.districts.values()
        if not (one.valid_from and one.valid_from > when.on)
        and (not ended(one, when.on) or counts[one.pk] != (0, 0))
    ]
    samples = sum(samples for _centres, samples in counts.values())
    return pages.listing(response, when, (len(results), samples), results)


@api.endpoint(
    "/facets/",
    schemas.Listing[schemas.Facet],
    gettext_noop("How many centres each value of a filter would give with the other filters on"),
)
def facets(request, response: HttpResponse, params: Query[Filters]):
    when = asked(params)
    counts = filters.facets(question(request, when, reference(when.clock)))
    totals = counts.pop("")
    results = [answers.facet(name, values) for name, values in counts.items()]
    return pages.listing(response, when, (totals["count"], totals["samples"]), results)


@api.get("/{path:rest}", include_in_schema=False)
def elsewhere(request, rest: str):
    """An address that lacks its slash or has one too many leads to the right one."""
    other = request.path[:-1] if rest.endswith("/") else f"{request.path}/"
    if resolve(other).url_name == "elsewhere":
        raise Http404(_("There is nothing at this address; /api/v1/docs tells what there is."))
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{other}?{query}" if query else other)

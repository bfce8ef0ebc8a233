"""The register list, today and on any date."""

import dataclasses

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cityofdesign import related

from .. import finding
from ..filters import SORTS, Question, ask, facets
from ..growth import growth
from ..models import Scheme
from ..moments import BadMoment, Moment, moment
from ..reference import Reference, reference
from . import days, exports, two_dates, wording
from .facets import facets_of, label_of
from .rows import rows

DEEP = {"q", "sector", "round", "sort", "per_page"}  # pages that search engines are asked to leave alone
HIDDEN = ("scheme", "round", "per_page")  # filters without a control of their own that the form carries along


@dataclasses.dataclass(frozen=True)
class Chip:
    """One filter in force, and the address without it."""

    label: str
    value: str
    href: str


@require_safe
def register(request, on: str = "", known: str = ""):
    asked, bad_date = request.GET.get("on", "").strip(), ""
    if "on" in request.GET:
        try:
            return redirect(days.address(request, days.day_of(asked) if asked else "", known))
        except BadMoment as error:
            bad_date = str(error)
    refused = ""
    try:
        when = moment(on, known)
    except BadMoment as error:
        refused, when = str(error), moment()
    held = reference(when.clock)
    question = ask(request.GET, when, held)
    context = {
        **found(request, question, held),
        **dated(request, question, held),
        "refused": refused,
        "bad_date": bad_date,
        "asked_on": asked if bad_date else "",
        "noindex": bool(refused) or deep(request, question),
    }
    return render(request, "centres/register.html", context)


def found(request, question: Question, held: Reference) -> dict:
    """The centres that the filters find, and the filters."""
    counts = facets(question)
    total = counts[""]["count"]
    pages = Paginator(question.in_order(), question.per_page)
    page = pages.get_page(request.GET.get("page"))
    return {
        "moment": question.moment,
        "form": question.filterset.form,
        "q": question.filterset.form.cleaned_data.get("q", ""),
        "errors": [
            (label_in(question, name), text) for name in question.errors for text in question.errors[name]
        ],
        "count": total,
        "samples": counts[""]["samples"],
        "ended": sum(n for key, n in counts["status"].items() if key != "accredited"),
        "page_obj": page,
        "rows": rows(question, page.object_list, held),
        "meant": meant(request, question, held) if question.q and not total else "",
        "facets": facets_of(question, counts, held),
        "chips": chips(request, question, held),
        "hidden": [(name, value) for name in HIDDEN for value in question.filterset.data.getlist(name)],
        "sorts": [(key, label) for key, label in SORTS.items() if question.q or key != "relevance"],
        "sort": question.sort,
        "canonical": canonical(question, page.number),
        "exports": exports.links(question),
        "sentence": wording.sentence(question, held),
    }


def dated(request, question: Question, held: Reference) -> dict:
    """The date form with the growth of the register, and what is known of its completeness."""
    when, scheme = question.moment, single_scheme(question, held)
    chosen = [frozenset(question.filterset.data.getlist(name)) for name in ("scheme", "level")]
    steps = growth(when.edition, *chosen)
    return {
        "date_words": wording.date_words(when),
        "known_words": wording.known_words(when),
        "steps": days.drawn(steps),
        "today": days.last_day(when),
        "narrowed": bool({name for name, _value in question.chips()} - {"scheme", "level"}),
        "presets": days.presets(request, steps, when),
        "here": days.address(request),
        "compare_href": two_dates.invitation(request, when),
        "kept": days.kept(request),
        "api_address": days.api_address(request, when),
        "scheme": scheme,
        "complete": bool(scheme) and held.complete(scheme, when.on),
        "reported": related.reported_figure(scheme, when.on) if scheme else None,
    }


def meant(request, question: Question, held: Reference) -> str:
    """The query without its slips of the keyboard, if that finds something with the other filters on."""
    data = request.GET.copy()
    for other in finding.meant(question.q, question.moment):
        data["q"] = other
        if ask(data, question.moment, held).totals()[0]:
            return other
    return ""


def chips(request, question: Question, held: Reference) -> list[Chip]:
    return [
        Chip(label_in(question, name), label_of(name, value, held), without(request, name, value))
        for name, value in question.chips()
    ]


def canonical(question: Question, page: int) -> str:
    """The one address of the page: the filters in force in their order, without the rest of the query."""
    when = question.moment
    query = urlencode([*question.chips(), *([("page", page)] if page > 1 else [])])
    path = reverse("centres:on", args=[when.on.isoformat()]) if when.asked_on else reverse("centres:list")
    return f"{path}?{query}" if query else path


def label_in(question: Question, name: str) -> str:
    field = question.filterset.form.fields.get(name)
    return str(field.label) if field else name


def without(request, name: str, value: str) -> str:
    pairs = ((other, kept) for other, values in request.GET.lists() for kept in values if other != "page")
    query = urlencode([pair for pair in pairs if pair != (name, value)])
    return f"{request.path}?{query}" if query else request.path


def single_scheme(question: Question, held: Reference) -> Scheme | None:
    """The one scheme that the filters ask for, if one: its count can be compared with reports."""
    asked = question.filterset.form.cleaned_data.get("scheme") or []
    others = {name for name, _value in question.chips()} - {"scheme"}
    return held.scheme(asked[0]) if len(asked) == 1 and not others else None


def deep(request, question: Question) -> bool:
    when: Moment = question.moment
    return bool(DEEP & set(request.GET)) or len(question.chips()) > 1 or not when.is_today

"""The register on two dates: the figures, what differs, by class and by district."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import comparing
from ..filters import Question, ask
from ..models import Kind, Level
from ..moments import Moment
from ..reference import Reference, reference
from . import wording
from .differences import HEADINGS, by_district, groups
from .facets import existed, label_of
from .register import Chip, label_in, without
from .two_dates import FILTERS, Asked, address, both, export_address, presets, typed

AT_ONCE, A_PAGE = 6, 100


@require_safe
def compare(request, first: str = "", second: str = ""):
    slips, given = {}, {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    if any(given.values()):
        slips, dates = typed(given, (first, second))
        if not slips:
            return redirect(address(request, *dates))
    asked, refused = both(request, first, second)
    held = reference(asked.second.clock)
    question = asked_of(request, asked.second, held)
    comparison = None if refused or asked.is_same_day else compared(asked, question, held)
    context = {
        **form(request, asked, question, held),
        **(result(request, asked, comparison, question, held) if comparison else {}),
        "comparison": comparison,
        "asked": asked,
        "first_words": wording.date_words(asked.first),
        "second_words": wording.date_words(asked.second),
        "known_words": wording.known_words(asked.second),
        "refused": refused,
        "slips": slips,
        "given": given,
        "noindex": bool(first or request.GET),
    }
    return render(request, "centres/compare.html", context)


def asked_of(request, when: Moment, held: Reference) -> Question:
    """The filters of the list that two dates can share."""
    data = QueryDict(mutable=True)
    for name in FILTERS:
        data.setlist(name, [value for value in request.GET.getlist(name) if value])
    return ask(data, when, held)


def compared(asked: Asked, question: Question, held: Reference) -> comparing.Comparison:
    sides = [(comparing.snapshot(when), wanted(question, when, held)) for when in (asked.first, asked.second)]
    high = comparing.heights(held.schemes)
    return comparing.compared(*sides, high, comparing.became(held, asked.first, asked.second))


def wanted(question: Question, when: Moment, held: Reference) -> comparing.Wanted:
    """The filters as of one date."""
    cleaned = question.filterset.form.cleaned_data
    chosen = {name: frozenset(cleaned.get(name) or ()) or None for name in FILTERS}
    keys, levels, codes = chosen["scheme"], chosen["level"], chosen["district"]
    return comparing.Wanted(
        schemes=frozenset(
            scheme.pk
            for scheme in held.schemes
            if (not keys or scheme.key in keys) and (not levels or scheme.level in levels)
        ),
        kinds=chosen["kind"],
        districts=codes
        and frozenset(pk for pk in held.districts if held.district_on(pk, when.on).code in codes),
        sectors=chosen["sector"],
    )


def form(request, asked: Asked, question: Question, held: Reference) -> dict:
    """The date form with its filters; one with several values is carried along and shown as chips."""
    data = question.filterset.data
    names = [name for name in FILTERS if len(data.getlist(name)) < 2]
    return {
        "selects": [
            (name, label_in(question, name), data.get(name, ""), choices(name, asked, held)) for name in names
        ],
        "hidden": [
            *((name, value) for name in FILTERS if name not in names for value in data.getlist(name)),
            *([("known", asked.known)] if asked.known else []),
        ],
        "chips": [
            Chip(label_in(question, name), label_of(name, value, held), without(request, name, value))
            for name, value in question.chips()
        ],
        "errors": [
            (label_in(question, name), text) for name in question.errors for text in question.errors[name]
        ],
        "presets": presets(request, asked),
        "swap": address(request, asked.second.asked_on, asked.first.asked_on),
        "newest_knowledge": address(request, asked.first.asked_on, asked.second.asked_on, known=""),
    }


def choices(name: str, asked: Asked, held: Reference) -> list[tuple[str, str]]:
    """`(value, label)` of what a filter can be set to."""
    districts = [d for d in held.districts.values() if existed(d, asked.first) or existed(d, asked.second)]
    keys = {
        "level": list(Level.values),
        "scheme": [scheme.key for scheme in held.schemes],
        "kind": list(Kind.values),
        "district": [district.code for district in districts],
        "sector": list(held.sectors),
    }
    return [(key, label_of(name, key, held)) for key in keys[name]]


def result(
    request, asked: Asked, comparison: comparing.Comparison, question: Question, held: Reference
) -> dict:
    """The figures, the classes with their rows, and the districts."""
    show = request.GET.get("show", "")
    chosen = show if comparison.classes.get(show) else ""
    pages = Paginator(comparison.classes[chosen], A_PAGE) if chosen else None
    page = pages.get_page(request.GET.get("page")) if pages else None
    shown = (
        {chosen: page.object_list}
        if chosen
        else {name: differences[:AT_ONCE] for name, differences in comparison.classes.items()}
    )
    return {
        "words": wording.filters_in_words(question, held),
        "chosen": chosen,
        "page_obj": page,
        "groups": groups(comparison, shown, asked, held),
        "counts": [
            (name, HEADINGS[name], len(differences)) for name, differences in comparison.classes.items()
        ],
        "files": [(form.upper(), export_address(request, asked, form)) for form in ("csv", "json")],
        **by_district(comparison, asked, held),
    }

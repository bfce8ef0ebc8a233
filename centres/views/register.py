"""The register list, today and on any date."""

import dataclasses
import datetime

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cityofdesign import related

from ..filters import ANY, SORTS, ask, facets, standings_of
from ..growth import growth
from ..models import Kind, Level, Standing, in_language
from ..moments import BadMoment, Moment, moment
from ..reference import Reference, reference

HIDDEN_FROM_SEARCH_ENGINES = {"q", "sector", "round", "sort", "per_page", "page"}


@dataclasses.dataclass(frozen=True)
class Value:
    """One value of a facet: how many centres it would give with the other filters on."""

    key: str
    label: str
    count: int
    checked: bool
    share: int


@require_safe
def register(request, on: str = "", known: str = ""):
    if "on" in request.GET:
        return redirect(address(request, request.GET["on"].strip(), known))
    status, refused = 200, ""
    try:
        when = moment(on, known)
    except BadMoment as error:
        status, refused, when = 404, str(error), moment()
    held = reference(when.clock)
    question = ask(request.GET, when, held)
    counts = facets(question)
    total, samples = counts[""]["count"], counts[""]["samples"]
    page = Paginator(_Counted(question.centres(), total), question.per_page).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    standings = standings_of([entry["centre_id"] for entry in entries], when)
    for entry in entries:
        entry["standings"] = standings[entry["centre_id"]]
    scheme = single_scheme(question, held)
    context = {
        "moment": when,
        "refused": refused,
        "question": question,
        "form": question.filterset.form,
        "count": total,
        "samples": samples,
        "page_obj": page,
        "entries": entries,
        "facets": _facets(question, counts, held),
        "chips": [
            (name, label_of(name, value, held), _without(request, name, value))
            for name, value in question.chips()
        ],
        "sorts": [(key, label) for key, (label, _order) in SORTS.items()],
        "steps": growth(when.edition).get(scheme.key if scheme else "municipal-centre", []),
        "scheme": scheme,
        "complete": bool(scheme) and held.complete(scheme, when.on),
        "reported": related.reported_figure(scheme, when.on) if scheme else None,
        "presets": presets(),
        "noindex": status != 200 or bool(HIDDEN_FROM_SEARCH_ENGINES & set(request.GET)),
    }
    return render(request, "centres/register.html", context, status=status)


class _Counted:
    """A queryset whose length is already known, so that the paginator need not count again."""

    def __init__(self, queryset, length: int):
        self.queryset, self.length = queryset, length

    def count(self) -> int:
        return self.length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, item):
        return self.queryset[item]


def address(request, on: str, known: str = "") -> str:
    """The permanent address of the list on a date, with the other parameters kept."""
    query = request.GET.copy()
    query.pop("on", None)
    query.pop("page", None)
    if on and known:
        path = reverse("centres:known", args=[on, known])
    else:
        path = reverse("centres:on", args=[on]) if on and "/" not in on else reverse("centres:list")
    return f"{path}?{query.urlencode()}" if query else path


def _without(request, name: str, value: str) -> str:
    query = request.GET.copy()
    kept = [other for other in query.getlist(name) if other != value]
    query.setlist(name, kept)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query.urlencode() else request.path


def single_scheme(question, held: Reference):
    """The one scheme that the filters ask for, if one: its count can be compared with reports."""
    asked = question.filterset.form.cleaned_data.get("scheme") or []
    others = {name for name, _value in question.chips()} - {"scheme"}
    return held.scheme(asked[0]) if len(asked) == 1 and not others else None


def label_of(name: str, value: str, held: Reference) -> str:
    """A filter value in the reader's words."""
    labels = {
        "level": dict(Level.choices),
        "kind": dict(Kind.choices),
        "status": dict(Standing.Status.choices),
        "scheme": {scheme.key: scheme.name for scheme in held.schemes},
        "district": {district.code: district.name for district in held.districts.values()},
        "sector": {key: in_language(sector, "name") for key, sector in held.sectors.items()},
    }
    return str(labels.get(name, {}).get(value, value))


def _facets(question, counts: dict, held: Reference) -> dict[str, list[Value]]:
    data = question.filterset.data
    orders = {
        "level": [key for key, _label in Level.choices],
        "scheme": [scheme.key for scheme in held.schemes],
        "kind": [key for key, _label in Kind.choices],
        "status": [key for key, _label in Standing.Status.choices],
        "district": [d.code for d in held.districts.values() if existed(d, question.moment)],
        "year": sorted((year for year in counts["year"] if year), reverse=True),
    }
    result = {}
    for name, keys in orders.items():
        largest = max([counts[name].get(key, 0) for key in keys] or [0]) or 1
        chosen = data.getlist(name)
        result[name] = [
            Value(
                key=key,
                label=label_of(name, key, held),
                count=counts[name].get(key, 0),
                checked=key in chosen and ANY not in chosen,
                share=round(20 * counts[name].get(key, 0) / largest) * 5,
            )
            for key in keys
        ]
    result["district"].sort(key=lambda value: -value.count)
    return result


def existed(district, when: Moment) -> bool:
    return (district.valid_from is None or district.valid_from <= when.on) and (
        district.valid_to is None or when.on < district.valid_to
    )


def presets() -> list[datetime.date]:
    """Days that readers often ask about: the ends of the years for which counts were published."""
    return [datetime.date(2022, 12, 31), datetime.date(2021, 12, 31), datetime.date(2014, 2, 28)]

"""Accredited centres by district, on the map and in a table."""

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..filters import ask
from ..moments import BadMoment, moment
from ..reference import reference
from .facets import existed


@require_safe
def districts(request):
    refused = ""
    try:
        when = moment(request.GET.get("on", "").strip())
    except BadMoment as error:
        refused, when = str(error), moment()
    held = reference(when.clock)
    question = ask(request.GET, when, held)
    counted = (
        question.standings.order_by().values_list("district_id").annotate(n=Count("centre_id", distinct=True))
    )
    counts = dict(counted)
    units = [d for d in held.districts.values() if existed(d, when)]
    ended = [d for d in held.districts.values() if d not in units and d.valid_to and d.valid_to <= when.on]
    context = {
        "moment": when,
        "refused": refused,
        "errors": question.errors,
        "form": question.filterset.form,
        "rows": [(district, counts.get(district.pk, 0)) for district in units],
        "ended": [(district, counts.get(district.pk, 0)) for district in ended],
        "not_stated": counts.get(None, 0),
        "total": question.standings.values("centre_id").distinct().count(),
        "samples": question.standings.filter(centre__sample=True).values("centre_id").distinct().count(),
        "schemes": held.schemes,
        "noindex": not when.is_today,
    }
    return render(request, "centres/districts.html", context)

"""Scenarios as readers find them, with the centres of the register that work for the same industry."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from centres.filters import ask
from centres.moments import moment
from centres.reference import reference
from centres.views.entries import entries

from ..models import Scenario

PER_PAGE = 24
OTHERS = "other"
MOST_CENTRES = 4


def listed(query: QueryDict) -> dict:
    """What the list shows; one query.

    - `industry`: key of a sector, "other" or ""; `year`: a year or ""; `errors`: parameter -> message
    - `industries`, `years`: [{"key", "label", "count", "selected"}], counted with the other filter on
    - `page_obj`: a page of the scenarios asked for; `total`: all that are published
    """
    every = list(Scenario.objects.published().select_related("sector"))
    industry, year, errors = query.get("industry") or "", query.get("year") or "", {}
    if industry and industry not in {key_of(one) for one in every}:
        errors["industry"] = _("“%(value)s” is no industry of this list; all are shown.") % {
            "value": industry[:40]
        }
        industry = ""
    if year and year not in {str(one.year) for one in every}:
        errors["year"] = _("“%(value)s” is no year of this list; all are shown.") % {"value": year[:40]}
        year = ""
    in_year = [one for one in every if not year or str(one.year) == year]
    in_industry = [one for one in every if not industry or key_of(one) == industry]
    shown = [one for one in in_year if not industry or key_of(one) == industry]
    labels = {key_of(one): one.sector.name if one.sector_id else _("Other industries") for one in every}
    return {
        "industry": industry,
        "year": year,
        "errors": errors,
        "industries": choices(labels, Counter(map(key_of, in_year)), industry),
        "years": choices(
            {str(y): str(y) for y in sorted({one.year for one in every}, reverse=True)},
            Counter(str(one.year) for one in in_industry),
            year,
        ),
        "page_obj": Paginator(shown, PER_PAGE).get_page(query.get("page")),
        "total": len(every),
    }


def choices(labels: dict[str, str], counts: Counter, chosen: str) -> list[dict]:
    return [
        {"key": key, "label": label, "count": counts[key], "selected": key == chosen}
        for key, label in labels.items()
    ]


def key_of(scenario: Scenario) -> str:
    return scenario.sector.key if scenario.sector_id else OTHERS


def centres_of(scenario: Scenario) -> dict | None:
    """`{"entries", "count", "href"}` of the centres in force that work for the industry; None without one."""
    if not scenario.sector_id:
        return None
    when, data = moment(), QueryDict(mutable=True)
    data["sector"] = scenario.sector.key
    question = ask(data, when, reference(when.clock))
    count, _samples = question.totals()
    href = f"{reverse('centres:list')}?{urlencode({'sector': scenario.sector.key})}"
    facts = list(question.centres(MOST_CENTRES)) if count else []
    return {"entries": entries(facts, when, reference(when.clock)), "count": count, "href": href}

"""One centre: what it is accredited for, since when, and on whose decision."""

import itertools

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityofdesign import related

from ..models import Centre, Decision, RoundRow, Standing
from ..moments import BadMoment, moment
from ..reference import reference
from ..replay import NO_FACTS, folded, in_force


@require_safe
def centre(request, number: str):
    refused = ""
    try:
        when = moment(request.GET.get("on", "").strip(), request.GET.get("known", "").strip())
    except BadMoment as error:
        refused, when = str(error), moment()
    found = Centre.objects.filter(number=number).first()
    if found is None:
        raise Http404(_("There is no centre %(number)s in the register.") % {"number": number})
    known = Decision.objects.filter(centre=found, edition__number__lte=when.edition).order_by("number")
    decisions = list(known.select_related("round__scheme", "row__list", "district", "holder", "annulled_by"))
    held = reference(when.clock)
    standings = (
        Standing.objects.known_in(when.edition).filter(centre=found).select_related("scheme", "district")
    )
    intervals = list(standings.order_by("scheme__order", "valid_from"))
    current = [standing for standing in intervals if holds(standing, when.on)]
    history = told(decisions, held)
    context = {
        "moment": when,
        "refused": refused,
        "centre": found,
        "decisions": history,
        "intervals": intervals,
        "current": current,
        "facts": facts_on(decisions, when.on, held),
        "entered_in_error": bool(decisions) and not in_force(decisions),
        "unknown": not decisions,
        "evidence": evidence(decisions),
        "next_review": next_reviews(current, held, when.on),
        "announcements": related.announcements(found),
        "noindex": not when.is_today,
    }
    return render(request, "centres/centre.html", context)


def holds(standing: Standing, date) -> bool:
    return standing.valid_from <= date and (standing.valid_to is None or date < standing.valid_to)


def facts_on(decisions, date, held) -> dict:
    """The centre's facts on a day, folded over its decisions; before the first one, those it states."""
    facts = dict(NO_FACTS)
    ordered = in_force(decisions)
    for decision in [d for d in ordered if d.effective_on.upper <= date] or ordered[:1]:
        facts = folded(facts, decision)
    district = held.districts.get(facts["district_id"])
    return {
        **facts,
        "district": district,
        "sectors": [held.sectors[key] for key in facts["sectors"] if key in held.sectors],
        "name": _titled(facts),
    }


def _titled(facts: dict) -> dict[str, str]:
    """Title per language: the centre's own name, or its holder's where it has none."""
    return {
        "en": facts["name_en"] or ("" if facts["name_zh"] else facts["holder_name_en"]),
        "zh": facts["name_zh"] or ("" if facts["name_en"] else facts["holder_name_zh"]),
    }


def told(decisions, held) -> list[dict]:
    """The history, newest effect first: each decision with what it changed, old and new."""
    annulled = {decision.annuls_id: decision for decision in decisions if decision.annuls_id}
    facts, entries = dict(NO_FACTS), {}
    for decision in in_force(decisions):
        after = folded(facts, decision)
        changes = [
            (name, _shown(name, facts, held), _shown(name, after, held))
            for name in NO_FACTS
            if facts[name] != after[name]
        ]
        entries[decision.number] = [
            c for c in changes if c[0] not in {"holder_id", "holder_name_zh_unconfirmed"}
        ]
        facts = after
    told_ = [
        {
            "decision": decision,
            "changes": entries.get(decision.number, []),
            "annulled_by": annulled.get(decision.number),
        }
        for decision in decisions
    ]
    return sorted(told_, key=lambda e: (e["decision"].effective_on.upper, e["decision"].number), reverse=True)


def _shown(name: str, facts: dict, held) -> str:
    value = facts[name]
    if name == "district_id":
        return held.districts[value].name if value else ""
    if name == "sectors":
        return ", ".join(held.sectors[key].name for key in value if key in held.sectors)
    return value or ""


def evidence(decisions) -> dict | None:
    """The newest printed line about the centre with its neighbours on the list."""
    rows = [decision.row for decision in decisions if decision.row_id]
    if not rows:
        return None
    row = rows[-1]
    around = RoundRow.objects.filter(list_id=row.list_id, index__gte=row.index - 2, index__lte=row.index + 2)
    lines = [line for line in around.order_by("index") if abs(line.index - row.index) <= 1]
    headings = list(dict.fromkeys(itertools.chain.from_iterable(line.printed for line in lines)))
    return {"row": row, "list": row.list, "lines": lines, "headings": headings}


def next_reviews(current, held, date) -> list[dict]:
    """Per scheme held: the rule in force and the year in which it asks for the next review, where it says."""
    reviews = []
    for standing in current:
        rule = held.rule(held.scheme(standing.scheme.key), date)
        years = rule.review_interval_years or rule.validity_years if rule else None
        start = standing.decision.effective_on if standing.status == Standing.Status.ACCREDITED else None
        reviews.append(
            {
                "scheme": standing.scheme,
                "rule": rule,
                "due": start.upper.year + years if start and years else None,
            }
        )
    return reviews

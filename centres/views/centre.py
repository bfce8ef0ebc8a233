"""One centre: what it is accredited for, since when, and on whose decision."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityofdesign import mentioned, related

from ..models import Centre, Decision, Kind, Standing
from ..moments import BadMoment, Moment, moment
from ..reference import Reference, reference
from ..replay import NO_FACTS, folded, in_force
from .days import last_day
from .districts import is_merged
from .history import evidence, names, told
from .holder import beside
from .linked import cited, linked_data
from .related import relations
from .standing import first_year, holds, lanes_of, next_reviews, unknowns
from .titles import titled
from .wording import date_words, known_words


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
    decisions = known_decisions(found, when)
    held = reference(when.clock)
    told_here = shown(found, decisions, when, held)
    context = {
        **told_here,
        **on_this_site(found, told_here, when, held),
        "refused": refused,
        "moment": when,
        "date_words": date_words(when),
        "known_words": known_words(when),
        "noindex": not when.is_today or bool(refused) or found.sample,
    }
    return render(request, "centres/centre.html", context)


def known_decisions(found: Centre, when: Moment) -> list[Decision]:
    """All that had been entered about the centre, in the order of the log."""
    known = Decision.objects.filter(centre=found, edition__number__lte=when.edition).order_by("number")
    return reference(when.clock).named(known.select_related("round", "row__list", "holder"))


def shown(found: Centre, decisions: list[Decision], when: Moment, held: Reference) -> dict:
    """All that the page tells; `state` is empty for a centre that stands somewhere on the day."""
    standings = Standing.objects.known_in(when.edition).filter(centre=found)
    intervals = held.in_order(standings.select_related("decision").order_by("valid_from"))
    current = [standing for standing in intervals if holds(standing, when.on)]
    alive = in_force(decisions)
    facts = facts_on(alive or decisions, when, held)
    title = titled(facts, found.number)
    lanes = lanes_of(intervals, held)
    accredited = [s for s in current if s.status == Standing.Status.ACCREDITED]
    levels = [s.scheme.level for s in [*accredited, *current, *intervals] if s.scheme.level]
    return {
        "centre": found,
        "title": title,
        "facts": facts,
        "current": current,
        "state": state(decisions, alive, current),
        "level": levels[0] if levels else "municipal",
        "ended": not accredited,
        "first": min((s.first_granted for s in intervals if s.first_granted), default=None),
        "lanes": lanes,
        "lanes_from": first_year(lanes) if lanes else None,
        "hatched": any(part.from_lower != part.from_upper for lane in lanes for part in lane.segments),
        "today": last_day(when),
        "history": told(decisions, held),
        "names": names(alive),
        "evidence": evidence(alive or decisions),
        "merged": is_merged(held, when.on),
        "reviews": next_reviews(current, alive, held, when.on),
        "unknowns": unknowns(facts, alive, when.on) if alive else [],
        "rounds": list({decision.round_id: decision for decision in reversed(decisions)}.values()),
        "relations": relations(found.number, facts, when),
        "beside": beside(found, facts, when) if facts["holder_id"] else [],
        "cite": cited(when),
        "linked": None if found.sample or not current else linked_data(found, title, facts, current),
    }


def on_this_site(found: Centre, told_here: dict, when: Moment, held: Reference) -> dict[str, list]:
    """What pages of the site say of the centre and of its schemes; nothing where the answer stays the same
    for ever, since such pages come and go."""
    if when.is_fixed:
        return {"news": [], "pages": [], "policies": [], "awards": []}
    news = related.news_of(found)
    naming = [] if found.sample else mentioned.pages_naming(told_here["facts"])
    linked = {page.pk for page in news}
    return {
        "news": news,
        "pages": [page for page in naming if page.pk not in linked],
        "policies": mentioned.policies_of(rules_of(told_here["current"], held, when)),
        "awards": related.awards(found) if when.is_today else [],
    }


def rules_of(current: list[Standing], held: Reference, when: Moment) -> set[str]:
    """The numbers of the documents whose rules hold for the standings on the day."""
    rules = [held.rule(held.schemes_by_pk[standing.scheme_id], when.on) for standing in current]
    return {rule.document_number for rule in rules if rule}


def state(decisions: list, alive: list, current: list) -> str:
    """Why the centre stands nowhere on the day: no decision known, all annulled, or none in effect yet."""
    if current:
        return ""
    if not decisions:
        return "unknown"
    return "before" if alive else "annulled"


def facts_on(decisions: list[Decision], when: Moment, held: Reference) -> dict:
    """The centre's facts on a day, folded over its decisions; before the first one, those it states."""
    facts = dict(NO_FACTS)
    for decision in [d for d in decisions if d.effective_on.upper <= when.on] or decisions[:1]:
        facts = folded(facts, decision)
    printed = held.districts.get(facts["district_id"])
    district = held.district_on(facts["district_id"], when.on)
    holders = [decision.holder for decision in decisions if decision.holder_id == facts["holder_id"]]
    return {
        **facts,
        "kind": str(Kind(facts["kind_of_centre"]).label) if facts["kind_of_centre"] else "",
        "district": district,
        "printed_district": printed if printed != district else None,
        "sectors": [held.sectors[key].name for key in facts["sectors"] if key in held.sectors],
        "credit_code": (holders[0].code_known_in(when.edition) or "") if holders and holders[0] else "",
    }

"""Where a centre stands: lanes over time, the next reviews, and what no source says."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cityofdesign.drawing import Lane, Segment

from ..due import IN_FORCE, REVIEWING, Review, next_review
from ..models import Decision, Standing
from ..reference import Reference, ended
from ..replay import in_force


def holds(standing: Standing, date: datetime.date) -> bool:
    return standing.valid_from <= date and (standing.valid_to is None or date < standing.valid_to)


def lanes_of(intervals: Iterable[Standing], held: Reference) -> list[Lane]:
    """One lane a scheme; intervals that differ only in their facts are one segment."""
    found: dict[str, dict[tuple, Segment]] = {}
    for interval in intervals:
        segments = found.setdefault(interval.scheme.key, {})
        segment = Segment(interval.since.lower, interval.since.upper, interval.until, interval.status)
        segments[(interval.status, interval.since.upper)] = segment
    return [
        Lane(scheme.name, scheme.level or "municipal", list(found[scheme.key].values()))
        for scheme in held.schemes
        if scheme.key in found
    ]


def first_year(lanes: Iterable[Lane]) -> datetime.date:
    """Where the axis of the lanes begins: the year before the first of them."""
    days = [segment.from_lower for lane in lanes for segment in lane.segments]
    return datetime.date(min(days).year - 1, 1, 1)


def next_reviews(
    current: Iterable[Standing], alive: list[Decision], held: Reference, date: datetime.date
) -> list[Review]:
    """The next review of each standing that is in force on `date`, by the decisions of `alive`."""
    decided_on = {
        decision.scheme_id: decision.effective_on.upper
        for decision in alive
        if decision.kind in REVIEWING and decision.effective_on.upper <= date
    }
    return [
        next_review(held.scheme(standing.scheme.key), decided_on.get(standing.scheme_id), held, date)
        for standing in current
        if standing.status in IN_FORCE
    ]


def unknowns(facts: dict, decisions: list[Decision], date: datetime.date) -> list[tuple[str, str]]:
    """`(what, why)` of every fact that no source states."""
    found = []
    if (facts["name_en"] and not facts["name_zh"]) or facts["holder_name_zh_unconfirmed"]:
        found.append((_("Official Chinese name"), _("The list was found in English only.")))
    if facts["name_zh"] and not facts["name_en"]:
        found.append((_("English name"), _("No list prints one.")))
    if not facts["kind_of_centre"]:
        found.append((_("Kind"), _("The list does not say.")))
    if not (district := facts["district"]):
        found.append((_("District or county"), _("No source names one.")))
    elif ended(district, date):
        words = _("%(district)s no longer exists, and more than one district came after it.")
        found.append((_("Present district"), words % {"district": district.name}))
    found += [_day_unknown(decision) for decision in in_force(decisions) if _vague(decision)]
    return found


def _vague(decision: Decision) -> bool:
    return decision.kind == Decision.Kind.GRANTED and decision.effective_on.precision != "day"


def _day_unknown(decision: Decision) -> tuple[str, str]:
    known = {"month": _("The source gives the month only."), "year": _("The source gives the year only.")}
    what = _("Day of the accreditation: %(scheme)s, %(year)s")
    words = {"scheme": decision.scheme.name, "year": decision.effective_on.lower.year}
    return what % words, known.get(decision.effective_on.precision, "")

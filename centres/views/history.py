"""What was decided about a centre: each decision with what it changed, its names, its printed line."""

import dataclasses
import datetime
from collections.abc import Iterable
from itertools import chain, zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cityofdesign.dates import ImpreciseDate

from ..models import Decision, Kind, RoundRow
from ..reference import Reference
from ..replay import NO_FACTS, STATUS_AFTER, folded, in_force
from .titles import HTML_LANG, Title, page_language, titled

LABELS = {
    "name": gettext_lazy("Name"),
    "holder_name": gettext_lazy("Holder"),
    "kind_of_centre": gettext_lazy("Kind"),
    "district_id": gettext_lazy("District or county"),
    "sectors": gettext_lazy("Industry"),
    "branch_of": gettext_lazy("Branch of"),
    "predecessors": gettext_lazy("Predecessors"),
}
NAMES = ("name_en", "name_zh", "holder_name_en", "holder_name_zh")


@dataclasses.dataclass(frozen=True)
class Change:
    """One fact, old and new; `lang` where its words are not in the page's language."""

    label: str
    old: str
    new: str
    lang: str = ""


@dataclasses.dataclass(frozen=True)
class Told:
    """One entry of the history. `annulled_by` is the decision that struck it."""

    decision: Decision
    recorded_on: datetime.date
    mark: str
    label: str
    changes: list[Change]
    annulled_by: Decision | None
    annulled_on: datetime.date | None


@dataclasses.dataclass(frozen=True)
class Named:
    """A title with the time for which it stood; `until` is None for the present one."""

    title: Title
    since: ImpreciseDate
    until: ImpreciseDate | None


@dataclasses.dataclass(frozen=True)
class Evidence:
    """A printed line with its neighbours, by the headings that were read from the list."""

    row: RoundRow
    lines: list[tuple[bool, list[str]]]
    headings: list[str]


def told(decisions: list[Decision], held: Reference) -> list[Told]:
    """The history, newest effect first. An annulment is told with what it annulled."""
    annulled = {decision.annuls_id: decision for decision in decisions if decision.annuls_id}
    facts, changed = dict(NO_FACTS), {}
    for decision in in_force(decisions):
        after = folded(facts, decision)
        changed[decision.number] = changes(facts, after, held)
        facts = after
    entries = [
        Told(
            decision=decision,
            recorded_on=timezone.localdate(decision.recorded_at),
            mark="annulled" if by else mark(decision),
            label=decision.get_kind_display(),
            changes=[*raised(decision), *changed.get(decision.number, [])],
            annulled_by=by,
            annulled_on=timezone.localdate(by.recorded_at) if by else None,
        )
        for decision, by in ((decision, annulled.get(decision.number)) for decision in decisions)
        if decision.kind != Decision.Kind.ANNULLED
    ]
    return sorted(entries, key=lambda e: (e.decision.effective_on.upper, e.decision.number), reverse=True)


def mark(decision: Decision) -> str:
    """The shape beside a decision: that of the standing it leads to; a mere change of facts has the disc."""
    return str(STATUS_AFTER.get(decision.kind, "accredited"))


def raised(decision: Decision) -> list[Change]:
    """The level that a grant gives."""
    if decision.kind != Decision.Kind.GRANTED or not decision.scheme.level:
        return []
    return [Change(_("Level"), "", str(decision.scheme.get_level_display()))]


def changes(before: dict, after: dict, held: Reference) -> list[Change]:
    """What differs. A name that changes in both languages is told in the reader's."""
    here = page_language()
    found = []
    for field, label in LABELS.items():
        if field not in ("name", "holder_name"):
            if before[field] != after[field]:
                found.append(Change(str(label), said(field, before, held), said(field, after, held)))
            continue
        differing = [lang for lang in HTML_LANG if before[f"{field}_{lang}"] != after[f"{field}_{lang}"]]
        for lang in [here] if here in differing else differing:
            name = f"{field}_{lang}"
            found.append(
                Change(str(label), before[name], after[name], "" if lang == here else HTML_LANG[lang])
            )
    return found


def said(field: str, facts: dict, held: Reference) -> str:
    value = facts[field]
    if field == "district_id":
        return held.districts[value].name if value else ""
    if field == "sectors":
        return pgettext("between items of a list", ", ").join(
            held.sectors[key].name for key in value if key in held.sectors
        )
    if field == "predecessors":
        return pgettext("between items of a list", ", ").join(value)
    return value if field == "branch_of" else str(Kind(value).label) if value else ""


def names(decisions: Iterable[Decision]) -> list[Named]:
    """The titles that the centre had, newest first; one only where it never changed."""
    facts, stages = dict(NO_FACTS), []
    for decision in in_force(decisions):
        facts = folded(facts, decision)
        if not stages or any(stages[-1][0][name] != facts[name] for name in NAMES):
            stages.append((facts, decision.effective_on))
    ends = [since for _facts, since in stages[1:]]
    found = [Named(titled(f), since, until) for (f, since), until in zip_longest(stages, ends)]
    return found[::-1]


def evidence(decisions: list[Decision]) -> Evidence | None:
    """The newest printed line about the centre with its neighbours on the list; one query.

    Only columns that the reader of lists knows are shown: a list may hold names and numbers of persons.
    """
    rows = [decision.row for decision in decisions if decision.row_id and decision.row.printed]
    if not rows:
        return None
    row = rows[-1]
    around = RoundRow.objects.filter(list_id=row.list_id, index__gte=row.index - 2, index__lte=row.index + 2)
    near = [line for line in around.order_by("index") if abs(line.index - row.index) <= 1]
    printed = dict.fromkeys(chain.from_iterable(line.printed for line in near))
    headings = [heading for heading in printed if row.list.column_map.get(heading)]
    lines = [(line.pk == row.pk, [line.printed.get(heading, "") for heading in headings]) for line in near]
    return Evidence(row, lines, headings) if headings else None

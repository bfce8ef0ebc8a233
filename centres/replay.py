"""From the decision log to standings: the definition of register.md as a pure function.

The register on D, as known on K: take what K knows; drop annulments and what they annul; the status per
scheme is the latest granted, maintained, suspended, restored, withdrawn or expired by (effective_on, number);
facts are folded field by field over all decisions of the centre. A month and a year count from their last
day.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.db.models import QuerySet

from cityofdesign.dates import ImpreciseDate
from cityofdesign.search.tokens import pinyin

from .models import Decision, Standing

Kind, Status = Decision.Kind, Standing.Status

STATUS_AFTER = {
    Kind.GRANTED: Status.ACCREDITED,
    Kind.MAINTAINED: Status.ACCREDITED,
    Kind.RESTORED: Status.ACCREDITED,
    Kind.SUSPENDED: Status.SUSPENDED,
    Kind.WITHDRAWN: Status.WITHDRAWN,
    Kind.EXPIRED: Status.EXPIRED,
}
NO_FACTS = {
    "name_en": "",
    "name_zh": "",
    "holder_id": None,
    "holder_name_en": "",
    "holder_name_zh": "",
    "holder_name_zh_unconfirmed": False,
    "kind_of_centre": "",
    "district_id": None,
    "sectors": (),
    "branch_of": "",
    "predecessors": (),
}
LISTS = ("sectors", "predecessors")


ENTRY = (
    "number",
    "edition_id",
    "centre_id",
    "scheme_id",
    "kind",
    "annuls_id",
    "effective_on",
    *Decision.FACTS,
)


class Interval(NamedTuple):
    """One row of the standings table but for its place on the axis of knowledge; `valid_to` is excluded."""

    centre_id: int
    scheme_id: int
    status: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    decision_id: int
    since: ImpreciseDate
    until: datetime.date | None
    first_granted: ImpreciseDate
    name_key: str
    name_en: str
    name_zh: str
    holder_id: int | None
    holder_name_en: str
    holder_name_zh: str
    holder_name_zh_unconfirmed: bool
    kind_of_centre: str
    district_id: int | None
    sectors: tuple[str, ...]
    branch_of: str
    predecessors: tuple[str, ...]

    @property
    def listed_as(self) -> str:
        """The name that `name_key` sorts."""
        return self.name_zh or self.holder_name_zh or self.name_en or self.holder_name_en


def entries(decisions: QuerySet[Decision]) -> Iterator:
    """The decisions as light named rows, with what replaying asks of them: the columns of `ENTRY`."""
    return decisions.values_list(*ENTRY, named=True).iterator(chunk_size=2000)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Without annulments and what they annul, in the order in which they take effect."""
    decisions = list(decisions)
    annulled = {decision.annuls_id for decision in decisions if decision.annuls_id}
    kept = (d for d in decisions if d.kind != Kind.ANNULLED and d.number not in annulled)
    return sorted(kept, key=lambda decision: (decision.effective_on.upper, decision.number))


def folded(facts: dict, decision: Decision) -> dict:
    """`facts` with those that the decision states in their place."""
    stated = {name: getattr(decision, name) for name in NO_FACTS if getattr(decision, name) is not None}
    for name in stated.keys() & LISTS:
        stated[name] = tuple(stated[name])
    return {**facts, **stated}


@lru_cache(maxsize=20_000)
def sorting_key(name: str) -> str:
    """Pinyin of Chinese, lower case of Latin: one order for both scripts."""
    return " ".join(pinyin(name)).lower()[:300]


def standings(decisions: Sequence, keys: Mapping[str, str] | None = None) -> list[Interval]:
    """All intervals of one centre, given its decisions (or `entries`) as far as they are known. `keys` are
    sorting keys of names that need not be found again."""
    ordered = in_force(decisions)
    cuts = sorted({decision.effective_on.upper for decision in ordered})
    facts, current, first_granted = dict(NO_FACTS), {}, {}
    segments: dict[int, list[dict]] = {}
    for cut, following in pairwise([*cuts, None]):
        for decision in (d for d in ordered if d.effective_on.upper == cut):
            facts = folded(facts, decision)
            if decision.kind in STATUS_AFTER:
                current[decision.scheme_id] = decision
            if decision.kind == Kind.GRANTED:
                first_granted.setdefault(decision.scheme_id, decision.effective_on)
        for scheme_id, decision in current.items():
            here = {
                "decision": decision,
                "first_granted": first_granted.get(scheme_id, ImpreciseDate.parse("")),
                "facts": facts,
            }
            run = segments.setdefault(scheme_id, [])
            if run and {name: run[-1][name] for name in here} == here:
                run[-1]["valid_to"] = following
            else:
                run.append({**here, "valid_from": cut, "valid_to": following})
    return [
        interval
        for scheme_id, run in segments.items()
        for interval in _with_runs(ordered[0].centre_id, scheme_id, run, keys or {})
    ]


def _with_runs(
    centre_id: int, scheme_id: int, segments: list[dict], keys: Mapping[str, str]
) -> Iterable[Interval]:
    """Intervals with the start and end of the unbroken run of the same status that each belongs to."""
    statuses = [STATUS_AFTER[segment["decision"].kind] for segment in segments]
    start = 0
    for index, status in enumerate(statuses):
        if statuses[start] != status:
            start = index
        end = next((n for n in range(index, len(statuses)) if statuses[n] != status), None)
        segment, facts = segments[index], segments[index]["facts"]
        name = facts["name_zh"] or facts["holder_name_zh"] or facts["name_en"] or facts["holder_name_en"]
        yield Interval(
            centre_id=centre_id,
            scheme_id=scheme_id,
            status=status.value,
            valid_from=segment["valid_from"],
            valid_to=segment["valid_to"],
            decision_id=segment["decision"].number,
            since=segments[start]["decision"].effective_on,
            until=segments[end]["valid_from"] if end is not None else None,
            first_granted=segment["first_granted"],
            name_key=keys.get(name) or sorting_key(name),
            **facts,
        )


def intervals(rows: QuerySet[Standing], *more: str) -> Iterator[tuple]:
    """`(interval, *more)` of stored standings, `more` being further columns."""
    for row in rows.values_list(*Interval._fields, *more).iterator(chunk_size=2000):
        *values, sectors, branch_of, predecessors = row[: len(Interval._fields)]
        relations = (branch_of or "", tuple(predecessors or ()))
        yield Interval(*values, tuple(sectors), *relations), *row[len(Interval._fields) :]

"""Two states of the register side by side: who joined, who left, and what changed of those who stayed.

A centre is in force where it is accredited under one of the schemes asked for, and counts once, however many
it holds. The counts add up: before + joined + restored - left - suspended = after. Districts are those of the
later day on both sides, so that a district that was renamed or merged moves nobody.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cityofdesign.dates import ImpreciseDate

from .models import Level, Standing
from .models.schemes import Scheme
from .moments import Moment
from .reference import Reference

Status = Standing.Status
NAMES = ("name_en", "name_zh")
HOLDER_NAMES = ("holder_name_en", "holder_name_zh")
FACTS = (
    *NAMES,
    "holder_id",
    *HOLDER_NAMES,
    "holder_name_zh_unconfirmed",
    "kind_of_centre",
    "district_id",
    "sectors",
    "branch_of",
    "predecessors",
)
COLUMNS = (
    "centre_id",
    "centre__number",
    "centre__sample",
    "scheme_id",
    "status",
    "since",
    *FACTS,
)
CLASSES = (
    "joined",
    "restored",
    "left",
    "suspended",
    "upgraded",
    "lowered",
    "renamed",
    "holder",
    "moved",
    "kind",
    "other",
)
"""Kinds of difference in the order in which they are told; the first four are disjoint and end or begin
something, the others are about centres in force on both dates, one of which can be in several."""
HEIGHTS = {level: height for height, level in enumerate(reversed(Level.values), start=1)}


class Held(NamedTuple):
    """What a centre is under one scheme on a date."""

    status: str
    since: ImpreciseDate


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """One centre on a date: its facts, and what it is under each scheme (by primary key)."""

    number: str
    sample: bool
    facts: dict
    schemes: dict[int, Held]


Snapshot = Mapping[int, State]


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Which centres count on a date: accredited under one of `schemes`, and of a kind, in a district, with a
    sector of those named; None leaves a fact open. Schemes and districts are primary keys."""

    schemes: frozenset[int]
    kinds: frozenset[str] | None = None
    districts: frozenset[int] | None = None
    sectors: frozenset[str] | None = None

    def in_force(self, state: State | None) -> list[int]:
        """The schemes under which the centre counts; none where it does not."""
        if state is None or not self.fits(state.facts):
            return []
        return [pk for pk in state.schemes if self._accredited(state, pk)]

    def _accredited(self, state: State, pk: int) -> bool:
        return pk in self.schemes and state.schemes[pk].status == Status.ACCREDITED

    def fits(self, facts: Mapping) -> bool:
        return (
            (self.kinds is None or facts["kind_of_centre"] in self.kinds)
            and (self.districts is None or facts["district_id"] in self.districts)
            and (self.sectors is None or not self.sectors.isdisjoint(facts["sectors"]))
        )

    def is_suspended(self, state: State | None) -> bool:
        """Whether one of the schemes asked for is only suspended."""
        held = state.schemes.items() if state else ()
        return any(pk in self.schemes and one.status == Status.SUSPENDED for pk, one in held)


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One centre before and after; None where it was, or is, nowhere in the register."""

    before: State | None
    after: State | None

    @property
    def number(self) -> str:
        return (self.after or self.before).number

    @property
    def sample(self) -> bool:
        return (self.after or self.before).sample

    def named(self, name: str, state: State) -> tuple[str, str]:
        """The fields in which the class tells a name: the holder's where it is what changed, or where the
        centre had no name of its own."""
        own_changed = any(self.before.facts[field] != self.after.facts[field] for field in NAMES)
        has_own = any(state.facts[field] for field in NAMES)
        return NAMES if name == "renamed" and own_changed and has_own else HOLDER_NAMES


@dataclasses.dataclass(frozen=True)
class Comparison:
    """What differs. `classes` has every key of CLASSES; `districts`: primary key (None: not stated) ->
    `(before, after)`; `samples` are those among the centres counted on either date."""

    before: int
    after: int
    unchanged: int
    samples: int
    classes: dict[str, list[Difference]]
    districts: dict[int | None, tuple[int, int]]

    @property
    def kept(self) -> int:
        return self.before - len(self.classes["left"]) - len(self.classes["suspended"])

    @property
    def is_same(self) -> bool:
        return not any(self.classes.values())


def snapshot(when: Moment) -> dict[int, State]:
    """Every centre that stands anywhere at the moment, by primary key; one query."""
    rows = Standing.objects.on(when.on, when.edition).order_by("centre__number", "pk")
    found = {}
    for centre, standings in groupby(rows.values_list(*COLUMNS, named=True), key=attrgetter("centre_id")):
        standings = list(standings)
        first = standings[0]
        found[centre] = State(
            number=first.centre__number,
            sample=first.centre__sample,
            facts={name: getattr(first, name) for name in FACTS},
            schemes={one.scheme_id: Held(one.status, one.since) for one in standings},
        )
    return found


def heights(schemes: tuple[Scheme, ...]) -> dict[int, int]:
    """Scheme -> height of its level: 3 national, 2 municipal, 1 district, 0 where it is none of its own."""
    return {scheme.pk: HEIGHTS.get(scheme.level, 0) for scheme in schemes}


def became(held: Reference, first: Moment, second: Moment) -> dict[int | None, int | None]:
    """District -> what it is on the later of the two days."""
    later = max(first.on, second.on)
    return {None: None, **{pk: held.district_on(pk, later).pk for pk in held.districts}}


def compared(
    before: tuple[Snapshot, Wanted],
    after: tuple[Snapshot, Wanted],
    high: Mapping[int, int],
    became: Mapping[int | None, int | None],
) -> Comparison:
    """The differences between two snapshots, each with what counts on its date. Pure; `high` and `became` as
    `heights` and `became` give them."""
    (old, wanted_before), (new, wanted_after) = before, after
    wanted = wanted_before, wanted_after
    classes: dict[str, list[Difference]] = {name: [] for name in CLASSES}
    counts: tuple[Counter, Counter] = (Counter(), Counter())
    unchanged = samples = 0
    for centre in sorted(old.keys() | new.keys(), key=lambda pk: (new.get(pk) or old[pk]).number):
        one = Difference(old.get(centre), new.get(centre))
        held = wanted_before.in_force(one.before), wanted_after.in_force(one.after)
        for state, schemes, total in zip((one.before, one.after), held, counts, strict=True):
            if schemes:
                total[became[state.facts["district_id"]]] += 1
        if not any(held):
            continue
        samples += one.sample
        names = changed(one, held, high, became) if all(held) else [began_or_ended(one, held, wanted)]
        unchanged += not names
        for name in names:
            classes[name].append(one)
    districts = {pk: (counts[0][pk], counts[1][pk]) for pk in counts[0] | counts[1]}
    return Comparison(
        before=counts[0].total(),
        after=counts[1].total(),
        unchanged=unchanged,
        samples=samples,
        classes=classes,
        districts=districts,
    )


def began_or_ended(one: Difference, held: tuple[list, list], wanted: tuple[Wanted, Wanted]) -> str:
    """The class of a centre that counts on one of the dates only."""
    if held[1]:
        return "restored" if wanted[0].is_suspended(one.before) else "joined"
    return "suspended" if wanted[1].is_suspended(one.after) else "left"


def changed(one: Difference, held: tuple[list, list], high: Mapping[int, int], became: Mapping) -> list[str]:
    """Every class of a centre that counts on both dates; none where nothing changed."""
    old, new = one.before.facts, one.after.facts
    top_before, top_after = (max(high[pk] for pk in schemes) for schemes in held)
    same_holder = old["holder_id"] == new["holder_id"]
    found = {
        "upgraded": top_before < top_after,
        "lowered": top_before > top_after,
        "renamed": _renamed(old, new, NAMES) or (same_holder and _renamed(old, new, HOLDER_NAMES)),
        "holder": not same_holder,
        "moved": became[old["district_id"]] != became[new["district_id"]],
        "kind": old["kind_of_centre"] != new["kind_of_centre"],
    }
    names = [name for name, is_so in found.items() if is_so]
    rest = (*NAMES, *HOLDER_NAMES, "holder_name_zh_unconfirmed", "sectors")
    if not names and (set(held[0]) != set(held[1]) or any(old[name] != new[name] for name in rest)):
        return ["other"]
    return names


def _renamed(old: Mapping, new: Mapping, names: tuple[str, ...]) -> bool:
    """Whether a name became another one. A name that is merely known in one more language did not change."""
    pairs = [(old[name], new[name]) for name in names]
    if any(before and after and before != after for before, after in pairs):
        return True
    return any(before for before, _after in pairs) != any(after for _before, after in pairs)


def told(comparison: Comparison, held: Reference) -> Iterator[tuple[str, str, str, str, str]]:
    """`(class, number, from, to, sample)` of every difference, in keys and codes and in names as decided: the
    same in every language."""
    keys = {scheme.pk: scheme.key for scheme in held.schemes}
    codes = {None: "", **{pk: district.code for pk, district in held.districts.items()}}
    for name, differences in comparison.classes.items():
        for one in differences:
            sides = (in_codes(name, one, state, keys, codes) for state in (one.before, one.after))
            yield name, one.number, *sides, "sample" if one.sample else ""


def in_codes(
    name: str, one: Difference, state: State | None, keys: Mapping[int, str], codes: Mapping[int | None, str]
) -> str:
    """What one side of a difference of a class was."""
    if state is None:
        return ""
    facts = state.facts
    if name in ("renamed", "holder"):
        return " / ".join(filter(None, (facts[field] for field in reversed(one.named(name, state)))))
    if name == "moved":
        return codes[facts["district_id"]]
    if name == "kind":
        return facts["kind_of_centre"]
    return "; ".join(f"{keys[pk]}: {held.status}" for pk, held in state.schemes.items())

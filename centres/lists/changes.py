"""What a printed row states as facts, and which of them differ from the register."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .facts import Districts, Sectors, kind_key
from .named import Centres
from .names import has_chinese, normalise, plain, split_holder
from .problems import Note, Problem
from .rows import PrintedRow

FIELD_LABELS = {
    "holder_name_zh": _("Holder in Chinese"),
    "holder_name_en": _("Holder in English"),
    "holder_name_zh_unconfirmed": _("Chinese name to be confirmed"),
    "name_zh": _("Centre in Chinese"),
    "name_en": _("Centre in English"),
    "credit_code": _("Unified social credit code"),
    "kind_of_centre": _("Kind"),
    "district": _("District"),
    "sectors": _("Industry"),
    "branch_of": _("Branch of"),
    "predecessors": _("Predecessors"),
}


@dataclass(frozen=True, slots=True)
class CentreState:
    """A centre as the register has it on the date of the list.

    `district` is a code, `sectors` are keys, `branch_of` and `predecessors` register numbers; `statuses` is
    scheme key -> accredited, suspended, withdrawn or expired; `ban_until` is the first day on which it may be
    accredited again.
    """

    centre_id: int
    number: str = ""
    name_zh: str = ""
    name_en: str = ""
    holder_name_zh: str = ""
    holder_name_en: str = ""
    holder_name_zh_unconfirmed: bool = False
    credit_code: str = ""
    kind_of_centre: str = ""
    district: str = ""
    sectors: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    ban_until: datetime.date | None = None
    sample: bool = False
    branch_of: str = ""
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every row of a list: its kind, its scheme and the last day of its date in effect.

    `levels` is scheme key -> height, the national highest; a scheme that is no level of its own is left out.
    """

    list_kind: str
    scheme: str
    effective_on: datetime.date
    districts: Districts
    sectors: Sectors = field(default_factory=Sectors)
    levels: Mapping[str, int] = field(default_factory=dict)
    centres: Centres = field(default_factory=Centres)
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that would change; `field` is the column of a decision, the values are as stored there."""

    field: str
    old: str
    new: str

    @property
    def label(self):
        """The field in words, translated when shown."""
        return FIELD_LABELS[self.field]

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "old": self.old, "new": self.new}


Facts = dict[str, str | bool | list[str]]


def stated_facts(row: PrintedRow, terms: Terms) -> tuple[Facts, tuple[Problem, ...], tuple[Note, ...]]:
    """(facts by column of a decision, what cannot be understood, what needs a person's confirmation).

    Only what the row states is there: an empty cell is no fact.
    """
    facts = stated_names(row.values)
    problems: list[Problem] = []
    remarks: tuple[Note, ...] = ()
    if word := row.values.get("kind"):
        holder = f"{facts.get('holder_name_zh', '')} {facts.get('holder_name_en', '')}"
        if kind := kind_key(word, holder):
            facts["kind_of_centre"] = kind
        else:
            problems.append(row.source.problem("unknown-kind", row.index, "kind", word))
    if printed := row.values.get("district"):
        code, wrong = terms.districts.find(printed, terms.effective_on)
        if code:
            facts["district"] = code
        else:
            problems.append(row.source.problem(wrong.code, row.index, "district", printed, **wrong.params))
    if printed := row.values.get("sector"):
        keys, remarks = terms.sectors.find(printed)
        if keys:
            facts["sectors"] = list(keys)
    related, unknown = related_centres(row.values, terms.centres)
    facts |= related
    if code := row.values.get("credit_code"):
        facts["credit_code"] = code
    remarks += unknown
    return facts, tuple(problems), remarks


def related_centres(values: Mapping[str, str], centres: Centres) -> tuple[Facts, tuple[Note, ...]]:
    """(register numbers of the centres that a row names beside its own, remarks on those it cannot find)."""
    facts: Facts = {}
    unknown: tuple[Note, ...] = ()
    if printed := values.get("branch_of"):
        numbers, unknown = centres.find(printed)
        if numbers:
            facts["branch_of"] = numbers[0]
    if printed := values.get("predecessors"):
        numbers, more = centres.find_all(printed)
        unknown += more
        if numbers:
            facts["predecessors"] = list(numbers)
    return facts, unknown


def stated_names(values: Mapping[str, str]) -> Facts:
    """The names that hold after the list, so those after a change where it prints both."""
    facts: Facts = {}
    for language in ("zh", "en"):
        for key, column in (("holder_name", "holder_name"), ("name", "centre_name")):
            if name := values.get(f"{column}_{language}"):
                facts[f"{key}_{language}"] = name
    if after := values.get("name_after"):
        holder, rest = split_holder(after)
        if holder:
            facts[in_language("holder_name", holder)] = holder
        if rest:
            facts[in_language("name", after)] = after
    if after := values.get("holder_after"):
        facts[in_language("holder_name", after)] = after
    if "holder_name_zh" in facts:
        facts["holder_name_zh_unconfirmed"] = False
    elif unverified := values.get("holder_name_zh_unverified"):
        facts |= {"holder_name_zh": unverified, "holder_name_zh_unconfirmed": True}
    return facts


def in_language(key: str, name: str) -> str:
    return f"{key}_zh" if has_chinese(name) else f"{key}_en"


def worth_stating(facts: Facts, state: CentreState) -> Facts:
    """The facts without a Chinese name to be confirmed where the register has a confirmed one, and with the
    predecessors that the register has already: a list adds to them, only a correction takes one away."""
    if "predecessors" in facts:
        both = {*state.predecessors, *facts["predecessors"]}
        facts = {**facts, "predecessors": sorted(both - {state.number})}
    if facts.get("branch_of") == state.number:
        facts = {key: value for key, value in facts.items() if key != "branch_of"}
    if (
        facts.get("holder_name_zh_unconfirmed")
        and state.holder_name_zh
        and not state.holder_name_zh_unconfirmed
    ):
        return {key: value for key, value in facts.items() if not key.startswith("holder_name_zh")}
    return facts


def changes(facts: Facts, state: CentreState) -> Iterator[Change]:
    """The facts that differ from the register; another spelling of the same name does not."""
    for key, new in facts.items():
        old = getattr(state, key)
        if key == "holder_name_zh_unconfirmed":
            if old and not new:
                yield Change(key, "yes", "no")
        elif key in {"sectors", "predecessors"}:
            if set(new) != set(old):
                yield Change(key, ", ".join(old), ", ".join(new))
        elif new != old and not ("name" in key and same_name(key, old, new, facts, state)):
            yield Change(key, old, new)


def same_name(key: str, old: str, new: str, facts: Facts, state: CentreState) -> bool:
    """Whether two names differ in spelling only, or in whether the centre's contains its holder's.

    In Chinese the legal form counts (有限公司 is not 股份有限公司); in English it has no one spelling.
    """
    if not old:
        return False
    spelling = plain if key.endswith("_zh") else normalise
    old, new = spelling(old), spelling(new)
    if key.startswith("holder"):
        return old == new
    holder = f"holder_{key}"
    old_holder = spelling(getattr(state, holder))
    new_holder = spelling(str(facts.get(holder, ""))) or old_holder
    return full(old, old_holder) == full(new, new_holder)


def full(name: str, holder: str) -> str:
    return name if name.startswith(holder) else holder + name

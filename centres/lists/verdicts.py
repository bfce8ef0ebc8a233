"""What a list would do to the register, row by row: the verdict, what would change, what to confirm."""

from __future__ import annotations

import enum
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .changes import CentreState, Change, Facts, Terms, changes, stated_facts, worth_stating
from .facts import ground_key
from .matching import Index, Match, Values, row_key
from .names import identity, is_sample
from .problems import Note, Problem
from .rows import PrintedRow


class Verdict(enum.StrEnum):
    """One per row; the values are stable keys."""

    NEW = "new"
    MAINTAINED = "maintained"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    EXPIRED = "expired"
    RENAMED = "renamed"
    MOVED = "moved"
    KIND_CHANGED = "kind-changed"
    OTHER_SCHEME = "other-scheme"
    RETURNING = "returning"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    UNMATCHED = "unmatched"
    ERROR = "error"
    ABSENT = "absent"

    @property
    def label(self):
        """The verdict in words, translated when shown."""
        return LABELS[self]


LABELS = {
    Verdict.NEW: _("New"),
    Verdict.MAINTAINED: _("Review passed"),
    Verdict.WITHDRAWN: _("Withdrawn"),
    Verdict.SUSPENDED: _("Suspended"),
    Verdict.RESTORED: _("Restored"),
    Verdict.EXPIRED: _("Expired"),
    Verdict.RENAMED: _("Renamed"),
    Verdict.MOVED: _("Moved to another holder or district"),
    Verdict.KIND_CHANGED: _("Kind, industry or relation changed"),
    Verdict.OTHER_SCHEME: _("Accredited under another scheme"),
    Verdict.RETURNING: _("Returning"),
    Verdict.UNCHANGED: _("Unchanged"),
    Verdict.DUPLICATE: _("Duplicate in the file"),
    Verdict.UNMATCHED: _("Unmatched"),
    Verdict.ERROR: _("Error"),
    Verdict.ABSENT: _("Absent from the full list"),
}
IN_FORCE = frozenset({"accredited", "suspended"})
STATUS_CHANGES = {
    # kind of list: (verdict, standings that it is meant for, the standing that it would leave as it is)
    "maintained": (Verdict.MAINTAINED, IN_FORCE, None),
    "withdrawn": (Verdict.WITHDRAWN, IN_FORCE, "withdrawn"),
    "suspended": (Verdict.SUSPENDED, frozenset({"accredited"}), "suspended"),
    "restored": (Verdict.RESTORED, frozenset({"suspended", "withdrawn"}), "accredited"),
    "expired": (Verdict.EXPIRED, IN_FORCE, "expired"),
}
ENTERING = frozenset({"granted", "full"})
NAME_FACTS = frozenset({"name_zh", "name_en", "holder_name_zh", "holder_name_en"})
NAME_KEYS = ("holder_name_zh", "holder_name_en", "centre_name_zh", "centre_name_en")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a row would do. `certain`: no person need look at it; `warnings` are each to be confirmed.

    `facts` holds what the row states, by the columns of a decision (`district` is a code, `sectors` keys);
    `changes` those of them that differ from the register; `problems` what cannot be understood.
    """

    verdict: Verdict
    certain: bool
    reasons: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    warnings: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    facts: Facts = field(default_factory=dict)


def judge(
    row: PrintedRow,
    match: Match,
    state: CentreState | None,
    terms: Terms,
    *,
    duplicate_of: PrintedRow | None = None,
    same_centre_as: PrintedRow | None = None,
    beside: tuple[Note, ...] = (),
) -> Judgement:
    """The verdict on one row. `state` is that of the centre matched for certain, else None; `beside` are
    warnings that come from the other rows of the list."""
    facts, problems, remarks = stated_facts(row, terms)
    problems = (*row.errors, *problems)
    warnings = (*row.warnings, *match.warnings, *remarks, *beside)
    if problems:
        return Judgement(Verdict.ERROR, False, (Note("has-errors"),), (), warnings, problems, facts)
    if duplicate_of:
        same = stated_facts(duplicate_of, terms)[0] == facts
        again = {} if same else {"first": duplicate_of.index}
        warnings += (Note("repeats" if same else "duplicate-differs", again),)
        repeated = row.source.problem("duplicate", row.index, first=duplicate_of.index)
        return Judgement(Verdict.DUPLICATE, False, (repeated,), (), warnings, (), facts)
    if state is None:
        new = terms.list_kind in ENTERING and not match.candidates
        return Judgement(
            Verdict.NEW if new else Verdict.UNMATCHED,
            False,
            (Note("first-time") if new else match.reason,),
            (),
            warnings,
            (),
            facts,
        )
    if state.number and state.number in (facts.get("branch_of"), *facts.get("predecessors", ())):
        warnings += (Note("relates-to-itself", {"number": state.number}),)
    facts = worth_stating(facts, state)
    changed = tuple(changes(facts, state))
    verdict, reasons, more = outcome(changed, state, terms)
    warnings += tuple(more)
    if same_centre_as:
        warnings += (Note("same-centre", {"first": same_centre_as.index}),)
    warnings += tuple(names_changed(changed, state, terms))
    warnings += tuple(other_ground(row, terms))
    if names_a_sample(row) != state.sample:
        warnings += (Note("sample-mismatch"),)
    reasons = (match.reason, *reasons)
    return Judgement(verdict, match.certain and not warnings, reasons, changed, warnings, (), facts)


def names_a_sample(row: PrintedRow) -> bool:
    """Whether a name in the row says of itself that it is sample data."""
    return any(is_sample(row.values.get(key, "")) for key in NAME_KEYS)


def names_changed(changed: Iterable[Change], state: CentreState, terms: Terms) -> Iterator[Note]:
    """A warning where a list that is not about names would change one: it may be misprinted."""
    if terms.list_kind not in ENTERING | {"maintained"}:
        return
    for change in changed:
        doubtful = change.field == "holder_name_zh" and state.holder_name_zh_unconfirmed
        if change.field in NAME_FACTS and change.old and not doubtful:
            yield Note("name-changes", {"old": change.old, "new": change.new})
            return


def other_ground(row: PrintedRow, terms: Terms) -> Iterator[Note]:
    """A warning where the row gives another ground than its list states; the ban follows from it."""
    printed = row.values.get("reason", "")
    if terms.ground and (ground := ground_key(printed)) and ground != terms.ground:
        yield Note("ground-differs", {"printed": printed, "stated": terms.ground})


def outcome(
    changed: tuple[Change, ...], state: CentreState, terms: Terms
) -> tuple[Verdict, list[Note], list[Note]]:
    """(verdict, reasons, warnings) for a row that means the centre `state`."""
    status = state.statuses.get(terms.scheme)
    reasons = [Note("status-was", {"status": status}) if status else Note("no-standing")]
    if terms.list_kind in ENTERING:
        verdict, more, warnings = entering(status, state, terms)
        return verdict or factual(changed, terms.list_kind), reasons + more, warnings
    if terms.list_kind not in STATUS_CHANGES:
        verdict = factual(changed, terms.list_kind)
        return verdict, reasons + ([] if changed else [Note("no-change")]), []
    verdict, meant_for, left = STATUS_CHANGES[terms.list_kind]
    if status == left:
        return factual(changed, terms.list_kind), [*reasons, Note("no-change")], []
    if status not in meant_for:
        return verdict, reasons, [Note("not-accredited")]
    ends_suspension = terms.list_kind == "maintained" and status == "suspended"
    return verdict, reasons, [Note("was-suspended")] if ends_suspension else []


def entering(
    status: str | None, state: CentreState, terms: Terms
) -> tuple[Verdict | None, list[Note], list[Note]]:
    """(verdict, reasons, warnings) where a list accredits a centre; None where it was already."""
    warnings = []
    if state.ban_until and state.ban_until > terms.effective_on:
        warnings.append(Note("ban", {"until": str(state.ban_until), "date": str(terms.effective_on)}))
    if status not in IN_FORCE:
        warnings += level_down(state, terms)
    if status == "accredited":
        return None, [], warnings + ([Note("already-accredited")] if terms.list_kind == "granted" else [])
    if status == "suspended":
        return Verdict.RESTORED, [], [*warnings, Note("was-suspended")]
    if status:
        return Verdict.RETURNING, [], [*warnings, Note("returns", {"status": status})]
    if elsewhere := sorted(scheme for scheme, other in state.statuses.items() if other in IN_FORCE):
        reasons = [Note("accredited-elsewhere", {"scheme": scheme}) for scheme in elsewhere]
        return Verdict.OTHER_SCHEME, reasons, warnings
    return Verdict.NEW, [Note("in-register", {"number": state.number})], warnings


def level_down(state: CentreState, terms: Terms) -> list[Note]:
    """A warning where the centre is in force at a higher level than that of the list."""
    here = terms.levels.get(terms.scheme, 0)
    above = [
        (terms.levels.get(scheme, 0), scheme)
        for scheme, status in state.statuses.items()
        if status in IN_FORCE
    ]
    height, scheme = max(above, default=(0, ""))
    return [Note("level-down", {"scheme": scheme})] if height > here > 0 else []


def factual(changed: tuple[Change, ...], list_kind: str) -> Verdict:
    """The verdict that the changed facts give; a fact added where there was none counts least."""
    fields = {change.field for change in changed if change.old} or {change.field for change in changed}
    moved = {"district"} | ({"holder_name_zh", "holder_name_en"} if list_kind == "transferred" else set())
    checks = (
        (Verdict.MOVED, moved),
        (Verdict.KIND_CHANGED, {"kind_of_centre", "sectors", "branch_of", "predecessors"}),
        (Verdict.RENAMED, {"name_zh", "name_en", "holder_name_zh", "holder_name_en"} - moved),
        (Verdict.RENAMED, {"credit_code", "holder_name_zh_unconfirmed"}),
    )
    if list_kind != "transferred":
        checks = (checks[2], *checks)
    return next((verdict for verdict, of in checks if fields & of), Verdict.UNCHANGED)


def judge_list(
    rows: Iterable[PrintedRow], index: Index, states: Mapping[int, CentreState], terms: Terms
) -> Iterator[tuple[PrintedRow, Match, Judgement]]:
    """Every row of a list with its match and verdict, in the order of the list."""
    rows = tuple(rows)
    beside = same_numbers(rows)
    by_name: dict[str, PrintedRow] = {}
    by_centre: dict[int, PrintedRow] = {}
    for row in rows:
        match = index.match(row.values)
        first = by_name.setdefault(row_key(row.values), row) if not row.errors else row
        earlier = by_centre.setdefault(match.centre_id, row) if match.certain else row
        yield (
            row,
            match,
            judge(
                row,
                match,
                states.get(match.centre_id) if match.certain else None,
                terms,
                duplicate_of=first if first is not row else None,
                same_centre_as=earlier if earlier is not row else None,
                beside=tuple(beside.get(row.index, ())),
            ),
        )


def same_numbers(rows: Iterable[PrintedRow]) -> dict[int, list[Note]]:
    """Row -> warnings of rows that share a register number or credit code and yet name somebody else."""
    found: dict[int, list[Note]] = {}
    firsts: dict[str, PrintedRow] = {}
    for row in rows:
        for key in ("number", "credit_code"):
            code = row.values.get(key, "")
            first = firsts.setdefault(code, row) if code else row
            if first is not row and named_otherwise(first.values, row.values, with_centre=key == "number"):
                for one, other in ((first, row), (row, first)):
                    note = Note("same-number", {"other": other.index, "code": code})
                    found.setdefault(one.index, []).append(note)
    return found


def named_otherwise(one: Values, other: Values, *, with_centre: bool) -> bool:
    """Whether two rows name different holders, or holders and centres; in a language that both print."""
    for language in ("zh", "en"):
        names = [
            identity(
                values.get(f"centre_name_{language}", "") if with_centre else "",
                values.get(f"holder_name_{language}", ""),
            )
            for values in (one, other)
        ]
        if all(names):
            return names[0] != names[1]
    return False


def absent(
    states: Iterable[CentreState], matched: Container[int], scheme: str
) -> Iterator[tuple[CentreState, Judgement]]:
    """The centres in force under the scheme that a full list leaves out; what becomes of them is open."""
    for state in states:
        if state.statuses.get(scheme) in IN_FORCE and state.centre_id not in matched:
            yield state, Judgement(Verdict.ABSENT, False, (Note("absent"),))

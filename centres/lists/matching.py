"""Which centre of the register a printed row means: certain where the rules decide, else close candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from .facts import kind_key
from .grams import HIGHEST, Grams
from .names import has_chinese, has_legal_form, identity, normalise, own_part
from .problems import Note

CUTOFF = 0.7
"""Names less alike than this are no candidates: of what distinguishes one, a character in four may differ."""
LATIN_CUTOFF = 0.8
"""The same for names without Chinese, which are longer and share more letters by chance."""
TOO_CLOSE = 0.05
"""Of two candidates that score closer than this neither is chosen."""
MOST_CANDIDATES = 5
NUMBER_FITS = 0.6
"""Below this likeness of names a register number may be a misprint."""
UNCONFIRMED = 0.95
"""Score of a name that nobody has confirmed."""

BY_NAME_ALONE = frozenset({"by-name", "by-former-name", "by-holder", "by-holder-and-kind"})

Values = Mapping[str, str]
Claims = list[tuple[str, str]]
Keys = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """A centre as the register knows it. `names` and `holder_names` hold all versions in both languages.

    `former` names those of them that no longer hold; `unconfirmed_names` are shown as candidates but decide
    nothing; `aliases` are (holder, centre) as printed that a person settled before.
    """

    centre_id: int
    number: str = ""
    credit_code: str = ""
    names: tuple[str, ...] = ()
    holder_names: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    district: str = ""
    kind: str = ""
    former: tuple[str, ...] = ()
    unconfirmed_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A centre that a row may mean; `score` is from 0 to 1."""

    centre_id: int
    number: str
    score: float
    reason: Note


@dataclass(frozen=True, slots=True)
class Match:
    """What a row was matched with. `certain`: a rule decided it; otherwise `centre_id` is a suggestion.

    `centre_id` is None where there is no candidate or where two are too close together to suggest either.
    `warnings` need a person's confirmation even where a rule decided.
    """

    centre_id: int | None
    certain: bool
    reason: Note
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    warnings: tuple[Note, ...] = ()


NO_MATCH = Match(None, False, Note("no-match"))


def chosen(centre_id: int, warnings: tuple[Note, ...] = ()) -> Match:
    """The match that a person settled, with what there is to be warned of in it."""
    return Match(centre_id, True, Note("by-person"), 1.0, (), warnings)


def claims(values: Values) -> list[tuple[str, str]]:
    """(holder, centre) in each way in which a row names whom it is about, names before a change first."""
    before, holder_before = values.get("name_before", ""), values.get("holder_before", "")
    spoken = [
        (values.get(f"holder_name_{language}", ""), values.get(f"centre_name_{language}", ""))
        for language in ("zh", "en")
    ]
    spoken = [names for names in spoken if any(names)]
    former = []
    for holder, centre in spoken:
        former += [(holder_before, before or centre)] if holder_before else []
        former += [(holder, before), (before, centre)] if before else []
    return former + spoken


def alias(values: Values) -> tuple[str, str]:
    """(holder, centre) to remember of a settled row, so that next year's list finds its centre again."""
    return next(iter(claims(values)), ("", ""))


def row_key(values: Values) -> str:
    """The same for two rows that name the same holder and centre."""
    return "|".join(identity(centre, holder) for holder, centre in claims(values))


def identities(centre: Known) -> set[tuple[str, bool]]:
    """Every (key, whether a former name is in it) under which a centre is known."""
    names, holders = list(filter(None, centre.names)), list(filter(None, centre.holder_names))
    pairs = [
        (name, holder) for name in names for holder in holders if has_chinese(name) == has_chinese(holder)
    ]
    paired = {name for name, _holder in pairs}
    pairs += [(name, "") for name in names if name not in paired]
    if not names:
        pairs += [("", holder) for holder in holders]
    return {
        (identity(name, holder), name in centre.former or holder in centre.former) for name, holder in pairs
    }


def enter(names: Keys, name: str, key: int) -> None:
    """Note that `name` means centre `key`, beside others that it may mean."""
    if key not in (others := names.get(name, ())):
        names[name] = (*others, key)


class Index:
    """The register prepared for matching: build it once, match many rows."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = {centre.centre_id: centre for centre in known}
        self._numbers: dict[str, int] = {}
        self._codes: dict[str, list[int]] = {}
        self._names: Keys = {}
        self._former: set[tuple[str, int]] = set()
        self._aliases: Keys = {}
        self._holders: Keys = {}
        self._unconfirmed: Keys = {}
        for centre in self.known.values():
            self._add(centre)

    def _add(self, centre: Known) -> None:
        key = centre.centre_id
        if centre.number:
            self._numbers[centre.number] = key
        if centre.credit_code:
            self._codes.setdefault(centre.credit_code, []).append(key)
        for holder in filter(None, centre.holder_names):
            enter(self._holders, normalise(holder), key)
        known_as = identities(centre)
        for name, former in known_as:
            enter(self._names, name, key)
            if former and (name, False) not in known_as:
                self._former.add((name, key))
        for holder, name in centre.aliases:
            enter(self._aliases, identity(name, holder), key)
        for name in filter(None, centre.unconfirmed_names):
            enter(self._unconfirmed, normalise(name), key)

    @cached_property
    def _grams(self) -> Grams:
        """Every name, for comparing; most lists hold few rows that need it, and some none."""
        grams = Grams()
        for names in (self._names, self._aliases, self._unconfirmed):
            for name, keys in names.items():
                for key in keys:
                    grams.add(name, key)
        return grams

    def match(self, values: Values) -> Match:
        """The centre that a row's values mean, by the first rule that finds one: register number, credit
        code, name, former name or alias, holder alone, similar names."""
        number, code = values.get("number", ""), values.get("credit_code", "")
        asked = claims(values)
        if number in self._numbers:
            return self._by_number(self._numbers[number], asked)
        warnings = (Note("number-unknown", {"number": number}),) if number else ()
        found = self._by_code(asked, values)
        if not (found and found.certain):
            found = self._by_name(asked, values) or found or self._by_holder(asked, values)
        found = found or self._by_likeness(asked)
        if found.certain and found.reason.code in BY_NAME_ALONE and self._shortened(asked, found.centre_id):
            note = Note("short-name")
            found = self._undecided([Candidate(found.centre_id, found.candidates[0].number, HIGHEST, note)])
        known = self.known.get(found.centre_id) if found.centre_id is not None else None
        if known and code and known.credit_code and known.credit_code != code:
            warnings += (Note("credit-code-differs", {"code": known.credit_code}),)
        return replace(found, warnings=warnings) if warnings else found

    def _shortened(self, asked: Claims, key: int) -> bool:
        """Whether a row says no more than a holder's name, without the legal form it is known with."""
        if any(centre or not has_chinese(holder) or has_legal_form(holder) for holder, centre in asked):
            return False
        printed = {normalise(holder) for holder, _centre in asked}
        same = [name for name in self.known[key].holder_names if normalise(name) in printed]
        return bool(same) and all(map(has_legal_form, same))

    def _by_number(self, key: int, asked: Claims) -> Match:
        known = self.known[key]
        names = [name for name, _former in identities(known)]
        names += [normalise(name) for name in filter(None, known.holder_names)]
        printed = [identity(centre, holder) for holder, centre in asked]
        printed += [normalise(holder) for holder, _centre in asked if holder]
        fits = not names or alike(printed, names) >= NUMBER_FITS
        return self._certain(key, "by-number", () if fits else (Note("name-differs"),))

    def _by_code(self, asked: Claims, values: Values) -> Match | None:
        keys = self._codes.get(values.get("credit_code", ""))
        return self._among(keys, asked, values, "by-code") if keys else None

    def _by_name(self, asked: Claims, values: Values) -> Match | None:
        for names, reason in ((self._names, "by-name"), (self._aliases, "by-alias")):
            printed = [identity(centre, holder) for holder, centre in asked]
            hits = [(name, names[name]) for name in printed if name in names]
            if not hits:
                continue
            keys = set.intersection(*(set(keys) for _name, keys in hits))
            if len(keys) == 1:
                key = keys.pop()
                former = reason == "by-name" and all((name, key) in self._former for name, _keys in hits)
                return self._certain(key, "by-former-name" if former else reason)
            same_kind = self._of_kind(keys, values)
            if len(same_kind) == 1:
                return self._certain(same_kind.pop(), "by-holder-and-kind")
            keys = keys or set.union(*(set(keys) for _name, keys in hits))
            return self._undecided(
                [Candidate(key, self.known[key].number, 1.0, Note(reason)) for key in keys]
            )
        return None

    def _by_holder(self, asked: Claims, values: Values) -> Match | None:
        for holder, _centre in asked:
            if keys := self._holders.get(normalise(holder)):
                return self._among(sorted(keys), asked, values, "by-holder")
        return None

    def _among(self, keys: list[int], asked: Claims, values: Values, reason: str) -> Match:
        """One of the centres of one holder: the one of that name, the only one, or the one of that kind."""
        stated = {own_part(centre, (holder,)) for holder, centre in asked if centre} - {""}
        parts = {
            key: {
                own_part(name, self.known[key].holder_names) for name in filter(None, self.known[key].names)
            }
            for key in keys
        }
        named = [key for key in keys if parts[key] & stated]
        if len(named) == 1:
            return self._certain(named[0], f"{reason}-and-name")
        if not stated:
            if len(keys) == 1 and self._kind(values) in (None, self.known[keys[0]].kind or None):
                return self._certain(keys[0], reason)
            same_kind = self._of_kind(set(keys), values)
            if len(same_kind) == 1:
                return self._certain(same_kind.pop(), f"{reason}-and-kind")
        return self._undecided(
            [
                Candidate(
                    key,
                    self.known[key].number,
                    0.5 + alike(stated, parts[key], default=0.5) / 2,
                    Note("same-holder"),
                )
                for key in keys
            ]
        )

    def _kind(self, values: Values) -> str | None:
        return kind_key(
            values.get("kind", ""), values.get("holder_name_zh") or values.get("holder_name_en", "")
        )

    def _of_kind(self, keys: set[int], values: Values) -> set[int]:
        kind = self._kind(values)
        return {key for key in keys if kind and self.known[key].kind == kind}

    def _by_likeness(self, asked: Claims) -> Match:
        best: dict[int, tuple[float, str]] = {}
        for holder, centre in asked:
            name = identity(centre, holder)
            for key, score, reason in self._grams.close(name, CUTOFF if has_chinese(name) else LATIN_CUTOFF):
                best[key] = max(best.get(key, (0.0, "")), (score, reason))
            for key in self._unconfirmed.get(normalise(holder), ()):
                best[key] = (UNCONFIRMED, "unconfirmed-name")
        return self._undecided(
            [
                Candidate(key, self.known[key].number, score, Note(reason, {"percent": round(score * 100)}))
                for key, (score, reason) in best.items()
            ]
        )

    def _certain(self, key: int, reason: str, warnings: tuple[Note, ...] = ()) -> Match:
        note = Note(reason)
        candidate = Candidate(key, self.known[key].number, 1.0, note)
        return Match(key, True, note, 1.0, (candidate,), warnings)

    def _undecided(self, candidates: list[Candidate]) -> Match:
        if not candidates:
            return NO_MATCH
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.number, candidate.centre_id))
        first = candidates[0]
        shown = tuple(candidates[:MOST_CANDIDATES])
        if len(candidates) > 1 and first.score - candidates[1].score < TOO_CLOSE:
            return Match(None, False, Note("tie"), first.score, shown)
        return Match(first.centre_id, False, first.reason, first.score, shown)


def alike(some: Iterable[str], others: Iterable[str], default: float = 0.0) -> float:
    """How alike, from 0 to 1, the most alike pair is; `default` where one side has none."""
    others = list(others)
    return max((fuzz.ratio(one, other) / 100 for one in some for other in others), default=default)

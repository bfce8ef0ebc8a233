"""Names from somebody's own table meet the register: which centre each may mean, by the rules by which lists
are matched. Nothing is saved.

The index of names is kept in the process for the newest edition; what a centre is today is read from the
register each time.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from . import finding
from .lists import Index, Match
from .lists.facts import kind_key, kind_word
from .lists.names import has_chinese, normalise, split_holder
from .models import Kind, Standing
from .moments import Moment
from .reading import known_centres
from .reference import Clock, Reference

NUMBER = re.compile(r"CQ-?([0-9]{6})", re.IGNORECASE)
LOOSE = 60
"""Score at most of a centre found only because the words occur in one of its names."""
TOO_MANY = 200
"""So many centres with the words in a name say nothing about which is meant."""
DISAGREES = 0.5
"""What a score is multiplied by for each property that says otherwise."""
PROPERTIES = ("holder", "district", "kind", "scheme", "number")


@dataclasses.dataclass(frozen=True)
class Query:
    """One name to reconcile; `properties` -> values, of PROPERTIES."""

    text: str
    limit: int
    properties: dict[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        return next(iter(self.properties.get(name, ())), "")


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A centre that a query may mean: `score` from 0 to 100; `certain` by a rule, with nothing against it."""

    centre_id: int
    number: str
    score: float
    certain: bool
    agrees: bool


_held: dict[tuple, Index] = {}


def index(now: Clock) -> Index:
    """Every name of the newest edition, made anew only when there is a newer one."""
    key = (now.edition, now.recorded_at)
    if key not in _held:
        fresh = Index(known_centres())
        _held.clear()
        _held[key] = fresh
    return _held[key]


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    _held.clear()


def candidates(query: Query, when: Moment) -> list[Candidate]:
    """The centres that a query may mean, likeliest first, its properties not yet compared."""
    known = index(when.clock)
    matches = [known.match(values) for values in readings(query)]
    scores: dict[int, float] = {}
    for match in matches:
        for one in match.candidates:
            scores[one.centre_id] = max(scores.get(one.centre_id, 0), round(100 * one.score, 1))
    if query.text and not any(score == 100 for score in scores.values()):
        for pk, score in by_words(query.text, when, known).items():
            scores.setdefault(pk, score)
    sure = certain(
        matches, named=any(not NUMBER.fullmatch(name) for name in (query.text, query.first("holder")) if name)
    )
    found = [Candidate(pk, known.known[pk].number, score, pk == sure, True) for pk, score in scores.items()]
    return sorted(found, key=lambda one: (not one.certain, -one.score, one.number))


def readings(query: Query) -> list[dict[str, str]]:
    """The lines of a list that a query may stand for: a centre's name, a holder with one, a holder alone."""
    number = NUMBER.fullmatch(query.first("number") or query.text)
    kind = query.first("kind")
    about = {
        "number": f"CQ-{number[1]}" if number else "",
        "kind": kind_word(kind) if kind in Kind.values else kind,
    }
    holder, text = query.first("holder"), "" if NUMBER.fullmatch(query.text) else query.text
    lines = []
    if text:
        lines.append({f"centre_name_{tongue(text)}": text, **holder_of(holder, tongue(text))})
        before, rest = split_holder(text)
        if before and rest:
            lines.append({f"centre_name_{tongue(text)}": rest, **holder_of(before, tongue(text))})
    if text and not holder:
        lines.append(holder_of(text, tongue(text)))
    if holder and not text:
        lines.append(holder_of(holder, tongue(holder)))
    return [about | line for line in lines] or ([about] if number else [])


def tongue(text: str) -> str:
    return "zh" if has_chinese(text) else "en"


def holder_of(name: str, language: str) -> dict[str, str]:
    return {f"holder_name_{language}": name} if name else {}


def certain(matches: Iterable[Match], named: bool) -> int | None:
    """The centre that a rule decided for, where no other reading says otherwise and nothing is warned of. A
    number alone has no name that could differ."""
    sure = {match.centre_id for match in matches if match.certain}
    notes = {warning.code for match in matches if match.certain for warning in match.warnings}
    warned = notes if named else notes - {"name-differs"}
    return sure.pop() if len(sure) == 1 and not warned else None


def by_words(text: str, when: Moment, known: Index) -> dict[int, float]:
    """Centres with every word of the text in a name, as the search of the register finds them."""
    wanted, found = normalise(text), {}
    holding = finding.find(text, when).centres
    for pk in holding if len(holding) <= TOO_MANY else ():
        if pk in known.known:
            names = (
                *known.known[pk].names,
                *known.known[pk].holder_names,
                *known.known[pk].unconfirmed_names,
            )
            likeness = max((fuzz.ratio(wanted, normalise(name)) for name in names), default=0)
            found[pk] = round(LOOSE * (0.5 + likeness / 200), 1)
    return found


def suggested(prefix: str, when: Moment) -> list[tuple[int, str]]:
    """`(primary key, number)` of the centres that the search finds, best first, ended ones too."""
    known, found = index(when.clock).known, finding.find(prefix, when)
    pks = [pk for pk in found.centres if pk in known]
    return [(pk, known[pk].number) for pk in sorted(pks, key=lambda pk: (found.ranks[pk], known[pk].number))]


def weighed(
    found: list[Candidate],
    query: Query,
    standings: Mapping[int, list[Standing]],
    held: Reference,
    when: Moment,
) -> list[Candidate]:
    """The candidates with the properties of the query compared with what each centre is today."""
    weighed = []
    for one in found:
        against = [
            name
            for name, values in query.properties.items()
            if values and not agrees(name, values, one, standings.get(one.centre_id, []), held, when)
        ]
        score = round(one.score * DISAGREES ** len(against), 1)
        weighed.append(
            dataclasses.replace(one, score=score, certain=one.certain and not against, agrees=not against)
        )
    return sorted(weighed, key=lambda one: (not one.certain, -one.score, one.number))[: query.limit]


def agrees(
    name: str,
    values: tuple[str, ...],
    one: Candidate,
    standings: list[Standing],
    held: Reference,
    when: Moment,
) -> bool:
    """Whether one of the values is what the centre is."""
    if name == "number":
        return any((found := NUMBER.fullmatch(value)) and one.number == f"CQ-{found[1]}" for value in values)
    if not standings:
        return False
    first = standings[0]
    if name == "kind":
        return any(first.kind_of_centre in (value, kind_key(value)) for value in values)
    if name == "district":
        district = held.district_on(first.district_id, when.on)
        return bool(district) and any(
            value == district.code or alike(value, district.names) for value in values
        )
    if name == "scheme":
        schemes = [standing.scheme for standing in standings]
        return any(
            value in (scheme.key, scheme.level) or alike(value, (scheme.name_en, scheme.name_zh))
            for value in values
            for scheme in schemes
        )
    return any(alike(value, (first.holder_name_zh, first.holder_name_en)) for value in values)


def alike(value: str, names: Iterable[str]) -> bool:
    """Whether a value is one of the names, but for width, case, spaces and legal form."""
    return normalise(value) in {normalise(name) for name in names if name}

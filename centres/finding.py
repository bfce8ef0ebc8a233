"""What `q` finds in the register: names in both languages, former names, holders, numbers, pinyin, initials.

The names that decisions state are kept in the process, in one index for the newest edition. Each has two
times, when it took effect and which editions know it, so that the same index answers for every `on` and
`known`: a name is found from the day on that it was borne, by readers who ask for an edition that knew it. A
column of standings would have to repeat the former names in every interval, and Wagtail's index takes seconds
per thousand rows. An index of 10 000 centres is made in about a second and scanned in milliseconds; what was
read of a name is kept, so that a new edition reads its new names alone.
"""

import dataclasses
import datetime
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from django.db.models import BooleanField, Case, Func, IntegerField, Q, TextField, Value, When

from cityofdesign.search import matching, spelling

from .models import Decision
from .moments import Moment

NAMES = ("name_zh", "name_en", "holder_name_zh", "holder_name_en")


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """The names that one decision states about a centre; the edition `known_to` no longer believes them."""

    centre: int
    number: str
    since: datetime.date
    known_from: int
    known_to: int | None
    names: tuple[str, ...]
    text: str


@dataclasses.dataclass(frozen=True)
class Borne:
    """The names that count at a moment, and their texts in the same order."""

    stated: tuple[Stated, ...]
    texts: tuple[str, ...]

    @cached_property
    def by_centre(self) -> dict[int, list[Stated]]:
        found = defaultdict(list)
        for one in self.stated:
            found[one.centre].append(one)
        return found

    def holding(self, needles: tuple[str, ...]) -> set[int]:
        """The centres with any of the needles in a text."""
        stated, texts = self.stated, self.texts
        return {stated[n].centre for needle in needles for n, text in enumerate(texts) if needle in text}


@dataclasses.dataclass(frozen=True)
class Found:
    """Centres by primary key, found by `terms` and the needles `wanted` for them; `unknown` terms are in no
    name; `loose`: some are initials only."""

    centres: frozenset[int]
    borne: Borne
    terms: tuple[str, ...] = ()
    wanted: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()
    loose: bool = False

    @cached_property
    def among(self) -> "Among":
        """The condition that a standing is one of these centres'."""
        return Among("centre_id", self.centres)

    @cached_property
    def ranks(self) -> dict[int, int]:
        """How well each centre matches, see matching.ranking."""
        worst = matching.LOOSE if self.terms else matching.NUMBER
        ranks = dict.fromkeys(self.centres, worst)
        if self.terms and not self.loose:
            rank = matching.ranking(list(self.terms))
            for one in self.borne.stated:
                if one.centre in ranks:
                    ranks[one.centre] = min(ranks[one.centre], rank(one.text))
        return ranks

    def order(self) -> Case:
        """How well a standing's centre matches, as an expression to sort by."""
        groups = defaultdict(list)
        for pk, rank in self.ranks.items():
            groups[rank].append(pk)
        commonest = max(groups, key=lambda rank: len(groups[rank]), default=matching.LOOSE)
        cases = [
            When(Among("centre_id", pks), then=Value(rank))
            for rank, pks in groups.items()
            if rank != commonest
        ]
        return Case(*cases, default=Value(commonest), output_field=IntegerField())


class Among(Func):
    """Whether a key is one of many, which go to the database as one parameter however many they are."""

    output_field = BooleanField()

    def __init__(self, key: str, pks: Iterable[int]):
        super().__init__(key, Value(",".join(map(str, pks)), output_field=TextField()))

    def as_sqlite(self, compiler, connection, **context):
        joiner = " IN (SELECT value FROM json_each('[' || "
        return self.as_sql(compiler, connection, template="%(expressions)s || ']'))", arg_joiner=joiner)

    def as_postgresql(self, compiler, connection, **context):
        template = "%(expressions)s || '}')::bigint[])"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" = ANY(('{' || ")


class Names:
    """Every name that the editions up to `edition` state, in the order in which they took effect."""

    def __init__(self, edition: int):
        rows = (
            Decision.objects.filter(edition__lte=edition)
            .exclude(kind=Decision.Kind.ANNULLED)
            .exclude(Q(*((f"{name}__isnull", True) for name in NAMES)))
            .order_by("effective_on_to", "number")
            .values_list(
                "centre_id", "centre__number", "effective_on_to", "edition_id", "annulled_by__edition", *NAMES
            )
        )
        self.stated = [stated(*row) for row in rows]
        self.syllables = matching.syllables_in(one.text for one in self.stated)
        self.borne = lru_cache(maxsize=4)(self._borne)
        self.find = lru_cache(maxsize=64)(self._find)

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """Words and neighbouring syllables of the names, with how often they occur: what may be meant."""
        return spelling.vocabulary(name for one in self.stated for name in one.names)

    def _borne(self, on: datetime.date, edition: int) -> Borne:
        """The names borne by `on` or earlier, as edition number `edition` knows them."""
        stated = tuple(
            one
            for one in self.stated
            if one.since <= on
            and one.known_from <= edition
            and (one.known_to is None or one.known_to > edition)
        )
        return Borne(stated, tuple(one.text for one in stated))

    def _find(self, q: str, on: datetime.date, edition: int) -> Found:
        borne = self.borne(on, edition)
        numbers, terms = matching.taken_apart(q)
        if not numbers and not terms:
            return Found(frozenset(), borne)
        passing = frozenset(
            one.centre for one in borne.stated if all(one.number.startswith(number) for number in numbers)
        )
        if not terms:
            return Found(passing, borne)
        found = self._all_of(terms, passing, borne)
        if not found.centres:
            others = (self._all_of(other, passing, borne) for other in matching.alternatives(terms))
            found = max([found, *others], key=lambda other: len(other.centres))
        return found

    def _all_of(self, terms: list[str], passing: frozenset[int], borne: Borne) -> Found:
        wanted, unknown, loose = [], [], False
        for term in terms:
            needles = matching.needles(term, self.syllables)
            holding = borne.holding(needles)
            if not holding and (letters := matching.initials(term)):
                needles, loose, holding = letters, True, borne.holding(letters)
            if not holding:
                unknown.append(term)
            wanted.append(needles)
            passing &= holding
        return Found(passing, borne, tuple(terms), tuple(wanted), tuple(unknown), loose)


def stated(centre, number, since, known_from, known_to, *names) -> Stated:
    kept = tuple(dict.fromkeys(name for name in names if name))
    # A centre is mostly named after its holder, whose name need not be scanned twice.
    longest = (name for name in kept if sum(other.startswith(name) for other in kept) == 1)
    text = "".join(map(matching.sought, longest))
    return Stated(centre, number, since, known_from, known_to, kept, text)


_held: dict[int, Names] = {}
_reading = threading.Lock()


def names(when: Moment) -> Names:
    """The index that answers for the moment; made anew only when there is a newer edition."""
    newest = max(when.clock.edition if when.clock else 0, when.edition)
    with _reading:
        if (held := _held.get(newest)) is None:
            held = Names(newest)
            _held.clear()
            _held[newest] = held
    return held


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    _held.clear()


def find(q: str, when: Moment) -> Found:
    return names(when).find(" ".join(q.split()), when.on, when.edition)


def meant(q: str, when: Moment) -> Iterator[str]:
    """What the reader may have meant instead, likeliest first; all of it is found at the moment."""
    for other in spelling.corrections(q, find(q, when).unknown, names(when).vocabulary):
        if find(other, when).centres:
            yield other


def former(q: str, when: Moment, facts: list[Mapping]) -> dict[int, str]:
    """Centre -> the newest name that it no longer has and that holds what its present names do not.

    `facts`: dictionaries with `centre_id` and the present names, as Question.centres() gives them.
    """
    wanted = find(q, when).wanted
    present = {one["centre_id"]: {one[name] for name in NAMES if one[name]} for one in facts}
    missing = {}
    for pk, kept in present.items():
        text = "".join(map(matching.sought, kept))
        missing[pk] = [needles for needles in wanted if not matching.holds(text, needles)]
    told: dict[int, str] = {}
    by_centre = names(when).borne(when.on, when.edition).by_centre
    for pk, absent in missing.items():
        for one in by_centre[pk] if absent else ():
            for name in one.names:
                text = matching.sought(name)
                if name not in present[pk] and any(matching.holds(text, needles) for needles in absent):
                    told[pk] = name
    return told

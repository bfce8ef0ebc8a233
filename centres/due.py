"""Whose review is due (复核到期) under each scheme, by its rule as it was in force. Nothing lapses by itself.

A review is due in the year that lies one interval after the newest decision by which the title was granted
or maintained. The rule is that of the day on which it took effect: 工信部产业〔2012〕422号 asks for
a review every two years; by article 11 of 工信部政法〔2023〕93号, in force from 2023-07-07, an accreditation
and a passed review count for four. No source shows that the latter lengthens titles of before its day, so
they stay under the former. Where one is found, the periods and intervals of the scheme's rules are data and
decide. In practice national reviews came about every four years (2015, 2019, 2023), so a centre can be long
overdue.
"""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from .lists import kind_word, valid_credit_code
from .models import Decision, Round, RoundList, Scheme, SchemeRule, Standing
from .reference import Clock, Reference, clock, ended, reference

REVIEWING = (Decision.Kind.GRANTED, Decision.Kind.MAINTAINED)
IN_FORCE = (Standing.Status.ACCREDITED, Standing.Status.SUSPENDED)
SUSPENDED = "暂停 / Suspended"


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """The next review under a scheme: in the year `due`, `years` after a decision, by `rule`; `late` is for
    how many years it has been overdue. `rule`, `years` and `due` are None where they are not known."""

    scheme: Scheme
    rule: SchemeRule | None
    years: int | None
    due: int | None
    late: int


@dataclasses.dataclass(frozen=True, slots=True)
class Due:
    """One standing in force, by its primary key, and its next review."""

    standing: int
    number: str
    sample: bool
    review: Review


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """How many centres, and how many of them are samples."""

    total: int = 0
    samples: int = 0

    @classmethod
    def of(cls, dues: Iterable[Due]) -> "Count":
        samples = [due.sample for due in dues]
        return cls(len(samples), sum(samples))

    def __bool__(self) -> bool:
        return self.total > 0


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One scheme in one year: who is due, and the rounds of that year, newest first."""

    year: int
    count: Count
    rounds: list[Round]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One scheme on the board. `rule` is that of today; `known` is whether any rule of the scheme states an
    interval; `earlier` counts those due before the first year shown, `unknown` those under no known interval.
    """

    scheme: Scheme
    rule: SchemeRule | None
    known: bool
    earlier: Count
    cells: list[Cell]
    unknown: Count


def interval(rule: SchemeRule | None) -> int | None:
    """Years from a decision to the review, or to the end of validity where no review is stated."""
    return (rule.review_interval_years or rule.validity_years) if rule else None


def next_review(
    scheme: Scheme, decided_on: datetime.date | None, held: Reference, on: datetime.date
) -> Review:
    """The review that follows a grant or a passed review in effect from `decided_on`, seen from `on`."""
    rule = held.rule(scheme, decided_on) if decided_on else None
    years = interval(rule)
    due = decided_on.year + years if years else None
    return Review(scheme, rule, years, due, max(on.year - due, 0) if due else 0)


def reviews(on: datetime.date, scheme: Scheme | None = None, now: Clock | None = None) -> list[Due]:
    """The next review of every standing in force on `on` as known now, by register number; three queries."""
    now = now or clock()
    held, made = reference(now), {}
    standings = standings_in_force(on, now, scheme).order_by("centre__number", "scheme__order")
    columns = ("pk", "centre_id", "scheme__key", "decision__kind", "decision__effective_on_to")
    before = reviewed_before(on, now, scheme)
    dues = []
    for pk, centre, key, kind, day, number, sample in standings.values_list(
        *columns, "centre__number", "centre__sample"
    ):
        decided_on = day if kind in REVIEWING else before.get((centre, key))
        if (key, decided_on) not in made:
            made[key, decided_on] = next_review(held.scheme(key), decided_on, held, on)
        dues.append(Due(pk, number, sample, made[key, decided_on]))
    return dues


def standings_in_force(on: datetime.date, now: Clock, scheme: Scheme | None = None) -> QuerySet[Standing]:
    standings = Standing.objects.on(on, now.edition).filter(status__in=IN_FORCE)
    return standings.filter(scheme=scheme.pk) if scheme else standings


def reviewed_before(
    on: datetime.date, now: Clock, scheme: Scheme | None = None
) -> dict[tuple[int, str], datetime.date]:
    """(centre, key of the scheme) -> when its title was last granted or maintained, where the newest decision
    was another: a suspension or its end does not move the review."""
    others = standings_in_force(on, now, scheme).exclude(decision__kind__in=REVIEWING).values("centre_id")
    decisions = Decision.objects.filter(
        kind__in=REVIEWING,
        annulled_by__isnull=True,
        edition__number__lte=now.edition,
        effective_on_to__lte=on,
        centre_id__in=others,
    ).order_by("effective_on_to", "number")
    return {
        (centre, key): day
        for centre, key, day in decisions.values_list("centre_id", "scheme__key", "effective_on_to")
    }


def due_in(dues: Iterable[Due], year: int) -> list[Due]:
    return [due for due in dues if due.review.due == year]


def overdue(dues: Iterable[Due], year: int) -> list[Due]:
    """Those whose review was due before `year` and is over time, the longest first."""
    late = [due for due in dues if due.review.late and due.review.due < year]
    return sorted(late, key=lambda due: (due.review.due, due.number))


def due_now(on: datetime.date) -> list[tuple[Scheme, Count, Count]]:
    """(scheme, due in the year of `on`, overdue from earlier years) of the schemes with either of them."""
    of_scheme = defaultdict(list)
    for due in reviews(on):
        of_scheme[due.review.scheme].append(due)
    counted = [
        (scheme, Count.of(due_in(dues, on.year)), Count.of(overdue(dues, on.year)))
        for scheme, dues in of_scheme.items()
    ]
    return sorted((c for c in counted if c[1] or c[2]), key=lambda c: (c[0].order, c[0].key))


def years_shown(on: datetime.date) -> range:
    """Last year, this year and the next two."""
    return range(on.year - 1, on.year + 3)


def board(on: datetime.date) -> list[Line]:
    """Every scheme and the years shown; four queries, however many centres there are."""
    now = clock()
    held, years = reference(now), years_shown(on)
    of_scheme = defaultdict(list)
    for due in reviews(on, now=now):
        of_scheme[due.review.scheme.pk].append(due)
    rounds = rounds_of(years)
    return [
        Line(
            scheme=scheme,
            rule=held.rule(scheme, on),
            known=any(interval(rule) for rule in held.rules[scheme.pk]),
            earlier=Count.of(overdue(of_scheme[scheme.pk], years[0])),
            cells=[
                Cell(year, Count.of(due_in(of_scheme[scheme.pk], year)), rounds[scheme.pk, year])
                for year in years
            ],
            unknown=Count.of(due for due in of_scheme[scheme.pk] if not due.review.due),
        )
        for scheme in held.schemes
    ]


def rounds_of(years: Iterable[int]) -> dict[tuple[int, int], list[Round]]:
    """(scheme, year) -> its rounds, newest first, but for corrections, counter-rounds and what those took
    back. `has_reviews`: one of its lists holds reviews that were passed."""
    passed = RoundList.objects.filter(round=OuterRef("pk"), kind=RoundList.Kind.MAINTAINED)
    rounds = Round.objects.filter(year__in=years, counters__isnull=True, corrects__isnull=True)
    rounds = rounds.exclude(Q(countered_by__isnull=False, countered_by__state=Round.State.PUBLISHED))
    found = defaultdict(list)
    for round_ in rounds.annotate(has_reviews=Exists(passed)).select_related("scheme").order_by("-pk"):
        found[round_.scheme_id, round_.year].append(round_)
    return found


def list_rows(dues: list[Due], scheme: Scheme, on: datetime.date) -> Iterator[dict[str, str]]:
    """The lines of a list of reviews (kind "maintained"), column key -> text as the reader understands it, so
    that the list read as it is means these centres and changes no fact; in the order of `dues`."""
    now = clock()
    held = reference(now)
    wanted = {due.standing for due in dues}
    standings = standings_in_force(on, now, scheme).select_related("centre", "holder")
    by_pk = {standing.pk: standing for standing in standings.iterator(2000) if standing.pk in wanted}
    for serial, due in enumerate(dues, start=1):
        yield {"serial": str(serial), **printed(by_pk[due.standing], held, on)}


def printed(standing: Standing, held: Reference, on: datetime.date) -> dict[str, str]:
    """A standing as a line of a list. A district that has ended is left out: which one came after it, the
    list as issued must say."""
    holder_zh = "holder_name_zh_unverified" if standing.holder_name_zh_unconfirmed else "holder_name_zh"
    district = held.districts.get(standing.district_id)
    sectors = [held.sectors[key].name_zh for key in standing.sectors if key in held.sectors]
    code = (standing.holder.credit_code or "") if standing.holder else ""
    values = {
        "number": standing.centre.number,
        holder_zh: standing.holder_name_zh,
        "holder_name_en": standing.holder_name_en,
        "credit_code": code if valid_credit_code(code) else "",
        "centre_name_zh": standing.name_zh,
        "centre_name_en": standing.name_en,
        "kind": kind_word(standing.kind_of_centre),
        "district": district.name_zh if district and not ended(district, on) else "",
        "sector": "、".join(sectors),
        "remark": SUSPENDED if standing.status == Standing.Status.SUSPENDED else "",
    }
    return {key: text for key, text in values.items() if text}

"""How many centres were accredited on each day, under each scheme, as an edition knows it."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from .models import Standing
from .reference import Reference

Runs = tuple[tuple[str, str, int, datetime.date, datetime.date | None], ...]
Steps = tuple[tuple[datetime.date, int], ...]


@lru_cache(maxsize=4)
def runs(edition: int) -> Runs:
    """Every accredited standing as `(scheme key, level, centre, from, to)`.

    Kept in the process by edition: an edition never changes.
    """
    standings = Standing.objects.known_in(edition).accredited().order_by()
    return tuple(standings.values_list("scheme__key", "scheme__level", "centre_id", "valid_from", "valid_to"))


@lru_cache(maxsize=64)
def growth(edition: int, schemes: frozenset[str], levels: frozenset[str] = frozenset()) -> Steps:
    """The days on which the number of accredited centres changed, with the new number, oldest first.

    Without `schemes` and `levels` every accreditation counts; a centre counts once, however many it holds.
    """
    changes: dict[datetime.date, Counter] = defaultdict(Counter)
    for scheme, level, centre, start, end in runs(edition):
        if (schemes and scheme not in schemes) or (levels and level not in levels):
            continue
        changes[start][centre] += 1
        if end:
            changes[end][centre] -= 1
    return tuple(_steps(changes))


def _steps(changes: dict[datetime.date, Counter]) -> Iterable[tuple[datetime.date, int]]:
    held: Counter = Counter()
    total = None
    for day in sorted(changes):
        held.update(changes[day])
        count = sum(1 for n in held.values() if n > 0)
        if count != total:
            total = count
            yield day, count


@lru_cache(maxsize=2)
def placed(edition: int) -> tuple[tuple[str, int, int | None, datetime.date, datetime.date | None], ...]:
    """Every accredited standing as `(scheme key, centre, district as stated, from, to)`."""
    standings = Standing.objects.known_in(edition).accredited().order_by()
    return tuple(standings.values_list("scheme__key", "centre_id", "district_id", "valid_from", "valid_to"))


@lru_cache(maxsize=16)
def by_district(
    edition: int, days: tuple[datetime.date, ...], scheme: str, held: Reference
) -> dict[str, tuple[int, ...]]:
    """Code of a district -> how many centres it had on each of the days, each as it was then."""
    found: dict[str, list[set[int]]] = defaultdict(lambda: [set() for _day in days])
    for place, day in enumerate(days):
        became = {pk: held.district_on(pk, day).code for pk in held.districts}
        for key, centre, district, start, end in placed(edition):
            if district and start <= day and (end is None or day < end) and scheme in ("", key):
                found[became[district]][place].add(centre)
    return {code: tuple(map(len, centres)) for code, centres in found.items()}


def count_of(steps: Steps, date: datetime.date) -> int:
    """The number that stood on `date`."""
    return next((count for day, count in reversed(steps) if day <= date), 0)

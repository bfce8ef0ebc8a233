"""How many centres were accredited on each day, under each scheme, as an edition knows it."""

import datetime
from collections import Counter, defaultdict
from functools import lru_cache

from .models import Standing


@lru_cache(maxsize=8)
def growth(edition: int) -> dict[str, list[tuple[datetime.date, int]]]:
    """Per scheme key the days on which the number of accredited centres changed, with the new number.

    Kept in the process by edition: an edition never changes.
    """
    changes: dict[str, Counter] = defaultdict(Counter)
    runs = Standing.objects.known_in(edition).accredited()
    for scheme, start, end in runs.values_list("scheme__key", "valid_from", "valid_to"):
        changes[scheme][start] += 1
        if end:
            changes[scheme][end] -= 1
    steps = {}
    for scheme, by_day in changes.items():
        total, steps[scheme] = 0, []
        for day in sorted(day for day, change in by_day.items() if change):
            total += by_day[day]
            steps[scheme].append((day, total))
    return steps

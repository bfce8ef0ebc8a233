"""What pages are made of, made once in a process until something changes that readers see.

Only requests of readers use it. Each is told, when it first asks, how often every subject has changed; what
was made under other counts is thrown away as a whole, and so is what the clock has overtaken: the day is
over, or an hour of a competition has come. The admin, its previews, jobs and commands make everything anew.
"""

import contextlib
import dataclasses
import datetime
import functools
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from .counts import COUNTS, counts
from .keeping import PREFIXES

MOST = 2000
"""So many things are kept."""

Counts = tuple[tuple[str, int], ...]
_told: ContextVar[Callable[[], Counts] | None] = ContextVar("told", default=None)


@dataclasses.dataclass(frozen=True)
class Made:
    """What was made of one state of the database on one day; `until` is the next moment at which the clock
    alone changes what readers see, None for none before the day is over."""

    counts: Counts
    day: datetime.date
    until: datetime.datetime | None
    things: dict[Hashable, Any] = dataclasses.field(default_factory=dict)

    def is_good(self, counted: Counts, now: datetime.datetime) -> bool:
        in_time = self.until is None or now < self.until
        return in_time and self.counts == counted and self.day == timezone.localdate(now)


_now: Made | None = None


def once(key: Hashable, make: Callable[[], Any]) -> Any:
    """What `make()` returns, made once for all readers; do not change it. None is never kept.

    `key` must name everything that the result depends on besides what readers see changing: language, page.
    """
    told = _told.get()
    if told is None:
        return make()
    things = of_now(told()).things
    if (thing := things.get(key)) is None and (thing := make()) is not None:
        if len(things) >= MOST:
            things.clear()
        things[key] = thing
    return thing


def of_now(counted: Counts) -> Made:
    global _now
    now = timezone.now()
    if _now is None or not _now.is_good(counted, now):
        from events.editions import next_hour  # its models need those of this app

        _now = Made(counted, timezone.localdate(now), next_hour(now))
    return _now


@contextlib.contextmanager
def reading(request: HttpRequest) -> Iterator[None]:
    """Whatever is made of this request may be made of what is kept, if it is one of a reader."""
    reader = request.method in {"GET", "HEAD"} and request.path.startswith(PREFIXES)
    known = request.META.get(COUNTS)
    told = functools.cache(lambda: tuple(sorted((counts() if known is None else known).items())))
    token = _told.set(told if reader and not getattr(request, "is_dummy", False) else None)
    try:
        yield
    finally:
        _told.reset(token)


def forget() -> None:
    """For tests, in which counts recur after a rollback."""
    global _now
    _now = None

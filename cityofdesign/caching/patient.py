"""Caches whose place may be away: a Redis that does not answer, a disk that is full.

Then the memory of each process takes over, which costs time and counts attempts by process, but no answer.
What was written meanwhile is forgotten when the place is back, so that nothing old is found there.
"""

import functools
import logging
import threading
import time

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

AGAIN = 2
"""After so many seconds a place that was away is asked again."""
SECONDS = 1
"""So long a Redis is waited for."""
MOST_WRITTEN = 10_000
"""Of more keys than these nobody remembers which; all are forgotten."""


class Away:
    """Until when a place is left alone, and what was written meanwhile; one for each place and process."""

    def __init__(self):
        self.until, self.written, self.lock = 0.0, set(), threading.Lock()

    def note(self, keys) -> None:
        with self.lock:
            if len(self.written) <= MOST_WRITTEN:
                self.written.update(keys)

    def told(self) -> set:
        with self.lock:
            told, self.written = self.written, set()
            return told


places: dict[tuple, Away] = {}


def patient(name: str, writes):
    """The operation `name` of a cache; `writes(*args)` are the keys that it changes."""

    @functools.wraps(getattr(LocMemCache, name))
    def operation(self, *args, **kwargs):
        ask = functools.partial(getattr(super(Patient, self), name), *args, **kwargs)
        if time.monotonic() >= self.state.until:
            try:
                self.catch_up()
                return ask()
            except self.faults as error:
                logger.warning("%s is away, memory takes over: %s", type(self).__name__, error)
                self.state.until = time.monotonic() + AGAIN
        self.state.note((key, kwargs.get("version")) for key in writes(*args))
        return getattr(self.spare, name)(*args, **kwargs)

    return operation


class Patient:
    """Stands before a cache of Django's; `faults` are what it raises when its place is away."""

    faults: tuple[type[Exception], ...] = (OSError,)

    def __init__(self, location, params):
        super().__init__(location, params)
        name = (type(self).__name__, str(location), self.key_prefix)
        self.state = places.setdefault(name, Away())
        self.spare = LocMemCache("/".join(name), {**params, "OPTIONS": {"MAX_ENTRIES": 1000}})

    def catch_up(self) -> None:
        """What was written while the place was away is in memory only; what the place has of it is old."""
        if not self.state.written:
            return
        written = self.state.told()
        try:
            if len(written) > MOST_WRITTEN:
                super().clear()
            else:
                for key, version in written:
                    super().delete(key, version=version)
        except self.faults:
            self.state.note(written)
            raise
        self.spare.clear()

    get = patient("get", lambda key, *rest: ())
    has_key = patient("has_key", lambda key, *rest: ())
    add = patient("add", lambda key, *rest: [key])
    set = patient("set", lambda key, *rest: [key])
    touch = patient("touch", lambda key, *rest: [key])
    delete = patient("delete", lambda key, *rest: [key])
    incr = patient("incr", lambda key, *rest: [key])
    get_many = patient("get_many", lambda keys, *rest: ())
    set_many = patient("set_many", lambda data, *rest: list(data))
    delete_many = patient("delete_many", lambda keys, *rest: list(keys))
    clear = patient("clear", lambda: range(MOST_WRITTEN + 1))


class PatientRedisCache(Patient, RedisCache):
    faults = (
        OSError,
        exceptions.ConnectionError,
        exceptions.TimeoutError,
        exceptions.ReadOnlyError,
        exceptions.OutOfMemoryError,
    )

    def __init__(self, location, params):
        options = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS}
        options["retry"] = Retry(NoBackoff(), 1)  # a connection from before a restart is closed: once more
        super().__init__(location, {**params, "OPTIONS": {**options, **params.get("OPTIONS", {})}})


class PatientFileCache(Patient, FileBasedCache):
    """FileBasedCache builds `add` and `incr` on `get` and `set`, which are patient themselves."""

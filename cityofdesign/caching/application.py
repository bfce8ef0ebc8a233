"""The WSGI application in front of Django that answers from what is kept."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.utils import InterfaceError

from cityofdesign.metrics import KEPT_PAGES

from .counts import COUNTS, counts
from .keeping import Kept, find, in_time, key_of

KEY = "cityofdesign.page_key"
"""The middleware finds it and `COUNTS` in `request.META`. Previews bring neither: they are never kept."""


class PageCache:
    def __init__(self, django: Callable):
        self.django = django

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = key_of(environ)
        if not key:
            return self.django(environ, start_response)
        try:
            found = counts()
        except (DatabaseError, InterfaceError):
            connection.close()  # Django says that the database is away
            return self.django(environ, start_response)
        kept = find(key)
        if kept and in_time(kept) and all(found.get(name, 0) == count for name, count in kept.counts):
            return answered(kept, environ, start_response)
        if environ["REQUEST_METHOD"] == "GET":
            environ |= {KEY: key, COUNTS: found}
        return self.django(environ, start_response)


def answered(kept: Kept, environ: dict, start_response: Callable) -> Iterable[bytes]:
    if settings.METRICS_TOKEN:
        KEPT_PAGES.inc()
    headers = [*kept.headers, ("X-Page-Cache", "hit")]
    if matches(environ.get("HTTP_IF_NONE_MATCH", ""), kept.etag):
        start_response("304 Not Modified", [h for h in headers if h[0].lower() not in OF_A_BODY])
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


OF_A_BODY = {"content-length", "content-type", "content-encoding"}


def matches(asked: str, etag: str) -> bool:
    """Whether a reader holds the page already (RFC 9110, weak comparison)."""
    held = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return bool(asked) and ("*" in held or etag.removeprefix("W/") in held)

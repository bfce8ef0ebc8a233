"""What is kept of a page, under which key, and where. A cache that is away is an empty one."""

import dataclasses
import datetime
import hashlib
import logging

from django.conf import settings
from django.core.cache import caches
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from cityofdesign.compression import TAKES_BROTLI
from cityofdesign.release import release

logger = logging.getLogger(__name__)

LONGEST_QUERY = 300
"""Addresses with a longer query are not worth keeping."""
SECONDS = 60 * 60


@dataclasses.dataclass(frozen=True)
class Kept:
    """An answer 200 as it was sent, with the counts of its subjects from before it was made; `until` is the
    moment (seconds since 1970) from which it is wrong by the clock alone, 0 for none."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    counts: tuple[tuple[str, int], ...]
    until: float = 0


def key_of(environ: dict) -> str:
    """The key of a request that may be answered from what is kept; empty for any other."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("HTTP_AUTHORIZATION"):
        return ""
    if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
        return ""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if not path.startswith(PREFIXES) or len(query) > LONGEST_QUERY:
        return ""
    host = environ.get("HTTP_HOST", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return ""
    scheme = environ.get(FORWARDED_SCHEME, "") if FORWARDED_SCHEME else environ.get("wsgi.url_scheme", "")
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    parts = "\n".join((scheme, host, path, query, encoding_of(environ), today.isoformat(), release()))
    return f"page:{hashlib.sha256(parts.encode('utf-8', 'surrogateescape')).hexdigest()}"


PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
FORWARDED_SCHEME = (getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("",))[0]


def encoding_of(environ: dict) -> str:
    """The compression that the browser takes and the middleware prefers."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "br" if TAKES_BROTLI.search(accepted) else "gzip" if "gzip" in accepted else ""


def find(key: str) -> Kept | None:
    try:
        return caches["pages"].get(key)
    except Exception:  # whatever the cache's client raises: the page is made instead
        logger.warning("The page cache does not answer.", exc_info=True)
        return None


def keep(key: str, kept: Kept) -> None:
    try:
        caches["pages"].set(key, kept, SECONDS)
    except Exception:
        logger.warning("The page cache takes nothing.", exc_info=True)


def in_time(kept: Kept) -> bool:
    return not kept.until or datetime.datetime.now(datetime.UTC).timestamp() < kept.until

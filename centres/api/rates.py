"""How often one address may ask."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from ninja.conf import settings as ninja_settings
from ninja.throttling import BaseThrottle

SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


def limit() -> tuple[int, int] | None:
    """`(requests, seconds)` of `settings.API_RATE`, such as 600/m; None where it is empty: no limit."""
    rate = settings.API_RATE
    try:
        number, unit = rate.split("/") if rate else ("", "s")
        return (int(number), SECONDS[unit]) if rate else None
    except (KeyError, ValueError):
        raise ImproperlyConfigured(f"API_RATE is {rate!r}; write for example 600/m (or s, h, d).") from None


class Rate(BaseThrottle):
    """Counts requests per address in windows of the limit's length; keeps no address, only its hash."""

    def __init__(self):
        limit()

    def get_ident(self, request: HttpRequest) -> str:
        """The caller's address; a forwarded one counts only where NINJA_NUM_PROXIES says whom to trust."""
        trusted = super().get_ident(request) if ninja_settings.NUM_PROXIES else None
        return trusted or request.META.get("REMOTE_ADDR", "")

    def allow_request(self, request: HttpRequest) -> bool:
        if not (allowed := limit()):
            return True
        most, seconds = allowed
        address = hashlib.sha256(self.get_ident(request).encode()).hexdigest()
        key = f"api:{address}:{int(time.time() // seconds)}"
        cache.add(key, 0, 2 * seconds)
        return cache.incr(key) <= most

    def wait(self) -> float | None:
        """Seconds until the next window."""
        allowed = limit()
        return allowed[1] - time.time() % allowed[1] if allowed else None

"""Keeps answers for the next reader. The first of all middleware, so that it sees what is sent."""

import datetime
import time

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from . import moments
from .application import KEY
from .counts import COUNTS, of
from .keeping import Kept, keep
from .once import reading
from .subjects import of_address, of_page

MOST_BYTES = 512 * 1024
NOT_KEPT = {"set-cookie", "server", "date"}


class KeepPages:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with reading(request):
            return self.answered(request)

    def answered(self, request: HttpRequest) -> HttpResponseBase:
        asked_at = datetime.datetime.now(datetime.UTC)
        response = self.get_response(request)
        key = request.META.get(KEY)
        if not key or not (subjects := shown(request, response)):
            return response
        response.headers.setdefault("Cache-Control", "no-cache")
        headers = [(n, v) for n, v in response.items() if n.lower() not in NOT_KEPT]
        counts = of(subjects, request.META[COUNTS])
        until = moments.next_change(subjects, asked_at)
        if settings.PROXY_SECONDS:
            response["X-Accel-Expires"] = str(for_proxy(until))
            headers.append(("X-Accel-Expires", response["X-Accel-Expires"]))
        keep(key, Kept(tuple(headers), response.content, response.headers.get("ETag", ""), counts, until))
        response["X-Page-Cache"] = "miss"
        return response


def for_proxy(until: float) -> int:
    """For how many seconds a proxy may give the page out: never past the moment from which it is wrong."""
    left = until - time.time() if until else settings.PROXY_SECONDS
    return max(0, min(settings.PROXY_SECONDS, int(left)))


def shown(request: HttpRequest, response: HttpResponseBase) -> set[str] | None:
    """The subjects of an answer that may be kept; None for one that may not."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if getattr(request, "is_preview", False) or len(response.content) > MOST_BYTES:
        return None
    control = response.headers.get("Cache-Control", "")
    if "no-store" in control or "private" in control or not request.resolver_match:
        return None
    if page := getattr(request, "wagtail_page", None):
        return None if page.get_view_restrictions().exists() else of_page(page)
    language = request.path.split("/")[1]
    return of_address(request.resolver_match.view_name, language or translation.get_language())

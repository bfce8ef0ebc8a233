"""Around every request: its id, how long it took, and what came of it."""

import time

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .logs import id_of, request_id, requests


class Observe:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(id_of(request.headers.get("X-Request-ID", "")))
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            self.note(request, response.status_code, time.perf_counter() - start)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def note(request: HttpRequest, status: int, seconds: float) -> None:
        path, milliseconds = request.path, round(seconds * 1000, 1)
        told = {"path": path, "status_code": status, "milliseconds": milliseconds}
        requests.info("%s %s %s in %s ms", request.method, path, status, milliseconds, extra=told)
        if settings.METRICS_TOKEN:
            from .metrics import ANSWERS, SECONDS

            SECONDS.labels(view_of(request), method_of(request)).observe(seconds)
            ANSWERS.labels(view_of(request), status).inc()


def view_of(request: HttpRequest) -> str:
    """The name of the view, never the address: there are too many of those."""
    if page := getattr(request, "wagtail_page", None):
        return page._meta.label_lower
    return (request.resolver_match and request.resolver_match.view_name) or "none"


def method_of(request: HttpRequest) -> str:
    return request.method if request.method in {"GET", "HEAD", "POST"} else "other"

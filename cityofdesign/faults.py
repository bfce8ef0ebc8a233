"""Faults of ours are reported to Sentry, where SENTRY_DSN names one; never who asked, nor what they wrote."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .logs import request_id
from .release import release
from .settings.files import OPTIONAL


def report() -> None:
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured(f"SENTRY_DSN needs a package that is optional: {OPTIONAL}") from None
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=release(),
        server_name="",
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,  # they hold what people wrote
        before_send=without_person,
    )


def without_person(event: dict, hint: dict) -> dict:
    """Of a request only its method, its address without the query, and the id that stands in our log."""
    if request := event.get("request"):
        event["request"] = {"method": request.get("method"), "url": request.get("url")}
    event["tags"] = {"request": request_id.get()}
    event.pop("user", None)
    event.pop("breadcrumbs", None)  # queries and what they asked for
    return event

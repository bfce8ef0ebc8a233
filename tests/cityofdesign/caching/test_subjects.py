from django.urls import get_resolver
from wagtail.models import get_page_models

from cityofdesign.caching.subjects import ADDRESSES, NEVER, PAGES

PAGES_NEVER_KEPT = {"wagtailcore.page", "cityofdesign.contactpage"}
BY_PAGE = {"home", "wagtail_serve"}


def addresses(patterns, namespace=""):
    """The name of every address outside the admin; "" for one without."""
    for pattern in patterns:
        if not hasattr(pattern, "url_patterns"):
            yield f"{namespace}{pattern.name or ''}"
        elif not str(pattern.pattern).startswith("admin/"):
            yield from addresses(
                pattern.url_patterns, namespace + (f"{n}:" if (n := pattern.namespace) else "")
            )


def test_every_address_is_kept_or_said_never_to_be():
    """Add a new address to `ADDRESSES` with what it shows, or to `NEVER`."""
    named = {name for name in addresses(get_resolver().url_patterns) if name}
    groups = {name for name in NEVER if not name.count(":")}
    undecided = {n for n in named - BY_PAGE - ADDRESSES.keys() - NEVER if n.partition(":")[0] not in groups}
    assert undecided == set()
    assert ADDRESSES.keys() <= named


def test_every_page_type_is_kept_or_said_never_to_be():
    """Add a new page type to `PAGES` with what it shows, or to those never kept."""
    types = {model._meta.label_lower for model in get_page_models()}
    assert types == PAGES.keys() | PAGES_NEVER_KEPT

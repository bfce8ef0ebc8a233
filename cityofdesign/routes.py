"""The way from an address to its page, and who may read it, found once until something changes.

Wagtail asks the database for the site, for its home page, twice for every step from there, twice for who may
read the page, and once more in each list of public pages. Nothing of that differs between two readers.
"""

import copy
from functools import partial
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from .caching.once import once


def address(page: Page) -> str:
    """The whole address of a page below BASE_URL, whatever port or host Wagtail's record of the site has."""
    return urljoin(settings.BASE_URL, page.get_url() or "")


class Way(NamedTuple):
    """Where an address leads; the page is copied for each reader."""

    site: Site
    page: Page
    arguments: tuple


def take(request: HttpRequest, path: str) -> None:
    """Tell Wagtail the page at this address. Wagtail looks for it in the request (`Page.route_for_request`,
    `Site.find_for_request`) before it goes the way itself."""
    way = once(("way", request.get_host(), get_language(), path), partial(find, request, path))
    if way and not hasattr(request, "_wagtail_route_for_request"):
        request._wagtail_site = way.site
        request._wagtail_route_for_request = RouteResult(copy.copy(way.page), *way.arguments)


def find(request: HttpRequest, path: str) -> Way | None:
    """The way as Wagtail goes it, which then stands in the request too; None where it ends nowhere."""
    if (route := Page.route_for_request(request, path)) is None:
        return None
    page, *arguments = route
    page.locale = Locale.objects.get(pk=page.locale_id)
    return Way(Site.find_for_request(request), copy.copy(page), tuple(arguments))


def address_of(page: Page) -> str:
    """Where a page stands in the language of the reader, or in its own; empty for one without an address."""
    return once(("address", get_language(), page.pk), lambda: page.localized.url or "")


def in_language(page: Page, language: str) -> str:
    """The address of a page's public translation in another language; empty where there is none."""
    return once(("in language", language, page.pk), partial(_in_language, page, language))


def _in_language(page: Page, language: str) -> str:
    pages = Page.objects.filter(translation_key=page.translation_key, locale__language_code=language)
    if not (translated := public(pages).first()):
        return ""
    # Both trees have the same depth under their home pages, whose own slugs the address leaves out.
    return "/".join(["", language, *translated.url_path.strip("/").split("/")[1:], ""])


def public(pages):
    """Those of a queryset of pages that everybody may read now: `.live().public()`."""
    return pages.live().exclude(once("private", Page.objects.all().private_q))


class Reachable:
    """A page that need not ask again where it stands and whether everybody may read it."""

    def get_parent(self, update=False):
        ask = partial(super().get_parent, update)
        return ask() if update else once(("parent", self.pk), ask)

    def get_view_restrictions(self):
        ask = super().get_view_restrictions
        if once(("for everybody", self.pk), lambda: not ask().exists()):
            return PageViewRestriction.objects.none()
        return ask()

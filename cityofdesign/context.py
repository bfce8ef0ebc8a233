"""What every public page shows around its content."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import boundaries
from .models import SiteSettings
from .routes import in_language

LANGUAGE_NAMES = {"en": "English", "zh-hans": "中文"}
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans"}


class Link(NamedTuple):
    """An entry of a menu; `current` where it leads to the page itself or above it."""

    label: str
    href: str
    current: bool = False


class Group(NamedTuple):
    """A part of the footer's menu."""

    title: str
    links: tuple[Link, ...]


class Frame(NamedTuple):
    """What the installation says around every page. A tuple, since its values tell `made_once` in the
    templates whether the frame is there already."""

    name: str
    home: str
    disclaimer: str
    complaint_phone: str
    complaint_email: str
    report_number: str
    sample_register: bool


def section(path: str) -> str:
    """Address of a section in the reader's language; sections are fixed (docs: addresses)."""
    return f"/{translation.get_language()}/{path}"


def site(request) -> dict:
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "LANGUAGE_CODE": language,
        "html_lang": HTML_LANG.get(language, "en"),
        "site": _site(request),
        "nav": _nav(request),
        "footer_nav": _footer_nav(language),
        "language_link": SimpleLazyObject(lambda: _language_link(request, language)),
        "base_url": settings.BASE_URL,
        "boundaries": lambda: boundaries.kept(SiteSettings.kept(request)),
    }


def _site(request) -> Frame:
    found = SiteSettings.kept(request)
    zh = translation.get_language() == "zh-hans"
    return Frame(
        name=_("Chongqing City of Design"),
        home=section(""),
        disclaimer=found.disclaimer_zh if zh else found.disclaimer_en,
        complaint_phone=found.complaint_phone,
        complaint_email=found.complaint_email,
        report_number=found.report_number,
        sample_register=settings.SAMPLE_REGISTER,
    )


def _nav(request) -> tuple[Link, ...]:
    items = [
        (_("Register"), ("centres/", "rounds/", "districts/")),
        (_("Milestones"), ("milestones/",)),
        (_("Policies"), ("policies/",)),
        (_("News"), ("news/",)),
        (_("Events"), ("events/",)),
    ]
    return tuple(
        Link(label, section(paths[0]), request.path.startswith(tuple(section(path) for path in paths)))
        for label, paths in items
    )


@lru_cache(maxsize=len(LANGUAGE_NAMES))
def _footer_nav(language: str) -> tuple[Group, ...]:
    groups = [
        (
            _("Register"),
            [
                (_("On any date"), section("centres/")),
                (_("Compare two dates"), reverse("centres:compare")),
                (_("Verify a number"), reverse("verify:form")),
                (_("Rounds"), section("rounds/")),
                (_("Public notices"), reverse("notices:index")),
                (_("Districts"), section("districts/")),
            ],
        ),
        (
            _("City of Design"),
            [
                (_("Fields of design"), section("fields/")),
                (_("Policies and targets"), section("policies/")),
                (_("Competitions"), reverse("events:competitions")),
                (_("Application scenarios"), reverse("events:scenarios")),
                (pgettext("menu", "About"), section("about/")),
            ],
        ),
        (
            _("Use"),
            [
                (_("Open data"), reverse("open_data")),
                (_("API"), reverse("api-1:openapi-view")),
                (_("Licence"), section("licence/")),
                (_("Search"), section("search/")),
            ],
        ),
        (
            _("Help"),
            [
                (_("Accessibility"), section("accessibility/")),
                (pgettext("menu", "Privacy"), section("privacy/")),
                (_("Contact"), section("contact/")),
                (_("Notice about content"), section("take-down/")),
                (_("Follow a ticket"), reverse("notices:find")),
            ],
        ),
    ]
    return tuple(Group(title, tuple(Link(*link) for link in links)) for title, links in groups)


def _language_link(request, language: str) -> dict:
    """The same page in the other language, or the page there that says that it is missing; a view whose
    address is another one there says so in `request.language_link`."""
    if given := getattr(request, "language_link", None):
        return given
    other = "zh-hans" if language == "en" else "en"
    link = {"lang": HTML_LANG[other], "label": LANGUAGE_NAMES[other], "missing": False}
    page = getattr(request, "wagtail_page", None)
    if page is None:
        if request.path.startswith("/verify/"):  # no language in the address
            query = request.GET.copy()
            query["lang"] = other
            return {**link, "href": f"{request.path}?{query.urlencode()}"}
        rest = request.path.removeprefix(f"/{language}/")
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        known = request.path.startswith(f"/{language}/") and getattr(request, "resolver_match", None)
        return {**link, "href": f"/{other}/{rest if known else ''}{query if known else ''}"}
    if translated := in_language(page, other):
        return {**link, "href": translated}
    # The same address says that the page is in this language only.
    return {**link, "href": f"/{other}/{request.path.removeprefix(f'/{language}/')}", "missing": True}

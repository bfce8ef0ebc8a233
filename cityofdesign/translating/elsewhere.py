"""What the reader is told of pages that stand in the other language only."""

from functools import partial

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail.views import serve as wagtails_serve

from cityofdesign import routes
from cityofdesign.caching.once import once
from cityofdesign.routes import public

from .official import NOTES, official_language

HTML_LANG = {"en": "en", "zh-hans": "zh-Hans"}


def serve(request, path: str):
    """Wagtail's view; where it finds nothing, a page at this address in the other language is announced."""
    routes.take(request, path)
    try:
        return wagtails_serve(request, path)
    except Http404:
        page = at_same_address(request, path)
        if page is None:
            raise
    here = public(page.get_translations().filter(locale=Locale.get_active())).first()
    if here:
        return redirect(here.get_url(request))
    request.wagtail_page = page
    context = {"page": page.specific, "lang": HTML_LANG[page.locale.language_code]}
    return render(request, "cityofdesign/only_elsewhere.html", context)


def at_same_address(request, path: str) -> Page | None:
    """The public page that another language has at this path."""
    site, language = Site.find_for_request(request), translation.get_language()
    for other in (code for code, _name in settings.LANGUAGES if code != language):
        with translation.override(other):
            home = site and site.root_page.localized
            if not home or home.locale.language_code != other:
                continue
            try:
                page = home.specific.route(request, [part for part in path.split("/") if part])[0]
            except Http404:
                continue
        if not page.get_view_restrictions().exists():
            return page
    return None


def only_elsewhere(index: Page) -> list[dict]:
    """Public pages of other languages that would stand below an index page, had they been translated:
    `{"page", "lang"}`, in the order of their tree."""
    return once(("only elsewhere", index.pk), partial(_only_elsewhere, index))


def _only_elsewhere(index: Page) -> list[dict]:
    below = public(Page.objects.all()).filter(depth=index.depth + 1, content_type__model__in=kinds(index))
    here = below.filter(locale_id=index.locale_id).values("translation_key")
    pages = below.exclude(locale_id=index.locale_id).exclude(translation_key__in=here)
    pages = pages.select_related("locale").order_by("path")
    return [{"page": page, "lang": HTML_LANG[page.locale.language_code]} for page in pages]


def kinds(index: Page) -> list[str]:
    return [model._meta.model_name for model in type(index).allowed_subpage_models()]


def official_note(page: Page) -> str:
    """That the other language's text is the official one; empty on the official text and where neither is."""
    official = official_language(page)
    return str(NOTES[official]) if official and official != page.locale.language_code else ""

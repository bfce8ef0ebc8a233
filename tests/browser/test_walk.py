"""The whole site and the main screens of the admin, walked with an eye on what a browser complains about."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from . import offices
from .screens import furnish, screens
from .watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINKS = """() => {
    const address = link => new URL(link.getAttribute('href'), location).href.split('#')[0]
    return [...new Set([...document.querySelectorAll('a[href]')].map(address))]
}"""
NAMES = """() => {
    const text = rule => rule.styleSheet ? all(rule.styleSheet) : rule.cssText
    const all = sheet => [...sheet.cssRules].map(text).join('')
    return [
        [...new Set([...document.querySelectorAll('[class]')].flatMap(one => [...one.classList]))],
        [...document.styleSheets].map(all).join(''),
    ]
}"""
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


def without_style(page) -> set[str]:
    """The classes in the page that some style sheet of the site has a rule for, but none that it loads."""
    everywhere = "".join(sheet.read_text() for sheet in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    used, loaded = page.evaluate(NAMES)
    return set(used) & set(CLASS.findall(everywhere)) - set(CLASS.findall(loaded))


def kind_of(address: str) -> str:
    """The view that answers an address; of a page its type. Empty for what is none of ours."""
    path = urlsplit(address).path
    try:
        with translation.override("zh-hans" if path.startswith("/zh-hans/") else "en"):
            match = resolve(path)
    except Resolver404:
        return ""
    if match.url_name != "wagtail_serve":
        return match.view_name or str(match.func)
    slug = path.rstrip("/").rpartition("/")[2]
    page = Page.objects.live().filter(slug=slug).first()
    return page.specific_class.__name__ if page else ""


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_public_site(page, live_server, language):
    furnish()
    watch, seen, ahead = Watch(page), set(), {}
    for screen in screens().values():
        address = live_server.url + screen.address(language)
        if screen.status >= 400:
            watch.refused.add(address)
        assert page.goto(address).status == screen.status, address
        assert without_style(page) == set(), address
        seen.add(kind_of(address))
        found = [link for link in page.evaluate(LINKS) if link.startswith(live_server.url)]
        ahead |= {kind_of(link): link for link in found if "/admin/" not in link}
    for kind, link in ahead.items():
        if kind in seen or not kind:
            continue
        answer = page.request.get(link)
        assert answer.status == 200, link
        if answer.headers["content-type"].startswith("text/html"):
            page.goto(link)
    assert len(seen) > 40
    assert watch.wrong == []


@pytest.mark.filterwarnings(
    "ignore::django.core.paginator.UnorderedObjectListWarning"
)  # a report of Wagtail's
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_admin(staff, window, live_server, language):
    furnish()
    addresses = offices.own() | offices.wagtails()
    page = window(language)
    for name, path in offices.entrance().items():
        assert page.goto(live_server.url + path).status == 200, name
    page = staff("admin", language)
    for name, path in addresses.items():
        assert page.goto(live_server.url + path).status == 200, name
    assert len(addresses) == len(set(addresses.values()))

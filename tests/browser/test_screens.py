"""What is asked of every public screen: nothing that axe-core finds, light or dark; no scrolling sideways."""

import pytest

from .axe import violations
from .screens import furnish, screens

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_furnished"),
]
FEW = ("home", "list", "centre, much told", "report, errors")
LANGUAGES = ("en", "zh-hans")
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def _furnished(transactional_db):
    furnish()


def shown(page, live_server, screen, language):
    """The screen in the page, once it stands still."""
    answer = page.goto(live_server.url + screen.address(language))
    assert answer.status == screen.status, screen
    if screen.sends:
        with page.expect_navigation():
            page.evaluate("document.querySelector('main form[method=post]').submit()")


def found(page, live_server, language, named):
    """Screen and scheme of colours or width -> what is wrong there; only those where something is."""
    wrong = {}
    for name, screen in named.items():
        shown(page, live_server, screen, language)
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            if lines := violations(page):
                wrong[name, colours] = lines
        page.set_viewport_size(NARROW)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
            wrong[name, "narrow"] = width
        page.set_viewport_size(WIDE)
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_main_screens(page, live_server, language):
    named = {name: screen for name, screen in screens().items() if name in FEW}
    assert len(named) == len(FEW)
    assert found(page, live_server, language, named) == {}


@pytest.mark.audit
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen(page, live_server, language):
    assert found(page, live_server, language, screens()) == {}

"""What readers set for themselves: larger text, own colours, less motion, paper."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/",
    "/centres/",
    "/centres/CQ-000001/",
    "/milestones/",
    "/policies/city-of-design-plan-2022/",
    "/news/city-of-design-2023/",
    "/centres/CQ-000001/report/",
)
languages = pytest.mark.parametrize("language", ["en", "zh-hans"])
LARGER = {"standard": 32, "fixed": 26}
"""Twice the sizes with which Chromium begins, as a reader sets them."""
PARTS = ".button, .chip, summary, .switch a, .tabs a, h1, h2, h3, label"
CUT_OFF = """parts => [...document.querySelectorAll(parts)]
    .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, .skip-link'))
    .filter(one => one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).display !== 'inline')
    .map(one => one.outerHTML.slice(0, 120))"""
OVERLAPPING = """() => {
    const lines = [...document.querySelectorAll('main :is(h1, h2, h3, p, label, .button, .field input)')]
        .filter(one => one.checkVisibility() && !one.closest('svg, .visually-hidden, .row__marks, dialog'))
        .filter(one => getComputedStyle(one).position === 'static' && one.textContent.trim())
        .map(one => [one, one.getBoundingClientRect()])
    const crossed = ([a, p], [b, q]) => !a.contains(b) && !b.contains(a) &&
        Math.min(p.right, q.right) - Math.max(p.left, q.left) > 4 &&
        Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 8
    const words = one => one[0].textContent.trim().slice(0, 50)
    return lines.flatMap((one, n) => lines.slice(n + 1, n + 12)
        .filter(other => crossed(one, other)).map(other => words(one) + ' | ' + words(other)))
}"""


def style(page, selector, name, pseudo=None):
    """A computed style of the first element that the selector finds."""
    of = "(one, [name, pseudo]) => getComputedStyle(one, pseudo).getPropertyValue(name)"
    return page.locator(selector).first.evaluate(of, [name, pseudo])


@languages
@pytest.mark.parametrize("width", [1280, 640])
def test_text_of_twice_the_size_is_neither_lost_nor_overlaps(page, live_server, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": LARGER})
    wrong = {}
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}{path}")
        assert style(page, "html", "font-size") == "32px"
        found = [*page.evaluate(CUT_OFF, PARTS), *page.evaluate(OVERLAPPING)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} px wide")
        if found:
            wrong[path] = found
    assert wrong == {}


@languages
def test_on_paper_there_is_no_menu_and_addresses_are_written_out(page, live_server, language):
    page.emulate_media(media="print")
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}{path}")
        hidden = page.locator(".site-nav, .site-menu, .language, .skip-link, .site-footer__top, .button, .go")
        assert [one for one in hidden.all() if one.is_visible()] == [], path
        assert page.locator("h1").first.is_visible()
        assert style(page, "html", "color-scheme") == "light"
    page.goto(f"{live_server.url}/{language}/news/city-of-design-2023/")
    source = page.locator(".source-list a").first.get_attribute("href")
    assert source.startswith("http")
    assert source in page.locator(".source-list a").first.evaluate(
        "one => getComputedStyle(one, '::after').content.replace('attr(href)', one.href)"
    )
    page.goto(f"{live_server.url}/{language}/centres/")
    assert style(page, ".row", "break-inside") == "avoid"


@languages
def test_own_colours_keep_what_a_background_says(page, live_server, language):
    page.emulate_media(forced_colors="active")
    page.goto(f"{live_server.url}/{language}/")
    for part in (".ladder__step", ".news__lead", ".ascent__step", ".button"):
        assert style(page, part, "border-top-style") == "solid", part
        assert float(style(page, part, "border-top-width").removesuffix("px")) >= 1, part
    page.goto(f"{live_server.url}/{language}/centres/?level=municipal")
    assert style(page, ".chip", "border-top-style") == "solid"
    assert style(page, ".facet input", "appearance") == "auto"


@languages
def test_nothing_moves_for_those_who_want_less_motion(page, live_server, language):
    moving = {}
    for motion in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=motion)
        page.goto(f"{live_server.url}/{language}/milestones/")
        climb = style(page, ".terrace", "animation-name", "::before")
        page.goto(f"{live_server.url}/{language}/")
        moving[motion] = climb, style(page, ".hero__find .button", "transition-property")
    assert moving["no-preference"] == ("tread", "translate")
    assert moving["reduce"] == ("none", "none")

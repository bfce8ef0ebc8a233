"""The register list filtered in a browser: without a new page where scripts run, with one where none do."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": {
        "kind": "Enterprise centre",
        "apply": "Apply filters",
        "sort": "Sort",
        "counted": re.compile(r"^\d+ centres?, "),
        "clear": "Clear all",
    },
    "zh-hans": {
        "kind": "企业工业设计中心",
        "apply": "应用筛选",
        "sort": "应用",
        "counted": re.compile(r"^\d+\s*家"),
        "clear": "全部清除",
    },
}


@pytest.fixture(params=WORDS)
def language(request):
    return request.param


def same_page(page) -> bool:
    """Whether the page is still the one that was marked."""
    return page.evaluate("window.marked === true")


def opened(page, live_server, language):
    page.goto(f"{live_server.url}/{language}/centres/")
    page.evaluate("window.marked = true")
    return WORDS[language]


def chosen(page, words):
    page.get_by_role("checkbox", name=re.compile(words["kind"])).first.check()
    page.get_by_role("button", name=words["apply"]).click()
    expect(page).to_have_url(re.compile(r"\?kind=enterprise-centre"))


def test_filters_are_applied_without_a_new_page(window, live_server, language):
    page = window(language)
    words = opened(page, live_server, language)
    before = page.locator("h1").inner_text()
    chosen(page, words)
    expect(page.locator("h1")).not_to_have_text(before)
    assert same_page(page)
    assert page.title().startswith(page.locator("h1").inner_text())
    expect(page.locator("main > [role=status]")).to_have_text(words["counted"])
    expect(page.locator(".rows")).to_be_focused()
    expect(page.locator(".language")).to_have_attribute("href", re.compile("kind=enterprise-centre"))
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator(".chips")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".chips li")).to_have_count(2)
    page.get_by_role("link", name=words["clear"]).click()
    expect(page.locator("h1")).to_have_text(before)
    assert same_page(page)
    assert page.url.endswith(f"/{language}/centres/")


def test_sorting_and_searching_leave_the_focus_where_it_is(window, live_server, language):
    page = window(language)
    words = opened(page, live_server, language)
    page.locator("#sort").select_option("number")
    page.get_by_role("button", name=words["sort"], exact=True).click()
    expect(page).to_have_url(re.compile("sort=number"))
    expect(page.get_by_role("button", name=words["sort"], exact=True)).to_be_focused()
    page.locator("#q").press_sequentially("CQ-0000")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile("q=CQ-0000"))
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").press_sequentially("01")
    expect(page.get_by_role("option").first).to_be_visible()  # still a box that suggests
    assert same_page(page)


def test_what_cannot_be_fetched_is_gone_to(page, live_server):
    words = opened(page, live_server, "en")
    page.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    chosen(page, words)
    expect(page.locator(".chips")).to_be_visible()
    assert not same_page(page)


def test_the_same_without_scripts(browser, live_server, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/{language}/centres/")
    before = page.locator("h1").inner_text()
    page.get_by_role("checkbox", name=re.compile(WORDS[language]["kind"])).first.check()
    page.get_by_role("button", name=WORDS[language]["apply"]).click()
    expect(page.locator(".chips li")).to_have_count(2)
    expect(page.locator("h1")).not_to_have_text(before)
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    context.close()

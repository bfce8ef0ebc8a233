"""The search box as a combobox: worked by keys, within the content security policy."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.blockedURI))"


@pytest.fixture
def quiet(page):
    """A page in whose console nothing goes wrong."""
    wrong = []
    page.add_init_script(VIOLATIONS)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    assert wrong == []


def test_a_suggestion_is_chosen_with_the_keys(quiet, live_server):
    quiet.goto(f"{live_server.url}/en/centres/")
    box = quiet.get_by_role("combobox", name="Name, holder or number")
    options = quiet.get_by_role("listbox", name="Name, holder or number").get_by_role("option")
    box.press_sequentially("cqca")
    expect(options).to_have_count(1)
    expect(quiet.get_by_role("status").filter(has_text="1 suggestion")).to_be_attached()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press_sequentially("q")
    box.press("Backspace")
    expect(options).to_have_count(1)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.get_attribute("id"))
    box.press("Enter")
    expect(quiet).to_have_url(re.compile(r"/en/centres/CQ-000001/$"))


def test_enter_searches_where_nothing_is_chosen(quiet, live_server):
    quiet.goto(f"{live_server.url}/zh-hans/search/")
    box = quiet.get_by_role("combobox")
    box.press_sequentially("智博")
    expect(quiet.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(quiet).to_have_url(re.compile(r"/zh-hans/search/\?q="))
    expect(quiet.locator("mark").first).to_have_text("智博")

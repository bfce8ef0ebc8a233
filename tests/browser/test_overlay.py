"""The search over any page: opened and left by keys, a plain link without script."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_opened_suggesting_and_closed_by_keys(page, live_server):
    page.goto(f"{live_server.url}/en/about/")
    link = page.locator(".site-search")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Search the site")
    box = dialog.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("first municipal", delay=30)
    expect(dialog.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("option")).to_have_count(0)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert page.url.endswith("/en/about/")


def test_what_is_typed_is_searched_for(page, live_server):
    page.goto(f"{live_server.url}/zh-hans/about/")
    page.locator(".site-search").click()
    page.get_by_role("dialog").locator("input").fill("重庆")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-hans/search/?q=*")


def test_from_the_menu_of_a_phone_focus_returns_to_the_menu(page, live_server):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/en/about/")
    page.get_by_text("Menu", exact=True).click()
    page.locator(".site-menu__panel a[data-search]").click()
    dialog = page.get_by_role("dialog", name="Search the site")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator(".site-menu > summary")).to_be_focused()


def test_without_script_the_link_leads_to_the_search(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/en/about/")
    page.locator(".site-menu > summary, .site-search").locator("visible=true").first.click()
    page.locator("a[data-search]").locator("visible=true").first.click()
    page.wait_for_url("**/en/search/")
    page.context.close()

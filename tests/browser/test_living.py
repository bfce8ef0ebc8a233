"""A count of the register is put into a text by the button of the editor."""

import re

import pytest
from playwright.sync_api import expect

from events.models import NewsIndexPage, NewsPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "{{count municipal-centre 2022-12-31}}"
BUTTON = {"en": "Register count within the text", "zh-hans": "正文中的名录数量"}
INSERT = {"en": "Put into the text", "zh-hans": "放入正文"}
COUNT = {"en": "Count", "zh-hans": "统计"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_count_is_put_into_the_text(staff, live_server, language, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    index = NewsIndexPage.objects.get(locale__language_code="en")
    item = index.add_child(
        instance=NewsPage(
            title="Sample", date="2023-01", summary="Sample", body=[("paragraph", "<p>At the end: </p>")]
        )
    )
    page = staff("editor", language)
    page.goto(f"{live_server.url}/admin/pages/{item.pk}/edit/")
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+End")
    page.locator("[data-contentpath=body] .Draftail-BlockToolbar__trigger").first.click()
    page.get_by_role("option", name=BUTTON[language]).click()
    dialog = page.locator(".modal-body")
    expect(dialog.get_by_role("banner")).to_contain_text(BUTTON[language])
    dialog.locator("[name=scheme]").select_option("municipal-centre")
    dialog.locator("[name=on]").fill("2022-12-31")
    dialog.get_by_role("button", name=COUNT[language], exact=True).click()
    dialog.get_by_role("button", name=INSERT[language]).click()
    expect(dialog).to_have_count(0)
    expect(text.locator(".living-figure")).to_have_text(WORDS)
    # The editor hands its text over to the form a moment later.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(WORDS)))
    page.keyboard.press("Control+s")
    page.wait_for_load_state()
    expect(page.locator(".public-DraftEditor-content .living-figure").first).to_have_text(WORDS)
    draft = NewsPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert WORDS in draft.body[0].value.source

"""A news item is translated beside its original and taken over as a draft, without script in the page."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from cityofdesign.models import User
from cityofdesign.translating.sidebyside import counterpart
from events.models import NewsPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_text_is_translated_and_taken_over(page, live_server, client):
    english = NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()
    chinese = counterpart(english)
    client.force_login(User.objects.get(username="editor"))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    violations = []
    page.on("console", lambda said: violations.append(said.text))
    page.on("pageerror", lambda said: violations.append(str(said)))
    page.goto(f"{live_server.url}/admin/localize/submit/page/{chinese.pk}/")
    page.get_by_role("button", name=re.compile("side by side")).click()
    editor = page.locator(".js-translation-editor")
    expect(editor.get_by_text(english.summary).first).to_be_visible(timeout=30_000)
    expect(editor.get_by_text(chinese.specific.summary).first).to_be_visible()
    page.get_by_role("button", name="Take over as a draft").click()
    expect(page.get_by_text("kept as a draft")).to_be_visible()
    chinese.refresh_from_db()
    assert chinese.has_unpublished_changes
    assert violations == []
    assert NewsPage.objects.get(pk=chinese.pk).summary == chinese.specific.summary

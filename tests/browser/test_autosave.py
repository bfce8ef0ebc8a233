"""What is typed in the editor of pages is kept by itself, as a draft that the public does not see."""

import pytest
from playwright.sync_api import expect
from wagtail.models import PageLogEntry

from events.models import NewsPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCHING_BEGINS = 3_000
"""Milliseconds. Two seconds after a page was opened the editor begins to look for changes."""


def is_save(answer) -> bool:
    return answer.request.method == "POST" and "/edit/" in answer.url


def test_what_is_typed_is_kept_as_a_draft_and_told_in_the_history(staff, live_server):
    news = NewsPage.objects.filter(locale__language_code="en").live().newest_first().first()
    editor = staff("editor")
    editor.goto(f"{live_server.url}/admin/pages/{news.pk}/edit/")
    editor.wait_for_load_state("networkidle")
    editor.wait_for_timeout(WATCHING_BEGINS)
    for title in ("Typed once", "Typed twice"):
        with editor.expect_response(is_save):
            editor.fill("#id_title", title)
        editor.wait_for_load_state("networkidle")
    kept = NewsPage.objects.get(pk=news.pk)
    assert (kept.title, kept.draft_title, kept.live) == (news.title, "Typed twice", True)
    entries = PageLogEntry.objects.filter(page=news.pk, action="editing.autosave")
    assert len({(entry.revision_id, entry.uuid) for entry in entries}) == 1
    editor.goto(f"{live_server.url}/admin/pages/{news.pk}/history/")
    expect(editor.get_by_text("Saved automatically")).to_have_count(1)

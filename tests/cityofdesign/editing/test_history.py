"""What the editor saves by itself is a draft; the history tells by name what became of a page."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.users.models import UserProfile

from cityofdesign import jobs
from cityofdesign.models import StandardPage
from events.models import NewsPage
from policies.models import PolicyPage

from .writing import APPROVE, PUBLISH, SUBMIT, TEXT, address, news_index, person, submission, texts

pytestmark = pytest.mark.django_db
NEW = "Saved by itself"
SOON = timezone.localtime() + datetime.timedelta(days=3)


def autosave(writer, page, over: int | None = None, **changes):
    """As the editor does: the answer is JSON; `over` is the revision that this editor made before."""
    url = address("edit", page.pk)
    data = writer.form(url) | changes | ({"overwrite_revision_id": over} if over else {})
    return writer.post(url, data, headers={"accept": "application/json"})


def add_itself(writer):
    """A new article that the editor saves before anybody pressed a button."""
    url = address("add", "events", "newspage", news_index().pk)
    saved = writer.post(url, writer.form(url) | TEXT, headers={"accept": "application/json"}).json()
    return NewsPage.objects.get(pk=saved["pk"]), saved["revision_id"]


def history(writer, page) -> list[str]:
    """What happened, the newest first, without the buttons beside it."""
    soup = BeautifulSoup(writer.get(address("history", page.pk)).content, "html.parser")
    cells = soup.select("main table tbody tr td:first-child")
    return [next(cell.stripped_strings) for cell in cells]


def again(page):
    return type(page).objects.get(pk=page.pk)


@pytest.mark.parametrize("model", [NewsPage, PolicyPage, StandardPage])
def test_pages_are_saved_by_themselves(desk, model):
    page = model.objects.filter(locale__language_code="en").first()
    shown = BeautifulSoup(desk("moderator").get(address("edit", page.pk)).content, "html.parser")
    assert int(shown.find(id="page-edit-form")["data-w-autosave-interval-value"]) > 0
    new = address("add", *model._meta.label_lower.split("."), page.get_parent().pk)
    shown = BeautifulSoup(desk("moderator").get(new).content, "html.parser")
    assert int(shown.find(id="page-edit-form")["data-w-autosave-interval-value"]) > 0


def test_what_is_saved_by_itself_is_a_draft_in_which_nothing_is_public(desk):
    page, revision = add_itself(desk("editor"))
    assert (page.live, page.has_unpublished_changes, page.live_revision) == (False, True, None)
    assert autosave(desk("editor"), page, revision, title=NEW).json()["revision_id"] == revision
    assert Client().get(page.get_url()).status_code == 404
    for path in ("/en/news/", "/en/news/feed.atom", "/sitemap.xml", "/en/search/?q=itself"):
        text = Client().get(path).text
        assert NEW not in text
        assert page.slug not in text


@pytest.mark.parametrize("username", ["editor", "moderator", "admin"])
def test_the_public_version_stays_as_it_is(desk, username):
    page = NewsPage.objects.filter(locale__language_code="en").live().first()
    before, shown = page.title, Client().get(page.url).text
    assert autosave(desk(username), page, title=NEW, summary=NEW).json()["success"]
    page = again(page)
    assert (page.live, page.title, page.draft_title) == (True, before, NEW)
    assert Client().get(page.url).text == shown
    assert page.get_latest_revision_as_object().title == NEW


def test_the_history_tells_by_name_what_became_of_a_page(desk):
    editor, moderator = desk("editor"), desk("moderator")
    page, revision = add_itself(editor)
    autosave(editor, page, revision, title="Saved over")
    editor.write(page, title="Saved by hand")
    editor.write(page, then=SUBMIT)
    moderator.write(page, then=APPROVE)
    assert history(editor, page) == [
        "Published",
        "Approved at 'Second person · 双人审核'. 'Second person · 双人审核' complete",
        "Submitted for approval: Second person · 双人审核",
        "Draft saved",
        "Draft saved",
        "Saved automatically",
        "Created",
    ]
    assert texts(page)[0] == "Saved over"


def test_what_is_scheduled_is_told_and_then_published(desk, time_machine):
    page = desk("editor").create(then=SUBMIT, go_live_at=f"{SOON:%Y-%m-%d} 09:00").page
    desk("moderator").write(page, then=APPROVE)
    assert "scheduled for publishing at" in history(desk("editor"), page)[0]
    time_machine.move_to(SOON + datetime.timedelta(days=1))
    jobs.publish_pages()
    assert history(desk("editor"), page)[0] == "Published scheduled draft"


CORRECTION = {
    "corrections-count": "1",
    "corrections-0-type": "correction",
    "corrections-0-order": "0",
    "corrections-0-deleted": "",
    "corrections-0-id": "",
    "corrections-0-value-date": "2026-05-02",
    "corrections-0-value-text": "It opens on 3 May.",
}


@pytest.mark.parametrize("how", ["approved", "published"])
def test_a_correction_is_told_with_its_text_once_it_is_online(desk, how):
    editor, moderator = desk("editor"), desk("moderator")
    page = editor.create().page
    moderator.write(page, then=PUBLISH)
    editor.write(page, then=SUBMIT, **CORRECTION)
    assert not [line for line in history(editor, page) if line.startswith("Corrected")]
    if how == "approved":
        moderator.act(submission(again(page)), "approve")
    else:
        (known,) = again(page).get_latest_revision_as_object().corrections
        moderator.write(page, then=PUBLISH, **CORRECTION | {"corrections-0-id": known.id})
    told = history(editor, page)
    assert told[0] == "Published"
    assert [line for line in told if line.startswith("Corrected")] == ["Corrected: It opens on 3 May."]
    assert again(page).corrections[0].value["text"] == "It opens on 3 May."


def test_what_stood_in_an_article_from_the_first_is_no_correction_of_it(desk):
    page = desk("editor").create(**CORRECTION).page
    desk("moderator").write(page, then=PUBLISH)
    assert not [line for line in history(desk("editor"), page) if line.startswith("Corrected")]


def test_the_names_are_in_the_reader_s_language(desk):
    page, _revision = add_itself(desk("editor"))
    desk("editor").write(page, then=SUBMIT)
    profile = UserProfile.get_for_user(person("moderator"))
    profile.preferred_language = "zh-hans"
    profile.save()
    found = history(desk("moderator"), page)
    assert found == ["提交审批：Second person · 双人审核", "已保存草稿", "自动保存", "已创建"]
    filters = desk("moderator").get(address("history", page.pk)).text
    assert filters.count("wagtail.workflow.start") == 1


def test_an_editor_left_open_does_not_save_over_what_went_online(desk):
    page, revision = add_itself(desk("editor"))
    Revision.objects.get(pk=revision).publish(user=person("moderator"))
    online = again(page)
    assert online.live_revision_id == revision
    saved = autosave(desk("editor"), page, revision, title=NEW).json()
    assert saved["revision_id"] != revision
    assert online.live_revision.content["title"] == again(page).title == TEXT["title"]
    assert again(page).get_latest_revision_as_object().title == NEW
    assert Page.objects.get(pk=page.pk).has_unpublished_changes

"""A news item from draft to its translation, and what else editors do: chapters of their guide."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page

from cityofdesign import jobs
from cityofdesign.translating.sidebyside import counterpart
from events.models import Award, MilestonePage, NewsIndexPage, NewsPage, PressLink
from tests.events import editions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = {"en": "Sample: design week opens", "zh-hans": "示例：设计周开幕"}
SUMMARY = {
    "en": "An invented item that shows how news is written.",
    "zh-hans": "虚构的动态，用来演示如何撰写。",
}
SOURCE = {"en": "Sample source", "zh-hans": "示例来源"}
DATE = {"en": "autumn 2023", "zh-hans": "2023年秋"}
NUMBER = {
    "en": "At the end of 2022 the city had 101 municipal design centres.",
    "zh-hans": "截至2022年底，全市共有101家市级工业设计中心。",
}


def other(language):
    return "zh-hans" if language == "en" else "en"


def index(language):
    return NewsIndexPage.objects.get(locale__language_code=language)


@pytest.fixture(autouse=True)
def _nothing_saved_by_itself(settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.mark.chapter("news")
def test_news_goes_from_draft_to_its_translation(desk, time_machine):
    editor, moderator = desk("editor"), desk("moderator")
    page = drafted(editor)
    at = timezone.localtime() + datetime.timedelta(days=1)
    submitted(editor, page, at)
    approved(moderator, page)
    time_machine.move_to(at + datetime.timedelta(minutes=1))
    jobs.publish_pages()
    assert NewsPage.objects.get(pk=page.pk).live
    translated(editor, page)


def drafted(editor):
    """Saved with nothing but title and date, then told what is missing."""
    language = editor.language
    editor.go(f"/admin/pages/add/events/newspage/{index(language).pk}/")
    editor.page.fill("#id_title", TITLE[language])
    editor.page.fill("#id_date", DATE[language])
    reads = editor.page.locator("output[for=id_date]")
    for words in DATE.values():
        expect(reads).to_contain_text(words)
    editor.shot("01-date", only=editor.page.locator("section:has(#id_date), .w-panel:has(#id_date)").last)
    editor.press("Save draft")
    told = "As it was last saved, this page cannot be published yet:"
    editor.sees(told)
    checks = editor.page.locator(".help-critical", has=editor.page.locator(".checks"))
    editor.shot("02-checks", only=checks)
    return NewsPage.objects.child_of(index(language)).order_by("pk").last()


def submitted(editor, page, at):
    language = editor.language
    editor.page.fill("#id_summary", SUMMARY[language])
    editor.page.locator("[data-contentpath=sources] .c-sf-add-button").first.click()
    editor.page.fill("[name=sources-0-value-name]", SOURCE[language])
    editor.page.locator("[data-side-panel-toggle=status]").click()
    editor.press("Set schedule")
    editor.page.fill("#id_go_live_at", f"{at:%Y-%m-%d %H:%M}")
    editor.button("Save schedule").first.press("Enter")
    expect(editor.page.locator("[data-side-panel=status]")).to_contain_text(f"{at:%H:%M}", timeout=30_000)
    more(editor)
    editor.shot("03-submit")
    submits(editor, page)
    editor.page.locator("[data-side-panel-toggle=status]").click()  # it stays open until it is closed


def more(person):
    """Everything that can be done with the page, below it."""
    person.page.locator("footer [data-w-dropdown-target=toggle]").first.click()


def submits(person, page):
    person.press("Submit for approval")
    person.page.wait_for_url(lambda url: not url.endswith("/edit/"))
    person.go(f"/admin/pages/{page.pk}/edit/")
    expect(person.button("Waits for another person")).to_be_visible()


def approves(person):
    person.page.locator("[data-workflow-action-name=approve]").first.click()
    person.page.wait_for_url(lambda url: not url.endswith("/edit/"))


def approved(moderator, page):
    title = TITLE[moderator.language]
    moderator.go("/admin/")
    moderator.shot("04-waiting-for-me")
    moderator.page.locator("#pages-waiting-section").get_by_role("link", name=title).click()
    expect(moderator.page.locator("#id_title")).to_have_value(title)
    moderator.shot("05-approve")
    approves(moderator)
    moderator.go("/admin/")
    panel = moderator.page.locator("#pages-scheduled-section")
    expect(panel).to_contain_text(title)
    moderator.shot("06-set-time", only=panel)


def translated(editor, page):
    """Every text in the other language, taken over as a draft."""
    editor.go(f"/admin/localize/submit/page/{page.pk}/")
    editor.press("Translate side by side")
    left = editor.page.locator(".js-translation-editor li.incomplete")
    expect(left.first).to_be_visible(timeout=30_000)
    for words in (TITLE, SUMMARY, SOURCE):
        text = left.filter(has_text=words[editor.language]).first
        text.get_by_role("button").first.click()
        field = editor.page.locator(".js-translation-editor textarea")
        field.fill(words[other(editor.language)])
        editor.page.locator(".js-translation-editor li:has(textarea) button").last.click()
        expect(field).to_have_count(0)
    expect(left).to_have_count(0)
    editor.shot("07-side-by-side")
    editor.press("Take over as a draft")
    editor.sees("The translation is kept as a draft. Submit it for approval from here.")
    translation = counterpart(page)
    assert translation.specific.get_latest_revision_as_object().title == TITLE[other(editor.language)]
    more(editor)
    submits(editor, translation)
    assert translation.current_workflow_state.requested_by.username == "editor"


@pytest.mark.chapter("numbers")
def test_a_typed_number_that_differs_is_pointed_out(desk):
    editor = desk("editor")
    language = editor.language
    page = index(language).add_child(
        instance=NewsPage(
            title=TITLE[language],
            slug="sample-number",
            date="2022-12-31",
            summary=NUMBER[language],
            live=False,
            locale=index(language).locale,
        )
    )
    editor.go(f"/admin/pages/{page.pk}/edit/")
    panel = editor.page.locator("section", has=editor.page.locator(".help-warning", has_text="101")).last
    expect(panel).to_contain_text("165")
    editor.shot("09-numbers", only=panel)


@pytest.mark.chapter("winners")
def test_winners_wait_for_their_hour_and_the_press_sees_them(desk, reader):
    edition = editions.edition(2)
    editions.award(edition)
    moderator = desk("moderator")
    address = f"/admin/competitions/editions/winners/{edition.pk}/"
    moderator.go(address)
    moderator.sees("not complete")
    moderator.shot("10-winners")
    editions.award(edition, work=editions.BRIDGE)
    moderator.go(address)
    hour = timezone.localtime() + datetime.timedelta(days=3)
    moderator.page.fill("#id_at", f"{hour:%Y-%m-%d} 10:00")
    moderator.button("Set the hour").press("Enter")
    moderator.page.fill("#id_recipient", SOURCE[moderator.language])
    moderator.page.fill("#id_expires_at", f"{hour:%Y-%m-%d} 10:00")
    moderator.button("Open a link").press("Enter")
    expect(moderator.page.locator("#press-section input[readonly]")).to_have_count(1)
    moderator.shot("11-press")
    assert not Award.objects.released().exists()
    reader.page.goto(moderator.page.locator("#press-section input[readonly]").input_value())
    expect(reader.page.locator("main")).to_contain_text(editions.BRIDGE)
    assert PressLink.objects.get().visits == 1


@pytest.mark.chapter("gone")
def test_what_depends_on_a_page_is_shown_before_it_goes_offline(desk):
    moderator = desk("moderator")
    leads = MilestonePage.objects.filter(
        related_page__live=True, locale__language_code=moderator.language
    ).first()
    page = Page.objects.get(pk=leads.related_page_id)
    moderator.go(f"/admin/pages/{page.pk}/unpublish/")
    moderator.sees("What depends on it:")
    expect(moderator.page.locator(".editing-dependents")).to_contain_text(leads.title)
    moderator.shot("12-depends")
    moderator.page.locator("main form button[type=submit]").first.click()
    moderator.page.wait_for_url(lambda url: "unpublish" not in url)
    assert not Page.objects.get(pk=page.pk).live

"""What else staff do at the screens, a chapter of the staff guide each; and the guides name what there is."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from centres import publishing
from centres.freezing import stale_rows
from centres.models import Centre, ErrorReport, Holiday, Objection, Round
from events.models import AnnouncementPage
from tests.centres.lists_in_short import person
from tests.factories import printed_list, publish, row

from .guide import GUIDES, LANGUAGES, PICTURES, files_of, text_of
from .yearly_list import approved, drawn_up, line, published

browser = pytest.mark.browser
database = pytest.mark.django_db(transaction=True)
OBJECTION = {
    "en": "The second holder stands on the list with its former district.",
    "zh-hans": "名单第二家单位所列区县为迁址前的区县。",
}
ANSWER = {
    "en": "The licence shows the district as printed; the list stands.",
    "zh-hans": "经核对营业执照，名单所列区县无误。",
}
WRONG = {"en": "The centre has moved to Banan.", "zh-hans": "该中心已迁至巴南区。"}
SOURCE = {"en": "Business licence of 2024", "zh-hans": "2024年换发的营业执照"}


@browser
@database
@pytest.mark.chapter("changed")
def test_a_round_that_another_overtook_is_matched_again(desk):
    published(drawn_up(line(0), line(1)))
    late = drawn_up(line(0), line(1), kind="maintained", on="2024-12-30")
    published(drawn_up(line(1, district="永川区"), kind="maintained", on="2024-06-28"))
    officer = desk("officer")
    officer.go(f"/admin/register/rounds/{late.pk}/")
    told = "The register has changed since these rows were matched: %(rows)s. Match the list again."
    officer.sees(told, rows="; ".join(stale_rows(late)))
    expect(officer.button("Submit for approval")).to_be_disabled()
    officer.shot("23-changed-meanwhile")
    officer.press("Match again")
    expect(officer.button("Submit for approval")).to_be_enabled()


@pytest.fixture
def _holidays():
    """Whatever the day of the test, the closing date of a notice can be counted."""
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        names = {"name_en": "New Year", "name_zh": "元旦", "source_name": "国办发明电"}
        Holiday.objects.get_or_create(day=datetime.date(year, 1, 1), defaults=names)


@browser
@database
@pytest.mark.chapter("notice")
@pytest.mark.usefixtures("_holidays")
def test_a_notice_is_opened_and_an_objection_answered(desk, reader, monkeypatch):
    monkeypatch.setattr("centres.views.guards.SHORTEST", 0)
    round_ = approved(drawn_up(line(0), line(1), line(2), scheme="national-centre", on="2026-02-27"))
    approver = desk("approver")
    approver.go(f"/admin/register/rounds/{round_.pk}/")
    approver.shot("24-public-notice", only=approver.page.locator(".round-footer"))
    approver.press("Put on public notice")
    objects(reader, round_)
    answers(approver)
    reader.page.reload()
    expect(reader.page.locator("main")).to_contain_text(ANSWER[reader.language])


def objects(reader, round_):
    reader.public(f"/notices/{round_.pk}/")
    reader.shot("25-notice-page")
    reader.link("Object to this round").click()
    reader.page.locator("textarea").first.fill(OBJECTION[reader.language])
    reader.press("Send the objection")
    reader.page.wait_for_url(re.compile(r"/tickets/OBJ-"))


def answers(approver):
    approver.go("/admin/register/messages/")
    approver.page.get_by_role("link", name=Objection.objects.get().ticket).click()
    approver.page.fill("#id_answer", ANSWER[approver.language])
    approver.shot("26-objection")
    approver.page.locator("footer button[type=submit]").first.click()
    approver.sees("%(ticket)s is answered.", ticket=Objection.objects.get().ticket)


@browser
@database
@pytest.mark.chapter("later")
def test_a_publication_is_set_for_a_time_and_the_announcement_gets_words(desk):
    round_ = approved(drawn_up(line(0), line(1)))
    approver = desk("approver")
    approver.go(f"/admin/register/rounds/{round_.pk}/")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    approver.page.fill("#publish-at", f"{tomorrow}T09:00")
    approver.press("Set the time")
    approver.go("/admin/")
    panel = approver.page.locator("#pages-scheduled-section")
    expect(panel).to_contain_text("09:00")
    approver.shot("27-set-time", only=panel)
    Round.objects.filter(pk=round_.pk).update(publish_at=None)
    publishing.publish(round_, user=person("approver"))
    announcement = AnnouncementPage.objects.get(round=round_, locale__language_code=approver.language)
    editor = desk("editor")
    editor.go(f"/admin/pages/{announcement.pk}/edit/")
    expect(editor.page.locator("#id_introduction")).to_be_visible()
    editor.shot("28-words")


@browser
@database
@pytest.mark.chapter("correction")
def test_a_reported_error_becomes_a_correction(desk, reader, monkeypatch):
    monkeypatch.setattr("centres.views.guards.SHORTEST", 0)
    published(drawn_up(line(0)))
    centre = Centre.objects.order_by("number").last()
    reports(reader, centre)
    officer = desk("officer")
    officer.go("/admin/register/messages/")
    officer.page.get_by_role("link", name=ErrorReport.objects.get().ticket).click()
    expect(officer.page.locator("#id_answer")).to_be_visible()
    officer.shot("29-reported-error")
    officer.link("Draft a correction").click()
    officer.page.locator("input[name=what][value=district]").check()
    officer.page.select_option("#id_district", "500113")
    officer.page.fill("#id_effective_on", "2024-03-01")
    officer.page.fill("#id_document", SOURCE[officer.language])
    officer.shot("30-correction")
    officer.press("Draft the correction")
    expect(officer.button("Submit for approval")).to_be_enabled()
    assert ErrorReport.objects.get().round.corrects == centre


def reports(reader, centre):
    reader.public(f"/centres/{centre.number}/report/")
    reader.page.locator("textarea[name=wrong]").fill(WRONG[reader.language])
    reader.page.locator("[name=source]").fill(SOURCE[reader.language])
    reader.press("Send the report")
    reader.page.wait_for_url(re.compile(r"/tickets/ERR-"))


@browser
@database
@pytest.mark.chapter("due")
def test_reviews_due_become_a_filled_in_list(desk):
    held = [row(holder_name_zh=line(n)[0], name_zh=line(n)[1]) for n in range(6)]
    publish(printed_list("granted", "2023-08-01", *held), scheme="national-centre", year=2023, sample=True)
    officer = desk("officer")
    officer.go("/admin/register/due/")
    officer.shot("31-reviews-due")
    officer.go("/admin/register/due/national-centre/2027/")
    officer.shot("32-filled-in-list")
    name, content = officer.downloads(officer.link("Filled-in list, xlsx"))
    assert (name.endswith(".xlsx"), content[:2]) == (True, b"PK")


@browser
@database
@pytest.mark.chapter("report")
def test_reports_and_the_switches_of_the_mails(desk):
    published(drawn_up(*map(line, range(6))))
    officer = desk("officer")
    officer.go("/admin/reports/register/decisions/")
    officer.shot("33-report")
    officer.go("/admin/account/#tab-notifications")
    officer.sees("Mails about rounds")
    officer.shot("34-mails")


def named_in(text):
    """The pictures that a guide shows, in their order: `(alternative text, address)`."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text.read_text())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_shows_every_picture_that_is_taken(guide, language):
    text = text_of(guide, language)
    shown = [(text.parent / address).resolve() for _alt, address in named_in(text)]
    assert sorted(shown) == files_of(guide, language)
    assert all(path.exists() for path in shown)
    assert all(len(alt) > 3 for alt, _address in named_in(text))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_pictures_are_small_and_none_is_left_over(guide):
    files = {path for path in (PICTURES / guide).rglob("*") if path.is_file()}
    assert files == {path for language in LANGUAGES for path in files_of(guide, language)}
    assert sum(path.stat().st_size for path in files) < 3 * 1024 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_begins_with_a_list_of_its_chapters(guide, language):
    lines = text_of(guide, language).read_text().splitlines()
    chapters = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    links = [found for line in lines if (found := re.fullmatch(r"- \[(.+)\]\(#(.+)\)", line))]
    assert [link[1] for link in links] == chapters
    assert [link[2] for link in links] == [anchor(chapter) for chapter in chapters]


def anchor(heading):
    """The address of a heading inside its page: no punctuation, hyphens for spaces."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")

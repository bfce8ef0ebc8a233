"""A messy list of 300 rows, taken by two people from the file to the announcement, and back again."""

import re

import pytest
from playwright.sync_api import expect

from centres import background
from centres.models import Edition, Round, RoundList, Scheme, Standing

from . import yearly_list

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.chapter("round"),
]
ON = "2024-12-30"
REASON = {"en": "The district has yet to be asked for.", "zh-hans": "所属区县待向申报单位核实。"}
ROWS_SHOWN = 302
REMARK = {"en": "The stated total counts one line twice.", "zh-hans": "名单所写总数多计了一行重复。"}


@pytest.fixture
def _held(settings, monkeypatch):
    """The register before the list; and 300 rows are so many that the worker reads them."""
    settings.TASKS = {**settings.TASKS, "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("centres.preparing.LARGE_ROWS", 250)
    monkeypatch.setattr("centres.reading.STEP", 50)
    yearly_list.hold()


@pytest.fixture
def files(_held, tmp_path):
    """The two annexes by their kind."""
    contents = {"full": yearly_list.full_list(), "withdrawn": yearly_list.withdrawn()}
    paths = {kind: tmp_path / f"municipal-2024-{kind}.csv" for kind in contents}
    for kind, content in contents.items():
        paths[kind].write_bytes(content)
    return paths


def test_two_people_take_a_list_of_300_rows_to_the_register_and_back(files, desk, reader, monkeypatch):
    before = on_the_date()
    counts(reader, 294)
    officer = desk("officer")
    begin(officer)
    upload(officer, files["full"], "full", total="301")
    is_read(officer, monkeypatch)
    upload(officer, files["withdrawn"], "withdrawn", ground="missed")
    read_counts(officer)
    settle_doubtful_names(officer)
    settle_what_is_left(officer)
    confirm_and_submit(officer)
    approver = desk("approver")
    look_at_changes(approver)
    approve_and_publish(approver)
    read_in_public(reader)
    take_back(officer, approver)
    counts(reader, 294)
    assert on_the_date() == before


def on_the_date():
    """Number, status, holder and district of every accredited centre on the date of the list."""
    held = Standing.objects.on(ON, Edition.objects.newest().number).accredited()
    facts = ("centre__number", "status", "holder_name_zh", "name_zh", "district__code", "valid_from")
    return sorted(held.values_list(*facts))


def begin(officer):
    officer.shot("01-start-page")
    officer.go("/admin/register/rounds/")
    officer.link("New round").first.click()
    scheme = Scheme.objects.get(key="municipal-centre")
    officer.page.select_option("#id_scheme", str(scheme.pk))
    officer.page.fill("#id_year", "2024")
    officer.shot("02-new-round")
    officer.press("Create round")


def upload(officer, file, kind, *, total="", ground=""):
    """Fill in the form of a list; the first one is on the screen already."""
    page = officer.page
    if not page.url.endswith("/upload/"):
        officer.link("Upload a list").first.click()
    page.select_option("#id_kind", kind)
    page.set_input_files("#id_file", file)
    page.fill("#id_document", "示例〔2024〕9号")
    page.fill("#id_effective_on", ON)
    page.fill("#id_stated_total", total)
    page.select_option("#id_ground", ground)
    if kind == "full":
        officer.shot("03-upload")
    officer.press("Upload and read")


def is_read(officer, monkeypatch):
    """The worker reads while the page is open: progress moves, and the rows appear by themselves."""
    officer.sees("%(done)s of %(all)s rows matched", done=0, all=300)
    roundlist, note = RoundList.objects.get(reading="waiting"), background.note

    def watched(*args, **fields):
        note(*args, **fields)
        if fields.get("rows_done") == 150:
            officer.sees("%(done)s of %(all)s rows matched", done=150, all=300)
            officer.shot("04-being-read")

    with monkeypatch.context() as patch:
        patch.setattr(background, "note", watched)
        background.read_attempt(roundlist.pk, roundlist.attempt)
    expect(officer.tile("error")).to_be_visible(timeout=8000)
    assert "04-being-read" in officer.guide.taken


def read_counts(officer):
    """Counts per verdict, errors first; how the file was read; what the second annex ends."""
    counts = {tile: rows_of(officer, tile) for tile in ("error", "unmatched", "new", "moved", "unchanged")}
    assert counts == {"error": 1, "unmatched": 3, "new": 12, "moved": 4, "unchanged": 279}
    assert rows_of(officer, "withdrawn") == 2
    expect(officer.page.locator(".round-tile").first).to_have_attribute("href", re.compile("verdict=error"))
    officer.shot("05-verdicts")
    how = officer.page.locator(".round-how").first
    how.locator("summary").click()
    expect(how).to_contain_text("gb18030")
    expect(how).to_contain_text("（示例）")
    officer.shot("06-how-it-was-read", only=officer.page.locator(".round-aside section", has=how).first)


def rows_of(officer, verdict):
    return int(officer.tile(verdict).locator("strong").inner_text())


def settle_doubtful_names(officer):
    """Three names with one character wrong: each would change a name and so needs a tick; one by keyboard."""
    officer.filters("unmatched")
    officer.shot("07-doubtful-names")
    officer.row(300).get_by_role("button", name=officer.words("Match the marked one")).click()
    officer.sees("Nothing was settled: tick that you have checked the warnings.")
    officer.row(300).get_by_role("checkbox").first.check()
    officer.shot("08-warnings", only=officer.row(300))
    officer.row(300).locator("button[value=match]").first.click()
    officer.tabs_to(officer.row(301).get_by_role("button", name=officer.words("Match the marked one")))
    officer.page.keyboard.press("Enter")
    officer.tabs_to(officer.row(301).get_by_role("checkbox").first)
    officer.page.keyboard.press("Space")
    officer.tabs_to(officer.row(301).locator("button[value=match]").first)
    officer.page.keyboard.press("Enter")
    expect(officer.tile("unmatched").locator("strong")).to_have_text("1")
    officer.row(302).get_by_role("button", name=officer.words("Match the marked one")).click()
    officer.row(302).get_by_role("checkbox").first.check()
    officer.row(302).locator("button[value=match]").first.click()
    expect(officer.tile("unmatched")).to_have_count(0)


def settle_what_is_left(officer):
    """The error is ignored with a reason, the repetition too; two verdicts are settled as a whole."""
    officer.filters("error")
    wrong = officer.row(304)
    wrong.locator("summary", has_text=officer.words("Other decisions")).click()
    wrong.get_by_label(officer.words("Reason for ignoring the row")).fill(REASON[officer.language])
    officer.shot("09-error", only=wrong)
    wrong.get_by_role("button", name=officer.words("Ignore"), exact=True).click()
    officer.filters("duplicate")
    officer.press("Ignore the repetition")
    officer.filters("new")
    together = officer.page.locator(".round-together")
    together.get_by_role("checkbox").check()
    officer.shot("10-one-verdict", only=together)
    together.locator("button[value=create]").click()
    officer.filters("absent")
    together.get_by_role("checkbox").check()
    together.get_by_role("textbox").fill(officer.words("Keep in the register"))
    together.locator("button[value=ignore]").click()
    expect(together).to_have_count(0)


def confirm_and_submit(officer):
    """The tick of the total, a comment, the list with its verdicts, the submission; and no way past it."""
    expect(officer.button("Submit for approval")).to_be_disabled()
    total = officer.page.locator(".round-total")
    total.locator("input[name=checked]").check()
    officer.shot("11-total", only=total)
    officer.press("Confirm the total")
    expect(total).to_have_count(0)
    officer.page.locator("#comment").fill(REMARK[officer.language])
    officer.press("Add the comment")
    comments = officer.page.locator("#comments-section")
    expect(comments).to_contain_text(REMARK[officer.language])
    officer.shot("12-comment", only=comments)
    name, content = officer.downloads(officer.page.get_by_role("link", name=re.compile("full.csv, csv$")))
    assert name == "municipal-2024-full-verdicts.csv"
    assert content.decode("utf-8-sig").count(officer.words("Unchanged")) == 279
    officer.page.reload()
    officer.shot("13-submit")
    officer.press("Submit for approval")
    waits(officer)


def waits(officer):
    """Whoever submitted is shown no way to approve, and a post of theirs is refused."""
    round_ = Round.objects.get(state="submitted")
    officer.sees("Waits for another person.")
    officer.misses("Approve")
    officer.shot("14-waits")
    refused = officer.posts(f"/admin/register/rounds/{round_.pk}/approve/")
    assert officer.words("%(user)s may not approve rounds.", user="officer") in refused
    assert Round.objects.get(pk=round_.pk).state == "submitted"


def look_at_changes(approver):
    """On the start page the round waits, with how long; its page shows old and new of each fact."""
    entry = approver.page.locator("#panel-rounds tr, #rounds-section tr").filter(has_text="2024").first
    expect(entry).to_contain_text(approver.words("A second person approves"))
    expect(entry.locator("time, [data-wagtail-tooltip], .w-human-readable-date").first).to_be_attached()
    approver.shot("15-waiting-for-me")
    entry.get_by_role("link").first.click()
    approver.filters("moved")
    changed = approver.page.locator(".round-differences").first
    expect(changed.locator("ins")).not_to_be_empty()
    expect(changed.locator("del")).not_to_be_empty()
    approver.shot("16-changes")


def approve_and_publish(approver):
    """Centres lose their accreditation, so that is ticked first."""
    approver.press("Approve")
    assert Round.objects.get(year=2024).state == "submitted"
    approver.page.get_by_label(approver.words("I confirm that centres lose their accreditation")).check()
    footer = approver.page.locator(".round-footer")
    approver.shot("17-approve", only=footer)
    approver.press("Approve")
    expect(approver.button("Publish now")).to_be_visible()
    approver.shot("18-publish", only=footer)
    approver.press("Publish now")
    number = Edition.objects.newest().number
    approver.sees("Published as edition %(number)s of the register.", number=number)
    approver.shot("19-published")


def read_in_public(reader):
    """Lists and files on the announcement in both languages, the count on the date, the way back from a
    centre."""
    round_ = Round.objects.get(year=2024, counters=None)
    for language in ("zh-hans", "en") if reader.language == "en" else ("en", "zh-hans"):
        reader.go(f"/{language}/rounds/{round_.pk}/")
        expect(reader.page.locator(".round-list")).to_have_count(2)
        expect(reader.page.locator(".round-list .row__name")).to_have_count(ROWS_SHOWN)
    reader.shot("20-announcement")
    for form in ("xlsx", "csv"):
        name, content = reader.downloads(reader.page.get_by_role("link", name=form, exact=True).first)
        assert (name.endswith(f".{form}"), len(content) > 10_000) == (True, True)
    for decision in one_of_each(round_.decisions.select_related("centre")):
        reader.public(f"/centres/{decision.centre.number}/")
        expect(reader.page.locator(f"a[href='/{reader.language}/rounds/{round_.pk}/']").first).to_be_visible()
    reader.shot("21-centre")
    counts(reader, 304)


def counts(reader, centres):
    """The register on the date of the list, as the public sees it."""
    reader.public(f"/centres/on/{ON}/?scheme=municipal-centre")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(str(centres))


def one_of_each(decisions):
    """The first decision of each kind."""
    return {decision.kind: decision for decision in decisions.order_by("-number")}.values()


def take_back(officer, approver):
    """The counter-round: drafted by one, approved and published by the other."""
    round_ = Round.objects.get(year=2024, counters=None)
    officer.go(f"/admin/register/rounds/{round_.pk}/")
    officer.press("Take this round back")
    counter = Round.objects.get(counters=round_)
    officer.page.wait_for_url(re.compile(rf"/{counter.pk}/$"))
    officer.shot("22-take-back")
    officer.press("Submit for approval")
    officer.sees("Waits for another person.")
    approver.go(f"/admin/register/rounds/{counter.pk}/")
    approver.press("Approve")
    approver.press("Publish now")
    approver.sees("Published; nothing more to do.")

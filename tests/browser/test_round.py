"""A round through the browser, by two people: create, upload, settle, submit, approve, publish."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from centres.models import Edition, Round
from tests.centres.lists_in_short import printed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["层台机械", "两江灯具", "梯坎缆车"]


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "municipal-2023.csv"
    rows = [f"重庆{name}有限公司,重庆{name}有限公司工业设计中心,渝中区,企业工业设计中心" for name in NAMES]
    path.write_bytes(printed(*rows).decode().encode("gb18030"))
    return path


def draw_up(page, url, list_file, total=""):
    page.goto(f"{url}/admin/register/rounds/new/")
    page.select_option("#id_scheme", label="Municipal industrial design centre")
    page.fill("#id_year", "2023")
    page.click("text=Create round")
    page.select_option("#id_kind", "granted")
    page.set_input_files("#id_file", list_file)
    page.fill("#id_document", "渝经信〔2023〕1号")
    page.fill("#id_effective_on", "May 2023")
    page.fill("#id_stated_total", total)
    page.click("text=Upload and read")


def test_two_people_take_a_list_to_the_register(staff, live_server, list_file):
    before = Edition.objects.newest().number
    officer = staff("officer")
    draw_up(officer, live_server.url, list_file)
    expect(officer.get_by_role("button", name="Submit for approval")).to_be_disabled()
    officer.get_by_role("button", name="Create new").first.click()
    officer.get_by_role("button", name="Settle every open row").click()
    officer.get_by_role("button", name="Submit for approval").click()
    expect(officer.get_by_text("Waits for another person").first).to_be_visible()
    expect(officer.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    approver = staff("approver")
    approver.get_by_role("link", name="Municipal industrial design centre 2023").first.click()
    approver.get_by_role("button", name="Approve", exact=True).click()
    approver.get_by_role("button", name="Publish now").click()
    expect(approver.get_by_text(f"Published as edition {before + 1}").first).to_be_visible()
    round_ = Round.objects.get(edition__number=before + 1)
    assert [decision.centre.sample for decision in round_.decisions.all()] == [False] * len(NAMES)
    approver.goto(f"{live_server.url}/zh-hans/centres/?q=层台机械")
    expect(approver.get_by_text("重庆层台机械有限公司工业设计中心").first).to_be_visible()


def test_an_approver_who_prepared_is_offered_no_approval_and_refused_one(staff, live_server, list_file):
    approver = staff("approver")
    draw_up(approver, live_server.url, list_file)
    approver.get_by_role("button", name="Settle every open row").click()
    approver.get_by_role("button", name="Submit for approval").click()
    expect(approver.get_by_text("Waits for another person").first).to_be_visible()
    expect(approver.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    here = f"{approver.url.partition('?')[0]}approve/"
    token = approver.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    told = approver.request.post(here, form={"csrfmiddlewaretoken": token}, headers={"Referer": here})
    assert "approver prepared this round; another person must approve it." in told.text()


@pytest.fixture
def doubtful_file(tmp_path):
    """One row, with a credit code that cannot be one."""
    path = tmp_path / "doubtful.csv"
    headings = "序号,单位名称,中心名称,所属区县,类型,统一社会信用代码"
    row = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心,91500000202802570N"
    path.write_bytes(printed(row, headings=headings))
    return path


def test_warnings_are_ticked_with_the_keyboard_before_the_row_is_settled(staff, live_server, doubtful_file):
    officer = staff("officer")
    draw_up(officer, live_server.url, doubtful_file, total="2")
    officer.get_by_role("button", name="Create new").press("Enter")
    expect(officer.get_by_text("Nothing was settled").first).to_be_visible()
    tick = officer.get_by_role("checkbox", name="I have checked: This is not a valid").first
    tick.press("Space")
    officer.get_by_role("button", name="Create new").press("Enter")
    expect(officer.get_by_text("warnings checked")).to_be_visible()
    expect(officer.get_by_role("button", name="Submit for approval")).to_be_disabled()
    officer.get_by_role("checkbox", name="I have checked the file").press("Space")
    officer.get_by_role("button", name="Confirm the total").press("Enter")
    officer.get_by_role("button", name="Submit for approval").press("Enter")
    expect(officer.get_by_text("Waits for another person").first).to_be_visible()


@pytest.mark.parametrize("width", [1000, 1200, 1280, 1366, 1440])
def test_the_decisions_stand_clear_of_the_panel_beside_them(staff, live_server, list_file, width):
    officer = staff("officer")
    officer.set_viewport_size({"width": width, "height": 900})
    draw_up(officer, live_server.url, list_file)
    panel = officer.locator(".round-aside").bounding_box()
    for decision in officer.locator(".round-row__decision").all():
        box = decision.bounding_box()
        assert box["x"] + box["width"] <= width
        assert box["x"] + box["width"] <= panel["x"] or box["y"] + box["height"] <= panel["y"]


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_a_round_scrolls_sideways(staff, live_server, list_file, width):
    officer = staff("officer")
    officer.set_viewport_size({"width": width, "height": 900})
    draw_up(officer, live_server.url, list_file)
    here = officer.url
    for address in (here, f"{here}upload/", f"{live_server.url}/admin/register/rounds/"):
        officer.goto(address)
        assert officer.evaluate("document.querySelector('main').scrollWidth") <= width


def test_a_round_works_without_javascript(browser, live_server, list_file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "officer")
    page.fill("#id_password", settings.DEMO_PASSWORD)
    page.click("button[type=submit]")
    draw_up(page, live_server.url, list_file)
    page.get_by_role("button", name="Settle every open row").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Waits for another person").first).to_be_visible()
    context.close()

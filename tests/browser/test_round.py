"""A round through the browser, by two people: create, upload, settle, submit, approve, publish."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from centres.models import Edition, Round
from tests.centres.lists_in_short import printed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["层台机械", "两江灯具", "梯坎缆车"]
VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.blockedURI))"


@pytest.fixture
def staff(browser, live_server):
    """Opens the admin for one person, in a window of their own; nothing may go wrong in its console."""
    windows, wrong = [], []

    def sign_in(username):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        windows.append(context)
        page = context.new_page()
        page.add_init_script(VIOLATIONS)
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", settings.DEMO_PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(re.compile(r"/admin/$"))
        return page

    yield sign_in
    for context in windows:
        context.close()
    assert wrong == []


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "municipal-2023.csv"
    rows = [f"重庆{name}有限公司,重庆{name}有限公司工业设计中心,渝中区,企业工业设计中心" for name in NAMES]
    path.write_bytes(printed(*rows).decode().encode("gb18030"))
    return path


def draw_up(page, url, list_file):
    page.goto(f"{url}/admin/register/rounds/new/")
    page.select_option("#id_scheme", label="Municipal industrial design centre")
    page.fill("#id_year", "2023")
    page.click("text=Create round")
    page.select_option("#id_kind", "granted")
    page.set_input_files("#id_file", list_file)
    page.fill("#id_document", "渝经信〔2023〕1号")
    page.fill("#id_effective_on", "May 2023")
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

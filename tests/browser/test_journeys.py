"""The visitor's, the editor's and the officer's way by keys alone, the visitor's also without scripts."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from centres.models import Round, Scheme
from events.models import MilestonePage
from tests.centres.lists_in_short import person, printed

from .hands import Keys, Plain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
languages = pytest.mark.parametrize(
    "language", ["en", pytest.param("zh-hans", marks=pytest.mark.slow)], ids=["English", "Chinese"]
)


def named(language, text, context=""):
    with translation.override(language):
        return pgettext(context, text) if context else gettext(text)


def find(page, hands, language):
    """A centre by a part of its name, from the front page."""
    hands.write(page.locator("#find"), "CQ-000001")
    hands.press(page.locator(".hero__find .button"))
    expect(page.locator(".row")).to_have_count(1)
    hands.press(page.locator(".row__name a"))
    expect(page).to_have_url(re.compile(rf"/{language}/centres/CQ-000001/$"))


def narrow_down(page, hands, language):
    """The list by kind, then on a date."""
    page.goto(page.url.replace("CQ-000001/", ""))
    kind = page.locator("input[name=kind][value=enterprise-centre]")
    hands.tick(kind)
    hands.press(page.get_by_role("button", name=named(language, "Apply filters")))
    expect(page).to_have_url(re.compile("kind=enterprise-centre"))
    expect(page.locator(".chips .chip")).to_have_count(1)
    hands.write(page.locator("#on"), "2022-12-31")
    hands.press(page.locator(".register-head__form .button"))
    expect(page.locator(".register-head")).to_contain_text("2022")
    expect(page.locator(".as-of")).to_be_visible()


def compare(page, hands, language):
    hands.press(page.get_by_role("link", name=named(language, "Compare two dates")).first)
    fields = page.locator(".compare-form input")
    hands.write(fields.first, "2013")
    hands.write(fields.nth(1), "2022")
    hands.press(page.locator(".compare-form .button"))
    expect(page.locator(".compare-sum")).to_contain_text("+5")


def report(page, hands, language, url):
    """An error, sent empty at first: the summary leads to the field, and nothing typed is lost."""
    page.goto(f"{url}/{language}/centres/CQ-000001/")
    hands.press(page.get_by_role("link", name=named(language, "Report an error")).last)
    send = page.get_by_role("button", name=named(language, "Send the report"))
    hands.write(page.locator("#id_source"), "渝经信〔2023〕1号")
    hands.press(send)
    summary = page.locator(".error-summary")
    expect(summary).to_be_visible()
    expect(page.locator("#id_source")).to_have_value("渝经信〔2023〕1号")
    hands.press(summary.get_by_role("link").first)
    expect(page.locator("#id_wrong")).to_be_focused()
    hands.write(page.locator("#id_wrong"), "The district is Yuzhong.")
    hands.press(send)
    expect(page).to_have_url(re.compile(rf"/{language}/tickets/ERR-"))


def visit(page, hands, language, url):
    page.goto(f"{url}/{language}/")
    find(page, hands, language)
    narrow_down(page, hands, language)
    compare(page, hands, language)
    report(page, hands, language, url)


@languages
def test_a_visitor_by_keys(window, live_server, language, monkeypatch):
    monkeypatch.setattr("centres.views.guards.SHORTEST", 0)
    page = window(language)
    visit(page, Keys(page), language, live_server.url)


@languages
def test_a_visitor_without_scripts(browser, live_server, language, monkeypatch):
    monkeypatch.setattr("centres.views.guards.SHORTEST", 0)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, Plain(page), language, live_server.url)
    context.close()


@languages
def test_the_way_past_the_menu(window, live_server, language):
    page = window(language)
    page.goto(f"{live_server.url}/{language}/centres/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def entered(window, live_server, username, language):
    """Somebody who has signed in by keys, and the hands to go on with."""
    UserProfile.objects.update_or_create(
        user=person(username), defaults={"preferred_language": language if language != "en" else ""}
    )
    page = window(language)
    hands = Keys(page)
    page.goto(f"{live_server.url}/admin/login/")
    hands.write(page.locator("#id_username"), username)
    hands.write(page.locator("#id_password"), settings.DEMO_PASSWORD)
    hands.press(page.locator("main button[type=submit]").first)
    page.wait_for_url(re.compile(r"/admin/$"))
    return page, hands


@languages
def test_an_editor_by_keys(window, live_server, language):
    page, hands = entered(window, live_server, "editor", language)
    milestone = MilestonePage.objects.get(slug="goal-named", locale__language_code=language)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[milestone.pk]))
    hands.write(page.locator("#id_title"), "Named by keys 键盘")
    hands.press(page.locator("button.action-save").first)
    expect(page.locator(".messages .success").first).to_be_visible()
    milestone.refresh_from_db()
    assert milestone.get_latest_revision_as_object().title == "Named by keys 键盘"
    assert milestone.title != "Named by keys 键盘"


@languages
def test_an_officer_by_keys(window, live_server, language, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(printed("重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"))
    page, hands = entered(window, live_server, "officer", language)
    page.goto(live_server.url + reverse("rounds:add"))
    scheme = Scheme.objects.get(key="municipal-centre")
    hands.choose(page.locator("#id_scheme"), str(scheme.pk))
    hands.write(page.locator("#id_year"), "2024")
    hands.press(page.locator("main form button[type=submit], main form input[type=submit]").first)
    page.wait_for_url(re.compile(r"/rounds/\d+/upload/"))
    hands.choose(page.locator("#id_kind"), "granted")
    page.set_input_files("#id_file", file)
    hands.write(page.locator("#id_document"), "渝经信〔2024〕1号")
    hands.write(page.locator("#id_effective_on"), "2024-05")
    hands.press(page.get_by_role("button", name=named(language, "Upload and read")))
    hands.press(page.locator("form[action$='settle-open/'] button").first)
    submit = page.get_by_role("button", name=named(language, "Submit for approval"))
    hands.press(submit)
    expect(submit).to_have_count(0)
    assert Round.objects.latest("pk").state == Round.State.SUBMITTED

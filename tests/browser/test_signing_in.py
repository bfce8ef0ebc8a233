"""Signing in with a real browser: passkeys of a virtual device, codes of an app, recovery codes, sessions."""

import re

import pytest
from django.conf import settings as site
from playwright.sync_api import expect

from cityofdesign.models import SignInEvent
from tests.centres.lists_in_short import person
from tests.cityofdesign.signin.keys import CHOICE, HOME, LOGIN, code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
START, DOOR, SECOND = re.compile(f"{HOME}$"), re.compile(LOGIN), re.compile(f"{LOGIN}second-factor/")
ADD, CODES = f"{CHOICE}passkeys/add/", re.compile(f"{CHOICE}codes/$")
FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


class Device:
    """A laptop with a fingerprint reader: keeps passkeys, and knows its owner until `stranger`."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
        self.id = made["authenticatorId"]

    def stranger(self) -> None:
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})

    @property
    def keys(self) -> list[dict]:
        return self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


def knock(page, url, username):
    page.goto(f"{url}{LOGIN}")
    page.fill("#id_username", username)
    page.fill("#id_password", site.DEMO_PASSWORD)
    page.click("form:has(#id_username) button[type=submit]")


def sign_out(page):
    page.locator("button.sidebar-footer__account").click()
    page.get_by_role("button", name=re.compile("Log out|退出|登出|注销")).click()
    page.wait_for_url(DOOR)


def add_passkey(page, *, alone: bool):
    """On the page of the form; whoever has a first factor is shown recovery codes."""
    page.fill("#id_name", "Laptop")
    page.locator("#id_passwordless").set_checked(alone)
    page.click("#mfa_webauthn_add")
    page.wait_for_url(CODES)


def last(what) -> SignInEvent:
    return SignInEvent.objects.filter(what=what).latest("pk")


@pytest.mark.parametrize("language", ["en", pytest.param("zh-hans", marks=pytest.mark.slow)])
def test_a_passkey_alone_signs_in(staff, live_server, language):
    page = staff("editor", language)
    device = Device(page)
    page.goto(live_server.url + ADD)
    add_passkey(page, alone=True)
    assert [key["isResidentCredential"] for key in device.keys] == [True]
    sign_out(page)
    page.click("#passkey_login")
    page.wait_for_url(START)
    event = last("signed_in")
    assert (event.user, event.detail) == (person("editor"), "mfa")


def test_a_device_that_does_not_know_its_owner_opens_nothing(staff, live_server):
    page = staff("editor")
    device = Device(page)
    page.goto(live_server.url + ADD)
    add_passkey(page, alone=True)
    sign_out(page)
    device.stranger()
    page.click("#passkey_login")
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()
    page.goto(live_server.url + HOME)
    expect(page).to_have_url(DOOR)


def test_a_passkey_is_a_second_factor_after_the_password(staff, live_server):
    page = staff("editor")
    Device(page)
    page.goto(live_server.url + ADD)
    add_passkey(page, alone=False)
    sign_out(page)
    knock(page, live_server.url, "editor")
    page.wait_for_url(SECOND)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(START)
    assert last("signed_in").detail == "password + mfa"


def test_whoever_must_have_a_factor_gets_in_by_adding_one(window, live_server, settings):
    settings.SECOND_FACTOR = True
    page = window()
    Device(page)
    knock(page, live_server.url, "approver")
    page.wait_for_url(re.compile(CHOICE))
    page.get_by_role("link", name="Add a passkey").click()
    add_passkey(page, alone=False)
    page.goto(live_server.url + HOME)
    expect(page).to_have_url(START)


def test_an_app_and_recovery_codes_sign_in_each_code_once(staff, live_server):
    page = staff("editor")
    page.goto(f"{live_server.url}{CHOICE}app/")
    secret = page.locator(".signin__secret").inner_text()
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url(CODES)
    spare = page.locator(".signin__codes code").all_inner_texts()
    assert len(spare) == 10
    sign_out(page)
    for shown in (code(secret, 1), spare[0]):
        knock(page, live_server.url, "editor")
        page.wait_for_url(SECOND)
        page.fill("#id_code", shown)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(START)
        sign_out(page)
    knock(page, live_server.url, "editor")
    page.fill("#id_code", spare[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    expect(page).to_have_url(SECOND)


def test_the_other_sessions_are_listed_and_ended(staff, live_server):
    lost, page = staff("editor"), staff("editor")
    page.goto(f"{live_server.url}/admin/account/sessions/")
    listed = page.locator("table.listing tbody tr")
    expect(listed).to_have_count(2)
    expect(listed.filter(has_text="this one")).to_have_count(1)
    page.get_by_role("button", name="End all other sessions").click()
    expect(page.get_by_text("All other sessions have ended.")).to_be_visible()
    expect(listed).to_have_count(1)
    lost.goto(live_server.url + HOME)
    expect(lost).to_have_url(DOOR)
    page.goto(live_server.url + HOME)
    expect(page).to_have_url(START)

"""Signing in, second factors and where the admin stays closed without one."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cityofdesign.models import SignInEvent, User
from tests.centres.lists_in_short import person
from tests.cityofdesign.signin.keys import CHOICE, CODE, HOME, LOGIN, PASSWORD, app_of, code

pytestmark = pytest.mark.django_db


def happened(user=None) -> list[str]:
    events = SignInEvent.objects.filter(user=user) if user else SignInEvent.objects.all()
    return list(events.order_by("pk").values_list("what", flat=True))


def test_the_password_opens_the_admin(door):
    browser, answer = door("editor")
    assert answer.headers["Location"] == HOME
    assert browser.get(HOME).status_code == 200
    assert happened() == ["signed_in"]


def test_nobody_signs_up():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_closed_account_answers_like_one_that_never_was(door):
    browser, _answer = door("editor")
    User.objects.filter(username="editor").update(is_active=False)
    closed = Client().post(LOGIN, {"login": "editor", "password": PASSWORD})
    unknown = Client().post(LOGIN, {"login": "nobody", "password": PASSWORD})
    assert (closed.status_code, unknown.status_code) == (200, 200)
    assert "The user name or the password is wrong." in closed.content.decode()
    assert "The user name or the password is wrong." in unknown.content.decode()
    assert "nobody" not in SignInEvent.objects.filter(user=None).get().username


def test_a_name_is_locked_for_some_minutes_after_five_failures(door):
    door("editor")
    for _attempt in range(5):
        Client().post(LOGIN, {"login": "editor", "password": "x"})
    answer = Client().post(LOGIN, {"login": "editor", "password": PASSWORD})
    assert "Too many failed attempts" in answer.content.decode()
    assert happened()[-1] == "refused"


def test_an_address_is_held_up_after_thirty_sign_ins():
    answers = {Client().post(LOGIN, {"login": f"n{n}", "password": "x"}).status_code for n in range(31)}
    assert answers == {200, 429}


def test_no_header_of_the_client_makes_it_another_address():
    for n in range(31):
        answer = Client().get(LOGIN, headers={"X-Forwarded-For": f"10.0.0.{n}"})
    assert answer.status_code == 200  # looking is free
    for n in range(31):
        answer = Client().post(
            LOGIN, {"login": "x", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
        )
    assert answer.status_code == 429


def test_whoever_has_a_factor_is_asked_for_it(door):
    secret = app_of(person("editor"))
    browser, answer = door("editor")
    assert answer.headers["Location"] == "/admin/login/second-factor/"
    assert browser.get(HOME).status_code == 302
    wrong = browser.post(answer.headers["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    right = browser.post(answer.headers["Location"], {"code": code(secret)})
    assert right.headers["Location"] == HOME
    assert browser.get(HOME).status_code == 200
    assert happened(person("editor")) == ["factor_failed", "signed_in"]
    assert SignInEvent.objects.get(what="signed_in").detail == "password + mfa"


def test_a_code_opens_once(door):
    secret = app_of(person("editor"))
    used = code(secret)
    browser, answer = door("editor")
    assert browser.post(answer.headers["Location"], {"code": used}).status_code == 302
    browser, answer = door("editor")
    assert browser.post(answer.headers["Location"], {"code": used}).status_code == 200


@pytest.mark.usefixtures("_strict")
@pytest.mark.parametrize("username", ["approver", "admin"])
@pytest.mark.parametrize(
    "address",
    [
        HOME,
        "/admin/pages/",
        "/admin/register/rounds/",
        "/admin/register/rounds/1/",
        "/admin/users/",
        "/admin/api/main/pages/",
        "/admin/bulk/wagtailcore/page/publish/",
        "/admin/reports/site-history/",
        "/admin/account/",
        "/admin/account/password/",
        "/admin/nothing/here/",
    ],
)
def test_without_a_factor_every_address_leads_to_setting_one_up(door, username, address):
    browser, _answer = door(username)
    assert browser.get(address).headers["Location"].startswith(CHOICE)
    assert browser.post(address).status_code == 403
    assert browser.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


@pytest.mark.usefixtures("_strict")
@pytest.mark.parametrize("username", ["editor", "moderator", "officer"])
def test_others_need_none(door, username):
    browser, _answer = door(username)
    assert browser.get(HOME).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_strict")
def test_setting_one_up_opens_the_admin(door):
    browser, _answer = door("approver")
    page = browser.get(f"{CHOICE}app/")
    secret = page.context["form"].secret
    assert "wagtail-sidebar" not in page.content.decode()
    answer = browser.post(f"{CHOICE}app/", {"code": code(secret)})
    assert answer.headers["Location"] == f"{CHOICE}codes/"
    assert browser.get(HOME).status_code == 200
    codes = browser.get(f"{CHOICE}codes/").context["unused_codes"]
    assert len(codes) == 10
    assert happened(person("approver")) == ["signed_in", "factor_added", "factor_added"]


@pytest.mark.usefixtures("_strict")
def test_a_session_from_before_the_factor_must_show_it(door):
    browser, _answer = door("approver")
    secret = app_of(person("approver"))
    assert browser.get(HOME).headers["Location"].startswith(CODE)
    assert browser.get(f"{CHOICE}app/remove/").headers["Location"].startswith(CODE)
    assert browser.post("/admin/account/password/").status_code == 403
    assert browser.post(CODE, {"code": code(secret)}).status_code == 302
    assert browser.get(HOME).status_code == 200


@pytest.mark.usefixtures("_strict")
def test_the_last_factor_stays_until_another_takes_its_place(door):
    secret = app_of(person("approver"))
    browser, answer = door("approver")
    browser.post(answer.headers["Location"], {"code": code(secret)})
    refused = browser.post(f"{CHOICE}app/remove/")
    assert refused.status_code == 200
    assert Authenticator.objects.filter(user=person("approver")).exists()


def test_a_recovery_code_opens_once(door, django_capture_on_commit_callbacks):
    browser, _answer = door("editor")
    secret = browser.get(f"{CHOICE}app/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{CHOICE}app/", {"code": code(secret)})
    spare = browser.get(f"{CHOICE}codes/").context["unused_codes"][0]
    other, answer = door("editor")
    assert other.post(answer.headers["Location"], {"code": spare}).headers["Location"] == HOME
    again, answer = door("editor")
    assert again.post(answer.headers["Location"], {"code": spare}).status_code == 200


def test_other_sessions_end_at_once(door):
    first, _answer = door("editor")
    user = person("editor")
    second = Client()
    second.post(LOGIN, {"login": "editor", "password": PASSWORD})
    assert UserSession.objects.filter(user=user).count() == 2
    assert second.post("/admin/account/sessions/").status_code == 302
    assert first.get(HOME).status_code == 302
    assert second.get(HOME).status_code == 200
    assert happened(user)[-1] == "sessions_ended"


def test_a_forgotten_password_is_reset_by_mail_and_opens_no_session(door):
    browser, _answer = door("editor")
    User.objects.filter(username="editor").update(email="editor@example.org")
    reader = Client()
    assert reader.post("/admin/password_reset/", {"email": "editor@example.org"}).status_code == 302
    (letter,) = mail.outbox
    path = next(word for word in letter.body.split() if "/admin/password_reset/" in word)
    page = reader.get(path.replace("http://testserver", ""), follow=True)
    new = {"password1": "something quite new", "password2": "something quite new"}
    reader.post(page.request["PATH_INFO"], new)
    assert reader.get(HOME).status_code == 302
    assert User.objects.get(username="editor").check_password("something quite new")
    assert "password_reset" in happened()


def test_a_reset_for_an_unknown_address_looks_the_same():
    answer = Client().post("/admin/password_reset/", {"email": "nobody@example.org"})
    assert answer.headers["Location"] == "/admin/password_reset/done/"
    assert mail.outbox == []


def test_a_person_without_a_task_is_told_so(door):
    User.objects.create_user("guest")
    browser, answer = door("guest")
    assert answer.headers["Location"] == HOME
    told = browser.get(HOME, follow=True)
    assert told.redirect_chain[-1][0].startswith(LOGIN)
    assert "You are signed in as guest" in told.content.decode()


def test_the_door_of_private_pages_is_the_same():
    answer = Client().get("/en/_util/login/?next=/en/about/")
    assert answer.headers["Location"] == "/admin/login/?next=%2Fen%2Fabout%2F"

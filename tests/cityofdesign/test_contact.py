import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from centres.views import guards
from cityofdesign import contact
from cityofdesign.models import ContactMessage, ContactPage, SiteSettings, User

pytestmark = pytest.mark.django_db
CONTACT, NOTICE = "/en/contact/", "/zh-hans/take-down/"
NOTICED = {
    "what": "一张图片",
    "where": "https://example.org/x",
    "reason": "未经许可",
    "name": "某公司",
    "email": "a@example.org",
    "good_faith": "on",
}


def stamp_of(client, path):
    return re.search(r'name="stamp" value="([^"]+)"', client.get(path).content.decode())[1]


@pytest.fixture
def send(client, monkeypatch):
    monkeypatch.setattr(guards, "SHORTEST", 0)

    def posted(path, **data):
        return client.post(path, {"stamp": stamp_of(client, path), **data}, follow=True)

    return posted


@pytest.fixture
def recipient():
    kept = SiteSettings.objects.get()
    kept.enquiry_email = "office@example.org"
    kept.save()


def test_a_message_is_stored_and_mailed(send, recipient, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(CONTACT, message="The list of 2016", email="reader@example.org")
    kept = ContactMessage.objects.get()
    assert kept.form_data == {"message": "The list of 2016", "name": "", "email": "reader@example.org"}
    assert kept.ticket in answer.content.decode()
    assert kept.ticket.startswith("MSG-")
    (mail,) = mailoutbox
    assert (mail.to, mail.reply_to) == (["office@example.org"], ["reader@example.org"])
    assert "The list of 2016" in mail.body


def test_a_notice_needs_a_statement_of_good_faith_and_keeps_what_was_typed(send):
    refused = send(NOTICE, **{name: value for name, value in NOTICED.items() if name != "good_faith"})
    html = refused.content.decode()
    assert not ContactMessage.objects.exists()
    assert 'role="alert"' in html
    assert 'href="#id_good_faith"' in html
    assert "一张图片" in html
    assert "<title>错误" in html
    assert "NTC-" in send(NOTICE, **NOTICED).content.decode()


@pytest.mark.parametrize("spoilt", [{"website": "x"}, {"stamp": "junk"}, {"message": ""}, {"email": "no"}])
def test_programs_and_slips_are_refused(send, spoilt):
    assert 'role="alert"' in send(CONTACT, **{"message": "Hello", **spoilt}).content.decode()
    assert not ContactMessage.objects.exists()


def test_too_many_from_one_address(send):
    for number in range(guards.MOST):
        send(CONTACT, message=f"Message {number}")
    assert send(CONTACT, message="One more").status_code == 429
    assert ContactMessage.objects.count() == guards.MOST


def test_sent_twice_it_has_one_ticket(client, monkeypatch):
    monkeypatch.setattr(guards, "SHORTEST", 0)
    data = {"stamp": stamp_of(client, CONTACT), "message": "Once"}
    first, second = client.post(CONTACT, data), client.post(CONTACT, data)
    assert first["Location"] == second["Location"]
    assert ContactMessage.objects.count() == 1


def test_a_made_up_ticket_is_not_confirmed(client):
    assert "has been received" not in client.get(f"{CONTACT}?ticket=MSG-AAAA-AAAA\0").content.decode()


def test_staff_read_and_export_what_was_sent(send, client):
    send(CONTACT, message="For the staff")
    client.force_login(User.objects.get(username="moderator"))
    page = ContactPage.objects.get(locale__language_code="en", kind="contact")
    address = reverse("wagtailforms:list_submissions", args=[page.pk])
    assert "For the staff" in client.get(address).content.decode()
    assert "For the staff" in client.get(address, {"export": "csv"}).getvalue().decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_they_are_forgotten_in_time(send):
    send(CONTACT, message="Old")
    assert contact.forget() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(days=400)):
        assert contact.forget() == 1


def test_the_period_is_told_beside_the_form(client):
    assert "deleted after 12 months" in client.get(CONTACT).content.decode()
    assert "12 个月后删除" in client.get(NOTICE).content.decode()

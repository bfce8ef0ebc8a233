"""What the public sees of a notice, the forms of objections and reports, and the page under a ticket."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres import notices, publishing
from centres.models import ErrorReport, Objection, Round
from centres.preparing import Refused
from centres.views import guards
from centres.views.notices import shown

from .lists_in_short import drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
ABOUT = {"scheme": "national-centre", "year": 2026, "on": "2026-02-27"}
TICKET = re.compile(r"/tickets/((?:OBJ|ERR)-[0-9A-Z]{4}-[0-9A-Z]{4})/$")
SECRETS = ("张伟", "13812345678", "023-61234567", "zhang@example.com", "联系人", "电话")


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as traveller:
        yield traveller


def on_notice(*rows, **fields):
    round_ = submitted(*(rows or (TERRACE,)), **ABOUT, **fields)
    publishing.approve(round_, user=person("approver"))
    return publishing.open_notice(round_, user=person("approver"))


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def stamp(page):
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def filled(client, clock, url, wait=10, **data):
    """Open a form, wait, send it."""
    first = stamp(text(client.get(url)))
    clock.shift(wait)
    return client.post(url, {"stamp": first, **data})


def objecting(round_, language="en"):
    return f"/{language}/notices/{round_.pk}/object/"


@pytest.fixture
def notice(clock):
    return on_notice()


@pytest.fixture
def reporting(clock):
    return f"/en/centres/{published(TERRACE).decisions.get().centre.number}/report/"


def test_the_notice_shows_what_is_proposed_and_how_to_object(client, notice):
    page = text(client.get(f"/en/notices/{notice.pk}/"))
    for words in ("重庆层台机械有限公司", "9 March 2026", "5 working days", objecting(notice)):
        assert words in page
    assert f"/en/notices/{notice.pk}/" in text(client.get("/en/notices/"))


def test_no_person_or_telephone_number_of_a_list_is_public(client, clock, monkeypatch):
    row = "重庆层台机械有限公司 023-61234567,名称,渝中区,企业工业设计中心,张伟,13812345678,联系人张伟"
    headings = "序号,单位名称,中心名称,所属区县,类型,联系人,电话,备注"
    monkeypatch.setattr("tests.centres.lists_in_short.printed", lambda *rows: f"{headings}\n1,{row}".encode())
    round_ = on_notice()
    page = text(client.get(f"/zh-hans/notices/{round_.pk}/"))
    assert "重庆层台机械有限公司" in page
    assert not [secret for secret in SECRETS if secret in page]


def test_credit_codes_and_numbers_of_lists_stay_as_printed(clock, monkeypatch):
    body = "序号,单位名称,统一社会信用代码\n1,重庆层台机械有限公司,91500000MA5U00000W"
    monkeypatch.setattr("tests.centres.lists_in_short.printed", lambda *rows: body.encode())
    roundlist = drafted("", **ABOUT).lists.get()
    lines = shown(roundlist, list(roundlist.rows.all()))[1]
    assert lines == [["1", "重庆层台机械有限公司", "91500000MA5U00000W"]]


def test_rounds_that_are_not_on_notice_are_not_public(client, clock):
    draft, waiting = drafted(TERRACE, **ABOUT), submitted(RIVER, **ABOUT)
    approved = publishing.approve(waiting, user=person("approver"))
    for round_ in (draft, approved):
        for address in (f"/en/notices/{round_.pk}/", objecting(round_)):
            assert client.get(address).status_code == 404
    assert TERRACE.split(",")[0] not in text(client.get("/en/notices/"))


def test_a_published_round_leads_to_its_announcement(client, clock, notice):
    clock.move_to("2026-03-10 09:00+08:00")
    publishing.publish(notice, user=person("approver"))
    response = client.get(f"/zh-hans/notices/{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/zh-hans/rounds/{notice.pk}/")


def test_after_the_closing_date_the_lists_stay_and_nobody_can_object(client, clock, notice):
    clock.move_to("2026-03-10 00:01+08:00")
    page = text(client.get(f"/en/notices/{notice.pk}/"))
    assert "The time for objections ended on 9 March 2026" in page
    assert client.get(objecting(notice)).status_code == 302
    with pytest.raises(Refused, match="time for objections"):
        notices.object_to(notice, text="late")


def test_an_objection_gets_a_ticket_and_a_page_without_personal_data(client, clock, notice):
    data = {"text": "张伟 says no.", "name": "张伟", "email": "zhang@example.com"}
    response = filled(client, clock, objecting(notice), **data)
    ticket = TICKET.search(response["Location"])[1]
    objection = Objection.objects.get(ticket=ticket)
    assert (objection.text, objection.name, objection.email) == tuple(data.values())
    for address in (f"/en/tickets/{ticket}/", f"/zh-hans/tickets/{ticket}/", f"/en/notices/{notice.pk}/"):
        page = text(client.get(address))
        assert not [secret for secret in SECRETS if secret in page]
    assert "noindex" in text(client.get(f"/en/tickets/{ticket}/"))


def test_name_and_e_mail_may_stay_empty(client, clock, notice):
    assert filled(client, clock, objecting(notice), text="No.").status_code == 302
    assert Objection.objects.get().email == ""


def test_the_answer_stands_under_the_ticket_and_is_mailed_once(
    client, notice, django_capture_on_commit_callbacks
):
    objection = notices.object_to(notice, text="No.", email="zhang@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        notices.answer(objection, "<b>Checked</b> and right.", user=person("officer"))
    page = text(client.get(f"/en/tickets/{objection.ticket}/"))
    assert "&lt;b&gt;Checked&lt;/b&gt; and right." in page
    (sent,) = mail.outbox
    assert sent.to == ["zhang@example.com"]
    assert f"/en/tickets/{objection.ticket}/" in sent.body
    with pytest.raises(Refused, match="answered already"):
        notices.answer(objection, "Again", user=person("officer"))


def test_a_ticket_is_found_however_it_is_typed_and_never_guessed(client, notice):
    objection = notices.object_to(notice, text="No.")
    Objection.objects.filter(pk=objection.pk).update(ticket="OBJ-10AB-CDEF")
    for typed in ("obj-10ab-cdef", "OBJ-IOAB-CDEF", "obj-loab-cdef"):
        assert client.get(f"/en/tickets/{typed}/")["Location"] == "/en/tickets/OBJ-10AB-CDEF/"
    for wrong in ("OBJ-10AB-CDEG", "ERR-10AB-CDEF", "XXX-0000-0000", "OBJ-10AB", "%00"):
        assert client.get(f"/en/tickets/{wrong}/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_typed_number_leads_to_its_page(client, notice, language, django_assert_max_num_queries):
    ticket = notices.object_to(notice, text="No.").ticket
    page = f"/{language}/tickets/"
    for typed in (ticket, f" {ticket.lower()} ", ticket.replace("-", "－"), ticket.replace("-", " ")):
        assert client.get(page, {"ticket": typed})["Location"] == f"{page}{ticket}/"
    assert page in text(client.get(f"/{language}/notices/"))
    with django_assert_max_num_queries(1):  # the message; the empty form needs none
        client.get(page, {"ticket": ticket})
    with django_assert_max_num_queries(0):
        assert "noindex" not in text(client.get(page))


@pytest.mark.parametrize("typed", ["ERR-0000-0000", "OBJ-10AB", "x", "OBJ", "OBJ-!!!!-!!!!"])
def test_a_wrong_number_and_one_never_issued_are_told_the_same(client, notice, typed):
    notices.object_to(notice, text="No.")
    page = text(client.get("/en/tickets/", {"ticket": typed}))
    assert page.count("There is no message with this ticket number.") == 2  # above and beside the field
    assert f'value="{typed}"' in page
    assert "noindex" in page


@pytest.mark.parametrize("typed", ["", "\0", "x" * 999])
def test_junk_for_a_ticket_number_is_answered_in_words(client, typed):
    assert 'role="alert"' in text(client.get("/zh-hans/tickets/", {"ticket": typed}))


def test_tickets_are_random():
    tickets = {notices.new_ticket("OBJ") for _each in range(500)}
    assert len(tickets) == 500
    assert all(re.fullmatch(r"OBJ-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", ticket) for ticket in tickets)


def test_an_error_keeps_what_was_typed_and_leads_to_the_field(client, clock, notice):
    page = text(filled(client, clock, objecting(notice), text=" ", name="<i>李娜</i>", email="no address"))
    assert 'role="alert"' in page
    for words in ('href="#id_text"', 'href="#id_email"', "&lt;i&gt;李娜&lt;/i&gt;", 'value="no address"'):
        assert words in page
    assert page.count("aria-invalid") == 2
    assert "<title>Error: " in page


@pytest.mark.parametrize("data", [{"wait": 1}, {"stamp": "forged"}])
def test_what_looks_like_a_program_is_held_up_with_its_text_kept(client, clock, notice, data):
    page = text(filled(client, clock, objecting(notice), **{"text": "An objection.", **data}))
    assert "An objection." in page
    assert "send it again" in page
    assert not Objection.objects.exists()


def test_a_browser_that_fills_in_the_hidden_field_can_send_again(client, clock, notice):
    page = text(filled(client, clock, objecting(notice), text="An objection.", website="http://spam"))
    assert "It is empty again" in page
    assert "http://spam" not in page
    assert client.post(objecting(notice), {"stamp": stamp(page), "text": "No."}).status_code == 302


@pytest.mark.parametrize("wait", [0, 13 * 60 * 60])
def test_a_form_sent_too_fast_or_too_late_can_be_sent_again(client, clock, notice, wait):
    page = text(filled(client, clock, objecting(notice), wait=wait, text="No."))
    clock.shift(5)
    assert client.post(objecting(notice), {"stamp": stamp(page), "text": "No."}).status_code == 302


def test_a_form_sent_twice_is_one_objection(client, clock, notice):
    once = stamp(text(client.get(objecting(notice))))
    clock.shift(10)
    sent = [client.post(objecting(notice), {"stamp": once, "text": "Once."})["Location"] for _each in "ab"]
    assert sent[0] == sent[1]
    assert Objection.objects.count() == 1


def test_a_stamp_of_another_form_does_not_count(client, clock, notice, reporting):
    other = stamp(text(client.get(reporting)))
    clock.shift(10)
    assert "send it again" in text(client.post(objecting(notice), {"stamp": other, "text": "x"}))


def test_one_address_sends_few_messages_an_hour(client, clock, notice):
    for _each in range(guards.MOST):
        assert filled(client, clock, objecting(notice), text="x").status_code == 302
    assert "Please try again later" in text(filled(client, clock, objecting(notice), text="x"), status=429)
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert filled(client, clock, objecting(notice), text="x").status_code == 302


def test_forms_need_the_token_against_forged_requests(notice):
    assert Client(enforce_csrf_checks=True).post(objecting(notice), {"text": "x"}).status_code == 403


FORM = st.dictionaries(
    st.sampled_from(["text", "name", "email", "website", "stamp", "other"]),
    st.text(max_size=60) | st.just("\0"),
)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURES)
@given(data=FORM, page=st.text(max_size=12))
def test_junk_in_a_form_is_answered_in_words(client, notice, data, page):
    assert client.post(objecting(notice), data).status_code == 200
    assert client.get(f"/en/notices/{notice.pk}/", {"page": page}).status_code == 200
    assert not Objection.objects.exists()


@settings(max_examples=30, deadline=None, suppress_health_check=FIXTURES)
@given(wrong=st.text(min_size=1, max_size=80), right=st.text(max_size=80), email=st.text(max_size=20))
def test_whatever_is_reported_is_kept_or_refused_in_words(client, clock, reporting, wrong, right, email):
    cache.clear()
    before = ErrorReport.objects.count()
    response = filled(client, clock, reporting, wrong=wrong, right=right, email=email)
    if response.status_code == 302:
        assert ErrorReport.objects.filter(ticket=TICKET.search(response["Location"])[1]).exists()
    else:
        assert 'role="alert"' in text(response)
        assert ErrorReport.objects.count() == before


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30])
def test_rounds_that_do_not_exist_are_not_found(client, pk):
    for address in (f"/en/notices/{pk}/", f"/en/notices/{pk}/object/"):
        assert client.get(address).status_code == 404


def test_a_report_reaches_the_staff_who_answer_it(client, clock, reporting):
    data = {"wrong": "The district.", "right": "南岸区", "source": "x", "email": "zhang@example.com"}
    ticket = TICKET.search(filled(client, clock, reporting, **data)["Location"])[1]
    page = text(client.get(f"/en/tickets/{ticket}/"))
    assert not [words for words in ("The district.", "南岸区", "zhang@") if words in page]
    report = ErrorReport.objects.get(ticket=ticket)
    client.force_login(person("officer"))
    assert ticket in text(client.get(reverse("errorreport:index")))
    edit = reverse("errorreport:edit", args=[report.pk])
    assert "南岸区" in text(client.get(edit))
    client.post(edit, {"answer": "Corrected."})
    report.refresh_from_db()
    assert (report.answer, report.answered_by) == ("Corrected.", person("officer"))
    assert "button-longrunning" not in text(client.get(edit))


def test_objections_are_for_those_who_work_on_rounds(client, clock, notice):
    objection = notices.object_to(notice, text="A line is wrong.", name="张伟")
    edit = reverse("objection:edit", args=[objection.pk])
    client.force_login(person("editor"))
    for address in (reverse("objection:index"), edit):
        assert "张伟" not in client.get(address, follow=True).content.decode()
    client.force_login(person("approver"))
    assert "张伟" in text(client.get(edit))
    assert objection.ticket in text(client.get(reverse("objection:index")))
    with pytest.raises(Refused, match="may not answer"):
        notices.answer(objection, "x", user=person("editor"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_stands_in_both_languages(client, clock, notice, reporting, language):
    report = notices.report_error(published(RIVER, by="officer2").decisions.get().centre, wrong="x")
    pages = ["notices/", f"notices/{notice.pk}/", f"notices/{notice.pk}/object/", f"tickets/{report.ticket}/"]
    for page in [*pages, reporting.removeprefix("/en/")]:
        assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in text(
            client.get(f"/{language}/{page}")
        )


def test_queries_do_not_grow_with_rounds_or_rows(client, clock, django_assert_max_num_queries):
    few = on_notice()
    text(client.get("/en/notices/"))
    with django_assert_max_num_queries(20) as index:
        text(client.get("/en/notices/"))
    with django_assert_max_num_queries(20) as page:
        text(client.get(f"/en/notices/{few.pk}/"))
    many = on_notice(*(f"重庆第{n}灯具有限公司" for n in range(30)), by="officer2")
    on_notice(RIVER)
    for address, before in (("/en/notices/", index), (f"/en/notices/{many.pk}/", page)):
        with django_assert_max_num_queries(len(before)):
            text(client.get(address))


def test_a_list_that_is_long_is_shown_in_pages(client, clock):
    round_ = on_notice(*(f"重庆第{n}灯具有限公司" for n in range(101)))
    first, second = (text(client.get(f"/en/notices/{round_.pk}/?page={n}")) for n in (1, 2))
    assert (first.count("<tr><td>"), second.count("<tr><td>")) == (100, 1)
    assert Round.objects.on_notice().count() == 1

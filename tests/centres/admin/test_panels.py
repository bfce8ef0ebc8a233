"""What registry staff find on the start page: rounds, publications at a set time, messages, the scheduler."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from centres import notices, publishing
from centres.models import Round
from cityofdesign import jobs
from cityofdesign.models import Heartbeat
from tests.centres.lists_in_short import drafted, person, published, submitted
from tests.factories import grant

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
HOME = reverse("wagtailadmin_home")
MINUTE = datetime.timedelta(minutes=1)


def home(client):
    return client.get(HOME).text


def part(page, heading, until):
    return page.split(heading)[1].split(until)[0]


def scheduled(at, row=TERRACE, by="officer"):
    round_ = publishing.approve(submitted(row, by=by), user=person("approver"))
    return publishing.publish(round_, user=person("approver"), at=at)


def on_notice(closes="2026-03-09"):
    """An approved round that counts as being on notice."""
    round_ = publishing.approve(submitted(TERRACE), user=person("approver"))
    opened = datetime.date.fromisoformat(closes) - datetime.timedelta(days=7)
    notice = {"notice_opened_on": opened, "notice_closes_on": closes, "notice_digest": round_.digest}
    Round.objects.filter(pk=round_.pk).update(**notice)
    return Round.objects.get(pk=round_.pk)


def test_each_sees_what_waits_for_them_and_what_for_others(desk):
    draft, waiting = drafted(TERRACE), submitted(RIVER, by="officer2")
    links = [reverse("rounds:detail", args=[round_.pk]) for round_ in (draft, waiting)]
    for name, mine, others in (("officer", *links), ("approver", *reversed(links))):
        page = home(desk(name))
        assert mine in part(page, "Waiting for me", "Waiting for others")
        assert others in part(page, "Waiting for others", "All rounds")
    assert "w-human-readable-date" in part(home(desk("officer")), "Waiting for me", "Waiting for others")


def test_publications_at_a_set_time_say_it_in_shanghai(desk):
    UserProfile.objects.create(user=person("officer"), current_time_zone="UTC")
    day = timezone.localdate() + datetime.timedelta(days=10)
    at = datetime.datetime.fromisoformat(f"{day}T09:00+08:00")
    link = reverse("rounds:detail", args=[scheduled(at).pk])
    drafted(RIVER, by="officer2")
    page = home(desk("officer"))
    assert link not in part(page, "Waiting for others", 'id="pages-scheduled-heading"')
    found = part(page, 'id="pages-scheduled-heading"', 'id="messages-heading"')
    assert link in found
    assert "China Standard Time" in found
    assert f"{day:%-d %B %Y}, 09:00" in found


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (None, "has never run"),
        (6 * MINUTE, "The scheduler is away. It last ran: "),
        (4 * MINUTE, "The scheduler last ran"),
    ],
)
def test_a_scheduler_that_is_away_is_warned_of(desk, ago, said):
    if ago:
        Heartbeat.objects.create(name=jobs.SCHEDULER, at=timezone.now() - ago)
    page = home(desk("officer"))
    assert said in page
    assert ("help-warning" in page) == (said != "The scheduler last ran")


def test_the_scheduler_leaves_word_each_time():
    jobs.beat()
    first = Heartbeat.objects.get().at
    jobs.beat()
    assert Heartbeat.objects.get().at > first


def test_messages_without_an_answer_stand_with_their_age_and_closing_date(desk, monkeypatch):
    monkeypatch.setattr(notices, "today", lambda: datetime.date(2026, 3, 3))
    objection = notices.object_to(on_notice(), text="No.")
    report = notices.report_error(grant(1)[0], wrong="x")
    page = home(desk("officer"))
    for message, name in ((objection, "objection"), (report, "errorreport")):
        assert reverse(f"{name}:edit", args=[message.pk]) in page
        assert message.ticket in page
    assert "2026-03-09" in part(page, objection.ticket, report.ticket)
    notices.answer(report, "Corrected.", user=person("officer"))
    assert report.ticket not in home(desk("officer"))


def test_who_may_not_see_rounds_sees_no_panel_of_theirs(desk):
    report = notices.report_error(grant(1)[0], wrong="x")
    page = home(desk("editor"))
    for words in ("Waiting for me", "Messages of the public", report.ticket):
        assert words not in page
    messages = desk("editor").get(reverse("messages:index"), {"ticket": report.ticket}, follow=True)
    assert report.ticket not in messages.text.replace(f"ticket={report.ticket}", "")


def test_who_only_sees_rounds_gets_no_messages(desk):
    person("editor").user_permissions.add(Permission.objects.get(codename="view_round"))
    page = home(desk("editor"))
    assert "Publications at a set time" in page
    assert "Messages of the public" not in page


def test_the_start_page_takes_no_more_queries_with_more_to_show(desk, django_assert_max_num_queries):
    officer, centre = desk("officer"), published(TERRACE).decisions.get().centre
    notices.report_error(centre, wrong="x")
    far = datetime.datetime.fromisoformat("2099-05-09T09:00+08:00")
    scheduled(far, RIVER)
    home(officer)
    with django_assert_max_num_queries(30) as before:
        home(officer)
    for n in range(12):
        notices.report_error(centre, wrong="x")
        scheduled(far, f"重庆测{chr(0x4E00 + n)}机械有限公司,,渝中区,工业设计企业")
    with django_assert_max_num_queries(len(before)):
        page = home(officer)
    assert page.count("/register/reports/edit/") == 10


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{plain}"])
def test_staff_go_from_a_ticket_number_to_its_message(desk, typed):
    report = notices.report_error(grant(1)[0], wrong="x")
    ticket = report.ticket
    typed = typed.format(ticket, lower=ticket.lower(), plain=ticket.replace("-", ""))
    response = desk("officer").get(reverse("messages:index"), {"ticket": typed})
    assert response["Location"] == reverse("errorreport:edit", args=[report.pk])


@pytest.mark.parametrize("typed", ["ERR-0000-0000", "", "nonsense"])
def test_a_wrong_number_is_told_beside_the_field(desk, typed):
    page = desk("approver").get(reverse("messages:index"), {"ticket": typed})
    assert page.status_code == 200
    assert page.context["form"].errors["ticket"]
    assert str(page.context["form"].errors["ticket"][0]) in page.text


def test_staff_without_pages_can_switch_their_mails_off(desk):
    officer = desk("officer")
    assert "Mails about rounds" in officer.get(reverse("wagtailadmin_account")).text
    data = {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "o@example.com"}
    data |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    data["round_mails-approved_notifications"] = "on"
    assert officer.post(reverse("wagtailadmin_account"), data).status_code == 302
    kept = UserProfile.objects.get(user=person("officer"))
    assert (kept.approved_notifications, kept.submitted_notifications) == (True, False)


def test_no_switch_stands_twice(desk):
    page = desk("admin").get(reverse("wagtailadmin_account")).text
    assert page.count("submitted_notifications") > 0
    assert "Mails about rounds" not in page
    assert "Mails about rounds" not in desk("editor").get(reverse("wagtailadmin_account")).text

"""What each finds on the start page, and as a list to take away; what is scheduled; what is mailed."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cityofdesign import checking, jobs
from cityofdesign.editing.subjects import SUBJECTS
from events.models import MilestonePage, NewsPage
from policies.models import Figure

from .writing import APPROVE, PUBLISH, SUBMIT, address, person, submission

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")
PAGES = {"waiting", "drafts", "waiting-for-others", "scheduled", "outdated", "disagreements"}
SOON = timezone.localtime() + datetime.timedelta(days=7)


def panel(client, key) -> str:
    page = client.get(HOME).text.split(f'id="pages-{key}-heading"')
    return page[1].split("</section>")[0] if len(page) > 1 else ""


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("editor", PAGES),
        ("moderator", PAGES),
        ("admin", PAGES),
        ("officer", {"scheduled"}),
        ("officer2", {"scheduled"}),
        ("approver", {"scheduled"}),
    ],
)
def test_each_sees_their_own_panels_and_reports(desk, name, seen):
    client = desk(name)
    page = client.get(HOME).text
    for subject in SUBJECTS:
        if subject.key in PAGES:
            assert (f'id="pages-{subject.key}-heading"' in page) == (subject.key in seen)
            answer = client.get(reverse(f"editing:{subject.key}"))
            assert (answer.status_code == 200) == (subject.key in seen)
    assert ('id="rounds-heading"' in page) == (name in {"officer", "officer2", "approver", "admin"})


def test_a_page_goes_from_hand_to_hand(desk):
    page = desk("editor").create().page
    link = address("edit", page.pk)
    assert link in panel(desk("editor"), "drafts")
    assert link not in panel(desk("moderator"), "drafts")
    desk("editor").write(page, then=SUBMIT)
    assert link not in panel(desk("editor"), "drafts")
    assert link in panel(desk("editor"), "waiting-for-others")
    assert link in panel(desk("moderator"), "waiting")
    assert "w-human-readable-date" in panel(desk("moderator"), "waiting")
    desk("moderator").act(submission(page), "reject", comment="Name the source.")
    assert "sent back: Name the source." in panel(desk("editor"), "drafts")


def test_what_is_sent_back_comes_back_to_whoever_submitted_it(desk):
    page = desk("editor").create(then=SUBMIT).page
    desk("moderator").write(page, summary="Touched by another.")
    desk("admin").act(submission(page), "reject", comment="Name the source.")
    for who in ("editor", "moderator"):
        assert "sent back: Name the source." in panel(desk(who), "drafts")
    assert "sent back" not in panel(desk("admin"), "drafts")


def test_nobody_waits_for_themselves(desk):
    page = desk("moderator").create(then=SUBMIT).page
    link = address("edit", page.pk)
    assert link not in panel(desk("moderator"), "waiting")
    assert link in panel(desk("moderator"), "waiting-for-others")
    assert link in panel(desk("admin"), "waiting")


def test_what_is_scheduled_stands_in_one_list_with_its_zone(desk):
    page = desk("editor").create(then=SUBMIT, go_live_at=f"{SOON:%Y-%m-%d} 09:00").page
    shown = desk("moderator").get(address("edit", page.pk)).text
    moment = f"{SOON:%-d %B %Y}, 09:00 China Standard Time"
    assert f"Approve and schedule for {moment}" in shown
    desk("moderator").write(page, then=APPROVE)
    for client in (desk("editor"), desk("admin")):
        assert moment in panel(client, "scheduled")
        assert "Demo Moderator" in panel(client, "scheduled")
    assert "Design week opens" not in panel(desk("officer"), "scheduled")
    assert "scheduler has never run" in panel(desk("officer"), "scheduled")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_is_taken_away(desk, form):
    desk("editor").create(then=SUBMIT)
    answer = desk("moderator").get(reverse("editing:waiting"), {"export": form})
    assert f'.{form}"' in answer["Content-Disposition"]
    if form == "csv":
        assert "Design week opens" in answer.content.decode("utf-8-sig")


def test_a_time_that_has_passed_is_refused_beside_its_field(desk):
    for past in ("2020-05-09 09:00", f"{timezone.localtime() - datetime.timedelta(hours=2):%Y-%m-%d %H:%M}"):
        answer = desk("editor").create(go_live_at=past)
        assert "This time has passed" in str(answer.context["form"].errors["go_live_at"])
        assert answer.page.slug != "design-week-opens"


def test_a_time_that_came_does_not_keep_the_page_from_being_saved(desk, time_machine):
    page = desk("editor").create(then=SUBMIT, go_live_at=f"{SOON:%Y-%m-%d} 09:00").page
    desk("moderator").write(page, then=APPROVE)
    time_machine.move_to(SOON + datetime.timedelta(days=2))
    jobs.publish_pages()
    desk("editor").write(page, title="Later on")
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Later on"


def test_the_button_says_when(desk):
    page = desk("editor").create(go_live_at=f"{SOON:%Y-%m-%d} 09:00").page
    assert f"Schedule for {SOON:%-d %B %Y}, 09:00" in desk("moderator").get(address("edit", page.pk)).text


def test_draft_and_public_page_are_compared_in_one_click(desk):
    page = desk("editor").create().page
    desk("moderator").write(page, then=PUBLISH)
    compare = address("revisions_compare", page.pk, "live", "latest")
    assert compare not in desk("editor").get(address("edit", page.pk)).text
    desk("editor").write(page, title="Changed")
    lists = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    for url in (address("edit", page.pk), lists, HOME):
        assert compare in desk("editor").get(url).text
    assert "Changed" in desk("editor").get(compare).text


def test_typed_numbers_that_disagree_are_found_once(desk, monkeypatch):
    calls = []

    def found(page):
        calls.append(page.pk)
        return ["“101”: the register counts 165."] if page.slug == "plan-2027" else []

    monkeypatch.setattr(checking, "ADVISERS", [found])
    assert "the register counts 165" in panel(desk("editor"), "disagreements")
    n = len(calls)
    panel(desk("moderator"), "disagreements")
    assert len(calls) == n > 0
    Figure.objects.first().save()
    panel(desk("editor"), "disagreements")
    assert len(calls) == 2 * n


def test_the_start_page_asks_no_more_with_more_to_show(desk, django_assert_max_num_queries):
    def fill(n):
        desk("editor").create(slug=f"draft-{n}", title=f"Draft {n}")
        desk("editor").create(slug=f"sent-{n}", title=f"Sent {n}", then=SUBMIT)

    moderator = desk("moderator")
    fill(0)
    moderator.get(HOME)
    with django_assert_max_num_queries(40) as before:
        moderator.get(HOME)
    queries = len(before)
    fill(1), fill(2)
    moderator.get(HOME)
    with django_assert_max_num_queries(queries):
        moderator.get(HOME)


def addressed(name, language=""):
    user = person(name)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return user


def mailed(capture, step):
    mail.outbox.clear()
    with capture(execute=True):
        step()
    return {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}


def test_each_step_is_mailed_to_whom_it_concerns(desk, django_capture_on_commit_callbacks):
    take = django_capture_on_commit_callbacks
    addressed("moderator", "zh-hans")
    page = desk("editor").create().page
    sent = mailed(take, lambda: desk("editor").write(page, then=SUBMIT))
    assert set(sent) == {"moderator", "admin"}
    assert "等待您审核" in sent["moderator"].subject
    assert address("edit", page.pk) in sent["admin"].body
    back = mailed(take, lambda: desk("moderator").act(submission(page), "reject", comment="Name the source."))
    assert set(back) == {"editor"}
    assert "Name the source." in back["editor"].body
    desk("editor").write(page, then=SUBMIT)
    done = mailed(take, lambda: desk("moderator").write(page, then=APPROVE))
    assert set(done) == {"editor"}
    assert "It is online." in done["editor"].body


def test_mails_are_switched_off_by_whoever_gets_them(desk, django_capture_on_commit_callbacks):
    for name in ("moderator", "admin"):
        UserProfile.objects.update_or_create(user=person(name), defaults={"submitted_notifications": False})
    page = desk("editor").create().page
    assert not mailed(django_capture_on_commit_callbacks, lambda: desk("editor").write(page, then=SUBMIT))


def test_demo_accounts_can_save_their_account_page(desk):
    editor, url = desk("editor"), reverse("wagtailadmin_account")
    soup = BeautifulSoup(editor.get(url).content, "html.parser")
    fields = soup.select("input[name][value]:not([type=checkbox]):not([type=radio])")
    chosen = soup.select("input[checked][name], option[selected]")
    data = {field["name"]: field["value"] for field in fields}
    data |= {field.get("name") or field.parent["name"]: field.get("value", "on") for field in chosen}
    assert data["name_email-last_name"] == "Editor"
    assert editor.post(url, data).status_code == 302


def delete(page):
    return address("delete", page.pk)


def test_a_public_or_locked_page_is_not_deleted(desk):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    assert "unpublish it before you delete it" in desk("admin").send(delete(page)).said
    page.unpublish()
    Page.objects.filter(pk=page.pk).update(locked=True)
    assert "unlock it before you delete it" in desk("admin").send(delete(page)).said
    Page.objects.filter(pk=page.pk).update(locked=False)
    desk("admin").send(delete(page))
    assert not NewsPage.objects.filter(pk=page.pk).exists()


def test_many_pages_are_not_deleted_either(desk):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = desk("admin").send(f"{url}?id={page.pk}&next=/admin/")
    assert "unpublish it before you delete it" in answer.said
    assert NewsPage.objects.filter(pk=page.pk).exists()


def test_what_depends_on_a_page_is_shown_before_it_goes_offline(desk):
    milestone = MilestonePage.objects.exclude(related_page=None).first()
    page = milestone.related_page
    for url in (
        address("unpublish", page.pk),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}",
    ):
        shown = desk("admin").get(url).text
        assert "What depends on it" in shown
        assert address("edit", milestone.pk) in shown
    page.specific.unpublish()
    assert address("edit", milestone.pk) in desk("admin").get(delete(page)).text


def test_a_page_that_nothing_leads_to_says_so(desk):
    page = desk("editor").create().page
    assert "Nothing else leads to it" in desk("admin").get(delete(page)).text


def test_a_public_page_changes_its_slug_by_whoever_publishes_it_and_leaves_a_redirect(
    desk, client, django_capture_on_commit_callbacks
):
    page = desk("editor").create().page
    desk("moderator").write(page, then=PUBLISH)
    before = NewsPage.objects.get(pk=page.pk).url
    assert desk("editor").get(address("edit", page.pk)).context["form"].fields["slug"].disabled
    desk("editor").write(page, slug="of-the-editor")
    assert page.get_latest_revision_as_object().slug == page.slug
    desk("moderator").write(page, slug="another-address")
    with django_capture_on_commit_callbacks(execute=True):
        desk("admin").write(page, then=PUBLISH)
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, NewsPage.objects.get(pk=page.pk).url)

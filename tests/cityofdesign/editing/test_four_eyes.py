"""Nobody puts their own news online alone, whatever way they take; nobody else's change slips through."""

import datetime
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.edit import EditAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision, TaskState, WorkflowState, get_page_models

from cityofdesign import jobs
from cityofdesign.editing.four_eyes import FourEyes, OneAlone, authors
from cityofdesign.editing.models import Approval, FourEyesTask, FourEyesTaskState
from cityofdesign.models import ContactPage, FieldIndexPage, FieldPage, HomePage, StandardPage
from events.models import (
    CompetitionPage,
    EventIndexPage,
    EventPage,
    MilestoneIndexPage,
    MilestonePage,
    NewsPage,
)
from policies.models import PolicyIndexPage, PolicyPage

from .writing import APPROVE, PUBLISH, REJECT, SUBMIT, address, news_index, person, submission, texts

pytestmark = pytest.mark.django_db
WRITERS = ["editor", "moderator", "admin"]
ALONE = "another person puts it online"
LATER = timezone.now() + datetime.timedelta(days=30)


def again(page):
    return type(page).objects.get(pk=page.pk)


def submitted(desk, by="editor", **changes) -> NewsPage:
    return desk(by).create(then=SUBMIT, **changes).page


def refused(step, *args, **kwargs):
    with pytest.raises(OneAlone):
        step(*args, **kwargs)


def test_a_fresh_site_has_the_workflow_at_its_root():
    assert isinstance(news_index().get_workflow().tasks.get().specific, FourEyesTask)


def test_an_editor_submits_and_a_moderator_publishes(desk):
    page = submitted(desk)
    assert (page.live, page.current_workflow_task_state.finished_by) == (False, None)
    desk("moderator").write(page, then=APPROVE)
    page = again(page)
    assert (page.live, page.live_revision, page.current_workflow_state) == (True, page.latest_revision, None)
    approval = Approval.objects.get(revision=page.live_revision)
    assert approval.by == person("moderator")


@pytest.mark.parametrize("writer", WRITERS)
def test_who_wrote_it_is_not_offered_to_approve_or_publish(desk, writer):
    page = submitted(desk, by=writer)
    shown = desk(writer).get(address("edit", page.pk)).text
    assert "Waits for another person" in shown
    assert 'name="action-publish"' not in shown
    assert 'data-workflow-action-name="approve"' not in shown
    assert not TaskState.objects.reviewable_by(person(writer)).exists()


@pytest.mark.parametrize("writer", WRITERS)
def test_who_wrote_it_is_refused_at_every_door(desk, writer):
    page = submitted(desk, by=writer)
    desk_, state = desk(writer), submission(page)
    desk_.write(page, then=APPROVE)
    desk_.act(state, "approve")
    desk_.act(state, "approve", comment="fine")
    for step in (state, TaskState.objects.get(pk=state.pk), FourEyesTaskState.objects.get(pk=state.pk)):
        refused(step.approve, user=person(writer))
    refused(WorkflowState.objects.get(pk=state.workflow_state_id).finish, user=person(writer))
    desk_.write(page, then=PUBLISH)
    assert not again(page).live
    assert not Approval.objects.exists()


def test_who_wrote_it_is_told_why(desk):
    page = submitted(desk, by="moderator")
    assert ALONE in desk("moderator").write(page, then=APPROVE).said


@pytest.mark.parametrize(
    ("model", "index", "more"),
    [
        (NewsPage, None, {}),
        (MilestonePage, MilestoneIndexPage, {"kind": "award"}),
        (CompetitionPage, EventIndexPage, {}),
        (PolicyPage, PolicyIndexPage, {"level": "municipal", "status": "in-force"}),
        (EventPage, EventIndexPage, {"kind": "conference"}),
        (StandardPage, HomePage, {}),
        (FieldPage, FieldIndexPage, {}),
        (ContactPage, HomePage, {"kind": "contact"}),
    ],
)
def test_publishing_ones_own_at_once_keeps_a_draft_and_says_why(desk, model, index, more):
    parent = index and index.objects.get(locale__language_code="en")
    answer = desk("moderator").create(model, parent, then=PUBLISH, **more)
    assert answer.page.slug == "design-week-opens"
    assert not answer.page.live
    assert ALONE in answer.said
    assert "kept as a draft" in answer.said
    assert ALONE in desk("moderator").write(answer.page, then=PUBLISH, title="Another").said
    assert (again(answer.page).live, texts(answer.page)[-1]) == (False, "Another")


def test_the_shell_is_refused_too(desk):
    page = desk("moderator").create().page
    revision = page.latest_revision
    refused(revision.publish, user=person("moderator"))
    refused(revision.publish, user=person("moderator"), skip_permission_checks=True)
    refused(revision.publish)
    refused(page.specific.publish, revision)
    assert not again(page).live
    revision.publish(user=person("admin"))
    assert again(page).live


def test_the_action_of_wagtail_itself_is_refused(desk):
    page = desk("admin").create().page
    refused(PublishPageRevisionAction(page.latest_revision, user=person("admin")).execute)
    assert not again(page).live


def test_the_actions_behind_wagtails_interface_are_refused(desk):
    """What its API v3 would do, which is not switched on here."""
    page = desk("moderator").create().page
    page.title = "By other means"
    refused(EditAction(page, user=person("moderator"), publish=True).execute)
    assert not again(page).live
    assert "wagtail.api.v3" not in settings.INSTALLED_APPS


def test_a_copy_is_a_draft_that_nobody_has_seen_yet(desk):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    url, data = address("copy", page.pk), {"new_title": "Copy", "new_slug": "copy", "publish_copies": "on"}
    desk("moderator").send(url, **data, new_parent_page=page.get_parent().pk)
    assert not NewsPage.objects.get(slug="copy").live


def test_a_moderator_publishes_what_others_wrote_without_a_submission(desk):
    page = desk("editor").create().page
    desk("moderator").write(page, then=PUBLISH)
    assert again(page).live
    assert Approval.objects.get().by == person("moderator")


def test_a_moderator_who_changed_a_word_has_become_an_author(desk):
    page = desk("editor").create().page
    assert ALONE in desk("moderator").write(page, then=PUBLISH, title="Changed").said
    assert (again(page).live, texts(page)[-1]) == (False, "Changed")
    desk("admin").write(page, then=PUBLISH)
    assert again(page).title == "Changed"


def test_who_wrote_an_earlier_draft_is_an_author_until_the_next_approval(desk):
    page = desk("moderator").create().page
    desk("editor").write(page, title="Rewritten by the editor", then=SUBMIT)
    assert authors(page.latest_revision) == {person("moderator").pk}
    page = again(page)
    assert authors(page.latest_revision) == {person("moderator").pk, person("editor").pk}
    refused(submission(page).approve, user=person("moderator"))
    desk("admin").write(page, then=APPROVE)
    desk("editor").write(page, title="Second edition", then=SUBMIT)
    desk("moderator").write(page, then=APPROVE)
    assert again(page).title == "Second edition"


def test_a_change_after_submission_voids_it(desk):
    page = submitted(desk)
    before = submission(page)
    answer = desk("moderator").write(page, title="Changed under review")
    assert "approval begins anew" in answer.said
    now = submission(again(page))
    assert (now.pk, now.revision) != (before.pk, before.revision)
    assert TaskState.objects.get(pk=before.pk).status == TaskState.STATUS_CANCELLED
    refused(now.approve, user=person("moderator"))
    desk("admin").write(page, then=APPROVE)
    assert again(page).title == "Changed under review"


def test_whoever_submitted_it_withdraws_it_to_change_it(desk):
    page = submitted(desk)
    editor = desk("editor")
    assert "Withdraw from approval" in editor.get(address("edit", page.pk)).text
    editor.write(page, then={"action-cancel-workflow": "1"})
    assert submission(again(page)) is None
    editor.write(page, title="Changed by its author", then=SUBMIT)
    assert submission(again(page)).status == TaskState.STATUS_IN_PROGRESS
    assert texts(page)[-1] == "Changed by its author"


def test_a_change_with_the_approval_is_not_approved_by_who_made_it(desk):
    page = submitted(desk)
    answer = desk("moderator").write(page, then=APPROVE, title="Changed and approved")
    assert "approval begins anew" in answer.said
    assert not again(page).live
    assert submission(again(page)).status == TaskState.STATUS_IN_PROGRESS


def test_a_revision_saved_over_after_submission_is_not_what_was_submitted(desk):
    page = submitted(desk)
    revision, state = page.latest_revision, submission(page)
    page.title = "Slipped in"
    page.save_revision(user=person("editor"), overwrite_revision=revision)
    refused(submission(again(page)).approve, user=person("moderator"))
    desk("moderator").act(state, "approve")
    assert not again(page).live
    assert submission(again(page)).pk != state.pk


def test_an_approval_of_what_was_loaded_earlier_is_refused(desk):
    page, moderator = submitted(desk), desk("moderator")
    form = moderator.form(address("edit", page.pk))
    desk("admin").write(page, title="Newer")
    answer = moderator.send(address("edit", page.pk), **form, **APPROVE)
    assert "approval begins anew" in answer.said
    assert not again(page).live


def test_what_was_approved_is_what_goes_online(desk):
    page = submitted(desk)
    state = submission(page)
    page.title = "Saved by code meanwhile"
    page.save_revision()
    refused(state.approve, user=person("moderator"))
    desk("moderator").act(state, "approve")
    assert not again(page).live


def test_sending_back_asks_for_a_reason(desk):
    page, moderator = submitted(desk), desk("moderator")
    state = submission(page)
    assert "Say what is to be changed" in moderator.write(page, then=REJECT).said
    refused(state.reject, user=person("moderator"))
    moderator.act(state, "reject", comment=" ")
    assert submission(again(page)).status == TaskState.STATUS_IN_PROGRESS
    reason = json.dumps({"comment": "Name the source."})
    assert "Sent back" in moderator.write(page, then=REJECT, **{"workflow-action-extra-data": reason}).said
    assert again(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "was sent back: Name the source." in desk("editor").get(address("edit", page.pk)).text
    desk("editor").write(page, then=SUBMIT)
    assert "it is online" in desk("moderator").write(page, then=APPROVE).said
    assert again(page).live


def bulk(client, *pages, **data):
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.send(f"{url}?{ids}&next=/admin/", **data)


def test_many_at_once_are_refused_where_one_would_be(desk):
    moderator = desk("moderator")
    own, other = moderator.create().page, desk("editor").create(slug="other", title="Other").page
    assert ALONE in bulk(moderator, own, other).said
    assert not again(own).live
    assert not again(other).live
    assert ALONE in bulk(moderator, news_index(), include_descendants="on").said
    bulk(moderator, other)
    assert again(other).live


def test_a_set_time_needs_a_second_person_as_well(desk):
    when = {"go_live_at": f"{LATER:%Y-%m-%d} 09:00"}
    answer = desk("moderator").create(then=PUBLISH, **when)
    assert ALONE in answer.said
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    desk("admin").write(answer.page, then=PUBLISH)
    assert again(answer.page).approved_schedule


def test_the_scheduler_publishes_what_was_approved(desk, time_machine):
    page = submitted(desk, go_live_at=f"{LATER:%Y-%m-%d} 09:00")
    desk("moderator").write(page, then=APPROVE)
    assert (again(page).live, again(page).approved_schedule) == (False, True)
    time_machine.move_to(LATER + datetime.timedelta(days=1))
    call_command("publish_scheduled", verbosity=0)
    assert again(page).live


def test_the_scheduler_refuses_what_nobody_approved(desk):
    page = desk("editor").create().page
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    refused(call_command, "publish_scheduled", verbosity=0)
    jobs.publish_pages()
    assert (again(page).live, again(page).approved_schedule) == (False, False)


def test_going_back_to_an_earlier_version_is_a_change(desk):
    page = submitted(desk)
    desk("moderator").write(page, then=APPROVE)
    desk("moderator").write(page, title="Second")
    desk("admin").write(page, then=PUBLISH)
    first = Revision.objects.for_instance(page).order_by("created_at").first()
    url = address("revisions_revert", page.pk, first.pk)
    form = desk("moderator").form(url)
    answer = desk("moderator").send(address("edit", page.pk), **form, revision=first.pk, **PUBLISH)
    assert ALONE in answer.said
    assert again(page).title == "Second"


def test_every_type_of_page_needs_a_second_person():
    alone = [model.__name__ for model in get_page_models() if not issubclass(model, FourEyes)]
    assert alone == ["Page"]


def test_the_introduction_of_an_index_needs_one_too(desk):
    index = news_index()
    assert ALONE in desk("moderator").write(index, then=PUBLISH, introduction="News of the year.").said
    desk("admin").write(index, then=PUBLISH)
    assert again(index).introduction == "News of the year."


def test_what_waits_for_another_is_not_published_past_it_by_who_changed_it(desk):
    parent = EventIndexPage.objects.get(locale__language_code="en")
    page = desk("editor").create(EventPage, parent, then=SUBMIT, kind="conference").page
    desk("moderator").write(page, title="Another")
    for then in (APPROVE, PUBLISH):
        assert ALONE in desk("moderator").write(page, then=then).said
        assert not again(page).live


def test_a_draft_is_not_set_online_past_its_publication(desk):
    page = again(desk("editor").create().page).specific
    page.live = True
    refused(page.save)
    assert not again(page).live


def test_a_page_taken_offline_is_not_set_online_again_past_its_publication(desk):
    page = desk("editor").create().page
    desk("moderator").write(page, then=PUBLISH)
    again(page).specific.unpublish()
    page = again(page).specific
    page.live = True
    refused(page.save)


def test_shipped_content_needs_no_second_person():
    page = NewsPage.objects.first()
    assert page.live
    page.save_revision().publish()
    assert again(page).live

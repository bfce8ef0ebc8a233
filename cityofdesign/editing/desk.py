"""Pages in somebody's hands: drafts, what waits for a person, what waits for others."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from .lines import Line, comparison, editor, kind_of, named, pages_by_id
from .models import FourEyesTaskState


def drafts(user) -> list[Line]:
    """What `user` saved last and has not submitted, or submitted and got back with a reason, newest first."""
    states = WorkflowState.objects.active().select_related("current_task_state")
    under_way = {int(state.object_id): state for state in states if state.object_id.isdigit()}
    waiting = [pk for pk, state in under_way.items() if state.status == WorkflowState.STATUS_IN_PROGRESS]
    returned = [
        pk for pk, state in under_way.items() if is_sent_back(state) and state.requested_by_id == user.pk
    ]
    pages = Page.objects.filter(Q(latest_revision__user=user) | Q(pk__in=returned))
    pages = pages.filter(has_unpublished_changes=True, latest_revision__approved_go_live_at=None)
    pages = pages.exclude(pk__in=waiting).select_related("locale", "latest_revision__user")
    return [
        Line(
            page.draft_title or page.title,
            editor(page),
            kind_of(page),
            stands(page, under_way.get(page.pk)),
            named(page.latest_revision.user),
            page.latest_revision_created_at,
            comparison(page),
        )
        for page in pages.order_by("-latest_revision_created_at")
    ]


def is_sent_back(state: WorkflowState | None) -> bool:
    return bool(state and state.status == state.STATUS_NEEDS_CHANGES and state.current_task_state)


def stands(page: Page, state: WorkflowState | None) -> str:
    if is_sent_back(state):
        return _("sent back: %(reason)s") % {"reason": state.current_task_state.comment}
    return _("draft of a page that is online") if page.live else _("draft")


def waiting(user) -> list[Line]:
    """Submitted pages that `user` may approve, the longest waiting first."""
    return [line(state, page) for state, page in submitted() if is_for(state, user)]


def waiting_for_others(user) -> list[Line]:
    """Submitted pages that somebody else has to approve."""
    return [line(state, page) for state, page in submitted() if not is_for(state, user)]


def submitted() -> list[tuple[FourEyesTaskState, Page]]:
    """Everything that waits for a second person; three queries."""
    states = FourEyesTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    states = states.select_related("workflow_state__requested_by").order_by("started_at")
    pages = pages_by_id(state.workflow_state.object_id for state in states)
    return [
        (state, pages[int(state.workflow_state.object_id)])
        for state in states
        if int(state.workflow_state.object_id) in pages
    ]


def is_for(state: FourEyesTaskState, user) -> bool:
    """As the list shows it; approving asks again."""
    return user.pk not in state.writers and task_of(state, user).is_member(user)


def task_of(state: FourEyesTaskState, user):
    """The task of a submission, fetched once a person and request."""
    kept = user.__dict__.setdefault("_four_eyes_tasks", {})
    if state.task_id not in kept:
        kept[state.task_id] = state.task.specific
    return kept[state.task_id]


def line(state: FourEyesTaskState, page: Page) -> Line:
    title = page.draft_title or page.title
    who = named(state.workflow_state.requested_by)
    said = gettext_lazy("change to a page that is online") if page.live else gettext_lazy("new page")
    return Line(title, editor(page), kind_of(page), said, who, state.started_at, comparison(page))

"""What Wagtail's editor does before and after a page is saved, submitted, approved or published."""

import json

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from .desk import is_sent_back
from .four_eyes import OneAlone, approve, is_approved, refusal
from .models import FourEyesTaskState


def editor(page):
    return redirect("wagtailadmin_pages:edit", page.pk)


def stay(request, page, reason: str):
    """Back to the editor with the reason; what was typed is kept where it was saved."""
    messages.error(request, reason)
    return editor(page)


def before_publish(request, page):
    """The page was saved as a draft, and stays one where only its author would answer for it."""
    page = page.specific
    if is_approved(page.latest_revision):
        return None
    try:
        approve(page.latest_revision, request.user)
    except OneAlone as refused:
        messages.success(
            request, _("“%(page)s” is kept as a draft.") % {"page": page.latest_revision.object_str}
        )
        return stay(request, page, str(refused))
    return None


def before_edit(request, page):
    """Whoever decides has seen what there is to decide on; whoever sends a page back says why."""
    state = waiting(page)
    if state is None:
        submission = page.current_workflow_state if request.method == "GET" else None
        if is_sent_back(submission):
            reason = submission.current_task_state.comment
            messages.warning(request, _("This page was sent back: %(reason)s") % {"reason": reason})
        return None
    if state.is_stale:
        state = state.submit_anew()
        messages.warning(request, state.refusal(None) or changed())
        return editor(page) if decision(request) else None
    chosen = decision(request)
    if not chosen:
        return None
    if was_loaded_earlier(request, page):
        return stay(request, page, changed())
    if chosen == "reject" and not reason_of(request):
        return stay(request, page, _("Say what is to be changed."))
    if chosen == "approve" and (reason := state.refusal(request.user)):
        return stay(request, page, reason)
    return None


def after_edit(request, page):
    """What waits for approval is what was saved last; whoever decides is told what came of it."""
    state, chosen = waiting(page), decision(request)
    if state is None and chosen:
        messages.success(request, outcome(page, chosen))
    elif state and (state.is_stale or chosen == "approve"):
        if state.is_stale:
            state.submit_anew()
        if request.accepts("text/html"):
            messages.warning(request, changed())


def outcome(page, chosen: str) -> str:
    if chosen == "reject":
        return _("Sent back with your reason.")
    if Page.objects.get(pk=page.pk).approved_schedule:
        return _("Approved; it goes online at its time.")
    return _("Approved; it is online.")


def changed() -> str:
    return _("The page was changed after it was submitted: approval begins anew with what it says now.")


def waiting(page) -> FourEyesTaskState | None:
    """The submission of a page that waits for a second person."""
    state = page.current_workflow_task_state
    return state if isinstance(state, FourEyesTaskState) else None


def decision(request) -> str:
    """`approve` or `reject` where the form of the editor asks for it."""
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return ""
    return request.POST.get("workflow-action-name", "")


def reason_of(request) -> str:
    try:
        data = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        return ""
    return str(data.get("comment", "")).strip() if isinstance(data, dict) else ""


def was_loaded_earlier(request, page) -> bool:
    """Whether the form was opened before the page was saved last, by anybody else."""
    latest = page.latest_revision
    if latest is None:
        return False
    if own := request.POST.get("overwrite_revision_id"):
        return own != str(latest.pk)
    loaded, at = (request.POST.get(f"loaded_revision_{part}") for part in ("id", "created_at"))
    return bool(loaded and loaded != str(latest.pk)) or bool(at and at != latest.created_at.isoformat())


def before_bulk(request, action_type, objects, bulk_action):
    """Publishing many pages at once asks of each what publishing one asks."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if request.POST.get("include_descendants"):
        pages += [child for page in pages for child in page.get_descendants().not_live()]
    reasons = [reason for page in pages if (reason := why_not(page.specific, request.user))]
    for reason in reasons:
        messages.error(request, reason)
    return redirect(bulk_action.next_url) if reasons else None


def why_not(page, user) -> str:
    revision = page.latest_revision
    if revision is None or is_approved(revision):
        return ""
    return refusal(revision, user)

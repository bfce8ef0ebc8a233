"""Mails about pages to those concerned: in their language, once the step is committed, unless switched
off."""

import functools

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Revision

from centres.mails import after_commit, tell

from .moments import in_words, is_ahead


def submitted(state, *, by) -> None:
    """To those who can approve the page."""
    _submitted(state.pk, by=by)


@after_commit
def _submitted(pk: int, *, by) -> None:
    from .models import FourEyesTaskState

    state = FourEyesTaskState.objects.filter(pk=pk).first()
    if state is None:
        return
    groups = state.task.specific.groups.all()
    able = Q(groups__in=groups) | Q(is_superuser=True)
    keys = get_user_model().objects.filter(able).values("pk")
    users = get_user_model().objects.filter(pk__in=keys).exclude(pk__in=state.writers)
    tell(users, "editing/mail/submitted.txt", _editor(state), by=by, switch="submitted", **_about(state))


@after_commit
def approved(state, *, by) -> None:
    """To those who wrote it and who submitted it."""
    at = Revision.objects.values_list("approved_go_live_at", flat=True).get(pk=state.revision_id)
    said = {**_about(state), "at": lambda: in_words(at) if is_ahead(at) else ""}
    tell(_writers(state), "editing/mail/approved.txt", _editor(state), by=by, switch="approved", **said)


@after_commit
def rejected(state, *, by) -> None:
    """To those who wrote it and who submitted it, with the reason."""
    said = {**_about(state), "reason": state.comment}
    tell(_writers(state), "editing/mail/rejected.txt", _editor(state), by=by, switch="rejected", **said)


def _writers(state):
    keys = {*state.writers, state.workflow_state.requested_by_id} - {None}
    return get_user_model().objects.filter(pk__in=keys)


def _about(state) -> dict:
    page = state.workflow_state.content_object.specific_deferred
    return {"title": page.get_admin_display_title()}


def _editor(state):
    return functools.partial(reverse, "wagtailadmin_pages:edit", args=[state.workflow_state.object_id])

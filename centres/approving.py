"""Submit, approve, reject, put on public notice: what must have happened before a round is published.

Whoever prepared a round cannot approve it, whatever the path: the check is here, the unique row per round and
person is in the database, and `verify_register` looks again afterwards. Nothing here writes the register.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import mails, notices
from .freezing import digest, refusals, stale_refusal
from .models import Round, RoundParticipant, RoundRow
from .preparing import Refused, record, reopen, require, take_part

APPROVED, PREPARED = RoundParticipant.Role.APPROVED, RoundParticipant.Role.PREPARED


def locked(round_: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",)).select_related("scheme", "counters").get(pk=round_.pk)
    )


@transaction.atomic
def submit(round_: Round, *, user) -> Round:
    """Freeze the round and ask for a second person."""
    take_part(round_, user)
    round_ = locked(round_)
    if round_.state != Round.State.DRAFT:
        raise Refused(
            _("Round %(id)s is “%(state)s”; only a draft is submitted.")
            % {"id": round_.pk, "state": round_.get_state_display()}
        )
    if reasons := refusals(round_):
        raise Refused(" ".join(reasons))
    if round_.corrects_id and not notices.is_correction(round_):
        raise Refused(_("Round %(id)s is no longer the correction it was drafted as.") % {"id": round_.pk})
    round_.digest, round_.submitted_at, round_.state = digest(round_), timezone.now(), Round.State.SUBMITTED
    round_.save()
    record(round_, "centres.submit", user=user, digest=round_.digest)
    mails.submitted(round_, by=user)
    return round_


def approval_refusal(round_: Round, user) -> str:
    """Why `user` cannot approve the round, in words; empty when they can."""
    if not user.has_perm("centres.approve_round"):
        return _("%(user)s may not approve rounds.") % {"user": user}
    if round_.state != Round.State.SUBMITTED:
        return _("Round %(id)s is “%(state)s”; only a submitted round is approved.") % {
            "id": round_.pk,
            "state": round_.get_state_display(),
        }
    if round_.participants.filter(user=user).exists() or _had_a_hand_in(round_, user):
        return _("%(user)s prepared this round; another person must approve it.") % {"user": user}
    return ""


def _had_a_hand_in(round_: Round, user) -> bool:
    """Whether the rows themselves name `user`, in case a participation was removed by hand."""
    return (
        round_.lists.filter(uploaded_by=user).exists()
        or RoundRow.objects.filter(list__round=round_, settled_by=user).exists()
    )


def check_frozen(round_: Round) -> None:
    if digest(round_) != round_.digest:
        raise Refused(
            _("Round %(id)s was changed after it was submitted; submit it again.") % {"id": round_.pk}
        )
    if stale := stale_refusal(round_):
        raise Refused(stale)


@transaction.atomic
def approve(round_: Round, *, user) -> Round:
    round_ = locked(round_)
    if refusal := approval_refusal(round_, user):
        raise Refused(refusal)
    check_frozen(round_)
    try:
        with transaction.atomic():
            RoundParticipant.objects.create(round=round_, user=user, role=APPROVED)
    except IntegrityError as error:
        raise Refused(_("Another person has just approved round %(id)s.") % {"id": round_.pk}) from error
    round_.state, round_.approved_at = Round.State.APPROVED, timezone.now()
    round_.save()
    record(round_, "centres.approve", user=user, digest=round_.digest)
    mails.approved(round_, by=user)
    return round_


@transaction.atomic
def reject(round_: Round, *, user, reason: str) -> Round:
    """Send a submitted or approved round back to its draft."""
    require(user, "centres.approve_round", _("%(user)s may not reject rounds."))
    round_ = locked(round_)
    if round_.state not in {Round.State.SUBMITTED, Round.State.APPROVED}:
        raise Refused(_("Round %(id)s is not waiting for anybody.") % {"id": round_.pk})
    if not reason.strip():
        raise Refused(_("A rejection needs a reason."))
    round_.notice_opened_on = round_.notice_closes_on = None
    round_.notice_digest = ""
    parts = mails.took_part(round_)
    reopen(round_)
    record(round_, "centres.reject", user=user, reason=reason.strip())
    mails.rejected(round_, by=user, reason=reason.strip(), to=parts)
    return round_


@transaction.atomic
def open_notice(round_: Round, *, user) -> Round:
    """Put an approved round on public notice from today, for the working days that its scheme's rule asks."""
    require(user, "centres.approve_round", _("%(user)s may not put rounds on public notice."))
    round_ = locked(round_)
    check_approved(round_)
    check_frozen(round_)
    if not (days := notices.days_required(round_)):
        raise Refused(_("No rule asks for a public notice of round %(id)s.") % {"id": round_.pk})
    if notices.is_on_notice(round_):
        raise Refused(
            _("Round %(id)s is on public notice until %(date)s already.")
            % {"id": round_.pk, "date": round_.notice_closes_on}
        )
    round_.notice_opened_on = notices.today()
    round_.notice_closes_on = notices.closing_date(round_.notice_opened_on, days)
    round_.notice_digest = round_.digest
    round_.save()
    record(round_, "centres.notice", user=user, until=round_.notice_closes_on.isoformat(), days=days)
    return round_


def check_approved(round_: Round) -> None:
    parts = dict(round_.participants.values_list("role", "user"))
    approver = round_.participants.filter(role=APPROVED).select_related("user").first()
    if round_.state != Round.State.APPROVED or approver is None or PREPARED not in parts:
        raise Refused(
            _("Round %(id)s is “%(state)s”; a second person must approve it before it is published.")
            % {"id": round_.pk, "state": round_.get_state_display()}
        )
    if _had_a_hand_in(round_, approver.user):
        raise Refused(
            _("%(user)s prepared this round; another person must approve it.") % {"user": approver.user}
        )

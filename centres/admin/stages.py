"""Where a round stands, who may take the next step, and what it would do to the register."""

import dataclasses

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .. import notices
from ..models import Round, RoundList, RoundParticipant, RoundRow, Standing

APPROVE = "centres.approve_round"
PREPARE = "centres.prepare_round"
DONE, NOW, AHEAD = "done", "now", "ahead"
ENDING = {RoundList.Kind.WITHDRAWN, RoundList.Kind.SUSPENDED, RoundList.Kind.EXPIRED}
ACCREDITING = {RoundList.Kind.GRANTED, RoundList.Kind.MAINTAINED, RoundList.Kind.RESTORED}


def steps(round_: Round, *, lists: list[RoundList], ready: bool) -> list[tuple[str, str]]:
    """`(step in words, "done" | "now" | "ahead")` in their order; `ready`: nothing keeps it from being
    submitted."""
    if round_.counters_id:
        labels, draft = [_("Drawn up")], 1
    else:
        labels, draft = (
            [_("Uploaded"), _("Read"), _("Matched"), _("Review")],
            (4 if ready else 3 if all(entry.is_read for entry in lists) else 1) if lists else 0,
        )
    labels += [_("Submit"), _("Second person"), pgettext("step", "Published")]
    reached = {
        Round.State.DRAFT: draft,
        Round.State.SUBMITTED: len(labels) - 2,
        Round.State.APPROVED: len(labels) - 1,
        Round.State.PUBLISHED: len(labels),
    }[round_.state]
    return [
        (label, DONE if place < reached else NOW if place == reached else AHEAD)
        for place, label in enumerate(labels)
    ]


@dataclasses.dataclass(frozen=True)
class People:
    """Who took part in a round, and who else could approve it; display names."""

    prepared: tuple[str, ...]
    approved: str
    could_approve: tuple[str, ...]


def people(parts: list[RoundParticipant]) -> People:
    """Who is named in the participations of a round, and who is not and may approve; one query."""
    involved = {part.user_id for part in parts}
    prepared = [shown(part.user) for part in parts if part.role == RoundParticipant.Role.PREPARED]
    approved = [shown(part.user) for part in parts if part.role == RoundParticipant.Role.APPROVED]
    others = get_user_model().objects.with_perm(APPROVE, backend="django.contrib.auth.backends.ModelBackend")
    could = [shown(user) for user in others.exclude(pk__in=involved).order_by("username")]
    return People(tuple(prepared), next(iter(approved), ""), tuple(could))


def shown(user) -> str:
    return user.get_full_name() or user.get_username()


def next_step(round_: Round) -> str:
    """What the round waits for, in words."""
    if round_.state == Round.State.APPROVED and round_.publish_at:
        return _("Will be published at the set time")
    if notices.is_open(round_):
        return _("The public notice closes, then publish")
    return {
        Round.State.DRAFT: _("Settle the rows and submit"),
        Round.State.SUBMITTED: _("A second person approves"),
        Round.State.APPROVED: _("Publish"),
        Round.State.PUBLISHED: _("Nothing more"),
    }[round_.state]


def heading(round_: Round, lists: list[RoundList]) -> str:
    """What the page of the round is about, in words."""
    if round_.state == Round.State.DRAFT:
        return (
            _("Take a round back")
            if round_.counters_id
            else _("Review rows")
            if lists
            else _("Begin a round")
        )
    return {
        Round.State.SUBMITTED: _("Approve or send back"),
        Round.State.APPROVED: _("Publish"),
        Round.State.PUBLISHED: _("Published round"),
    }[round_.state]


def who_may(round_: Round) -> str:
    """Who may take the next step, in words."""
    return {
        Round.State.DRAFT: _("Anyone who may prepare rounds"),
        Round.State.SUBMITTED: _("An approver who had no hand in it"),
        Round.State.APPROVED: _("Any approver"),
        Round.State.PUBLISHED: "–",
    }[round_.state]


def waiting_for(user) -> QuerySet[Round]:
    """Rounds whose next step `user` may take: drafts that they prepare, rounds that they may approve or
    publish; the longest waiting first."""
    parts = RoundParticipant.objects.filter(round=OuterRef("pk"), user=user)
    lists = RoundList.objects.filter(round=OuterRef("pk"), uploaded_by=user)
    rows = RoundRow.objects.filter(list__round=OuterRef("pk"), settled_by=user)
    mine = Q()
    if user.has_perm(PREPARE):
        mine |= Q(Exists(parts), state=Round.State.DRAFT)
    if user.has_perm(APPROVE):
        mine |= Q(~Exists(parts), ~Exists(lists), ~Exists(rows), state=Round.State.SUBMITTED)
        mine |= Q(state=Round.State.APPROVED, publish_at__isnull=True)
    rounds = Round.objects.under_way().filter(mine) if mine else Round.objects.none()
    return rounds.select_related("scheme", "countered_by").order_by("created_at")


def since(round_: Round):
    """When the round came to where it stands."""
    return round_.published_at or round_.approved_at or round_.submitted_at or round_.created_at


@dataclasses.dataclass(frozen=True)
class Effect:
    """Accredited centres of the scheme on the date in effect, as known now and once published; `samples` are
    those of `after` that are sample data."""

    date: str
    before: int
    after: int
    entered: int
    left: int
    samples: int


def effect(round_: Round, lists: list[RoundList], edition: int) -> Effect | None:
    """What the settled rows would do after edition number `edition`; None without a list. Two queries."""
    if not lists:
        return None
    newest = max(lists, key=lambda entry: entry.effective_on.upper)
    standings = Standing.objects.on(newest.effective_on.upper, edition).accredited()
    held = dict(standings.filter(scheme=round_.scheme_id).values_list("centre_id", "centre__sample"))
    before = set(held)
    after, new = set(before), 0
    deciding = RoundRow.objects.filter(list__round=round_).deciding()
    rows = deciding.values_list("list__kind", "action", "centre_id", "centre__sample")
    for kind, action, centre, sample in rows:
        held[centre] = bool(sample)
        if action == RoundRow.Action.CREATE:
            new += 1
        elif kind in ENDING:
            after.discard(centre)
        elif kind in ACCREDITING:
            after.add(centre)
    entered, left = new + len(after - before), len(before - after)
    samples = sum(held[centre] for centre in after) + (new if round_.sample else 0)
    date = newest.effective_on.display(get_language())
    return Effect(date, len(before), len(after) + new, entered, left, samples)

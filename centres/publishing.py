"""Submit, approve, publish, undo: the only code that writes decisions, standings and editions.

Whoever prepared a round cannot approve it, whatever the path: the check is here, the unique row per round and
person is in the database, and `verify_register` looks again afterwards.
"""

import datetime
from collections.abc import Iterator
from itertools import chain, groupby, islice

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import mails, notices
from .freezing import decision_kind, digest, refusals, stale_refusal
from .holders import Holders
from .lists import alias
from .models import (
    GENESIS,
    Alias,
    Centre,
    Decision,
    District,
    Edition,
    Organisation,
    OrganisationName,
    Round,
    RoundList,
    RoundParticipant,
    RoundRow,
    Standing,
    open_for_publishing,
)
from .preparing import Refused, record, reopen, require, take_part
from .replay import Interval, entries, in_force, intervals, standings

CHUNK = 1000
"""Rows that are in memory at a time while a round is published."""
NO_VALUES = dict.fromkeys(Decision.columns()) | {"ground": ""}
BOUNDS = ("since_from", "since_to", "first_granted_from", "first_granted_to")
APPROVED, PREPARED = RoundParticipant.Role.APPROVED, RoundParticipant.Role.PREPARED


def _locked(round_: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",)).select_related("scheme", "counters").get(pk=round_.pk)
    )


@transaction.atomic
def submit(round_: Round, *, user) -> Round:
    """Freeze the round and ask for a second person."""
    take_part(round_, user)
    round_ = _locked(round_)
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


def _check_frozen(round_: Round) -> None:
    if digest(round_) != round_.digest:
        raise Refused(
            _("Round %(id)s was changed after it was submitted; submit it again.") % {"id": round_.pk}
        )
    if stale := stale_refusal(round_):
        raise Refused(stale)


@transaction.atomic
def approve(round_: Round, *, user) -> Round:
    round_ = _locked(round_)
    if refusal := approval_refusal(round_, user):
        raise Refused(refusal)
    _check_frozen(round_)
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
    round_ = _locked(round_)
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
    round_ = _locked(round_)
    _check_approved(round_)
    _check_frozen(round_)
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


def publish(round_: Round, *, user, at=None) -> Round:
    """Make the round part of the register, now or at the aware moment `at`; twice changes nothing."""
    require(user, "centres.approve_round", _("%(user)s may not publish rounds."))
    with transaction.atomic():
        round_ = _locked(round_)
        if round_.state == Round.State.PUBLISHED:
            return round_
        _check_approved(round_)
        # From here to the commit no other round is published: what is checked stays so.
        Edition.objects.select_for_update().newest()
        _check_frozen(round_)
        if at is not None and at <= timezone.now():
            raise Refused(_("That time is past; choose a later one or publish now."))
        day = timezone.localdate(at, timezone.get_default_timezone()) if at else notices.today()
        if refusal := notices.refusal(round_, day):
            raise Refused(refusal)
        if at:
            round_.publish_at, round_.publish_by = at, user
            round_.save()
            record(round_, "centres.schedule", user=user, at=at.isoformat())
            return round_
        with open_for_publishing():
            edition = _new_edition(round_)
            write_decisions(edition)
            update_standings(edition)
        round_.state, round_.published_at = Round.State.PUBLISHED, edition.recorded_at
        by_hand = round_.publish_at is None or round_.publish_at > timezone.now()
        round_.publish_at = None
        round_.save()
        import_string(settings.CENTRES_ANNOUNCER)(round_, user=user)
        record(round_, "centres.publish", user=user, edition=edition.number, hash=edition.hash)
        mails.published(round_, by=user if by_hand else None)
    return round_


def _check_approved(round_: Round) -> None:
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


def publish_due() -> list[Round]:
    """Publish the approved rounds whose time has come; those that are refused go back to their makers."""
    done = []
    for round_ in Round.objects.due(timezone.now()).select_related("publish_by"):
        try:
            with translation.override(mails.language_of(round_.publish_by)):
                done.append(publish(round_, user=round_.publish_by))
        except Refused as refusal:
            Round.objects.filter(pk=round_.pk).update(publish_at=None)
            record(round_, "centres.refuse", user=round_.publish_by, reason=str(refusal))
            mails.not_published(round_, refusal=str(refusal))
    return done


def _new_edition(round_: Round) -> Edition:
    """The next edition. Its unique number makes a second publication at the same moment wait or fail."""
    last = Edition.objects.select_for_update().newest()
    now = timezone.now()
    if last and now <= last.recorded_at:
        now = last.recorded_at + datetime.timedelta(microseconds=1)
    try:
        with transaction.atomic():
            return Edition.objects.create(
                number=last.number + 1 if last else 1,
                round=round_,
                recorded_at=now,
                decisions_total=last.decisions_total if last else 0,
                hash=last.hash if last else GENESIS,
            )
    except IntegrityError as error:
        raise Refused(_("Another round was published at this moment; try again.")) from error


def write_decisions(edition: Edition) -> None:
    """Append the decisions of the edition's round to the log, in the order of its lists and rows."""
    round_ = edition.round
    decided = _annulments(round_) if round_.counters_id else _decisions_of_rows(round_)
    columns = [*Decision.columns(), "hash"]
    while chunk := list(islice(decided, CHUNK)):
        entries = [_chained(values, edition) for values in chunk]
        Decision.objects.insert_many(columns, (map(entry.__getitem__, columns) for entry in entries))
    edition.save()
    _learn(edition)


def _chained(values: dict, edition: Edition) -> dict:
    """The values of a decision as the next entry of the log; `edition` then ends with it."""
    edition.decisions_total += 1
    date = values["effective_on"]
    entry = NO_VALUES | values
    entry |= {
        "number": edition.decisions_total,
        "edition_id": edition.pk,
        "round_id": edition.round_id,
        "effective_on_from": date.lower,
        "effective_on_to": date.upper,
        "recorded_at": edition.recorded_at,
        "previous_hash": edition.hash,
    }
    edition.hash = entry["hash"] = Decision.hash_of(entry)
    return entry


def _annulments(round_: Round) -> Iterator[dict]:
    standing = round_.counters.decisions.filter(annulled_by__isnull=True)
    return map(_annulment, list(standing.order_by("-number")))


def _annulment(annulled: Decision) -> dict:
    """Values of the decision that annuls another."""
    return {
        "centre_id": annulled.centre_id,
        "scheme_id": annulled.scheme_id,
        "kind": Decision.Kind.ANNULLED.value,
        "effective_on": annulled.effective_on,
        "annuls_id": annulled.pk,
    }


def _decisions_of_rows(round_: Round) -> Iterator[dict]:
    """Values of the decisions of the settled rows; new centres get their numbers here, in the order of the
    rows."""
    districts, holders = dict(District.objects.values_list("code", "pk")), Holders(round_)
    for roundlist in round_.lists.order_by("pk"):
        for rows in _deciding(roundlist):
            _enter_centres([row for row in rows if row.action == RoundRow.Action.CREATE], round_)
            decided = [_decided(row, roundlist, districts, holders) for row in rows]
            holders.save_new()
            for values in chain.from_iterable(decided):
                holder = values.pop("holder", None)
                yield {**values, "holder_id": holder.pk} if holder else values


def _deciding(roundlist: RoundList) -> Iterator[list[RoundRow]]:
    """The settled rows of a list in their order, some at a time."""
    deciding, last = roundlist.rows.deciding().order_by("index"), -1
    deciding = deciding.only("list_id", "index", "verdict", "action", "facts", "centre_id")
    while rows := list(deciding.filter(index__gt=last)[:CHUNK]):
        yield rows
        last = rows[-1].index


def _enter_centres(rows: list[RoundRow], round_: Round) -> None:
    """Number new centres and enter them; each row then names its own."""
    last = Centre.objects.order_by("-number").first()
    for serial, row in enumerate(rows, last.serial + 1 if last else 1):
        row.centre = Centre(number=Centre.format_number(serial), sample=round_.sample, created_in=round_)
    Centre.objects.bulk_create([row.centre for row in rows])
    for row in rows:
        row.centre_id = row.centre.pk
    with connection.cursor() as cursor:  # bulk_update takes seconds for ten thousand rows
        cursor.executemany(
            f"UPDATE {RoundRow._meta.db_table} SET centre_id = %s WHERE id = %s",  # noqa: S608
            [(row.centre_id, row.pk) for row in rows],
        )


def _decided(row: RoundRow, roundlist: RoundList, districts, holders) -> list[dict]:
    """Values of what one row decides; a holder that it names stands under "holder"."""
    facts = dict(row.facts)
    if "district" in facts:
        facts["district_id"] = districts[facts.pop("district")]
    stated = {
        "row_id": row.pk,
        "centre_id": row.centre_id,
        "scheme_id": roundlist.round.scheme_id,
        "ground": roundlist.ground,
        "effective_on": roundlist.effective_on,
    }
    if "annuls" in facts:
        wrong = Decision.objects.get(number=facts.pop("annuls"))
        kept = {name: getattr(wrong, name) for name in Decision.FACTS} | facts
        anew = {"scheme_id": wrong.scheme_id, "kind": wrong.kind, "ground": wrong.ground}
        return [_annulment(wrong), stated | anew | kept]
    if not (kind := decision_kind(row)):
        return []
    code = facts.pop("credit_code", None)
    names = (facts.get("holder_name_en", ""), facts.get("holder_name_zh", ""))
    if any(names) and (row.action == RoundRow.Action.CREATE or kind == Decision.Kind.TRANSFERRED):
        facts["holder"] = holders.find(names, code)
    return [stated | facts | {"kind": str(kind)}]


def _learn(edition: Edition) -> None:
    """Remember what this edition tells: dated names of holders, their credit codes, and matches that a person
    settled."""
    learn_names(edition)
    _learn_credit_codes(edition.round)
    rows = RoundRow.objects.filter(
        list__round=edition.round, action=RoundRow.Action.MATCH, settled_by__isnull=False
    )
    Alias.objects.bulk_create(
        [
            Alias(centre_id=row.centre_id, row=row, holder=holder, name=name)
            for row in rows
            for holder, name in [alias(row.values)]
            if holder or name
        ],
        ignore_conflicts=True,
    )


def _learn_credit_codes(round_: Round) -> None:
    """Note the codes that lists state of holders known without one. A code says who a holder is and is no
    dated fact; one that another holder has, or that differs from the one known, was a warning and stays out.
    """
    stating = RoundRow.objects.deciding().filter(list__round=round_, facts__has_key="credit_code")
    for row in stating.order_by("list", "index").only("facts", "centre_id"):
        code = row.facts["credit_code"]
        named = Decision.objects.filter(centre_id=row.centre_id, holder__isnull=False).order_by("-number")
        holder = named.values_list("holder_id", flat=True).first()
        if not Organisation.objects.filter(credit_code=code).exists():
            Organisation.objects.filter(pk=holder, credit_code__isnull=True).update(credit_code=code)


def learn_names(edition: Edition) -> None:
    """Enter the holders' names that the decisions of `edition` state."""
    stating = edition.decisions.exclude(kind=Decision.Kind.ANNULLED).order_by("number")
    named = [entry for entry in entries(stating) if entry.holder_name_en or entry.holder_name_zh]
    missing = {entry.centre_id for entry in named if entry.holder_id is None}
    previous = dict(
        Decision.objects.filter(
            centre_id__in=missing, holder__isnull=False, edition__number__lte=edition.number
        )
        .order_by("number")
        .values_list("centre_id", "holder_id")
    )
    OrganisationName.objects.bulk_create(
        [
            OrganisationName(
                organisation_id=entry.holder_id or previous[entry.centre_id],
                name_en=entry.holder_name_en or "",
                name_zh=entry.holder_name_zh or "",
                since=entry.effective_on.upper,
                edition=edition,
            )
            for entry in named
            if entry.holder_id or entry.centre_id in previous
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def update_standings(edition: Edition) -> None:
    """Bring the standings of every centre that `edition` decided about to what the log now says."""
    decided = Decision.objects.filter(edition=edition).order_by("centre_id")
    touched = list(decided.values_list("centre_id", flat=True).distinct())
    for start in range(0, len(touched), CHUNK):
        some = touched[start : start + CHUNK]
        # Between the first and the last of them, and touched: fewer parameters than to name each.
        between = {"centre__pk__range": (some[0], some[-1]), "centre_id__in": decided.values("centre_id")}
        _update_standings(edition, between)


def _update_standings(edition: Edition, between: dict) -> None:
    stored, keys = {}, {}
    current = Standing.objects.filter(known_to__isnull=True, **between)
    for interval, pk in intervals(current, "pk"):
        stored.setdefault(interval.centre_id, {})[interval] = pk
        keys[interval.listed_as] = interval.name_key
    known = Decision.objects.filter(edition__number__lte=edition.number, **between)
    outdated, added = [], []
    for centre_id, history in groupby(
        entries(known.order_by("centre_id", "number")), key=lambda entry: entry.centre_id
    ):
        before, now = stored.get(centre_id, {}), standings(list(history), keys)
        outdated += [pk for interval, pk in before.items() if interval not in now]
        added += [interval for interval in now if interval not in before]
    Standing.objects.filter(pk__in=outdated).update(known_to=edition.number)
    columns = [*Interval._fields, *BOUNDS, "known_from"]
    Standing.objects.insert_many(columns, (_stored(interval, edition) for interval in added))


def _stored(interval: Interval, edition: Edition) -> tuple:
    """The values of a standing: those of the interval, the bounds of its dates, since when it is known."""
    since, first = interval.since, interval.first_granted
    values = (*interval[:-1], list(interval.sectors))
    return *values, since.lower, since.upper, first.lower, first.upper, edition.number


@transaction.atomic
def rebuild() -> int:
    """Make the derived tables anew from the log; returns how many standings there are."""
    with open_for_publishing():
        Standing.objects.all().delete()
        OrganisationName.objects.all().delete()
        for edition in Edition.objects.order_by("number"):
            learn_names(edition)
            update_standings(edition)
    return Standing.objects.count()


@transaction.atomic
def undo(round_: Round, *, user) -> Round:
    """Draft a counter-round that annuls every decision of `round_`; it is submitted, approved and published
    like any other. Refused where a later round built on the centres concerned."""
    require(user, "centres.prepare_round", _("%(user)s may not prepare rounds."))
    round_ = _locked(round_)
    if round_.state != Round.State.PUBLISHED:
        raise Refused(_("Round %(id)s is not published; there is nothing to take back.") % {"id": round_.pk})
    if round_.counters_id:
        raise Refused(_("Round %(id)s is itself a counter-round; enter the facts anew.") % {"id": round_.pk})
    if round_.decisions.filter(kind=Decision.Kind.ANNULLED).exists():
        raise Refused(_("Round %(id)s annulled a decision; enter the facts anew.") % {"id": round_.pk})
    if Round.objects.filter(counters=round_).exists():
        raise Refused(
            _("Round %(id)s is already taken back by round %(counter)s.")
            % {"id": round_.pk, "counter": round_.countered_by.pk}
        )
    later = Decision.objects.filter(
        centre__decisions__round=round_, edition__number__gt=round_.edition.number
    ).select_related("centre", "round")
    alive = {d.number for d in in_force(Decision.objects.filter(centre__decisions__round=round_).distinct())}
    if conflicts := [d for d in later.distinct() if d.number in alive]:
        rows = ", ".join(f"{d.centre} ({_('round')} {d.round_id})" for d in conflicts[:20])
        raise Refused(_("Later rounds built on this one: %(rows)s. Take those back first.") % {"rows": rows})
    counter = Round.objects.create(
        scheme=round_.scheme, year=round_.year, batch=round_.batch, counters=round_, sample=round_.sample
    )
    take_part(counter, user)
    record(counter, "wagtail.create", user=user, counters=round_.pk)
    return counter

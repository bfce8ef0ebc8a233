"""Publish and undo: the only code that writes decisions, standings and editions.

What comes before, submitting and approving, is in `centres.approving`; its steps are called from here too.
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
from .approving import (
    approval_refusal,
    approve,
    check_approved,
    check_frozen,
    locked,
    open_notice,
    reject,
    submit,
)
from .freezing import decision_kind
from .holders import Holders, learn_credit_codes
from .lists import alias
from .models import (
    GENESIS,
    Alias,
    Centre,
    Decision,
    District,
    Edition,
    OrganisationName,
    ReferenceTables,
    Round,
    RoundList,
    RoundRow,
    Standing,
    open_for_publishing,
)
from .preparing import Refused, record, require, take_part
from .reference import read, told
from .replay import Interval, entries, in_force, intervals, standings

__all__ = [
    "approval_refusal",
    "approve",
    "open_notice",
    "publish",
    "publish_due",
    "rebuild",
    "reject",
    "submit",
    "undo",
]
CHUNK = 1000
"""Rows that are in memory at a time while a round is published."""
NO_VALUES = dict.fromkeys(Decision.columns()) | {"ground": ""}
BOUNDS = ("since_from", "since_to", "first_granted_from", "first_granted_to")


def publish(round_: Round, *, user, at=None) -> Round:
    """Make the round part of the register, now or at the aware moment `at`; twice changes nothing."""
    require(user, "centres.approve_round", _("%(user)s may not publish rounds."))
    with transaction.atomic():
        round_ = locked(round_)
        if round_.state == Round.State.PUBLISHED:
            return round_
        check_approved(round_)
        # From here to the commit no other round is published: what is checked stays so.
        Edition.objects.select_for_update().newest()
        check_frozen(round_)
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
        import_string(settings.CENTRES_ANNOUNCER)(round_)
        record(round_, "centres.publish", user=user, edition=edition.number, hash=edition.hash)
        mails.published(round_, by=user if by_hand else None)
    return round_


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
    decided = _annulments(round_) if round_.counters_id else _decisions_of_rows(edition)
    columns, of_first = [*Decision.columns(), "hash"], {"reference_tables": keep_reference(edition)}
    while chunk := list(islice(decided, CHUNK)):
        entries = [_chained(values | of_first, edition) for values in chunk[:1]]
        entries += [_chained(values, edition) for values in chunk[1:]]
        of_first = {}
        Decision.objects.insert_many(columns, (map(entry.__getitem__, columns) for entry in entries))
    edition.save()
    _learn(edition)


def keep_reference(edition: Edition) -> str | None:
    """Keep the tables of reference with the edition where they differ from those kept last; their digest."""
    last, tables = ReferenceTables.known_in(edition.number), told(read())
    if last and last.tables == tables:
        return None
    return ReferenceTables.objects.create(edition=edition, tables=tables).digest


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
    standing = round_.counters.decisions.filter(annulled_by__isnull=True).select_related("centre")
    return map(_annulment, list(standing.order_by("-number")))


def _annulment(annulled: Decision) -> dict:
    """Values of the decision that annuls another."""
    return {
        "centre_id": annulled.centre_id,
        "centre_number": annulled.centre.number,
        "scheme_id": annulled.scheme_id,
        "kind": Decision.Kind.ANNULLED.value,
        "effective_on": annulled.effective_on,
        "annuls_id": annulled.pk,
    }


def _decisions_of_rows(edition: Edition) -> Iterator[dict]:
    """Values of the decisions of the settled rows; new centres get their numbers here, in the order of the
    rows."""
    round_ = edition.round
    districts, holders = dict(District.objects.values_list("code", "pk")), Holders(edition)
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
    deciding = deciding.select_related("centre")
    deciding = deciding.only("list_id", "index", "verdict", "action", "facts", "centre__number")
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
        "centre_number": row.centre.number,
        "scheme_id": roundlist.round.scheme_id,
        "ground": roundlist.ground,
        "effective_on": roundlist.effective_on,
    }
    if "annuls" in facts:
        wrong = Decision.objects.select_related("centre").get(number=facts.pop("annuls"))
        kept = {name: getattr(wrong, name) for name in Decision.FACTS} | facts
        anew = {"scheme_id": wrong.scheme_id, "kind": wrong.kind, "ground": wrong.ground}
        return [_annulment(wrong), stated | anew | kept]
    if not (kind := decision_kind(row)):
        return []
    names = (facts.get("holder_name_en", ""), facts.get("holder_name_zh", ""))
    if any(names) and (row.action == RoundRow.Action.CREATE or kind == Decision.Kind.TRANSFERRED):
        facts["holder"] = holders.find(names, facts.get("credit_code"))
    return [stated | facts | {"kind": str(kind)}]


def _learn(edition: Edition) -> None:
    """Remember what this edition tells: dated names of holders, their credit codes, and matches that a person
    settled."""
    learn_names(edition)
    learn_credit_codes(edition)
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
    relations = (interval.branch_of or None, list(interval.predecessors) or None)
    values = (*interval[:-3], list(interval.sectors), *relations)
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
    round_ = locked(round_)
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

"""What registry staff say about rows: which centre a line means, that it is new, that it is nothing.

Nothing here writes the register. Every function refuses with `Refused` and then changes nothing.
"""

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import reading
from .lists import Verdict
from .models import Round, RoundList, RoundRow
from .models.rounds import RoundRowQuerySet
from .preparing import Refused, locked_draft, record, take_part

ENTERING = {RoundList.Kind.GRANTED, RoundList.Kind.MAINTAINED, RoundList.Kind.FULL}
ONE_BY_ONE = [Verdict.ERROR.value, Verdict.DUPLICATE.value, Verdict.ABSENT.value]


@transaction.atomic
def settle(row: RoundRow, *, action: str, user, centre=None, reason: str = "") -> RoundRow:
    """Say what is to be made of one row. `centre` goes with a match, `reason` with ignoring."""
    take_part(row.list.round, user)
    locked_draft(row.list.round)
    row = RoundRow.objects.select_related("list__round__scheme").get(pk=row.pk)
    if row.verdict == Verdict.ERROR.value and action in {RoundRow.Action.MATCH, RoundRow.Action.CREATE}:
        raise Refused(
            _("Row %(row)s of %(file)s has an error; correct the list, upload it again, or ignore the row.")
            % {"row": row.index, "file": row.list.filename}
        )
    if action == RoundRow.Action.MATCH:
        if centre is None:
            raise Refused(_("Row %(row)s: a match names a centre.") % {"row": row.index})
        if reading.is_absence(row):
            raise Refused(_("%(centre)s is not on the list: it can only be kept.") % {"centre": row.centre})
        reading.rejudge(row, centre.pk)
    elif action == RoundRow.Action.CREATE:
        if row.list.kind not in ENTERING:
            raise Refused(_cannot_enter(row))
        row.centre = None
        row.facts = row.stated
    elif action == RoundRow.Action.IGNORE and not reason.strip():
        raise Refused(_("Row %(row)s: ignoring needs a reason.") % {"row": row.index})
    row.action, row.reason = action, reason.strip()
    row.settled_by, row.settled_at = user, timezone.now()
    row.save()
    said = {"row": row.index, "file": row.list.filename, "action": action, "reason": row.reason}
    record(row.list.round, "centres.settle", user=user, **said)
    return row


def _cannot_enter(row: RoundRow) -> str:
    return _("Row %(row)s: a list “%(kind)s” cannot enter a new centre.") % {
        "row": row.index,
        "kind": row.list.get_kind_display(),
    }


@transaction.atomic
def settle_many(rows: RoundRowQuerySet, *, action: str, user, reason: str = "") -> int:
    """Settle at once those of `rows`, all of one round, that are open and can take the action; returns how
    many there were.

    A match is for rows that lead to one centre for certain, a new centre for those that do not. Errors,
    repetitions and absences can only be ignored or put on hold together.
    """
    if action not in RoundRow.Action.values:
        raise Refused(_("There is no action “%(action)s”.") % {"action": action})
    if action == RoundRow.Action.IGNORE and not reason.strip():
        raise Refused(_("Ignoring rows needs a reason."))
    taken = settled_together(rows, action)
    if not (round_ := Round.objects.filter(lists__rows__in=taken).first()):
        return 0
    if action == RoundRow.Action.CREATE and (
        wrong := taken.exclude(list__kind__in=ENTERING).select_related("list").first()
    ):
        raise Refused(_cannot_enter(wrong))
    take_part(round_, user)
    locked_draft(round_)
    taken = taken.filter(list__round=round_)
    verdicts = dict(taken.order_by("verdict").values_list("verdict").annotate(n=Count("pk")))
    facts = {"facts": F("stated")} if action == RoundRow.Action.CREATE else {}
    count = taken.update(
        action=action, reason=reason.strip(), settled_by=user, settled_at=timezone.now(), **facts
    )
    said = {"rows": count, "action": action, "reason": reason.strip(), "verdicts": verdicts}
    record(round_, "centres.settle", user=user, **said)
    return count


def settled_together(rows: RoundRowQuerySet, action: str) -> RoundRowQuerySet:
    """Those of `rows` that `settle_many` settles."""
    rows = rows.order_by().open()
    if action in {RoundRow.Action.MATCH, RoundRow.Action.CREATE}:
        rows = rows.exclude(verdict__in=ONE_BY_ONE)
        return rows.filter(centre__isnull=action == RoundRow.Action.CREATE)
    return rows


def settle_open_as_new(round_: Round, *, user) -> int:
    """Settle every open row that has no certain match as a new centre; returns how many there were."""
    return settle_many(RoundRow.objects.filter(list__round=round_), action=RoundRow.Action.CREATE, user=user)

"""What registry staff say about rows: which centre a line means, that it is new, that it is nothing.

Nothing here writes the register. Every function refuses with `Refused` and then changes nothing.
"""

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import reading
from .freezing import DECIDING, differing_totals
from .lists import Verdict, said
from .models import Round, RoundList, RoundRow
from .models.rounds import RoundRowQuerySet
from .preparing import Refused, locked_draft, record, take_part

ENTERING = {RoundList.Kind.GRANTED, RoundList.Kind.MAINTAINED, RoundList.Kind.FULL}
MOST_SAID = 5
ONE_BY_ONE = [Verdict.ERROR.value, Verdict.DUPLICATE.value, Verdict.ABSENT.value]


class Unconfirmed(Refused):
    """Rows with warnings of which nobody has said that they are checked."""

    def __init__(self, rows: list[RoundRow]) -> None:
        words = [
            _("Row %(row)s of %(file)s: %(warnings)s")
            % {"row": row.index, "file": row.list.filename, "warnings": in_words(row)}
            for row in rows[:MOST_SAID]
        ]
        more = [f"… (+{len(rows) - MOST_SAID})"] if len(rows) > MOST_SAID else []
        told = _("Nothing was settled: tick that you have checked the warnings.")
        super().__init__(" ".join([told, *words, *more]))


def in_words(row: RoundRow) -> str:
    """The warnings of a row."""
    return " ".join(said(warning) for warning in row.warnings)


@transaction.atomic
def settle(
    row: RoundRow, *, action: str, user, centre=None, reason: str = "", confirmed: bool = False
) -> RoundRow:
    """Say what is to be made of one row. `centre` goes with a match, `reason` with ignoring; a row with
    warnings is matched or entered only `confirmed`: its warnings are checked."""
    take_part(row.list.round, user)
    locked_draft(row.list.round, user)
    row = RoundRow.objects.select_related("list__round__scheme").get(pk=row.pk)
    if row.verdict == Verdict.ERROR.value and action in DECIDING:
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
    if row.warnings and action in DECIDING and not confirmed:
        raise Unconfirmed([row])
    row.action, row.reason, row.confirmed = action, reason.strip(), confirmed and action in DECIDING
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
def settle_many(
    rows: RoundRowQuerySet, *, action: str, user, reason: str = "", confirmed: bool = False
) -> int:
    """Settle at once those of `rows`, all of one round, that are open and can take the action; returns how
    many there were. `confirmed` as in `settle`, for all of them.

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
    locked_draft(round_, user)
    taken = taken.filter(list__round=round_)
    if action in DECIDING and not confirmed and (warned := list(with_warnings(taken))):
        raise Unconfirmed(warned)
    verdicts = dict(taken.order_by("verdict").values_list("verdict").annotate(n=Count("pk")))
    facts = {"facts": F("stated")} if action == RoundRow.Action.CREATE else {}
    count = taken.update(
        action=action,
        reason=reason.strip(),
        confirmed=confirmed and action in DECIDING,
        settled_by=user,
        settled_at=timezone.now(),
        **facts,
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


def with_warnings(rows: RoundRowQuerySet) -> RoundRowQuerySet:
    return rows.exclude(warnings=[]).select_related("list").order_by("list", "index")


def settle_open_as_new(round_: Round, *, user, confirmed: bool = False) -> int:
    """Settle every open row that has no certain match as a new centre; returns how many there were. Rows with
    warnings stay open unless they are `confirmed`."""
    rows = RoundRow.objects.filter(list__round=round_)
    if not confirmed:
        rows = rows.filter(warnings=[])
    return settle_many(rows, action=RoundRow.Action.CREATE, user=user, confirmed=confirmed)


def left_open(round_: Round) -> list[RoundRow]:
    """The rows that `settle_open_as_new` leaves open because of their warnings."""
    rows = RoundRow.objects.filter(list__round=round_, list__kind__in=ENTERING)
    return list(with_warnings(settled_together(rows, RoundRow.Action.CREATE)))


@transaction.atomic
def confirm_total(roundlist: RoundList, *, user, misprinted: bool = False) -> RoundList:
    """Say that the rows of a file are all that it names, though it states another total. `misprinted`: so are
    those of the printed list, whose total is wrong; else more may stand on it than in the file."""
    take_part(roundlist.round, user)
    round_ = locked_draft(roundlist.round, user)
    differing = {entry.pk: entry.printed for entry in differing_totals(round_)}
    if roundlist.pk not in differing:
        raise Refused(_("%(file)s: there is no differing total to confirm.") % {"file": roundlist.filename})
    roundlist.total_confirmed_by, roundlist.total_confirmed_at = user, timezone.now()
    roundlist.total_misprinted = misprinted
    roundlist.save(update_fields=["total_confirmed_by", "total_confirmed_at", "total_misprinted"])
    totals = {"stated": roundlist.stated_total, "rows": differing[roundlist.pk]}
    record(round_, "centres.confirm", user=user, list=roundlist.pk, file=roundlist.filename, **totals)
    return roundlist

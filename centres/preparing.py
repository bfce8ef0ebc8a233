"""What registry staff do before a second person looks: create a round, upload lists, settle rows.

Nothing here writes the register. Every function refuses with `Refused` and then changes nothing.
"""

import contextlib
import contextvars
import hashlib
import json
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cityofdesign.dates import ImpreciseDate

from . import reading
from .lists import COLUMNS, ReadList, Verdict, map_problems, read_list, remembered
from .models import Decision, Edition, Round, RoundList, RoundParticipant, RoundRow, Scheme
from .models.rounds import RoundRowQuerySet

ENTERING = {RoundList.Kind.GRANTED, RoundList.Kind.MAINTAINED, RoundList.Kind.FULL}
LARGE_BYTES, LARGE_ROWS = 1024 * 1024, 500
ONE_BY_ONE = [Verdict.ERROR.value, Verdict.DUPLICATE.value, Verdict.ABSENT.value]


class Refused(Exception):
    """A step that the rules of the register do not allow, with one clear sentence that says why."""


def require(user, permission: str, message: str) -> None:
    if not (user and user.is_active and user.has_perm(permission)):
        raise Refused(message % {"user": user})


_shell_user = contextvars.ContextVar("shell_user", default="")


@contextlib.contextmanager
def from_the_shell(name: str):
    """Within it the log keeps the operating-system user `name` beside the account that acts."""
    token = _shell_user.set(name)
    try:
        yield
    finally:
        _shell_user.reset(token)


def record(round_: Round, event: str, /, *, user, **data) -> None:
    """Enter an action in Wagtail's log."""
    if name := _shell_user.get():
        data["shell_user"] = name
    log(round_, event, user=user, data=data)


def take_part(round_: Round, user) -> None:
    """Record `user` as one who prepared the round."""
    require(user, "centres.prepare_round", _("%(user)s may not prepare rounds."))
    try:
        with transaction.atomic():
            part, _new = RoundParticipant.objects.get_or_create(
                round=round_, user=user, defaults={"role": RoundParticipant.Role.PREPARED}
            )
    except IntegrityError:
        part = RoundParticipant.objects.get(round=round_, user=user)
    if part.role != RoundParticipant.Role.PREPARED:
        raise Refused(_("%(user)s approved this round and can no longer prepare it.") % {"user": user})


def _locked_draft(round_: Round) -> Round:
    """The round, locked and open to changes; a change voids an earlier submission."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state == Round.State.PUBLISHED:
        raise Refused(_("Round %(id)s is published; enter a correction as a new round.") % {"id": locked.pk})
    if locked.counters_id:
        raise Refused(_("Round %(id)s takes another round back; its rows are fixed.") % {"id": locked.pk})
    if locked.state != Round.State.DRAFT:
        reopen(locked)
    return locked


def reopen(round_: Round) -> None:
    """Void a submission or approval: the round is a draft again and its approver, if any, is released."""
    round_.participants.filter(role=RoundParticipant.Role.APPROVED).delete()
    round_.state, round_.digest = Round.State.DRAFT, ""
    round_.submitted_at = round_.approved_at = round_.publish_at = round_.publish_by = None
    round_.save()


def validate(instance) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        messages = [
            f"{instance._meta.get_field(field).verbose_name}: {' '.join(texts)}"
            if field != "__all__"
            else " ".join(texts)
            for field, texts in error.message_dict.items()
        ]
        raise Refused(" ".join(str(message) for message in messages)) from error


@transaction.atomic
def create_round(*, scheme, year: int, batch: int | None = None, user, sample: bool = False) -> Round:
    require(user, "centres.prepare_round", _("%(user)s may not prepare rounds."))
    round_ = Round(scheme=scheme, year=year, batch=batch, sample=sample)
    validate(round_)
    round_.save()
    take_part(round_, user)
    record(round_, "wagtail.create", user=user)
    return round_


def past_date(name: str, value) -> ImpreciseDate:
    """The date that `value` means; one that no list can state is refused."""
    try:
        date = ImpreciseDate.parse(str(value))
    except ValueError as error:
        raise Refused(f"{name}: {error}") from error
    if date.lower and date.lower > timezone.localdate():
        raise Refused(
            _("%(name)s: %(date)s is in the future; a list can only state what has been decided.")
            % {"name": name, "date": value}
        )
    return date


@transaction.atomic
def upload(
    round_: Round,
    *,
    content: bytes,
    filename: str,
    kind: str,
    document: str,
    effective_on,
    user,
    issued_on="",
    document_url: str = "",
    stated_total: int | None = None,
    ground: str = "",
    sheet: str | None = None,
    defer: Callable[[RoundList], None] | None = None,
) -> RoundList:
    """Read a list into rows with verdicts. Refuses the whole file where it cannot be read.

    With `defer` a list of more than `LARGE_BYTES` bytes or `LARGE_ROWS` rows is only kept, and `defer` is
    called to have it read later.
    """
    take_part(round_, user)
    round_ = _locked_draft(round_)
    effective_on = past_date(_("In effect from"), effective_on)
    issued_on = past_date(_("Issued on"), issued_on)
    sha256 = hashlib.sha256(content).hexdigest()
    if same := round_.lists.filter(sha256=sha256, kind=kind, sheet=sheet or "").first():
        raise Refused(
            _("%(file)s is already in this round, as list %(list)s.") % {"file": filename, "list": same.pk}
        )
    roundlist = RoundList(
        round=round_,
        kind=kind,
        ground=ground,
        document=document,
        document_url=document_url,
        issued_on=issued_on,
        effective_on=effective_on,
        stated_total=stated_total,
        filename=filename,
        sha256=sha256,
        sheet=sheet or "",
        file=ContentFile(content, name=filename),
        uploaded_by=user,
    )
    read = None
    if defer is None or len(content) <= LARGE_BYTES:
        read = reading.read_again(roundlist, content)
        take_in(roundlist, read)
    validate(roundlist)
    roundlist.save()
    record(round_, "centres.upload", user=user, list=roundlist.pk, file=filename, sha256=sha256)
    judge(roundlist, read, defer)
    return roundlist


def take_in(roundlist: RoundList, read: ReadList) -> None:
    """Note on the list how it was read, and what a person should know of it."""
    roundlist.encoding, roundlist.sheet, roundlist.header_row = read.encoding, read.sheet, read.header_row
    roundlist.column_map = dict(read.column_map)
    roundlist.warnings = [str(problem) for problem in read.problems]
    twins = RoundList.objects.filter(sha256=roundlist.sha256, kind=roundlist.kind, sheet=read.sheet)
    for other in twins.exclude(round__counters__isnull=False).exclude(round=roundlist.round_id):
        roundlist.warnings.append(
            _("The same file was uploaded to round %(round)s.") % {"round": other.round_id}
        )
    stated, rows = roundlist.stated_total, len(read.rows)
    if stated is not None and stated != rows:
        roundlist.warnings.append(
            _("The list states a total of %(stated)s; the file has %(rows)s.")
            % {"stated": stated, "rows": rows}
        )


def judge(roundlist: RoundList, read: ReadList | None, defer: Callable[[RoundList], None] | None) -> None:
    """Make rows of what was read, now or, where the list is large, later."""
    if defer and (read is None or len(read.rows) > LARGE_ROWS):
        wait(roundlist, rows=len(read.rows) if read else 0)
        defer(roundlist)
    else:
        number = newest_number()
        keep_rows(roundlist, reading.judged_rows(roundlist, read), number)


def wait(roundlist: RoundList, *, rows: int) -> None:
    """Begin another attempt at reading the list, of which `rows` rows are known to exist."""
    roundlist.reading, roundlist.error = RoundList.Reading.WAITING, ""
    roundlist.attempt += 1
    roundlist.rows_done, roundlist.rows_in_all, roundlist.progress_at = 0, rows, timezone.now()
    roundlist.save()


def keep_rows(roundlist: RoundList, rows: list[RoundRow], number: int) -> None:
    """Put `rows`, judged by edition `number`, in the place of those that the list had. What was settled by
    hand is kept where the same line is still printed there."""
    kept = {row.index: row for row in roundlist.rows.filter(settled_by__isnull=False)}
    roundlist.rows.all().delete()
    for row in rows:
        if (old := kept.get(row.index)) and old.printed == row.printed:
            resettle(row, old)
    RoundRow.objects.bulk_create(rows, batch_size=1000)
    roundlist.reading, roundlist.error = RoundList.Reading.DONE, ""
    roundlist.rows_done = roundlist.rows_in_all = len(rows)
    roundlist.matched_in = number
    roundlist.save()


def resettle(row: RoundRow, old: RoundRow) -> None:
    """Settle a row as it was before it was read again; a match or a new centre needs a row without error."""
    decides = old.action in {RoundRow.Action.MATCH, RoundRow.Action.CREATE}
    if decides and row.verdict == Verdict.ERROR.value:
        return
    if old.centre_id and old.centre_id != row.centre_id:
        reading.rejudge(row, old.centre_id)
    row.action, row.reason, row.centre_id = old.action, old.reason, old.centre_id
    row.settled_by_id, row.settled_at = old.settled_by_id, old.settled_at
    if row.action == RoundRow.Action.CREATE:
        row.facts = row.stated


@transaction.atomic
def rematch(roundlist: RoundList, *, user, defer: Callable[[RoundList], None] | None = None) -> None:
    """Read the list again and judge it by the register as it is now; settlements by hand are kept where the
    row still leads to the same centre."""
    take_part(roundlist.round, user)
    _locked_draft(roundlist.round)
    record(roundlist.round, "centres.rematch", user=user, list=roundlist.pk)
    judge(roundlist, reading.read_again(roundlist), defer)


@transaction.atomic
def reread(
    roundlist: RoundList,
    *,
    user,
    sheet: str = "",
    header_row: int | None = None,
    column_map: dict[str, str | None] | None = None,
    defer: Callable[[RoundList], None] | None = None,
) -> None:
    """Read the file in another way: another sheet, row of headings or meaning of headings (heading -> column
    key, None for one that is not used). What is not stated is found by the headings.

    The meaning of headings that a person states is remembered for later lists of the scheme.
    """
    take_part(roundlist.round, user)
    _locked_draft(roundlist.round)
    for key in set((column_map or {}).values()) - {None, *(column.key for column in COLUMNS)}:
        raise Refused(_("There is no column “%(key)s”.") % {"key": key})
    scheme = Scheme.objects.select_for_update().get(pk=roundlist.round.scheme_id)
    read = read_list(
        reading.stored(roundlist),
        roundlist.filename,
        sheet=sheet or None,
        header_row=header_row,
        column_map=column_map,
        remembered=None if column_map else scheme.headings,
    )
    if column_map:
        if problems := map_problems(read, column_map):
            raise Refused(" ".join(str(problem) for problem in problems))
        known = scheme.headings.get("columns", {})
        scheme.headings = {"columns": {**known, **remembered(read)["columns"]}}
        scheme.save(update_fields=["headings"])
    take_in(roundlist, read)
    validate(roundlist)
    said = {"file": roundlist.filename, "sheet": read.sheet, "header_row": read.header_row}
    record(roundlist.round, "centres.reread", user=user, list=roundlist.pk, **said)
    judge(roundlist, read, defer)


@transaction.atomic
def remove_list(roundlist: RoundList, *, user) -> None:
    """Take a list out of a draft, with its rows; the log keeps its name and SHA-256."""
    take_part(roundlist.round, user)
    round_ = _locked_draft(roundlist.round)
    file, removed = roundlist.file, {"file": roundlist.filename, "sha256": roundlist.sha256}
    roundlist.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))
    record(round_, "centres.remove", user=user, **removed)


def newest_number() -> int:
    """Number of the newest edition; 0 before the first."""
    return Edition.objects.order_by("-number").values_list("number", flat=True).first() or 0


@transaction.atomic
def settle(row: RoundRow, *, action: str, user, centre=None, reason: str = "") -> RoundRow:
    """Say what is to be made of one row. `centre` goes with a match, `reason` with ignoring."""
    take_part(row.list.round, user)
    _locked_draft(row.list.round)
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
    _locked_draft(round_)
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


def refusals(round_: Round) -> list[str]:
    """Why the round cannot be submitted, in words; empty when it can."""
    if round_.counters_id:
        return []
    on_hold = Q(rows__action=RoundRow.Action.HOLD)
    lists = round_.lists.annotate(
        open=Count("rows", filter=Q(rows__action="")), on_hold=Count("rows", filter=on_hold)
    )
    reasons = [] if lists else [_("The round has no list.")]
    for roundlist in lists:
        if not roundlist.is_read:
            reasons.append(_("%(file)s has not been read yet.") % {"file": roundlist.filename})
    if (count := sum(roundlist.open for roundlist in lists)) > 0:
        reasons.append(ngettext("%(n)s row is open.", "%(n)s rows are open.", count) % {"n": count})
    if (count := sum(roundlist.on_hold for roundlist in lists)) > 0:
        reasons.append(ngettext("%(n)s row is on hold.", "%(n)s rows are on hold.", count) % {"n": count})
    rows = RoundRow.objects.filter(list__round=round_)
    deciding = rows.deciding().select_related("list")
    if not reasons and not any(decision_kind(row) for row in deciding.iterator()):
        reasons.append(_("The lists change nothing: no row leads to a decision."))
    if stale := stale_refusal(round_):
        reasons.append(stale)
    return reasons


def decision_kind(row: RoundRow) -> str:
    """What a settled row decides; empty where it changes nothing. A full list only enters what is new."""
    kind, created = row.list.kind, row.action == RoundRow.Action.CREATE
    if kind == RoundList.Kind.FULL and created:
        return RoundList.Kind.GRANTED
    if kind in {RoundList.Kind.FULL, RoundList.Kind.RENAMED, RoundList.Kind.TRANSFERRED} and not row.facts:
        return ""
    if kind == RoundList.Kind.FULL:
        names = {"name_en", "name_zh", "holder_name_en", "holder_name_zh", "holder_name_zh_unconfirmed"}
        return RoundList.Kind.RENAMED if set(row.facts) <= names else RoundList.Kind.TRANSFERRED
    unchanged = row.verdict == Verdict.UNCHANGED.value and not row.facts and not created
    return "" if unchanged and kind != RoundList.Kind.MAINTAINED else kind


def stale_refusal(round_: Round) -> str:
    """That rows were matched with an older register, in one sentence; empty where none was."""
    if not (stale := stale_rows(round_)):
        return ""
    return _("The register has changed since these rows were matched: %(rows)s. Match the list again.") % {
        "rows": ", ".join(stale)
    }


def stale_rows(round_: Round) -> list[str]:
    """Rows whose centre has had a decision since their list was matched, as `file, row n`; ten at most."""
    since = Decision.objects.filter(centre=OuterRef("centre"), edition__gt=OuterRef("list__matched_in"))
    rows = RoundRow.objects.deciding().filter(Exists(since), list__round=round_).select_related("list")
    return [f"{row.list.filename}, {row.index}" for row in rows.order_by("list", "index")[:10]]


def digest(round_: Round) -> str:
    """SHA-256 of everything that approval is asked for: lists, rows and resolutions."""
    lists = [
        [
            roundlist.kind,
            roundlist.ground,
            roundlist.document,
            roundlist.document_url,
            str(roundlist.issued_on),
            str(roundlist.effective_on),
            roundlist.stated_total,
            roundlist.sha256,
            [
                # A new centre gets its number at publication: only a match names one beforehand.
                [index, printed, facts, centre if action == RoundRow.Action.MATCH else None, action, reason]
                for index, printed, facts, centre, action, reason in roundlist.rows.order_by(
                    "index"
                ).values_list("index", "printed", "facts", "centre_id", "action", "reason")
            ],
        ]
        for roundlist in round_.lists.order_by("pk")
    ]
    head = [round_.scheme_id, round_.year, round_.batch, round_.counters_id, round_.sample]
    head += [round_.corrects_id, round_.notice_elsewhere]
    return hashlib.sha256(json.dumps([head, lists], ensure_ascii=False, sort_keys=True).encode()).hexdigest()

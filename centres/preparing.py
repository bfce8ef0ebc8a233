"""What registry staff do before a second person looks: create a round, upload lists, settle rows.

Nothing here writes the register. Every function refuses with `Refused` and then changes nothing.
"""

import contextlib
import contextvars
import hashlib
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cityofdesign.dates import ImpreciseDate

from . import mails, reading
from .lists import COLUMNS, Note, ReadList, Verdict, map_problems, names_a_sample, read_list, remembered
from .models import Edition, Round, RoundList, RoundParticipant, RoundRow, Scheme

ROW_COLUMNS = [field.attname for field in RoundRow._meta.concrete_fields if not field.primary_key]
values_of = attrgetter(*ROW_COLUMNS)
LARGE_BYTES, LARGE_ROWS = 1024 * 1024, 500


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


def locked_draft(round_: Round, user) -> Round:
    """The round, locked and open to changes by `user`; a change voids an earlier submission."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state == Round.State.PUBLISHED:
        raise Refused(_("Round %(id)s is published; enter a correction as a new round.") % {"id": locked.pk})
    if locked.counters_id:
        raise Refused(_("Round %(id)s takes another round back; its rows are fixed.") % {"id": locked.pk})
    if locked.state != Round.State.DRAFT:
        mails.voided(locked, by=user, to=mails.took_part(locked))
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


def same_run(round_: Round) -> Round | None:
    """The newest other round of the same scheme, year and batch, if it is not a correction or taken back."""
    others = Round.objects.filter(scheme=round_.scheme, year=round_.year, batch=round_.batch)
    others = others.filter(counters__isnull=True, corrects__isnull=True, countered_by__isnull=True)
    return others.exclude(pk=round_.pk).order_by("-pk").first()


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
    round_ = locked_draft(round_, user)
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
    roundlist.notes = [list(note) for note in read.notes]
    problems = list(read.problems)
    twins = RoundList.objects.filter(sha256=roundlist.sha256, kind=roundlist.kind, sheet=read.sheet)
    for other in twins.exclude(round__counters__isnull=False).exclude(round=roundlist.round_id):
        problems.append(Note("same-file", {"round": other.round_id}))
    stated = roundlist.stated_total
    differs = None if stated is None else read.total_problem(stated)
    problems += [differs] if differs else []
    if not roundlist.round.sample and (samples := sum(map(names_a_sample, read.rows))):
        problems.append(Note("samples-among-real", {"n": samples}))
    if differs is None or differs.as_dict() not in roundlist.warnings:
        roundlist.total_confirmed_by = roundlist.total_confirmed_at = None
        roundlist.total_misprinted = False
    roundlist.warnings = [problem.as_dict() for problem in problems]


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


def keep_rows(roundlist: RoundList, rows: Iterable[RoundRow], number: int) -> None:
    """Put `rows`, judged by edition `number`, in the place of those that the list had. What was settled by
    hand is kept where the same line is still printed there."""
    kept = {row.index: row for row in roundlist.rows.filter(settled_by__isnull=False)}
    roundlist.rows.all().delete()
    count = 0

    def values() -> Iterator[tuple]:
        nonlocal count
        for row in rows:
            count += 1
            if (old := kept.get(row.index)) and old.printed == row.printed:
                resettle(row, old)
            yield values_of(row)

    RoundRow.objects.insert_many(ROW_COLUMNS, values())
    roundlist.reading, roundlist.error = RoundList.Reading.DONE, ""
    roundlist.rows_done = roundlist.rows_in_all = count
    roundlist.matched_in = number
    roundlist.save()


def resettle(row: RoundRow, old: RoundRow) -> None:
    """Settle a row as it was before it was read again; a match or a new centre needs a row without error or
    new warning."""
    decides = old.action in {RoundRow.Action.MATCH, RoundRow.Action.CREATE}
    if decides and row.verdict == Verdict.ERROR.value:
        return
    if old.centre_id and old.centre_id != row.centre_id:
        reading.rejudge(row, old.centre_id)
    row.confirmed = old.confirmed and all(warning in old.warnings for warning in row.warnings)
    if decides and row.warnings and not row.confirmed:
        row.action = ""
        return
    row.action, row.reason, row.centre_id = old.action, old.reason, old.centre_id
    row.settled_by_id, row.settled_at = old.settled_by_id, old.settled_at
    if row.action == RoundRow.Action.CREATE:
        row.facts = row.stated


def _check_is_sent(roundlist: RoundList) -> None:
    """Refuses the list of a correction: its file only repeats what a person stated, and says less."""
    if roundlist.round.corrects_id:
        raise Refused(_("%(file)s belongs to a correction and is not read.") % {"file": roundlist.filename})


@transaction.atomic
def rematch(roundlist: RoundList, *, user, defer: Callable[[RoundList], None] | None = None) -> None:
    """Read the list again and judge it by the register as it is now; settlements by hand are kept where the
    row still leads to the same centre. A correction is compared anew by `corrections.renew`."""
    _check_is_sent(roundlist)
    take_part(roundlist.round, user)
    locked_draft(roundlist.round, user)
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
    _check_is_sent(roundlist)
    take_part(roundlist.round, user)
    locked_draft(roundlist.round, user)
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
    round_ = locked_draft(roundlist.round, user)
    file, removed = roundlist.file, {"file": roundlist.filename, "sha256": roundlist.sha256}
    roundlist.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))
    record(round_, "centres.remove", user=user, **removed)


def newest_number() -> int:
    """Number of the newest edition; 0 before the first."""
    return Edition.objects.order_by("-number").values_list("number", flat=True).first() or 0

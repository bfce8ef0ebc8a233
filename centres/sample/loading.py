"""Puts the sample register in, by the demo accounts and through the same code as any list that arrives."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from centres import mails, preparing, publishing, settling
from centres.models import Centre, Round, RoundList, RoundRow, Scheme
from centres.preparing import Refused
from cityofdesign.models import LoadedContent

from .centres import centre_of
from .lists import file_of
from .names import further
from .planning import DISTRICTS, Line, Plan
from .schedule import STEPS, Annex, Step

PEOPLE = ("officer", "officer2", "approver")
KEY, FURTHER = "sample/", "further-"
MOST_ROWS = 10_000
"""Rows of one list of further centres."""
SLOTS = (
    # (scheme, year, date in effect) of further centres: later than every figure that the samples must match
    ("municipal-centre", 2023, "2023-12-29"),
    ("district-centre", 2024, "2024-03-29"),
    ("municipal-centre", 2024, "2024-08"),
    ("district-centre", 2024, "2024-12-30"),
    ("municipal-centre", 2025, "2025-03-31"),
    ("district-centre", 2025, "2025-06"),
    ("municipal-centre", 2025, "2025-08-29"),
    ("district-centre", 2025, "2025-10-31"),
)
List = tuple[Annex, list[Line]]


def load(*, size: int = 0, say: Callable[[str], None] = lambda text: None) -> int:
    """Load what was not loaded before, and `size` further centres; returns how many rounds that were.

    Every round is loaded whole or not at all. Raises `Refused` where samples are not wanted or have nothing
    to stand on.
    """
    people = people_wanted()
    known = set(LoadedContent.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    missing = {step.key for step in STEPS if KEY + step.key not in known}
    if missing:
        say("Loading the sample register.")
    plan = Plan().rounds() if missing else ()
    loaded = put_all(((step, lists) for step, lists in plan if step.key in missing), people)
    present = max((int(key.rpartition("-")[2]) for key in known if FURTHER in key), default=0)
    return loaded + put_all(further_rounds(present, size, say), people)


def people_wanted() -> dict:
    """The accounts that enter the samples, by name. Raises `Refused`."""
    if not settings.SAMPLE_REGISTER:
        raise Refused("The sample register is switched off: SAMPLE_REGISTER=1 switches it on.")
    if not settings.DEMO_CONTENT:
        raise Refused("The sample register is entered by the demo accounts: DEMO_CONTENT=1 switches them on.")
    people = {user.username: user for user in get_user_model().objects.filter(username__in=PEOPLE)}
    if len(people) < len(PEOPLE) or not Round.objects.published().filter(sample=False).exists():
        raise Refused("The shipped content is not loaded: `manage.py load_content` comes first.")
    return people


def put_all(rounds: Iterable[tuple[Step, list[List]]], people: dict) -> int:
    count = 0
    for step, lists in rounds:
        with transaction.atomic(), mails.silence():
            LoadedContent.objects.create(key=KEY + step.key)
            put(step, lists, people[step.by], people["approver"])
        count += 1
    return count


def put(step: Step, lists: list[List], preparer, approver) -> None:
    scheme = Scheme.objects.get(key=step.scheme)
    round_ = preparing.create_round(
        scheme=scheme, year=step.year, batch=step.batch, user=preparer, sample=True
    )
    for annex, lines in lists:
        roundlist = upload(round_, step, annex, lines, preparer)
        if step.until != Round.State.DRAFT:
            settle(roundlist, lines, preparer)
            if annex.stated_total not in {None, len(lines)}:
                settling.confirm_total(roundlist, user=preparer)
    if step.until == Round.State.DRAFT:
        return
    settling.settle_open_as_new(round_, user=preparer)
    publishing.submit(round_, user=preparer)
    if step.until == Round.State.SUBMITTED:
        return
    publish(round_, approver)
    if step.undone:
        counter = publishing.undo(round_, user=preparer)
        publishing.submit(counter, user=preparer)
        publish(counter, approver)


def upload(round_: Round, step: Step, annex: Annex, lines: list[Line], user) -> RoundList:
    filename, content = file_of(step, annex, lines)
    return preparing.upload(
        round_,
        content=content,
        filename=filename,
        kind=annex.kind,
        document=step.document,
        effective_on=step.effective_on,
        issued_on=step.issued_on,
        stated_total=annex.stated_total,
        ground=annex.ground,
        user=user,
    )


def settle(roundlist: RoundList, lines: list[Line], user) -> None:
    """Settle the rows that are open but not new: lines printed twice, and matches that need a person."""
    for row, line in zip(roundlist.rows.order_by("index"), lines, strict=True):
        if row.action or not (line.before or line.repeated):
            continue
        if line.repeated:
            settling.settle(row, action=RoundRow.Action.IGNORE, reason="印刷重复 / printed twice", user=user)
        else:
            centre = row.centre_id or row.candidates[0]["centre"]
            settling.settle(
                row,
                action=RoundRow.Action.MATCH,
                centre=Centre.objects.get(pk=centre),
                user=user,
                confirmed=True,
            )


def publish(round_: Round, approver) -> None:
    publishing.approve(round_, user=approver)
    publishing.publish(round_, user=approver)


def further_rounds(start: int, end: int, say) -> Iterable[tuple[Step, list[List]]]:
    """Rounds of new centres numbered from `start` to before `end`, over the `SLOTS`."""
    rows = min(MOST_ROWS, -(-(end - start) // len(SLOTS)))
    for number, first in enumerate(range(start, end, rows) if rows > 0 else ()):
        last = min(first + rows, end)
        scheme, year, date = SLOTS[number % len(SLOTS)]
        step = Step(
            key=f"{FURTHER}{last}",
            scheme=scheme,
            year=year,
            batch=100 + number // len(SLOTS),
            document=f"示例扩充〔{year}〕{last}号",
            effective_on=date,
            lists=(Annex(new=last - first, layout="csv"),),
        )
        say(f"Further centres {first + 1} to {last}.")
        yield step, [(step.lists[0], [further_line(serial) for serial in range(first, last)])]


def further_line(number: int) -> Line:
    holder = further(number)
    district = DISTRICTS[number * 31 % len(DISTRICTS)]
    kind = "design-enterprise" if number % 6 == 5 else "enterprise-centre"
    return Line(None, centre_of(holder, kind, district=district, sector=holder.sector))

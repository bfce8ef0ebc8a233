"""A row of a list as the review shows it: printed, verdict, what is in the register, what can be decided."""

import dataclasses
import hashlib
import json

from django.db.models import Case, Count, Q, QuerySet, Value, When

from ..lists import Note, Verdict, from_stored, said
from ..models import Centre, Round, RoundRow
from ..reading import rejudge
from ..reference import Reference
from ..settling import ENTERING
from .faces import Face, faces
from .wording import Difference, difference

# verdict: (how much it wants a person, icon that gives the pill its shape)
LOOKS = {
    Verdict.ERROR: ("error", "circle-xmark"),
    Verdict.UNMATCHED: ("decide", "help"),
    Verdict.DUPLICATE: ("decide", "copy"),
    Verdict.ABSENT: ("decide", "no-view"),
    Verdict.RETURNING: ("watch", "rotate"),
    Verdict.WITHDRAWN: ("watch", "minus"),
    Verdict.SUSPENDED: ("watch", "time"),
    Verdict.EXPIRED: ("watch", "calendar-alt"),
    Verdict.OTHER_SCHEME: ("good", "order-up"),
    Verdict.RENAMED: ("good", "edit"),
    Verdict.MOVED: ("good", "redirect"),
    Verdict.KIND_CHANGED: ("good", "sliders"),
    Verdict.RESTORED: ("good", "undo"),
    Verdict.NEW: ("good", "circle-plus"),
    Verdict.MAINTAINED: ("good", "circle-check"),
    Verdict.UNCHANGED: ("plain", "order"),
}


@dataclasses.dataclass(frozen=True)
class Tile:
    """How many rows have a verdict, and how many of them are open."""

    verdict: str
    label: str
    look: str
    icon: str
    rows: int
    open: int


@dataclasses.dataclass(frozen=True)
class CandidateLine:
    """A centre that a row may mean, with a score from 0 to 1 and why."""

    pk: int
    number: str
    score: float
    reason: str
    face: Face | None


@dataclasses.dataclass(frozen=True)
class RowLine:
    """One row as it is shown. `name` and `beside` are as printed; the rest is in the reader's language.
    `tried`: it is judged as meaning a centre that was chosen for it, and not settled yet."""

    row: RoundRow
    name: str
    beside: tuple[str, ...]
    verdict: str
    look: str
    icon: str
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    differences: tuple[Difference, ...]
    candidates: tuple[CandidateLine, ...]
    face: Face | None
    how: str
    tried: bool

    @property
    def ticked(self) -> str:
        """What the tick of the row confirms: its warnings, without what would be right."""
        return " ".join(from_stored(warning).message for warning in self.row.warnings)

    @property
    def warned(self) -> str:
        """What tells these warnings from others."""
        return fingerprint(self.row.warnings)

    @property
    def may_create(self) -> bool:
        return self.row.list.kind in ENTERING and self.row.verdict not in {Verdict.ERROR, Verdict.ABSENT}

    @property
    def may_match(self) -> bool:
        return self.row.verdict != Verdict.ERROR

    @property
    def look_now(self) -> str:
        """How much the row still wants a person: a settled row wants none."""
        return self.look if self.row.action in {"", "hold"} else "settled"


def tiles(round_: Round) -> list[Tile]:
    """Rows per verdict, errors first and always, in one query."""
    counted = RoundRow.objects.filter(list__round=round_).order_by().values("verdict")
    counted = counted.annotate(n=Count("pk"), open=Count("pk", filter=Q(action="")))
    found = {entry["verdict"]: entry for entry in counted}
    return [
        Tile(
            verdict.value,
            str(verdict.label),
            *LOOKS[verdict],
            found.get(verdict.value, {}).get("n", 0),
            found.get(verdict.value, {}).get("open", 0),
        )
        for verdict in LOOKS
        if verdict.value in found or verdict is Verdict.ERROR
    ]


def for_review(round_: Round) -> QuerySet[RoundRow]:
    """The rows of a round: errors, then what is open or on hold, then the order of the files."""
    rank = Case(
        When(action="", verdict=Verdict.ERROR.value, then=Value(0)),
        When(action="", then=Value(1)),
        When(action="hold", then=Value(2)),
        default=Value(3),
    )
    rows = RoundRow.objects.filter(list__round=round_).annotate(rank=rank)
    return rows.select_related("list", "centre", "settled_by").order_by("rank", "list_id", "index")


def fingerprint(warnings: list[dict]) -> str:
    return hashlib.sha256(json.dumps(warnings, sort_keys=True).encode()).hexdigest()


def as_tried(rows: list[RoundRow], tried: str) -> list[RoundRow]:
    """The rows, of which one may be judged as meaning a centre that is not settled yet: `row-centre`."""
    row_pk, _dash, centre_pk = tried.partition("-")
    row = next((row for row in rows if str(row.pk) == row_pk), None)
    if row is None or row.verdict in {Verdict.ERROR, Verdict.ABSENT} or not centre_pk.isdecimal():
        return rows
    if Centre.objects.filter(pk=centre_pk[:9]).exists():
        row.action, row.tried = "", True
        rejudge(row, int(centre_pk[:9]))
    return rows


def lines(rows: list[RoundRow], held: Reference) -> list[RowLine]:
    """One query for the faces of all centres that the rows name."""
    wanted = {row.centre_id for row in rows if row.centre_id}
    wanted |= {candidate["centre"] for row in rows for candidate in row.candidates}
    known = faces(wanted)
    return [line(row, known, held) for row in rows]


def line(row: RoundRow, known: dict[int, Face], held: Reference) -> RowLine:
    face = known.get(row.centre_id)
    name, *beside = as_printed(row.values) or ([face.name, face.holder] if face else [""])
    look, icon = LOOKS.get(row.verdict, ("plain", "order"))
    candidates = tuple(
        CandidateLine(
            pk=candidate["centre"],
            number=candidate["number"],
            score=candidate["score"],
            reason=str(Note.from_dict(candidate["reason"])),
            face=known.get(candidate["centre"]),
        )
        for candidate in row.candidates
    )
    reasons = {candidate.reason for candidate in candidates}
    matched = next((candidate for candidate in candidates if candidate.pk == row.centre_id), None)
    return RowLine(
        row=row,
        name=name,
        beside=tuple(text for text in beside if text),
        verdict=str(Verdict(row.verdict).label),
        look=look,
        icon=icon,
        notes=tuple(note for note in map(said, row.reasons) if note not in reasons),
        problems=tuple(said(problem) for problem in row.problems),
        warnings=tuple(said(warning) for warning in row.warnings),
        differences=tuple(difference(change, held) for change in row.changes),
        candidates=candidates if row.centre_id is None else (),
        face=face,
        how=matched.reason if matched else "",
        tried=getattr(row, "tried", False),
    )


def as_printed(values: dict[str, str]) -> list[str]:
    """The name by which a row is known, then holder, district and kind; empty where nothing is printed."""
    holder = values.get("holder_name_zh") or values.get("holder_name_en") or ""
    holder = holder or values.get("holder_name_zh_unverified") or values.get("holder_before") or ""
    name = values.get("centre_name_zh") or values.get("centre_name_en") or values.get("name_before") or ""
    if not (name or holder):
        return []
    rest = [values.get("district", ""), values.get("kind", "")]
    return [name, holder, *rest] if name else [holder, *rest]

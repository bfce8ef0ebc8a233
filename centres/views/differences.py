"""What a comparison shows: rows with both states, and the districts."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate
from cityofdesign.drawing import LIANGJIANG, TILES, RoundChange, TileValue

from ..comparing import Comparison, Difference, State
from ..models import Decision, District, Standing
from ..moments import Moment
from ..reference import Reference
from .districts import is_merged, short_name
from .entries import centre_address
from .history import Change, changes
from .titles import Title, titled
from .two_dates import Asked

HEADINGS = {
    "joined": gettext_lazy("Newly in force"),
    "restored": gettext_lazy("In force again after a suspension"),
    "left": gettext_lazy("No longer in force"),
    "suspended": gettext_lazy("Suspended"),
    "upgraded": gettext_lazy("Raised to a higher level"),
    "lowered": gettext_lazy("Highest level ended"),
    "renamed": gettext_lazy("Renamed"),
    "holder": gettext_lazy("Changed holder"),
    "moved": gettext_lazy("Moved district"),
    "kind": gettext_lazy("Kind changed"),
    "other": gettext_lazy("Other facts changed"),
}
STATUS = Standing.Status
ENDED = (STATUS.SUSPENDED, STATUS.WITHDRAWN, STATUS.EXPIRED)


@dataclasses.dataclass(frozen=True)
class Line:
    """One fact under a name; `mark` is empty, was or now."""

    words: str
    mark: str = ""
    lang: str = ""


@dataclasses.dataclass(frozen=True)
class Side:
    """A centre on one of the dates; without a title it stood nowhere, and `words` say so."""

    href: str
    title: Title | None
    words: str
    renamed: bool
    lines: list[Line]


@dataclasses.dataclass(frozen=True)
class Row:
    """One difference; `decided`: `(round, document)` of what took effect between the dates."""

    number: str
    sample: bool
    before: Side
    after: Side
    mark: str
    level: str
    decided: list[tuple[int, str]]


@dataclasses.dataclass(frozen=True)
class Group:
    """One class with the rows that are shown of it."""

    key: str
    heading: str
    count: int
    rows: list[Row]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def groups(
    comparison: Comparison, shown: Mapping[str, Iterable[Difference]], asked: Asked, held: Reference
) -> list[Group]:
    """The classes that have anything to show; one query for all decisions behind the rows."""
    shown = {name: list(differences) for name, differences in shown.items()}
    decided = decisions({one.number for differences in shown.values() for one in differences}, asked)
    return [
        Group(
            name,
            str(HEADINGS[name]),
            len(comparison.classes[name]),
            [row(name, one, asked, held, decided) for one in differences],
        )
        for name, differences in shown.items()
        if differences
    ]


def decisions(numbers: set[str], asked: Asked) -> dict[str, list[tuple[int, str]]]:
    """Centre -> `(round, document)` of what took effect after the earlier date and by the later one."""
    if not numbers:
        return {}
    edition = asked.second.edition
    earlier, later = sorted([asked.first.on, asked.second.on])
    rows = Decision.objects.filter(
        Q(annulled_by__isnull=True) | Q(annulled_by__edition__gt=edition),
        centre__number__in=numbers,
        edition__lte=edition,
        effective_on_to__gt=earlier,
        effective_on_to__lte=later,
        row__isnull=False,
    )
    found: dict[str, dict] = defaultdict(dict)
    for number, round_, document in rows.order_by("-effective_on_to", "-number").values_list(
        "centre__number", "round_id", "row__list__document"
    ):
        found[number].setdefault((round_, document))
    return {number: list(documents) for number, documents in found.items()}


def row(name: str, one: Difference, asked: Asked, held: Reference, decided: Mapping) -> Row:
    said = differing(one, held)
    titles = [titled(state.facts, one.number) if state else None for state in (one.before, one.after)]
    renamed = None not in titles and titles[0].first != titles[1].first
    if renamed:
        said = [change for change in said if change.label != _("Name")]
    sides = (
        side(name, state, when, title, renamed, [(change, mark) for change in said], held)
        for state, when, title, mark in zip(
            (one.before, one.after), (asked.first, asked.second), titles, ("was", "now"), strict=True
        )
    )
    level = highest(one.after, held) if name in ("upgraded", "lowered") else ""
    return Row(one.number, one.sample, *sides, mark_of(name, one.after), level, decided.get(one.number, []))


def differing(one: Difference, held: Reference) -> list[Change]:
    """What is different about a centre that stands accredited on both dates."""
    if not (accredited(one.before) and accredited(one.after)):
        return []
    said = changes(one.before.facts, one.after.facts, held)
    before, after = (levels(state, held) for state in (one.before, one.after))
    if before != after:
        said.insert(0, Change(_("Level"), before, after))
    return said


def accredited(state: State | None) -> list[int]:
    """The schemes, by primary key, under which a centre is in force."""
    held = state.schemes.items() if state else ()
    return [pk for pk, one in held if one.status == STATUS.ACCREDITED]


def levels(state: State, held: Reference) -> str:
    """The levels at which a centre is in force, highest first; a scheme without one goes by its name."""
    found = (held.schemes_by_pk[pk] for pk in accredited(state))
    return _(", ").join(dict.fromkeys(str(one.get_level_display() or one.name) for one in found))


def highest(state: State | None, held: Reference) -> str:
    found = (held.schemes_by_pk[pk].level for pk in accredited(state))
    return next(filter(None, found), "")


def side(
    name: str,
    state: State | None,
    when: Moment,
    title: Title | None,
    renamed: bool,
    said: list,
    held: Reference,
) -> Side:
    href = centre_address(state.number, when) if state else ""
    if not state or not accredited(state):
        return Side(href, None, standing_words(state), renamed, [])
    told = {change.label for change, _mark in said}
    lines = [] if _("Level") in told else [Line(levels(state, held))]
    district = held.district_on(state.facts["district_id"], when.on)
    if district and _("District or county") not in told:
        lines.append(Line(district.name))
    for change, mark in said:
        words = change.old if mark == "was" else change.new
        lines.append(Line(f"{change.label}{_(': ')}{words or _('not stated')}", mark, change.lang))
    return Side(href, title, "", renamed, lines)


def standing_words(state: State | None) -> str:
    """How a centre stands that is not in force: withdrawn, 30 June 2022."""
    if state is None:
        return _("not in the register")
    newest = max(state.schemes.values(), key=lambda one: one.since.upper)
    words = {
        STATUS.SUSPENDED: _("Suspended since %(date)s"),
        STATUS.WITHDRAWN: _("Withdrawn, %(date)s"),
        STATUS.EXPIRED: _("Expired, %(date)s"),
    }
    return words[newest.status] % {"date": newest.since.display(get_language())}


def mark_of(name: str, after: State | None) -> str:
    """The shape between the two states: a stair upwards, the standing that ended it, or the disc."""
    if name in ("joined", "restored", "upgraded"):
        return "stair"
    ended = [one.status for one in after.schemes.values() if one.status in ENDED] if after else []
    return ended[0] if name in ("left", "suspended") and ended else "accredited"


def by_district(comparison: Comparison, asked: Asked, held: Reference) -> dict:
    """The map of changes and its table: `(name, before, after, change)`, largest change first."""
    later = max(asked.first.on, asked.second.on)
    found = [(held.districts.get(pk), *counts) for pk, counts in comparison.districts.items()]
    found.sort(key=lambda one: (-abs(one[2] - one[1]), -one[2], one[0].code if one[0] else "~"))
    rows = [(name_of(district), old, new, new - old) for district, old, new in found]
    tiles = {
        district.code: TileValue(new, short_name(district), added=new - old)
        for district, old, new in found
        if district and (district.code in TILES or district.code == LIANGJIANG)
    }
    for district in held.districts.values():
        if district.code in TILES or district.code == LIANGJIANG:
            tiles.setdefault(district.code, TileValue(0, short_name(district)))
    return {
        "district_rows": rows,
        "tiles": tiles,
        "merged": is_merged(held, later),
        "later_words": ImpreciseDate.from_date(later).display(get_language()),
        "change": RoundChange(
            kept=comparison.kept,
            added=comparison.after - comparison.kept,
            withdrawn=comparison.before - comparison.kept,
            before=comparison.before,
            after=comparison.after,
        ),
    }


def name_of(district: District | None) -> str:
    return district.name if district else _("No district stated")

"""The layout of the home hill: what it marks, the sizes of its variants, and where everything lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .axis import Axis, Plan, Step, Tread, treads
from .svg import year_of


@dataclass(frozen=True, slots=True)
class Flag:
    """A day to mark on the hill, its date in words and what happened."""

    date: date
    title: str
    sub: str


@dataclass(frozen=True, slots=True)
class Fog:
    """A time for which no source counts: it pales between two counts, and runs out where it has no end."""

    start: date
    end: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The sizes of one variant in units of its drawing."""

    width: int
    height: int
    left: int
    right: int
    top: int
    ground: int
    figure: int
    big: int
    note: int
    aside: int
    pole: int


FRAMES = {
    "wide": Frame(1440, 636, 72, 1359, 64, 590, 32, 64, 16, 14, 90),
    "medium": Frame(900, 484, 40, 836, 56, 440, 26, 48, 15, 12, 76),
    "phone": Frame(390, 400, 28, 390, 28, 360, 22, 36, 14, 7, 62),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One hill laid out: its frame, axis, steps and the height of one centre."""

    frame: Frame
    axis: Axis
    rise: list[Tread]
    unit: float
    years: range
    broken: bool

    def y(self, value: float) -> float:
        return self.frame.ground - value * self.unit

    def top(self, x: float) -> float:
        return next((tread.y for tread in reversed(self.rise) if tread.x <= x), float(self.frame.ground))

    @classmethod
    def of(
        cls,
        steps: Sequence[Step],
        size: str,
        plan: Plan | None,
        flag: Flag | None,
        years: tuple[int, int] | None,
    ) -> "Ground":
        """Return the layout of a variant. On a phone the time before the second count is drawn short."""
        frame = FRAMES[size]
        ordered = sorted(steps, key=lambda step: step.date)
        tallest = max([step.value for step in ordered] + ([plan.value] if plan else []))
        headroom = frame.pole if flag and not plan else 0
        unit = (frame.ground - frame.top - headroom) / (tallest or 1)
        days = [ordered[-1].date, *([flag.date] if flag else [])]
        if size == "phone":
            start, end = year_of(ordered[0].date), year_of(max(days)) + 0.47
            broken = len(ordered) > 1 and year_of(ordered[1].date) - start > 2
            middle = ((year_of(ordered[1].date), frame.left + 74),) if broken else ()
            axis = Axis(((start, frame.left), *middle, (end, frame.right)))
            shown = range(ordered[1 if broken else 0].date.year + 1, int(end) + 1)
            return cls(frame, axis, treads(ordered, axis, frame.ground, unit), unit, shown, broken)
        last = max([*days, *([plan.date] if plan else [])]).year + 1
        first, last = years or (ordered[0].date.year - 1, last)
        axis = Axis(((first, frame.left), (last, frame.right)))
        return cls(frame, axis, treads(ordered, axis, frame.ground, unit), unit, range(first, last), False)

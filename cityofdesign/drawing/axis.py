"""What the drawings over time share: steps, the axis of years, profiles and labels that do not collide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from .svg import lines, path, text, year_of


@dataclass(frozen=True, slots=True)
class Step:
    """A published count: from this date on the number stands. Labels are already in the reader's language."""

    date: date
    value: int
    label: str = ""
    date_label: str = ""

    @property
    def figure(self) -> str:
        return self.label or str(self.value)


@dataclass(frozen=True, slots=True)
class Plan:
    """A promised figure: when it is due, how much, its words, and the date from which it was promised."""

    date: date
    value: int
    label: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """Years to units of the drawing, straight between the knots (year, x) and beyond them."""

    knots: tuple[tuple[float, float], ...]

    def at(self, year: float) -> float:
        pairs = list(zip(self.knots, self.knots[1:], strict=False))
        (y0, x0), (y1, x1) = next((pair for pair in pairs if year < pair[1][0]), pairs[-1])
        return x0 + (year - y0) * (x1 - x0) / (y1 - y0)

    def x(self, day: date) -> float:
        return self.at(year_of(day))


@dataclass(frozen=True, slots=True)
class Tread:
    """A step in units of the drawing: where it begins and how high it lies."""

    x: float
    y: float
    step: Step


@dataclass(frozen=True, slots=True)
class Block:
    """A label to place: its sides, where its baseline would best lie, its extent above and below that."""

    left: float
    right: float
    wanted: float
    ascent: float
    descent: float


def treads(steps: Iterable[Step], axis: Axis, ground: float, unit: float) -> list[Tread]:
    """Return the steps by date. unit: units of the drawing for one centre."""
    ordered = sorted(steps, key=lambda step: step.date)
    return [Tread(axis.x(step.date), ground - step.value * unit, step) for step in ordered]


def profile(rise: Sequence[Tread], ground: float, end: float) -> str:
    """Return the outline of the steps down to the ground, up to an end at the right."""
    shown = [tread for tread in rise if tread.x < end]
    if not shown:
        return ""
    d = path("M", shown[0].x, ground)
    for tread in shown:
        d += path("H", tread.x, "V", tread.y)
    return d + path("H", end, "V", ground, "z")


def level_lines(rise: Sequence[Tread], ground: float, end: float, apart: float) -> str:
    """Return a line for each full height apart within the steps, from the bottom, below the treads."""
    shown = [tread for tread in rise if tread.x < end]
    d, k = "", 1
    while True:
        y = ground - k * apart
        first = next((tread for tread in shown if tread.y < y - 1), None)
        if first is None:
            return d
        d += path("M", first.x, y, "H", end)
        k += 1


def baselines(blocks: Sequence[Block], rise: Sequence[Tread], ground: float) -> list[float]:
    """Return where each label stands, from the lowest step up: by its riser, clear of labels and treads."""
    placed: list[float] = []
    for i, block in enumerate(blocks):
        floor = next((t.y for t in reversed(rise[:i]) if t.x < block.right), ground)
        y = min(block.wanted, floor - block.descent - 5)
        for other, at in zip(blocks, placed, strict=False):
            if block.left < other.right and other.left < block.right:
                y = min(y, at - other.ascent - 5 - block.descent)
        placed.append(y)
    return placed


def year_axis(axis: Axis, years: range, y: float, end: float, tick: float = 8, room: float = 48) -> Markup:
    """Return ticks for the years and a number beside as many as there is room for before the right end."""
    year_width = axis.at(years.start + 1) - axis.at(years.start)
    every = next(k for k in (1, 2, 5, 10, 20, 50, 100) if year_width * k >= room or k == 100)
    ticks = "".join(path("M", axis.at(year), y, "v", tick) for year in years)
    numbers = [
        text(axis.at(year) + 6, y + tick + 15, str(year), "drawing-year")
        for year in years
        if year % every == 0 and axis.at(year) + 40 <= end
    ]
    return lines(ticks if tick else "", "drawing-tick") + Markup("").join(numbers)


def one_line_of(total: float, height: float, least: float) -> int:
    """Return how many centres one line stands for, so that lines keep a least distance in a height."""
    return next(
        n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if n * height >= least * total or n == 1000
    )

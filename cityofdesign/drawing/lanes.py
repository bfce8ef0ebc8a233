"""The standing of a centre over the years: one lane a scheme, hatched where the start is uncertain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from .axis import Axis, year_axis
from .svg import drawing, lines, path, tag, text, text_width, year_of

HEIGHT, PITCH, TOP = 33, 45, 14

# How a standing is drawn: the body of the bar and the pattern over it.
PATTERNS = {"suspended": "bars", "withdrawn": "empty", "expired": "empty", "annulled": "empty"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A standing from some day between two dates, to a day (not included) or until now.

    status: accredited, review-due, suspended, withdrawn, expired or annulled.
    """

    from_lower: date
    from_upper: date
    to: date | None = None
    status: str = "accredited"


@dataclass(frozen=True, slots=True)
class Lane:
    """The standing under one scheme: its words, its level and its segments by date."""

    label: str
    level: str
    segments: Sequence[Segment]


def lanes(
    rows: Sequence[Lane],
    start: date,
    end: date,
    at: date | None = None,
    size: Literal["wide", "phone"] = "wide",
    label: str = "",
    desc: str = "",
) -> Markup:
    """Return the lanes with a year grid, and a dashed line at a chosen date."""
    width = 904 if size == "wide" else 350
    axis = Axis(((year_of(start), 0), (year_of(end), width)))
    ground = TOP + PITCH * len(rows) + 2
    years = range(start.year + (start > date(start.year, 1, 1)), end.year + 1)
    grid = "".join(path("M", max(axis.at(year), 0.5), 8, "V", ground) for year in years)
    body = [
        lines(grid, "lane-grid"),
        *(_lane(row, axis, TOP + PITCH * i, width) for i, row in enumerate(rows)),
        year_axis(axis, range(years.start, max(years.stop - 1, years.start + 1)), ground, 0, 46),
    ]
    if at:
        x = axis.x(at)
        body.append(lines(path("M", x, 0, "V", ground), "lane-at"))
    return drawing(width, ground + 22, f"lanes lanes--{size}", *body, label=label, desc=desc)


def _lane(lane: Lane, axis: Axis, y: float, width: float) -> Markup:
    parts: list[Markup] = []
    rooms: list[tuple[float, float]] = []
    for segment in lane.segments:
        lower, upper = (_within(axis.x(day), width) for day in (segment.from_lower, segment.from_upper))
        end = _within(axis.x(segment.to), width) if segment.to else width
        if upper - lower > 1:
            parts.append(_box(lower, y, min(upper, end) - lower, "lane-uncertain"))
            parts.append(lines(_hatch(lower, y, min(upper, end) - lower), "lane-hatch"))
        pattern = PATTERNS.get(segment.status, "solid")
        if end - upper > 0.5:
            parts.append(_box(upper, y, end - upper, f"lane-{pattern} lane-{pattern}--{segment.status}"))
        if pattern == "bars":
            bars = "".join(
                path("M", upper + 3 + 7 * k, y, "v", HEIGHT) for k in range(int((end - upper) / 7))
            )
            parts.append(lines(bars, "lane-bars"))
        elif pattern == "solid":
            rooms.append((upper, end))
    return tag("g", *parts, _label(lane.label, rooms, y, width), class_=f"lane lane--{lane.level}")


def _within(x: float, width: float) -> float:
    return min(max(x, 0), width)


def _box(x: float, y: float, width: float, css: str) -> Markup:
    return tag("rect", class_=css, x=x, y=y, width=width, height=HEIGHT)


def _label(label: str, rooms: list[tuple[float, float]], y: float, width: float) -> Markup:
    """Return the words in the first bar that holds them, else beside the first bar in ink."""
    need = text_width(label, 16) + 20
    for start, end in rooms:
        if end - start >= need:
            return text(start + 12, y + 22, label, "lane-label")
    start, end = rooms[0] if rooms else (0.0, 0.0)
    if start > need:
        return text(start - 8, y + 22, label, "lane-label lane-label--beside", "end")
    return text(min(end + 8, width - need), y + 22, label, "lane-label lane-label--beside")


def _hatch(x: float, y: float, width: float, apart: float = 9) -> str:
    """Return the slanted lines that fill a box, cut at its sides; without a pattern, so without an id."""
    d, offset = "", apart
    while offset < width + HEIGHT:
        left = max(0.0, offset - HEIGHT)
        right = min(offset, width)
        d += path("M", x + left, y + offset - left, "L", x + right, y + offset - right)
        offset += apart
    return d

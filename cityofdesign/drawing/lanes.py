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
    width, pitch = (904, 45) if size == "wide" else (350, 60)
    axis = Axis(((year_of(start), 0), (year_of(end), width)))
    ground = TOP + pitch * len(rows) + 2
    years = range(start.year + (start > date(start.year, 1, 1)), end.year + 1)
    grid = "".join(path("M", max(axis.at(year), 0.5), 8, "V", ground) for year in years)
    top = TOP + pitch - PITCH
    drawn = [_lane(row, axis, top + pitch * i, width, size == "phone") for i, row in enumerate(rows)]
    body = [
        lines(grid, "lane-grid"),
        *(bars for bars, _ in drawn),
        lines(path("M", axis.x(at), 0, "V", ground), "lane-at") if at else "",
        *(words for _, words in drawn),
        year_axis(axis, years, ground, width, 0, 46),
    ]
    return drawing(width, ground + 22, f"lane-chart lane-chart--{size}", *body, label=label, desc=desc)


def _lane(lane: Lane, axis: Axis, y: float, width: float, over: bool) -> tuple[Markup, Markup]:
    """Return the bars of a lane and its words, which lie over the line of the chosen date."""
    parts: list[Markup] = []
    solid: list[tuple[float, float]] = []
    starts = [_within(axis.x(segment.from_lower), width) for segment in lane.segments]
    for segment, lower in zip(lane.segments, starts, strict=True):
        upper = _within(axis.x(segment.from_upper), width)
        end = _within(axis.x(segment.to), width) if segment.to else width
        parts += _segment(segment.status, lower, upper, end, y)
        if segment.status not in PATTERNS:
            solid.append((upper, end))
    first = min(starts, default=0.0)
    label = _over(lane.label, first, y, width) if over else _label(lane.label, solid, first, y, width)
    return tag("g", *parts, class_=f"lane lane--{lane.level}"), label


def _segment(status: str, lower: float, upper: float, end: float, y: float) -> list[Markup]:
    """Return one standing: hatched while it may have begun, then the pattern of its status."""
    parts: list[Markup] = []
    if upper - lower > 1:
        unsure = min(upper, end) - lower
        parts += [_box(lower, y, unsure, "lane-uncertain"), lines(_hatch(lower, y, unsure), "lane-hatch")]
    if end - upper <= 0.5:
        return parts
    pattern = PATTERNS.get(status, "solid")
    parts.append(_box(upper, y, end - upper, f"lane-{pattern} lane-{pattern}--{status}"))
    if pattern == "bars":
        xs = (upper + 3 + 7 * k for k in range(int((end - upper) / 7)))
        parts.append(lines("".join(path("M", x, y, "v", HEIGHT) for x in xs), "lane-bars"))
    return parts


def _within(x: float, width: float) -> float:
    return min(max(x, 0), width)


def _box(x: float, y: float, width: float, css: str) -> Markup:
    return tag("rect", class_=css, x=x, y=y, width=width, height=HEIGHT)


def _label(label: str, solid: list[tuple[float, float]], first: float, y: float, width: float) -> Markup:
    """Return the words in the first bar that holds them, else beside the lane in ink."""
    need = text_width(label, 16) + 20
    for start, end in solid:
        if end - start >= need:
            return text(start + 12, y + 22, label, "lane-label")
    if first > need:
        return text(first - 8, y + 22, label, "lane-label lane-label--beside", "end")
    after = max((end for _, end in solid), default=first)
    return text(max(0.0, min(after + 8, width - need)), y + 22, label, "lane-label lane-label--beside")


def _over(label: str, first: float, y: float, width: float) -> Markup:
    """Return the words over a lane, from its start or up to the right edge."""
    x = max(0.0, min(first, width - text_width(label, 16)))
    return text(x, y - 7, label, "lane-label lane-label--beside")


def _hatch(x: float, y: float, width: float, apart: float = 9) -> str:
    """Return the slanted lines that fill a box, cut at its sides; without a pattern, so without an id."""
    d, offset = "", apart
    while offset < width + HEIGHT:
        left = max(0.0, offset - HEIGHT)
        right = min(offset, width)
        d += path("M", x + left, y + offset - left, "L", x + right, y + offset - right)
        offset += apart
    return d

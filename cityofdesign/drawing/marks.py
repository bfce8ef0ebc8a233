"""Small marks that stand beside a word: levels, standings, targets, precision of dates, stair and sign."""

from calendar import monthrange
from datetime import date
from functools import cache
from typing import Protocol

from markupsafe import Markup

from .svg import drawing, lines, path, tag

FILLED_BARS = {"national": 3, "municipal": 2, "district": 1}

# 14 units square. Each is (solid, line, dashed line) as path data.
RING = "M7 1.7a5.3 5.3 0 1 1 0 10.6a5.3 5.3 0 1 1 0-10.6z"
DISC = "M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12z"
STATUSES: dict[str, tuple[str, str, str]] = {
    "accredited": (DISC, "", ""),
    "in-force": (DISC, "", ""),
    "review-due": ("M7 1.7a5.3 5.3 0 0 0 0 10.6z", RING, ""),
    "public-notice": ("M7 4.8a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 1 1 0-4.4z", RING, ""),
    "suspended": ("", RING + "M5.4 4.6v4.8M8.6 4.6v4.8", ""),
    "withdrawn": ("", RING + "M5 5l4 4M9 5l-4 4", ""),
    "expired": ("", "", RING),
    "annulled": ("", RING + "M3.3 10.7l7.4-7.4", ""),
    "unknown": ("", "M4.6 7h4.8", RING),
}
TARGETS: dict[str, tuple[str, str, str]] = {
    "met": ("M2.5 1h10.5l-3 3.2l3 3.2h-9v5.6h-1.5z", "", ""),
    "on-course": ("", "M1 12h3v-3h3.2v-3.2h3.2v-3.3h2.6", ""),
    "passed": ("", "M1 12.4h2.6v-3.6h2.8v-3.4h2.4", "M12.3 1v12.6"),
    "unmeasured": ("", "M4.6 7h4.8", RING),
}

MONTH = 12  # units of the ruler


class Imprecise(Protocol):
    """A date known to the day, month, year, season or range, or not at all; its bounds are whole days."""

    @property
    def precision(self) -> str: ...
    @property
    def lower(self) -> date | None: ...
    @property
    def upper(self) -> date | None: ...


@cache
def level_mark(level: str) -> Markup:
    """Return three rising bars: three filled national, two municipal, one district.

    Raises KeyError for another level.
    """
    filled = FILLED_BARS[level]
    solid = open_ = ""
    for i in range(3):
        x, height = 1 + 5.7 * i, 5.2 + 5 * i
        if i < filled:
            solid += path("M", x, 16.5, "v", -height, "h", 4.8, "v", height, "z")
        else:
            open_ += path("M", x + 0.5, 16, "v", 1 - height, "h", 3.8, "v", height - 1, "z")
    body = lines(solid, "mark-solid"), lines(open_, "mark-thin")
    return drawing(18, 18, f"mark mark--level mark--{level}", *body)


@cache
def status_mark(status: str) -> Markup:
    """Return the shape of a standing. Raises KeyError for one that is not in STATUSES."""
    return _mark(STATUSES[status], f"mark mark--{status}")


@cache
def target_mark(kind: str) -> Markup:
    """Return the shape of a target's standing. Raises KeyError for one that is not in TARGETS."""
    return _mark(TARGETS[kind], f"mark mark--{kind}")


def _mark(parts: tuple[str, str, str], css: str) -> Markup:
    solid, line, dashed = parts
    return drawing(
        14, 14, css, lines(solid, "mark-solid"), lines(line, "mark-line"), lines(dashed, "mark-dashed")
    )


def ruler(when: Imprecise) -> Markup:
    """Return a year of twelve ticks with what is known of a date: a dot, a month, the year, or a hatch.

    A date with only an upper bound is hatched up to that. A range or season in one year is a bar over it,
    one over several years is hatched over all; an undated event is a dashed line.
    """
    width, base = 12 * MONTH, 10
    if when.precision == "undated" or not (when.lower or when.upper):
        return drawing(
            width + 2, 14, "ruler ruler--undated", lines(path("M", 1, base, "h", width), "ruler-none")
        )
    ticks = "".join(path("M", 1 + MONTH * i, base, "v", -7) for i in range(12)) + path(
        "M", 1, base, "h", width
    )
    return drawing(width + 2, 14, "ruler", lines(ticks, "ruler-ticks"), _known(when))


def _known(when: Imprecise) -> Markup:
    lower, upper = when.lower, when.upper
    if when.precision == "day" and lower:
        return tag("circle", class_="ruler-solid", cx=1 + _place(lower), cy=6, r=4.5)
    if lower and upper and lower.year == upper.year:
        start, end = _place(lower), _place(upper, after=True)
        return tag("rect", class_="ruler-solid", x=1 + start, y=4, width=end - start, height=4)
    start, end = 0.0, 12.0 * MONTH
    if upper and not lower:
        end = _place(upper, after=True)
    elif lower and not upper:
        start = _place(lower)
    slants = "".join(
        path("M", 1 + start + 4 * i, 9, "l", 3, -6) for i in range(int((end - start - 3) / 4) + 1)
    )
    return lines(slants, "ruler-hatch")


def _place(day: date, after: bool = False) -> float:
    """Return where a day lies in its year, or where it ends."""
    length = monthrange(day.year, day.month)[1]
    return MONTH * (day.month - 1 + (day.day - (0 if after else 1)) / length)


@cache
def stair() -> Markup:
    """Return the small stair of a link that leads on."""
    return drawing(
        14, 14, "mark mark--stair", lines("M0.5 13.5v-4.4h4.4v-4.3h4.3v-4.3h4.3v13z", "mark-solid")
    )


@cache
def stair_arrow() -> Markup:
    """Return the climbing arrow between two totals."""
    return drawing(
        120,
        72,
        "stair-arrow",
        lines("M0 63h36v-24h32v-24h26", "stair-arrow-line"),
        lines("M92-1l27 17-27 17z", "mark-solid"),
    )


@cache
def logo() -> Markup:
    """Return the sign of the site: three terraces with their lines."""
    hair = "".join(
        path("M", 0 if y > 23 else 11.3 if y > 12 else 22.7, y, "H", 34)
        for y in (3.8, 7.4, 11, 14.8, 18.4, 22, 25.8, 29.4)
    )
    return drawing(
        34, 33, "logo", lines("M0 33v-11h11.3v-11h11.4v-11h11.3v33z", "logo-mass"), lines(hair, "logo-lines")
    )


@cache
def search_icon() -> Markup:
    return drawing(
        18,
        18,
        "mark mark--search",
        lines("M7.3 1.8a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11zM11.4 11.4l5 5", "mark-line"),
    )

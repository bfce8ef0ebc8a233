"""The hill of the home page: time to the right, municipal centres upwards, a step on each published count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from .axis import Axis, Block, Plan, Step, Tread, baselines, level_lines, profile, treads
from .svg import drawing, lines, path, tag, text, text_width, year_of

BEYOND = 2000  # the ground runs on past the drawing on wide screens


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


def hill(
    steps: Sequence[Step],
    size: Literal["wide", "medium", "phone"] = "wide",
    plan: Plan | None = None,
    flag: Flag | None = None,
    fog: Sequence[Fog] = (),
    years: tuple[int, int] | None = None,
    one_line: int = 5,
    prefix: str = "hill",
    label: str = "",
    desc: str = "",
) -> Markup:
    """Return the hill. Its ground and its last terrace run out of the drawing: clip it in the page.

    steps: at least one. years: the first and the last year at the edges of the axis, else from the data.
    one_line: how many centres one line stands for. prefix: of the two ids within; give each hill its own.
    """
    ground = _layout(steps, size, plan, flag, years)
    phone = size == "phone"
    mask = f"{prefix}-{size}"
    body = [
        _mask(ground, fog, mask),
        tag("g", *_mass(ground, fog, one_line), mask=f"url(#{mask}-mask)"),
        _axis(ground),
        _plan(ground, plan) if plan else Markup(""),
        _labels(ground, phone),
        _flag(ground, flag) if flag else Markup(""),
    ]
    if not phone:
        body += [_fog_text(ground, patch) for patch in fog if patch.text and patch.end]
    return drawing(
        ground.frame.width, ground.frame.height, f"hill hill--{size}", *body, label=label, desc=desc
    )


def _layout(
    steps: Sequence[Step], size: str, plan: Plan | None, flag: Flag | None, years: tuple[int, int] | None
) -> Ground:
    frame = FRAMES[size]
    ordered = sorted(steps, key=lambda step: step.date)
    tallest = max([step.value for step in ordered] + ([plan.value] if plan else []))
    unit = (frame.ground - frame.top) / (tallest or 1)
    first, last = years or (ordered[0].date.year - 1, (plan.date if plan else ordered[-1].date).year + 1)
    axis, shown, broken = Axis(((first, frame.left), (last, frame.right))), range(first, last), False
    if size == "phone":
        start, end = (
            year_of(ordered[0].date),
            max(year_of(d) for d in [ordered[-1].date, *([flag.date] if flag else [])]),
        )
        end += 0.47
        broken = len(ordered) > 1 and year_of(ordered[1].date) - start > 2
        middle = ((year_of(ordered[1].date), frame.left + 74),) if broken else ()
        axis = Axis(((start, frame.left), *middle, (end, frame.right)))
        shown = range((ordered[1 if broken else 0].date.year + 1), int(end) + 1)
    return Ground(frame, axis, treads(ordered, axis, frame.ground, unit), unit, shown, broken)


def _mass(ground: Ground, fog: Sequence[Fog], one_line: int) -> list[Markup]:
    """Return the hill with its lines, treads and stairs."""
    frame, rise = ground.frame, ground.rise
    end = frame.width + BEYOND
    apart = one_line * ground.unit
    edges = [*(tread.x for tread in rise[1:]), float(end)]
    tops = "".join(
        path("M", tread.x, tread.y + 2, "H", edge) for tread, edge in zip(rise, edges, strict=True)
    )
    bases = [frame.ground, *(tread.y for tread in rise)]
    stairs = [
        tag("path", class_="hill-stair", d=_stair(tread.x, base, tread.y, apart), pathLength=1)
        for base, tread in zip(bases, rise, strict=False)
        if base - tread.y > 2 * apart
    ]
    return [
        lines(profile(rise, frame.ground, end), "hill-mass"),
        lines(level_lines(rise, frame.ground, end, apart), "hill-lines"),
        lines(tops, "hill-tread"),
        *stairs,
    ]


def _stair(x: float, base: float, top: float, rise: float) -> str:
    """Return a flight beside a riser, one stair a line."""
    run = rise * 1.05
    d, y = path("M", x + 2 * run, base), base
    while y > top + 2:
        climb = min(rise, y - top - 1.3)
        d += path("v", -climb, "h", run)
        y -= climb
    return d


def _mask(ground: Ground, fog: Sequence[Fog], name: str) -> Markup:
    """Return the mask by which the hill pales where nothing is counted."""
    frame, axis = ground.frame, ground.axis
    stops: list[tuple[float, float]] = [(0, 1)]
    for patch in sorted(fog, key=lambda patch: patch.start):
        start = axis.x(patch.start)
        if patch.end:
            end = axis.x(patch.end)
            thin = min(0.1 * frame.width, 0.35 * (end - start))
            stops += [(start + 0.3 * thin, 1), (start + thin, 0.24), (end - 0.1, 0.24), (end, 1)]
        else:
            stops += [(start, 1), (max(frame.width, start + 0.25 * frame.width), 0)]
    gradient = tag(
        "linearGradient",
        *(
            tag("stop", offset=f"{x / frame.width / 2:.4f}", stop_color="#fff", stop_opacity=f"{opacity:g}")
            for x, opacity in stops
        ),
        id=f"{name}-fade",
        gradientUnits="userSpaceOnUse",
        x1=0,
        x2=2 * frame.width,
    )
    area = {"x": -BEYOND, "y": 0, "width": frame.width + 2 * BEYOND, "height": frame.height}
    rect = tag("rect", fill=f"url(#{name}-fade)", **area)
    return tag("defs", gradient, tag("mask", rect, id=f"{name}-mask", maskUnits="userSpaceOnUse", **area))


def _axis(ground: Ground) -> Markup:
    frame, y = ground.frame, ground.frame.ground + 3
    xs = [ground.axis.at(year) for year in [*ground.years, ground.years.stop]]
    if xs[-1] > frame.width:
        xs.pop()
    numbers = [
        text(x + 7, y + 29, str(year), "drawing-year") for x, year in zip(xs, ground.years, strict=False)
    ]
    ticks = lines("".join(path("M", x, y, "v", 11) for x in xs), "drawing-tick")
    water = lines(path("M", -BEYOND, y, "H", frame.width + BEYOND), "hill-ground")
    if not ground.broken:
        return ticks + water + Markup("").join(numbers)
    start = ground.rise[0]
    gap = start.x + 45
    slashes = lines(path("M", gap - 6, y + 8, "l", 7, -16, "M", gap + 2, y + 8, "l", 7, -16), "hill-break")
    numbers.append(text(start.x - 8, y + 29, str(start.step.date.year), "drawing-year"))
    return ticks + water + slashes + Markup("").join(numbers)


def _plan(ground: Ground, plan: Plan) -> Markup:
    """Return the promised level as a dashed line, dotted down to the hill on the day it is due."""
    frame = ground.frame
    y, due = ground.y(plan.value), ground.axis.x(plan.date)
    start = ground.axis.x(plan.since or ground.rise[-1].step.date)
    end = min(due, frame.width + 0.0)
    d = path("M", end, y, "H", max(start, frame.left))
    drop = lines(path("M", due, y, "V", ground.top(due)), "hill-due") if due <= frame.width else ""
    words = text(
        min(end, frame.width - 14), y - (13 if frame.note > 14 else 9), plan.label, "hill-plan-label", "end"
    )
    return lines(d, "hill-plan") + drop + words


def _labels(ground: Ground, phone: bool) -> Markup:
    """Return the figures left of their risers with the date below; the first stands on its tread."""
    frame, rise = ground.frame, ground.rise
    out: list[Markup] = []
    blocks: list[Block] = []
    highest = max(tread.step.value for tread in rise)
    for i, tread in enumerate(rise):
        big = tread.step.value == highest and i > 0
        size = frame.big if big else frame.figure
        dated = bool(tread.step.date_label) and (big or not phone) and i > 0
        width = max(
            text_width(tread.step.figure, size * 1.1),
            text_width(tread.step.date_label, frame.note) if dated else 0,
        )
        right = tread.x - frame.aside if i else tread.x + width
        wanted = tread.y + size * (0.36 if big else 0.5) if i else tread.y - 10
        blocks.append(Block(right - width, right, wanted, 0.74 * size, frame.note + 11 if dated else 2))
    for i, (tread, block, y) in enumerate(
        zip(rise, blocks, baselines(blocks, rise, frame.ground), strict=True)
    ):
        big = tread.step.value == highest and i > 0
        css = "hill-figure hill-figure--big" if big else "hill-figure"
        out.append(text(block.right if i else tread.x - 1, y, tread.step.figure, css, "end" if i else None))
        if i == 0 and not phone:
            out.append(text(block.right + 8, y, tread.step.date_label, "hill-note"))
        elif block.descent > 2:
            out.append(
                text(
                    block.right, y + frame.note + (7 if big else 5), tread.step.date_label, "hill-note", "end"
                )
            )
    return Markup("").join(out)


def _flag(ground: Ground, flag: Flag) -> Markup:
    frame, x = ground.frame, ground.axis.x(flag.date)
    foot = ground.top(x)
    top = foot - frame.pole
    wing, deep = frame.pole * 0.5, frame.pole * 0.29
    cloth = path(
        "M", x - 1, top, "h", wing, "l", -wing * 0.26, deep / 2, "l", wing * 0.26, deep / 2, "h", -wing, "z"
    )
    width = max(text_width(flag.title, frame.note), text_width(flag.sub, frame.note))
    left = x + 13 + width > frame.width
    at, anchor, y = (x - 8, "end", foot - 24) if left else (x + 12, None, top + deep + frame.note + 6)
    if left:
        y = top + deep - 3
    return (
        lines(path("M", x, foot, "V", top), "hill-pole")
        + lines(cloth, "hill-flag")
        + text(at, y, flag.title, "hill-flag-title", anchor)
        + text(at, y + frame.note + 4, flag.sub, "hill-note", anchor)
    )


def _fog_text(ground: Ground, fog: Fog) -> Markup:
    """Return the words of a fog between two counts, above it and clear of the labels at its ends."""
    start, end = ground.axis.x(fog.start), ground.axis.x(fog.end or fog.start)
    return text(start + (end - start) * 0.63, ground.top(start) - 12, fog.text, "hill-fog", "middle")

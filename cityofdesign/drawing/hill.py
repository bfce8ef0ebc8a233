"""The hill of the home page: time to the right, municipal centres upwards, a step on each published count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from .axis import Block, Plan, Step, baselines, level_lines, profile
from .ground import Flag, Fog, Frame, Ground
from .svg import drawing, lines, path, tag, text, text_width, wrapped

BEYOND = 2000  # the ground runs on past the drawing on wide screens


@dataclass(frozen=True, slots=True)
class Spot:
    """The label of a step in its place: its baseline, whether it is large, dated, and the figure's width."""

    step: Step
    block: Block
    y: float
    big: bool
    dated: bool
    figure: float
    first: bool

    def over(self, y: float) -> bool:
        """Whether it reaches into the two rows of a note whose first baseline is y."""
        return self.y - self.block.ascent < y + 26 and y - 18 < self.y + self.block.descent


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

    Nothing without steps. years: the first and the last year at the edges of the axis, else from the data.
    one_line: how many centres one line stands for. prefix: of the two ids within; give each hill its own.
    """
    if not steps:
        return Markup("")
    ground = Ground.of(steps, size, plan, flag, years)
    placed = _placed(ground, plan, size == "phone")
    name = f"{prefix}-{size}"
    body = [
        _mask(ground, fog, name),
        tag("g", *_mass(ground, fog, one_line), mask=f"url(#{name}-mask)"),
        _axis(ground),
        _plan(ground, plan) if plan else "",
        _flag(ground, flag, placed) if flag else "",
        *(_label(spot, ground.frame) for spot in placed),
    ]
    if size != "phone":
        body += [_fog_text(ground, patch, placed) for patch in fog if patch.text and patch.end]
    frame = ground.frame
    return drawing(frame.width, frame.height, f"hill hill--{size}", *body, label=label, desc=desc)


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
        climb = rise if y - top > 1.4 * rise else y - top - 1.3
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
    every = 1 if xs[1] - xs[0] >= 42 else 2
    if xs[-1] > frame.width:
        xs.pop()
    numbers = [
        text(x + 7, y + 29, str(year), "drawing-year")
        for x, year in zip(xs, ground.years, strict=False)
        if x + 38 <= frame.width and year % every == 0
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


def _placed(ground: Ground, plan: Plan | None, phone: bool) -> list[Spot]:
    """Return the labels: left of their risers, the first on its tread; the highest large and always dated."""
    frame, rise = ground.frame, ground.rise
    highest = max(range(len(rise)), key=lambda i: (rise[i].step.value, i))
    blocks, kinds = [], []
    for i, tread in enumerate(rise):
        big = i == highest and i > 0
        dated = bool(tread.step.date_label) and (big or not phone)
        size = frame.big if big else frame.figure
        figure, note = (
            text_width(tread.step.figure, size * 1.15),
            text_width(tread.step.date_label, frame.note),
        )
        if i == 0:
            width = figure + (6 + note if dated else 0)
            block = Block(tread.x, tread.x + width, tread.y - 10, 0.74 * size, 2)
        else:
            width, right = max(figure, note if dated else 0), tread.x - frame.aside
            under_plan = ground.y(plan.value) + 0.74 * size + 10 if plan else 0
            wanted = max(tread.y + size * (0.36 if big else 0.5), under_plan)
            block = Block(right - width, right, wanted, 0.74 * size, frame.note + 11 if dated else 2)
        blocks.append(block)
        kinds.append((big, dated, figure, i == 0))
    heights = baselines(blocks, rise, frame.ground)
    return [
        Spot(tread.step, block, y, *kind)
        for tread, block, y, kind in zip(rise, blocks, heights, kinds, strict=True)
    ]


def _label(spot: Spot, frame: Frame) -> Markup:
    step, block = spot.step, spot.block
    if spot.first:
        figure = text(block.left - 1, spot.y, step.figure, "hill-figure")
        return figure + (
            text(block.left + spot.figure + 6, spot.y, step.date_label, "hill-note") if spot.dated else ""
        )
    css = "hill-figure hill-figure--big" if spot.big else "hill-figure"
    figure = text(block.right, spot.y, step.figure, css, "end")
    if not spot.dated:
        return figure
    below = spot.y + frame.note + (7 if spot.big else 5)
    return figure + text(block.right, below, step.date_label, "hill-note", "end")


def _flag(ground: Ground, flag: Flag, placed: Sequence[Spot]) -> Markup:
    """Return the flag; its words right of the pole, or left of it where a label or the edge is in the way."""
    frame, x = ground.frame, ground.axis.x(flag.date)
    foot = ground.top(x)
    top = foot - frame.pole
    wing, deep = frame.pole * 0.5, frame.pole * 0.29
    notch = wing * 0.26
    cloth = path("M", x - 1, top, "h", wing, "l", -notch, deep / 2, "l", notch, deep / 2, "h", -wing, "z")
    width = max(text_width(flag.title, frame.note), text_width(flag.sub, frame.note))
    at, anchor, y = x + 12, None, top + deep + frame.note + 6
    taken = any(spot.block.left < at + width and at < spot.block.right and spot.over(y) for spot in placed)
    if at + width > frame.width or taken:
        at, anchor, y = x - 8, "end", top + deep - 3
    return (
        lines(path("M", x, foot, "V", top), "hill-pole")
        + lines(cloth, "hill-flag")
        + text(at, y, flag.title, "hill-flag-title", anchor)
        + text(at, y + frame.note + 4, flag.sub, "hill-note", anchor)
    )


def _fog_text(ground: Ground, fog: Fog, placed: Sequence[Spot]) -> Markup:
    """Return the words of a fog between two counts, above it and between the labels at its ends."""
    start, end = ground.axis.x(fog.start), ground.axis.x(fog.end or fog.start)
    left = max((spot.block.right for spot in placed if spot.block.left <= start + 1), default=start) + 16
    right = min((spot.block.left for spot in placed if spot.block.right >= end - 20), default=end) - 16
    rows = wrapped(fog.text, 15.5, right - left)
    half = max(text_width(row, 15.5) for row in rows) / 2
    x = max(left + half, min(start + (end - start) * 0.63, right - half))
    y = ground.top(start) - 12 - 19 * (len(rows) - 1)
    return Markup("").join(text(x, y + 19 * i, row, "hill-fog", "middle") for i, row in enumerate(rows))

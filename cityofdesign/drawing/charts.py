"""Charts of a count: its growth, a target over time, and a total against its target."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from .axis import Axis, Block, Plan, Step, baselines, level_lines, one_line_of, profile, treads, year_axis
from .svg import drawing, lines, path, tag, text, text_width, year_of

MOST_BLOCKS = 20  # a larger total is drawn as a wall

TARGET_HEIGHT = {"wide": 193, "phone": 150}  # of the dashed level over the ground


@lru_cache(maxsize=128)
def growth(
    steps: tuple[Step, ...],
    pin: date,
    end: date,
    size: Literal["wide", "phone"] = "wide",
    label: str = "",
) -> Markup:
    """Return the growth of the register with a pin at the chosen date; what came later is fog.

    end: the last day of the axis. Nothing without steps.
    """
    if not steps:
        return Markup("")
    width, top, ground = (616, 22, 105) if size == "wide" else (350, 20, 84)
    first = min(step.date for step in steps).year
    axis = Axis(((first - 0.55, 0), (year_of(end), width)))
    rise = treads(steps, axis, ground, (ground - top) / (max(step.value for step in steps) or 1))
    at = min(max(axis.x(pin), 4), width - 4)
    shield = path("M", at - 9, 0, "h", 18, "v", 13, "l", -9, 8, "l", -9, -8, "z")
    body = [
        lines(profile(rise, ground, width), "growth-later"),
        lines(profile(rise, ground, min(at, width)), "growth-mass"),
        lines(path("M", 0, ground, "H", width), "drawing-base"),
        year_axis(axis, range(first, end.year + 1), ground, width, 7, 58),
        lines(path("M", at, 6, "V", ground + 9), "growth-pin"),
        lines(shield, "growth-shield"),
    ]
    return drawing(width, ground + 28, f"growth growth--{size}", *body, label=label)


def target_line(total: int, size: str = "wide") -> int:
    """Return how many centres one line of a step chart stands for, for its caption."""
    return one_line_of(total, TARGET_HEIGHT[size], 6)


def step_chart(
    steps: Sequence[Step],
    target: Plan,
    until: date,
    level: str = "municipal",
    size: Literal["wide", "phone"] = "wide",
    label: str = "",
    desc: str = "",
) -> Markup:
    """Return a target over time: a step on each count, a dashed level for what was promised.

    target.label: the promised figure as written. until: the date of the last count; the chart starts at zero.
    """
    width, height = (584 if size == "wide" else 350), TARGET_HEIGHT[size]
    ground, total = height + 30, max([target.value, *(step.value for step in steps)])
    first = min([step.date.year for step in steps] + [target.date.year - 2]) - 1
    axis = Axis(((first, 5), (max(target.date, until).year + 1.5, width)))
    rise = treads(steps, axis, ground, height / (total or 1))
    end, due, level_y = axis.x(until), axis.x(target.date), ground - target.value * height / (total or 1)
    apart = one_line_of(total, height, 6) * height / (total or 1)
    body = [
        lines(profile(rise, ground, end), "steps-mass"),
        lines(level_lines(rise, ground, end, apart), "steps-lines"),
        lines(path("M", 5, level_y, "H", due), "steps-target"),
        lines(path("M", due, level_y, "V", ground), "steps-due"),
        text(due - 5, level_y - 8, target.label or str(target.value), "steps-total", "end"),
        lines(path("M", 0, ground + 2, "H", width), "drawing-water"),
        year_axis(axis, range(first, int(axis.knots[-1][0]) + 1), ground + 2, width, 6, 62),
    ]
    blocks = []
    for tread in rise:
        right = tread.x - 5
        blocks.append(Block(right - text_width(tread.step.figure, 18), right, tread.y + 15, 13, 2))
    body += [
        text(block.right, y, tread.step.figure, "steps-figure", "end")
        for tread, block, y in zip(rise, blocks, baselines(blocks, rise, ground), strict=True)
    ]
    return drawing(width, ground + 32, f"steps steps--{level}", *body, label=label, desc=desc)


def wall(
    value: int | None, target: int, level: str = "municipal", one_cell: int = 1, label: str = ""
) -> Markup:
    """Return a total as a wall of cells ten high, filled from the ground, column by column.

    value: None where nothing is measured. one_cell: how many one cell stands for.
    Cells above the target follow a dotted line.
    """
    filled, wanted = round((value or 0) / one_cell), round(target / one_cell)
    pitch, side = 17.6, 15
    cells = {True: "", False: ""}
    for i in range(max(filled, wanted)):
        column, row = divmod(i, 10)
        if i < filled:
            cells[True] += path("M", column * pitch, (9 - row) * pitch, "h", side, "v", side, "h", -side, "z")
        else:
            x, y = column * pitch + 0.6, (9 - row) * pitch + 0.6
            cells[False] += path("M", x, y, "h", side - 1.2, "v", side - 1.2, "h", 1.2 - side, "z")
    columns = -(-max(filled, wanted) // 10)
    width = max(columns * pitch + 20, 10 * pitch)
    body = [lines(cells[True], "wall-filled"), lines(cells[False], "wall-empty")]
    if filled > wanted:
        body.append(lines(path("M", -(-wanted // 10) * pitch - 1.3, -6, "V", 10 * pitch), "steps-due"))
    body.append(lines(path("M", 0, 10 * pitch + 3.4, "H", width), "drawing-water"))
    return drawing(width, 10 * pitch + 6, f"wall wall--{level}", *body, label=label)


def blocks(
    value: int | None, target: int, level: str = "national", target_label: str = "", label: str = ""
) -> Markup:
    """Return a total of up to twenty as blocks of rising height: filled to the value, dashed to the target.

    value: None where nothing is measured. target_label: words at the target where the value is above it.
    """
    count = max(value or 0, target, 1)
    pitch = min(363 / count, 40)
    side, ground = pitch - 3.6, 112
    filled = hair = empty = ""
    for i in range(count):
        x, height = i * pitch, 21 + 4.1 * i
        if i < (value or 0):
            filled += path("M", x, ground, "v", -height, "h", side, "v", height, "z")
            hair += "".join(path("M", x, ground - 4.1 * k, "h", side) for k in range(1, int(height / 4.1)))
        else:
            empty += path(
                "M", x + 0.6, ground - 0.6, "v", 1.2 - height, "h", side - 1.2, "v", height - 1.2, "z"
            )
    body = [lines(filled, "blocks-filled"), lines(hair, "blocks-lines"), lines(empty, "blocks-empty")]
    if value is not None and value > target:
        x, top = target * pitch - 1.8, ground - 21 - 4.1 * target - 24
        body.append(lines(path("M", x, ground, "V", top), "steps-due"))
        body.append(text(x + 5, top + 12, target_label, "blocks-target"))
    body.append(lines(path("M", 0, ground + 3.4, "H", 363), "drawing-water"))
    return drawing(363, ground + 6, f"blocks blocks--{level}", *body, label=label)


def bar(value: float | None, target: float, level: str = "municipal") -> Markup:
    """Return the share bar of a table row; dashed and empty without a value. The figures stand beside it."""
    width, height = 164, 12
    frame = tag("rect", class_="share-frame", x=0.5, y=0.5, width=width - 1, height=height - 1)
    if value is None or target <= 0:
        return drawing(width, height, "share-bar share-bar--unmeasured", frame)
    share = min(max(value / target, 0), 1)
    fill = tag("rect", class_="share-fill", x=0, y=0, width=share * width, height=height)
    return drawing(width, height, f"share-bar share-bar--{level}", frame, fill)

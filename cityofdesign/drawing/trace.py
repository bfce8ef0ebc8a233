"""From a grid of heights to closed contour lines: marching squares, joining and simplifying."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Edge = int

OUTSIDE = -1.0
SMALLEST = 3e-4  # of a square as high as the terrain; a smaller ring is noise

# The sides of a cell, clockwise, and for each pattern of its raised corners (1 north-west, 2 north-east,
# 4 south-east, 8 south-west) the lines through it, from side to side, with the raised ground on one hand.
TOP, RIGHT, BOTTOM, LEFT = range(4)
CELLS: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((TOP, LEFT),),
    ((RIGHT, TOP),),
    ((RIGHT, LEFT),),
    ((BOTTOM, RIGHT),),
    ((TOP, LEFT), (BOTTOM, RIGHT)),
    ((BOTTOM, TOP),),
    ((BOTTOM, LEFT),),
    ((LEFT, BOTTOM),),
    ((TOP, BOTTOM),),
    ((RIGHT, TOP), (LEFT, BOTTOM)),
    ((RIGHT, BOTTOM),),
    ((LEFT, RIGHT),),
    ((TOP, RIGHT),),
    ((LEFT, TOP),),
    (),
)
RAISED_SADDLES = {5: ((TOP, RIGHT), (BOTTOM, LEFT)), 10: ((LEFT, TOP), (RIGHT, BOTTOM))}


@dataclass(frozen=True, slots=True)
class Grid:
    """Heights in one flat list with a ring of low ground around them; two cells lie outside each edge."""

    values: list[float]
    width: int
    step: float
    pitch: float

    @classmethod
    def framed(cls, rows: list[list[float]], step: float, pitch: float) -> "Grid":
        width = len(rows[0]) + 2
        values = [OUTSIDE] * width
        for row in rows:
            values += [OUTSIDE, *row, OUTSIDE]
        return cls(values + [OUTSIDE] * width, width, step, pitch)

    def inside(self) -> Iterator[float]:
        """Yield the heights within the frame, row by row."""
        for start in range(2 * self.width, len(self.values) - 2 * self.width, self.width):
            yield from self.values[start + 2 : start + self.width - 2]

    def summit(self) -> Point:
        """Return the highest place within the frame, refined between the samples by a parabola."""
        heights = list(self.inside())
        row, column = divmod(heights.index(max(heights)), self.width - 4)
        at = (row + 2) * self.width + column + 2
        return (
            (column + self._lean(at, 1)) * self.step,
            (row + self._lean(at, self.width)) * self.pitch,
        )

    def _lean(self, at: int, stride: int) -> float:
        before, here, after = (self.values[at + stride * k] for k in (-1, 0, 1))
        bend = before - 2 * here + after
        return max(-0.5, min(0.5, (before - after) / (2 * bend))) if bend < 0 else 0.0

    def crossing(self, edge: Edge, level: float, units: float) -> Point:
        """Return where a level crosses an edge, in units of the drawing; at the ring, on its inner side."""
        at, upright = divmod(edge, 2)
        here, there = self.values[at], self.values[at + (self.width if upright else 1)]
        t = (level - here) / (there - here) if OUTSIDE < min(here, there) else float(here == OUTSIDE)
        row, column = divmod(at, self.width)
        x, y = (column, row + t) if upright else (column + t, row)
        return (x - 2) * self.step * units, (y - 2) * self.pitch * units


def rings(grid: Grid, levels: list[float], units: float) -> list[list[list[Point]]]:
    """Return the closed lines of each level, lowest level first. The levels must ascend."""
    found: list[list[list[Point]]] = []
    for level, following in zip(levels, _segments(grid, levels), strict=True):
        lines = [[grid.crossing(edge, level, units) for edge in loop] for loop in _loops(following)]
        found.append([line for line in lines if _area(line) >= SMALLEST * units * units])
    return found


def _segments(grid: Grid, levels: list[float]) -> list[dict[Edge, Edge]]:
    """Return for each level which edge follows which; only the levels that a cell reaches are looked at."""
    values, width = grid.values, grid.width
    following: list[dict[Edge, Edge]] = [{} for _ in levels]
    for at in range(len(values) - width - 1):
        if at % width == width - 1:
            continue
        a, b, c, d = values[at], values[at + 1], values[at + width + 1], values[at + width]
        first, last = bisect_left(levels, min(a, b, c, d)), bisect_left(levels, max(a, b, c, d))
        if first == last:
            continue
        edges = (2 * at, 2 * at + 3, 2 * (at + width), 2 * at + 1)
        for k in range(first, last):
            level = levels[k]
            case = (a > level) + 2 * (b > level) + 4 * (c > level) + 8 * (d > level)
            pairs = CELLS[case]
            if case in RAISED_SADDLES and a + b + c + d > 4 * level:
                pairs = RAISED_SADDLES[case]
            for start, end in pairs:
                following[k][edges[start]] = edges[end]
    return following


def _loops(following: dict[Edge, Edge]) -> Iterator[list[Edge]]:
    while following:
        first, at = following.popitem()
        loop = [first]
        while at != first:
            loop.append(at)
            at = following.pop(at)
        yield loop


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def simplify(ring: list[Point], frame: Point, spacing: float) -> list[Point]:
    """Return a closed ring with points at even distances within the frame, and only its corners out of it.

    Even distances make an even curve; points at the greatest distances (Douglas-Peucker) leave dents in it.
    """
    ring = [point for point, before in zip(ring, ring[-1:] + ring, strict=False) if point != before]
    outside = [is_outside(point, frame) for point in ring]
    if not any(outside):
        return _even([*ring, ring[0]], spacing, least=8)
    first = outside.index(True)
    ring, outside = ring[first:] + ring[:first], outside[first:] + outside[:first]
    kept: list[Point] = []
    stretch: list[Point] = []
    for i, (point, out) in enumerate(zip(ring, outside, strict=True)):
        after = (i + 1) % len(ring)
        if not out:
            stretch.append(point)
        elif not (outside[i - 1] and outside[after] and _straight(ring[i - 1], point, ring[after])):
            kept += _even([kept[-1], *stretch, point], spacing)[1:] if stretch else []
            kept.append(point)
            stretch = []
    return kept + (_even([kept[-1], *stretch, ring[0]], spacing)[1:] if stretch else [])


def is_outside(point: Point, frame: Point) -> bool:
    return not (0 <= point[0] <= frame[0] and 0 <= point[1] <= frame[1])


def _straight(before: Point, point: Point, after: Point) -> bool:
    return before[0] == point[0] == after[0] or before[1] == point[1] == after[1]


def _even(line: list[Point], spacing: float, least: int = 1) -> list[Point]:
    """Return points along a line at even distances near the spacing, from its first to before its last."""
    lengths = [hypot(x1 - x, y1 - y) for (x, y), (x1, y1) in pairwise(line)]
    step = sum(lengths) / max(least, round(sum(lengths) / spacing))
    points: list[Point] = []
    due = walked = 0.0
    for (x, y), (x1, y1), length in zip(line, line[1:], lengths, strict=False):
        while due < walked + length - step / 1000:
            t = (due - walked) / length
            points.append((x + t * (x1 - x), y + t * (y1 - y)))
            due += step
        walked += length
    return points


def midpoints(points: list[Point]) -> list[tuple[int, int]]:
    """Return the middle between each point and the next in whole units; the last pairs with the first."""
    following = points[1:] + points[:1]
    return [
        (round((x + nx) / 2), round((y + ny) / 2)) for (x, y), (nx, ny) in zip(points, following, strict=True)
    ]

"""From a grid of heights to closed contour lines: marching squares, joining and simplifying."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Edge = int

OUTSIDE = -1.0
SMALLEST = 24.0  # square units; a smaller ring is noise

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
        found.append([line for line in lines if _area(line) >= SMALLEST])
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


def simplify(ring: list[Point], tolerance: float) -> list[Point]:
    """Return a closed ring with fewer points, all within the tolerance of the line (Douglas-Peucker)."""
    first_x, first_y = ring[0]
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - first_x) ** 2 + (ring[i][1] - first_y) ** 2)
    closed = [*ring, ring[0]]
    kept = {0, far}
    stack = [(0, far), (far, len(ring))]
    while stack:
        start, end = stack.pop()
        middle, distance = _furthest(closed, start, end)
        if distance > tolerance:
            kept.add(middle)
            stack += [(start, middle), (middle, end)]
    return [ring[i] for i in sorted(kept)]


def _furthest(points: list[Point], start: int, end: int) -> tuple[int, float]:
    """Return the point between two others that lies furthest from their line, and how far."""
    (x, y), (to_x, to_y) = points[start], points[end]
    dx, dy = to_x - x, to_y - y
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    middle, widest = start, 0.0
    for i in range(start + 1, end):
        px, py = points[i]
        away = abs(dx * (py - y) - dy * (px - x))
        if away > widest:
            middle, widest = i, away
    return middle, widest / length


def midpoints(points: list[Point]) -> list[tuple[int, int]]:
    """Return the middle between each point and the next in whole units; the last pairs with the first."""
    following = points[1:] + points[:1]
    return [
        (round((x + nx) / 2), round((y + ny) / 2)) for (x, y), (nx, ny) in zip(points, following, strict=True)
    ]

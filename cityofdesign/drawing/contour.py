"""The contour drawing of a centre, made from its register number alone.

The same number gives the same hill and river for ever. Level and standing are classes of the drawing:
they change its colour and its dashes, never its shape.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from .svg import Pen, tag, text
from .terrain import HEIGHT, WIDTH, Terrain
from .trace import Grid, Point, is_outside, midpoints, rings, simplify

Size = Literal["row", "card", "cover"]
SIZES: tuple[Size, ...] = ("row", "card", "cover")

BOX = 400  # units of a card for one unit of the terrain: the whole is 640 x 400
COVER_HEIGHT = 0.578  # of the terrain; 1440 x 520 on a wide screen
SUMMIT_AT = 0.36  # of the height of the cover


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely one size is drawn: samples across, lines, distance of points and size in units."""

    columns: int
    levels: int
    spacing: float
    box: int


DETAILS: dict[str, Detail] = {
    "row": Detail(32, 7, 20, 160),
    "card": Detail(64, 14, 28, BOX),
    "cover": Detail(96, 18, 44, 2 * BOX),
}


@dataclass(frozen=True, slots=True)
class ContourDrawing:
    """The geometry of one drawing: one closed path a level from the lowest, the river and the summit."""

    viewbox: str
    paths: tuple[str, ...]
    river: str
    summit: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a drawing is made of, in units of its size: rings of points a level, the river, the summit."""

    width: float
    height: float
    levels: tuple[list[list[Point]], ...]
    river: list[Point]
    summit: Point


@lru_cache(maxsize=2048)
def contour_paths(number: int, size: Size = "card") -> ContourDrawing:
    """Return the drawing of a register number. Sizes: row (about 130 px), card (about 320 px), cover."""
    shape = contour_shape(number, size)
    frame = shape.width, shape.height
    x, y = shape.summit
    return ContourDrawing(
        viewbox=f"0 0 {round(shape.width)} {round(shape.height)}",
        paths=tuple("".join(_outline(ring, frame) for ring in found) for found in shape.levels),
        river=_river(shape.river),
        summit=(round(x), round(y)),
    )


def contour_shape(number: int, size: Size = "card") -> Shape:
    """Return the geometry of a register number, for drawings that are not SVG."""
    detail = DETAILS[size]
    terrain = Terrain.of(number)
    top, height = 0.0, HEIGHT
    if size == "cover":
        x, y = _sample(terrain, DETAILS["row"].columns, top, height).summit()
        top, height = min(max(y - SUMMIT_AT * COVER_HEIGHT, 0), HEIGHT - COVER_HEIGHT), COVER_HEIGHT
        if x < WIDTH / 2:  # it would lie under the plate with the centre's name
            terrain = terrain.mirrored()
    grid = _sample(terrain, detail.columns, top, height)
    peak = max(grid.inside())
    steps = [peak * (0.10 + 0.85 * k / (detail.levels - 1)) for k in range(detail.levels)]
    units = detail.box
    frame = WIDTH * units, height * units
    x, y = grid.summit()
    return Shape(
        *frame,
        levels=tuple(
            [simplify(ring, frame, detail.spacing) for ring in found] for found in rings(grid, steps, units)
        ),
        river=_course(terrain, top, units),
        summit=(x * units, y * units),
    )


def contour(
    number: int,
    size: Size = "card",
    level: str = "municipal",
    ended: bool = False,
    label: str | None = None,
) -> Markup:
    """Return the drawing of a centre. It has no ids; without a label it is hidden decoration."""
    shape = contour_paths(number, size)
    css = f"contour contour--{size} contour--{level}" + (" contour--ended" if ended else "")
    body = [tag("path", d=d) for d in shape.paths]
    body.append(tag("path", class_="contour-river", d=shape.river))
    if size != "row":
        body.append(
            _spot_height(number, shape.summit, WIDTH * DETAILS[size].box, 22 if size == "card" else 24)
        )
    return _picture(shape, css, Markup("").join(body), label)


def terrain_lines(number: int, size: Size = "cover") -> Markup:
    """Return the bare lines of a drawing in the current colour, as a faint ground behind a title."""
    shape = contour_paths(number, size)
    return _picture(shape, "terrain", Markup("").join(tag("path", d=d) for d in shape.paths), None)


def _picture(shape: ContourDrawing, css: str, body: Markup, label: str | None) -> Markup:
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return tag("svg", body, class_=css, viewBox=shape.viewbox, preserveAspectRatio="xMidYMid slice", **spoken)


def _spot_height(number: int, summit: tuple[int, int], frame: float, size: int) -> Markup:
    """Return the black triangle and the register number beside it; near the right edge, on its left."""
    x, y = summit
    half, gap = size // 2, size // 4
    triangle = tag("path", class_="contour-summit", d=f"M{x - half} {y + half}h{size}l-{half}-{size}z")
    at, anchor = (x - half - gap, "end") if x > frame * 0.84 else (x + half + gap, None)
    return triangle + text(at, y + half, f"{number:04d}", "contour-number", anchor)


def _sample(terrain: Terrain, columns: int, top: float, height: float) -> Grid:
    """Sample one cell beyond each edge, so that no line bends where it leaves the frame."""
    step = WIDTH / columns
    rows = round(height / step)
    pitch = height / rows
    xs = [step * i for i in range(-1, columns + 2)]
    ys = [top + pitch * j for j in range(-1, rows + 2)]
    return Grid.framed(terrain.heights(xs, ys), step, pitch)


def _outline(ring: list[Point], frame: tuple[float, float]) -> str:
    """Return a closed path in relative whole units: quadratics through the midpoints of a ring.

    Out of the frame it runs straight, so that no corner is rounded back into sight.
    """
    ring = _on_even_units(ring)
    if len(ring) < 3:
        return ""
    outside = [is_outside(point, frame) for point in ring]
    turn = outside.index(True) if any(outside) else 0
    ring, outside = ring[turn:] + ring[:turn], outside[turn:] + outside[:turn]
    ends = [
        (round(after[0]), round(after[1])) if beyond else middle
        for after, beyond, middle in zip(
            ring[1:] + ring[:1], outside[1:] + outside[:1], midpoints(ring), strict=True
        )
    ]
    pen = Pen(ends[-1])
    for (x, y), beyond, end in zip(ring, outside, ends, strict=True):
        if not beyond:
            pen.to("q", (round(x), round(y)), end)
        elif end != pen.at:
            pen.to("l", end)
    return pen.d + "z"


def _on_even_units(points: list[Point]) -> list[Point]:
    """Return the points in even units, each once: the middles between them are whole, so that every curve is
    continued without its control point, in half as many numbers."""
    even = [(2 * round(x / 2), 2 * round(y / 2)) for x, y in points]
    return [point for point, before in zip(even, even[-1:] + even, strict=False) if point != before]


def _course(terrain: Terrain, top: float, units: int, pieces: int = 12) -> list[Point]:
    """Return points of the river, from one beyond the left edge to one beyond the right."""
    xs = [WIDTH * i / pieces for i in range(-1, pieces + 2)]
    return [(x * units, (terrain.river(x) - top) * units) for x in xs]


def _river(course: list[Point]) -> str:
    """Return the river from edge to edge, drawn like the lines."""
    course = [(2 * round(x / 2), 2 * round(y / 2)) for x, y in course]
    ends = midpoints(course)
    pen = Pen(ends[0])
    for (x, y), end in zip(course[1:-1], ends[1:-1], strict=True):
        pen.to("q", (round(x), round(y)), end)
    return pen.d

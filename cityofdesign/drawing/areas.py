"""The districts with the boundaries that the operator supplied, a number each and the approval number."""

from collections.abc import Mapping
from typing import Literal

from markupsafe import Markup

from .svg import drawing, num, path, tag, text, text_width
from .tiles import TileValue

STEPS = (1, 3, 10, 30)
"""From how many centres on an area is drawn a shade darker."""
SCALES = {"wide": (1.0, 13, 18), "phone": (0.4, 0, 11)}
"""Size of the drawing, of names (0: none) and of figures."""
FOOT = 26
Rings = list[list[tuple[float, float]]]


def area_map(
    areas: Mapping[str, Rings],
    extent: tuple[float, float],
    values: Mapping[str, TileValue],
    size: Literal["wide", "phone"] = "wide",
    approval: str = "",
    label: str = "",
) -> Markup:
    """Return the map of the districts in `values`; `areas` are rings by code in a drawing of `extent`.

    A name or a number stands only where its area has room for it. `approval` is written below, on the map.
    """
    scale, name_size, figure_size = SCALES[size]
    shapes, words = [], []
    for code, value in values.items():
        rings = [[(x * scale, y * scale) for x, y in ring] for ring in areas[code]]
        d = "".join(_outline(ring) for ring in rings)
        shade = sum(value.count >= step for step in STEPS)
        shape = tag("path", class_=f"area area--{shade}", d=d, fill_rule="evenodd")
        spoken = f"{value.name} {value.count}"
        shapes.append(
            tag("a", shape, href=value.href, aria_label=spoken)
            if value.href
            else tag("g", tag("title", spoken), shape)
        )
        words.append(_words(rings[0], value, name_size, figure_size))
    width, height = (side * scale for side in extent)
    written = text(width, height + FOOT - 8, approval, "area-approval", "end")
    return drawing(width, height + FOOT, f"areas areas--{size}", *shapes, *words, written, label=label)


def _outline(ring: list[tuple[float, float]]) -> str:
    (x, y), *rest = ring
    return path("M", x, y) + "".join(path("L", *point) for point in rest) + "Z"


def _words(ring: list[tuple[float, float]], value: TileValue, name_size: int, figure_size: int) -> Markup:
    x, y = _middle(ring)
    room = max(px for px, _py in ring) - min(px for px, _py in ring)
    depth = max(py for _px, py in ring) - min(py for _px, py in ring)
    figure = str(value.count)
    named = name_size and text_width(value.name, name_size) < room * 0.8 and depth > 2.4 * figure_size
    body = [text(0, -8, value.name, "area-name", "middle")] if named else []
    if text_width(figure, figure_size) < room and depth > figure_size:
        below = figure_size - 6 if named else figure_size / 3
        body.append(text(0, below, figure, "area-figure", "middle"))
    return tag("g", *body, transform=f"translate({num(x)} {num(y)})") if body else Markup("")


def _middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """The centroid of an area, which its words stand around; that of its corners where it has none."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs]
    if abs(total := sum(crosses)) < 1e-6:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    x = sum((x0 + x1) * cross for ((x0, _y), (x1, _z)), cross in zip(pairs, crosses, strict=True))
    y = sum((y0 + y1) * cross for ((_x, y0), (_z, y1)), cross in zip(pairs, crosses, strict=True))
    return x / (3 * total), y / (3 * total)

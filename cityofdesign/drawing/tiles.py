"""The district map as tiles: each district and county a square, the two rivers in the gutters.

A schematic map without boundaries. Columns and rows count from the north-west.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from .svg import drawing, lines, num, path, tag, text, wrapped

COLUMNS, ROWS = 11, 7
LIANGJIANG = "liangjiang"
MERGED = ("500112", "500105")  # Yubei and Jiangbei, one district since 6 November 2025

# Division code (GB/T 2260) to column and row.
TILES: dict[str, tuple[int, int]] = {
    "500229": (9, 1),  # Chengkou
    "500238": (10, 1),  # Wuxi
    "500154": (8, 2),  # Kaizhou
    "500235": (9, 2),  # Yunyang
    "500236": (10, 2),  # Fengjie
    "500237": (11, 2),  # Wushan
    "500152": (2, 3),  # Tongnan
    "500117": (3, 3),  # Hechuan
    "500231": (6, 3),  # Dianjiang
    "500155": (7, 3),  # Liangping
    "500101": (8, 3),  # Wanzhou
    "500151": (2, 4),  # Tongliang
    "500109": (3, 4),  # Beibei
    "500112": (4, 4),  # Yubei
    "500115": (5, 4),  # Changshou
    "500230": (6, 4),  # Fengdu
    "500233": (7, 4),  # Zhong
    "500240": (8, 4),  # Shizhu
    "500111": (1, 5),  # Dazu
    "500120": (2, 5),  # Bishan
    "500106": (3, 5),  # Shapingba
    "500105": (4, 5),  # Jiangbei
    "500102": (5, 5),  # Fuling
    "500156": (6, 5),  # Wulong
    "500243": (7, 5),  # Pengshui
    "500114": (8, 5),  # Qianjiang
    "500153": (1, 6),  # Rongchang
    "500118": (2, 6),  # Yongchuan
    "500107": (3, 6),  # Jiulongpo
    "500103": (4, 6),  # Yuzhong
    "500108": (5, 6),  # Nan'an
    "500119": (6, 6),  # Nanchuan
    "500242": (8, 6),  # Youyang
    "500116": (2, 7),  # Jiangjin
    "500104": (3, 7),  # Dadukou
    "500113": (4, 7),  # Banan
    "500110": (5, 7),  # Qijiang
    "500241": (8, 7),  # Xiushan
}

# Points in the gutters: right of a column, below a row.
YANGTZE = ((0.6, 6), (4, 6), (4, 4), (6, 4), (6, 3), (8, 3), (8, 2), (11.05, 2))
JIALING = ((3, 2), (3, 5), (4, 5))


@dataclass(frozen=True, slots=True)
class Measure:
    """The sizes of one variant: side of a tile, gap, distance of two lines, corner of the river."""

    tile: float
    gap: float
    line: float
    corner: float

    @property
    def pitch(self) -> float:
        return self.tile + self.gap

    def gutter(self, column: float, row: float) -> tuple[float, float]:
        return column * self.pitch - self.gap / 2, row * self.pitch - self.gap / 2


MEASURES = {"wide": Measure(74, 8, 3, 9), "phone": Measure(29, 4.6, 1.2, 4), "mini": Measure(24, 4.7, 1, 4)}


@dataclass(frozen=True, slots=True)
class TileValue:
    """What one tile shows: the centres in force, a short name, where it leads, and the change."""

    count: int
    name: str
    href: str = ""
    added: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit and its place: left, top and height in the units of a measure."""

    key: str
    x: float
    y: float
    height: float


SPACE = Markup(" ")


def tile_keys(merged: bool) -> list[str]:
    """Return the units of the map: 38 before 6 November 2025, 37 since."""
    if not merged:
        return list(TILES)
    return [LIANGJIANG if key == MERGED[0] else key for key in TILES if key != MERGED[1]]


def one_line_for(values: Mapping[str, TileValue], merged: bool) -> int:
    """Return how many centres one line must stand for, so that the fullest tile holds its lines."""
    measure = MEASURES["wide"]
    for one_line in (1, 2, 5, 10, 20, 50, 100):
        if all(
            values[tile.key].count / one_line * measure.line <= tile.height - 2
            for tile in _tiles(measure, merged)
            if tile.key in values
        ):
            return one_line
    return 200


def district_map(
    values: Mapping[str, TileValue],
    merged: bool,
    size: Literal["wide", "phone"] = "wide",
    one_line: int | None = None,
    change: bool = False,
    rivers: tuple[str, str] = ("", ""),
    label: str = "",
    desc: str = "",
) -> Markup:
    """Return the map of the districts with a number each.

    values: by division code, "liangjiang" for the new district; a unit without a value counts as none.
    merged: whether the chosen date is 6 November 2025 or later.
    size: "wide" with names, "phone" with the numbers only (the names go in a list below).
    one_line: how many centres a line stands for, else one_line_for().
    change: show what was added instead of what is in force.
    rivers: the names of the Jialing and the Yangtze.
    """
    measure = MEASURES[size]
    one_line = one_line or one_line_for(values, merged)
    body = [
        _tile(tile, measure, values.get(tile.key, TileValue(0, "")), one_line, change)
        for tile in _tiles(measure, merged)
    ]
    body.append(_rivers(measure))
    if size == "wide":
        for name, (column, row) in zip(rivers, ((3, 2), (8, 2)), strict=True):
            x, y = measure.gutter(column, row)
            body.append(text(x + 14, y + 24, name, "tiles-river-name") if name else Markup(""))
    css = f"tiles tiles--{size}" + (" tiles--change" if change else "")
    return drawing(*_extent(measure), css, *body, label=label, desc=desc)


def mini_map(lit: str, merged: bool, label: str = "") -> Markup:
    """Return the small map of a centre's page with one unit lit. Merged units light their successor."""
    measure = MEASURES["mini"]
    if merged and lit in MERGED:
        lit = LIANGJIANG
    squares = {True: "", False: ""}
    for tile in _tiles(measure, merged):
        squares[tile.key == lit] += path(
            "M", tile.x, tile.y, "h", measure.tile, "v", tile.height, "h", -measure.tile, "z"
        )
    body = lines(squares[False], "tiles-ground"), lines(squares[True], "tiles-lit"), _rivers(measure)
    return drawing(*_extent(measure), "tiles tiles--mini", *body, label=label)


def _tiles(measure: Measure, merged: bool) -> Iterator[Tile]:
    for key in tile_keys(merged):
        tall = key == LIANGJIANG
        column, row = TILES[MERGED[0] if tall else key]
        x, y = (column - 1) * measure.pitch, (row - 1) * measure.pitch
        yield Tile(key, x, y, measure.tile + (measure.pitch if tall else 0))


def _extent(measure: Measure) -> tuple[float, float]:
    return COLUMNS * measure.pitch, ROWS * measure.pitch - measure.gap


def _tile(tile: Tile, measure: Measure, value: TileValue, one_line: int, change: bool) -> Markup:
    shown = value.added if change else value.count
    figure = (
        (f"{shown:+d}".replace("-", "\N{MINUS SIGN}") if shown else "\N{MIDDLE DOT}")
        if change
        else str(shown)
    )
    state = (
        "gain" if change and shown > 0 else "loss" if change and shown < 0 else "some" if shown else "none"
    )
    middle = measure.tile / 2
    body = [
        tag(
            "path",
            class_="tile-ground",
            d=path("M", 0, 0, "h", measure.tile, "v", tile.height, "h", -measure.tile, "z"),
        )
    ]
    if not change:
        body.append(lines(_lines(tile, measure, value.count / one_line), "tile-lines"))
    if measure is MEASURES["wide"]:
        rows = wrapped(value.name, 13, measure.tile - 10)
        space = SPACE if " " in value.name else Markup("")  # so that what is read is what is seen
        body.append(space.join(text(8, 18 + 14 * i, row, "tile-name") for i, row in enumerate(rows)))
        body += [SPACE, text(8, tile.height - 11, figure, "tile-figure")]
    else:
        body.append(text(middle, tile.height / 2 + 5, figure, "tile-figure", "middle"))
    name = f"{value.name} {figure}" if shown or not change else value.name
    group = tag("g", *body, class_=f"tile tile--{state}", transform=f"translate({num(tile.x)} {num(tile.y)})")
    return tag("a", group, href=value.href, aria_label=name) if value.href else group


def _lines(tile: Tile, measure: Measure, count: float) -> str:
    """Return one line for each, from the bottom; a part of one is a shorter line. None leaves the tile."""
    d = ""
    for i in range(min(-int(-count // 1), int(tile.height / measure.line))):
        share = min(1.0, count - i)
        d += path("M", 0, tile.height - measure.line / 2 - i * measure.line, "h", measure.tile * share)
    return d


def _rivers(measure: Measure) -> Markup:
    d = "".join(
        _course([measure.gutter(*point) for point in river], measure.corner) for river in (YANGTZE, JIALING)
    )
    x, y = measure.gutter(*JIALING[-1])
    return tag("path", class_="tiles-river", d=d) + tag(
        "circle", class_="tiles-mouth", cx=x, cy=y, r=measure.gap * 0.55
    )


def _course(points: list[tuple[float, float]], corner: float) -> str:
    """Return a line along right angles with each corner rounded."""
    d = path("M", *points[0])
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        before = x - corner * _sign(x - x0), y - corner * _sign(y - y0)
        after = x + corner * _sign(x1 - x), y + corner * _sign(y1 - y)
        d += path("L", *before, "Q", x, y, *after)
    return d + path("L", *points[-1])


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)

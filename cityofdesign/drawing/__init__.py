"""Every drawing of the site: pure functions from plain data to SVG, for the templates.

Colours and strokes are classes in static/css/drawing.css; words come in already translated.
"""

from .areas import area_map
from .axis import Plan, Step
from .charts import MOST_BLOCKS, bar, blocks, growth, step_chart, target_line, wall
from .contour import SIZES, ContourDrawing, contour, contour_paths, terrain_lines
from .ground import Flag, Fog
from .hill import hill
from .lanes import Lane, Segment, lanes
from .marks import level_mark, logo, ruler, search_icon, stair, stair_arrow, status_mark, target_mark
from .rounds import RoundChange, RoundWords, round_block, round_line
from .svg import responsive
from .tiles import LIANGJIANG, TILES, TileValue, district_map, mini_map, one_line_for, tile_keys

__all__ = [
    "LIANGJIANG",
    "MOST_BLOCKS",
    "SIZES",
    "TILES",
    "ContourDrawing",
    "Flag",
    "Fog",
    "Lane",
    "Plan",
    "RoundChange",
    "RoundWords",
    "Segment",
    "Step",
    "TileValue",
    "area_map",
    "bar",
    "blocks",
    "contour",
    "contour_paths",
    "district_map",
    "growth",
    "hill",
    "lanes",
    "level_mark",
    "logo",
    "mini_map",
    "one_line_for",
    "responsive",
    "round_block",
    "round_line",
    "ruler",
    "search_icon",
    "stair",
    "stair_arrow",
    "status_mark",
    "step_chart",
    "target_line",
    "target_mark",
    "terrain_lines",
    "tile_keys",
    "wall",
]

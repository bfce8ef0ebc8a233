"""The picture that is shown where somebody shares a page: 1200 by 630, PNG, drawn like a centre's cover.

Latin is set in the fonts of the site, Chinese in a font of the machine (`CJK`); where it has none, words in
Chinese are left out. The same words and the same machine give the same bytes.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from .contour import contour_shape
from .marks import FILLED_BARS
from .trace import Point

WIDTH, HEIGHT = 1200, 630
FINE = 2  # drawn at this many times its size
EDGE = 56
PAPER, INK, SECOND, THIRD, FOG = "#f2f5f4", "#10201e", "#384946", "#526360", "#a9b6b2"
LEVELS = {"national": "#c9270f", "municipal": "#0b6460", "district": "#855400"}
RIVER = "#0b6460"
TINTS = 0.045  # how much darker each level of the hill is
LATIN = {
    "display": ("geologica-latin-shrp-normal.woff2", [640, 100]),
    "text": ("source-sans-3-latin-wght-normal.woff2", [400]),
    "strong": ("source-sans-3-latin-wght-normal.woff2", [600]),
}
CJK = (
    # (file, place of simplified Chinese in a collection), bold first where there are two
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 2),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("C:/Windows/Fonts/msyhbd.ttc", 0),
)


@dataclass(frozen=True, slots=True)
class Share:
    """What a picture says. `level` is empty for a page that is no centre's, `standing` for one without."""

    number: int
    title: str
    second: str = ""
    above: str = ""
    level: str = ""
    standing: str = ""
    mark: str = ""
    place: str = ""
    brand: str = ""
    ended: bool = False


def share_picture(share: Share) -> bytes:
    """Return the picture as PNG, about 40 KB."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    pen = ImageDraw.Draw(image)
    _hill(pen, share)
    _plate(pen, share)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(96)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    return target.getvalue()


def _hill(pen: ImageDraw.ImageDraw, share: Share) -> None:
    """The contour lines of the number over the whole picture, its summit at the right above the plate."""
    shape = contour_shape(share.number, "cover")
    colour = THIRD if share.ended else LEVELS.get(share.level, LEVELS["national"])
    drawn = _mixed(colour, PAPER, 0.55) if share.ended else colour
    scale = FINE * HEIGHT * 0.86 / shape.height
    left = FINE * WIDTH - shape.width * scale
    for place, found in enumerate(shape.levels):
        ground = None if share.ended else _mixed(colour, PAPER, min(0.6, TINTS * (place + 1)))
        for ring in found:
            line = [(left + x * scale, y * scale) for x, y in _rounded(ring)]
            if len(line) > 2:
                pen.polygon(line, fill=ground)
                pen.line([*line, line[0]], fill=drawn, width=FINE * (2 if place % 4 else 3))
    river = [(left + x * scale, y * scale) for x, y in _rounded(shape.river, closed=False)]
    pen.line(river, fill=FOG if share.ended else RIVER, width=7 * FINE, joint="curve")
    x, y = left + shape.summit[0] * scale, shape.summit[1] * scale
    half = 13 * FINE
    pen.polygon([(x - half, y + half), (x + half, y + half), (x, y - half)], fill=INK)


def _plate(pen: ImageDraw.ImageDraw, share: Share) -> None:
    """The words, on paper that is cut in steps at its right, as a centre's cover is."""
    lines, size = _fitted(share.title, WIDTH - 2 * EDGE - 120)
    leading = size * 1.12
    beside = (44 if share.second else 0) + (46 if share.above else 12)
    top = HEIGHT - EDGE - 44 - leading * len(lines) - beside
    for step, right in enumerate((WIDTH - 200, WIDTH - 110, WIDTH - 20)):
        _box(pen, 0, top - 24 + 44 * step, right, HEIGHT)
    _box(pen, 0, HEIGHT - EDGE - 60, WIDTH, HEIGHT)
    y = top
    if share.above:
        x = EDGE
        if share.level:
            _bars(pen, x, y + 6, share.level, THIRD if share.ended else LEVELS[share.level])
            x += 40
        shade = THIRD if share.ended or not share.level else LEVELS[share.level]
        _words(pen, x, y + 26, share.above, "strong", 27, shade)
        y += 46
    for line in lines:
        _words(pen, EDGE, y + size * 0.9, line, "display", size, INK)
        y += leading
    if share.second:
        _words(pen, EDGE, y + 30, share.second, "text", 29, SECOND)
    foot = HEIGHT - EDGE + 14
    x = EDGE
    if share.standing:
        _standing(pen, x + 12, foot - 10, share.mark, THIRD if share.ended else LEVELS.get(share.level, INK))
        x = _words(pen, x + 38, foot, share.standing, "strong", 27, INK) + 28
    _words(pen, x, foot, share.place, "text", 27, SECOND)
    _words(pen, WIDTH - EDGE - _length(share.brand, "strong", 24), foot, share.brand, "strong", 24, INK)


def _box(pen, left: float, top: float, right: float, bottom: float) -> None:
    pen.rectangle([round(FINE * side) for side in (left, top, right, bottom)], fill=PAPER)


def _bars(pen, x: float, y: float, level: str, colour: str) -> None:
    """The three rising bars of a level."""
    for i in range(3):
        height = 8 + 8 * i
        box = [x + 10 * i, y + 24 - height, x + 10 * i + 8, y + 24]
        filled = colour if i < FILLED_BARS[level] else None
        pen.rectangle([round(FINE * side) for side in box], fill=filled, outline=colour, width=FINE)


def _standing(pen, x: float, y: float, mark: str, colour: str) -> None:
    """A solid disc for what is in force; a ring with a cross or two bars for what has ended or rests."""
    box = [FINE * (x - 10), FINE * (y - 10), FINE * (x + 10), FINE * (y + 10)]
    solid = mark == "accredited"
    pen.ellipse(box, fill=colour if solid else None, outline=colour, width=3 * FINE)
    strokes = {
        "withdrawn": [(-4, -4, 4, 4), (4, -4, -4, 4)],
        "annulled": [(-7, 7, 7, -7)],
        "suspended": [(-3, -5, -3, 5), (3, -5, 3, 5)],
    }
    for x1, y1, x2, y2 in strokes.get(mark, []):
        ends = [FINE * (x + x1), FINE * (y + y1), FINE * (x + x2), FINE * (y + y2)]
        pen.line(ends, fill=colour, width=3 * FINE)


def _fitted(title: str, room: float) -> tuple[list[str], float]:
    """The title in at most three lines of the largest size that they have room for; cut if none has."""
    for size in (76, 66, 56, 48, 42):
        lines = _wrapped(title, size, room)
        if len(lines) <= (2 if size > 48 else 3):
            return _balanced(title, size, room, len(lines)), size
    return [*lines[:2], lines[2].rstrip() + "…"], size


def _balanced(title: str, size: float, room: float, count: int) -> list[str]:
    """As many lines of about the same length, so that no word or character stands alone in the last."""
    while len(_wrapped(title, size, room - 20)) == count and room > 200:
        room -= 20
    return _wrapped(title, size, room)


def _wrapped(title: str, size: float, room: float) -> list[str]:
    """Broken between words, and anywhere in Chinese."""
    lines, line = [], ""
    for piece in _pieces(title):
        if line and _length((line + piece).rstrip(), "display", size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(title: str) -> list[str]:
    found: list[str] = []
    for letter in title:
        closing = letter in "，。、；：）》”’！？"
        joins = found and (closing or not (_is_wide(letter) or _is_wide(found[-1][-1])))
        if joins and not found[-1].endswith(" "):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF" or letter in "“”‘’…—"


def _runs(words: str, face: str, size: float) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    """Parts of the words with the font that each is set in."""
    parts = [(wide, "".join(run)) for wide, run in groupby(words, _is_wide)]
    fonts = {False: _latin(face, round(size * FINE)), True: _chinese(round(size * FINE * 0.96))}
    return [(fonts[wide], part) for wide, part in parts if fonts[wide]]


def _length(words: str, face: str, size: float) -> float:
    return sum(font.getlength(part) for font, part in _runs(words, face, size)) / FINE


def _words(pen, x: float, y: float, words: str, face: str, size: float, colour: str) -> float:
    """Set the words on a baseline; returns where they end."""
    for font, part in _runs(words, face, size):
        pen.text((x * FINE, y * FINE), part, font=font, fill=colour, anchor="ls")
        x += font.getlength(part) / FINE
    return x


@lru_cache(maxsize=32)
def _latin(face: str, size: int) -> ImageFont.FreeTypeFont:
    name, axes = LATIN[face]
    font = ImageFont.truetype(Path(settings.BASE_DIR) / "static" / "fonts" / name, size)
    font.set_variation_by_axes(axes)
    return font


@lru_cache(maxsize=32)
def _chinese(size: int) -> ImageFont.FreeTypeFont | None:
    found = next(((path, index) for path, index in CJK if Path(path).exists()), None)
    return ImageFont.truetype(found[0], size, index=found[1]) if found else None


def _mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid over a ground."""
    both = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(share * over + (1 - share) * under) for over, under in both).hex()


def _rounded(line: list[Point], closed: bool = True, times: int = 3) -> list[Point]:
    """The line with its corners cut, a few times over: what quadratics through its midpoints look like."""
    for _time in range(times if len(line) > 2 else 0):
        pairs = list(zip(line, line[1:] + (line[:1] if closed else []), strict=False))
        line = [
            (x0 + at * (x1 - x0), y0 + at * (y1 - y0)) for (x0, y0), (x1, y1) in pairs for at in (0.25, 0.75)
        ]
    return line

"""Drawings that leave the site: the badge for a holder's own pages, and the code for a plaque.

They stand alone: no style sheet, no script, no font but the reader's own. Colours are attributes.
"""

import io
from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

from .marks import FILLED_BARS, STATUSES
from .svg import path, tag, text_width

FONTS = "'Source Sans 3','Segoe UI',system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
HEIGHT, LEFT, RIGHT, NARROWEST = 96, 68, 22, 320
QUIET = 4  # modules of white around the code, as its standard asks


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; all words have at least 4.5:1 on the ground."""

    ground: str
    frame: str
    ink: str
    second: str
    valid: str
    suspended: str
    ended: str


LIGHT = Palette("#ffffff", "#73827e", "#10201e", "#384946", "#0b6460", "#855400", "#526360")
DARK = Palette("#101c1b", "#6f8680", "#e9f0ee", "#bccac6", "#5cc8be", "#e5b450", "#95a7a2")


def badge(
    *,
    mark: str,
    word: str,
    subject: str,
    number: str,
    checked: str,
    title: str,
    label: str,
    level: str = "",
    sample: str = "",
    dark: bool = False,
) -> Markup:
    """Return the badge: shape and word of the standing, what it is about, number, and when it was looked up.

    mark: one of STATUSES; level: national, municipal, district or empty; title and label are read aloud.
    """
    theme = DARK if dark else LIGHT
    colour = {"accredited": theme.valid, "suspended": theme.suspended}.get(mark, theme.ended)
    last = f"{number} · {checked}"
    first = f"{subject} · {sample}" if sample else subject
    room = max(text_width(first, 14.5), text_width(word, 27), text_width(last, 14.5)) * 1.08
    width = max(NARROWEST, round(LEFT + room + RIGHT))
    body = [
        tag("title", title),
        tag("desc", f"{label}. {subject}. {word}. {last}. {sample}".strip()),
        tag(
            "path",
            d=path("M", 0.75, 0.75, "H", width - 0.75, "V", HEIGHT - 0.75, "H", 0.75, "z"),
            fill=theme.ground,
            stroke=theme.frame,
            stroke_width=1.5,
        ),
        tag("path", d=path("M", 0, 0, "h", 7, "v", HEIGHT, "h", -7, "z"), fill=colour),
        _mark(mark, colour),
        _words(LEFT, 30, first, 14.5, theme.second),
        _words(LEFT, 57, word, 27, colour, weight=700),
        _words(LEFT, 80, last, 14.5, theme.ink),
        _bars(width - RIGHT - 18, level, theme.second) if level else Markup(""),
    ]
    return tag(
        "svg",
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {HEIGHT}",
        width=width,
        height=HEIGHT,
        role="img",
        aria_label=title,
    )


def _mark(mark: str, colour: str) -> Markup:
    solid, line, dashed = STATUSES[mark]
    shapes = [
        tag("path", d=solid, fill=colour) if solid else Markup(""),
        tag("path", d=line, fill="none", stroke=colour, stroke_width=1.6) if line else Markup(""),
        tag("path", d=dashed, fill="none", stroke=colour, stroke_width=1.5, stroke_dasharray="2 1.7")
        if dashed
        else Markup(""),
    ]
    return tag("g", *shapes, transform="translate(23 33) scale(2.2)")


def _bars(x: float, level: str, colour: str) -> Markup:
    """Return the three rising bars of a level, without a word of their own: the subject names it."""
    bars = []
    for i in range(3):
        height = 5 + 5 * i
        d = path("M", x + 6 * i + 0.5, 57, "v", -height, "h", 4, "v", height, "z")
        filled = i < FILLED_BARS[level]
        bars.append(tag("path", d=d, fill=colour if filled else "none", stroke=colour, stroke_width=1))
    return Markup("").join(bars)


def _words(x: float, y: float, words: str, size: float, colour: str, weight: int = 400) -> Markup:
    return tag("text", words, x=x, y=y, font_family=FONTS, font_size=size, font_weight=weight, fill=colour)


@lru_cache(maxsize=256)
def qr_code(address: str, title: str) -> bytes:
    """Return the code of an address as SVG, black on white with its quiet zone, error correction M."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target,
        kind="svg",
        scale=8,
        border=QUIET,
        dark="#000",
        light="#fff",
        title=title,
        desc=address,
        svgclass=None,
        lineclass=None,
    )
    return target.getvalue()

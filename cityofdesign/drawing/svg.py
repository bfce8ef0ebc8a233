"""Small helpers for writing SVG as escaped markup, without style attributes."""

from datetime import date, timedelta
from unicodedata import east_asian_width

from markupsafe import Markup, escape


def num(value: float) -> str:
    """Return a coordinate with at most one decimal: 3, 3.5, -0.2."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def path(*parts: str | float) -> str:
    """Join path commands and numbers into compact path data: path("M", 1, -2, "h", 5) is "M1-2h5"."""
    out = ""
    for part in parts:
        piece = part if isinstance(part, str) else num(part)
        out += piece if not out or piece[0] == "-" or piece[0].isalpha() or out[-1].isalpha() else f" {piece}"
    return out


class Pen:
    """Writes path data in whole relative numbers; rounding errors do not add up."""

    def __init__(self, start: tuple[int, int]) -> None:
        self.at = start
        self.d = path("M", *start)
        self._command = "M"
        self._onward: tuple[int, int] | None = None  # the control point of a smooth curve from here

    def to(self, command: str, *points: tuple[int, int]) -> None:
        """Draw a line ("l") or a quadratic ("q") to absolute points; the last is where the pen stays. A
        quadratic that goes on smoothly is written without its control point ("t")."""
        if command == "q":
            (cx, cy), (x, y) = points
            if (cx, cy) == self._onward:
                command, points = "t", points[1:]
            self._onward = 2 * x - cx, 2 * y - cy
        else:
            self._onward = None
        numbers = [value - origin for point in points for value, origin in zip(point, self.at, strict=True)]
        separator = "" if command != self._command or numbers[0] < 0 else " "
        written = (command if command != self._command else separator) + str(numbers[0])
        self.d += written + "".join(str(n) if n < 0 else f" {n}" for n in numbers[1:])
        self.at, self._command = points[-1], command


def tag(name: str, *content: str, **attributes: str | float | None) -> Markup:
    """Return an element. Attribute names lose a trailing underscore and get hyphens; None leaves one out.

    Content is escaped unless it is Markup. Numbers are shortened as coordinates.
    """
    # Plain strings: a page has hundreds of elements, and Markup's own formatting takes ten times as long.
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup(f"<{name}{written}/>")  # noqa: S704  (escaped above)
    return Markup(f"<{name}{written}>{''.join(map(escape, content))}</{name}>")  # noqa: S704


def lines(d: str, css: str, **attributes: str | float | None) -> Markup:
    """Return a path with a class, or nothing where there is no path data."""
    return tag("path", class_=css, d=d, **attributes) if d else Markup("")


def drawing(width: float, height: float, css: str, *content: str, label: str = "", desc: str = "") -> Markup:
    """Return a whole drawing: an image with a name where there is a label, else hidden decoration.

    A drawing that holds links is a group, since an image hides its children from assistive software.
    """
    body = Markup("").join(content)
    spoken: dict[str, str] = {"aria_hidden": "true"}
    if label:
        spoken = {"role": "group" if "<a " in body else "img", "aria_label": label}
    title = tag("desc", desc) if label and desc else Markup("")
    return tag("svg", title, body, class_=css, viewBox=f"0 0 {num(width)} {num(height)}", **spoken)


def responsive(wide: Markup, narrow: Markup, medium: Markup | None = None) -> Markup:
    """Return variants of one drawing of which the stylesheet shows one, by the room that it has."""
    css = "drawing-set drawing-set--three" if medium else "drawing-set"
    variants = [("wide", wide), ("medium", medium), ("narrow", narrow)]
    return tag(
        "div", *(tag("div", svg, class_=f"drawing-{name}") for name, svg in variants if svg), class_=css
    )


def text(x: float, y: float, content: str, css: str, anchor: str | None = None) -> Markup:
    return tag("text", content, class_=css, x=x, y=y, text_anchor=anchor)


def text_width(content: str, size: float) -> float:
    """Return about how wide a text is, in the units of its size: Chinese is square, Latin half as wide."""
    return size * sum(1.0 if east_asian_width(c) in "WF" else 0.52 for c in content)


def wrapped(content: str, size: float, room: float) -> list[str]:
    """Return a text in as many rows as it needs in a room. Words break at spaces, Chinese anywhere."""
    spaced = " " in content or content.isascii()
    rows: list[str] = []
    for part in content.split() if spaced else content:
        joined = f"{rows[-1]}{' ' * spaced}{part}" if rows else part
        if rows and text_width(joined, size) <= room:
            rows[-1] = joined
        else:
            rows.append(part)
    return rows


def year_of(day: date) -> float:
    """Return a date as a fraction of years: 2 July 2023 is about 2023.5."""
    start = date(day.year, 1, 1)
    length = (date(day.year, 12, 31) - start).days + 1
    return day.year + (day - start) / timedelta(days=length)

"""What a round, or the time between two dates, did: kept, added and withdrawn centres as blocks of lines."""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from .axis import one_line_of
from .svg import drawing, lines, path, tag, text, wrapped


@dataclass(frozen=True, slots=True)
class RoundChange:
    """The four totals of a round. before = kept + withdrawn, after = kept + added."""

    kept: int
    added: int
    withdrawn: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RoundWords:
    """The words of the drawing, in the reader's language."""

    before: str
    after: str
    kept: str
    added: str
    withdrawn: str
    added_sub: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The sizes of one variant."""

    width: int
    block: int  # right edge of the blocks
    turn: int  # where the added lines begin
    height: int  # of kept and added together, at most
    before: int  # size of the first figure
    after: int  # size of the second
    fall: int  # how far the withdrawn lines run out


LOW = 34  # a lower block cannot hold words
LONG = 1000  # a figure from which on there is no room for its full size beside the blocks

FRAMES = {"wide": Frame(1296, 1078, 470, 320, 84, 104, 120), "phone": Frame(350, 350, 150, 256, 56, 76, 40)}


def round_line(change: RoundChange) -> int:
    """Return how many centres one line stands for, for the caption."""
    return one_line_of(change.kept + change.added, FRAMES["phone"].height, 4)


def round_block(
    change: RoundChange,
    words: RoundWords,
    size: Literal["wide", "phone"] = "wide",
    label: str = "",
    desc: str = "",
) -> Markup:
    """Return the block: kept lines run through, added ones stack on top, withdrawn ones drop off below."""
    frame = FRAMES[size]
    one_line = round_line(change)
    unit = frame.height / max(change.kept + change.added, 1)
    added, kept = change.added * unit, change.kept * unit
    room = frame.before + 44  # over the kept lines, for the first figure
    top = max(0, room - added)
    floor = top + added + kept
    apart = one_line * unit
    inset = 24 if size == "wide" else 14
    body = [
        _mass(frame.turn, top, frame.block, added, apart, "round-added"),
        _mass(0, top + added, frame.block, kept, apart, "round-kept"),
        *_words(
            frame.turn + inset, top, added, words.added, words.added_sub if size == "wide" else "", "added"
        ),
        *_words(inset, top + added, kept, words.kept, "", "kept"),
        text(0, top + added - frame.before * 0.74 - 32, words.before, "round-note"),
        text(-2, top + added - 18, str(change.before), "round-before"),
    ]
    depth = floor
    if not change.kept:
        body.append(lines(path("M", 0, floor, "H", frame.block), "drawing-base"))
    if change.withdrawn:
        strip = max(change.withdrawn * unit, 3)
        body.append(_withdrawn(frame, floor, strip, change.withdrawn, words.withdrawn))
        depth += max(56, strip + 12)
    if change.kept and kept < LOW:
        depth = max(depth, floor + change.withdrawn * unit + 32)
        body.append(text(0, depth - 8, words.kept, "round-words"))
    if size == "wide":
        at, y = frame.block + 28, max(frame.after * 0.74, top)
        css = "round-after round-after--long" if change.after >= LONG else "round-after"
        body.append(text(at - 4, y, str(change.after), css))
        rows = wrapped(words.after, 17, frame.width - at)
        body += [text(at, y + 34 + 22 * i, row, "round-note") for i, row in enumerate(rows)]
    else:
        depth += frame.after * 0.74 + 24
        body.append(text(-3, depth, str(change.after), "round-after"))
        body.append(text(0, depth + 32, words.after, "round-note"))
        depth += 36
    return drawing(frame.width, depth + 4, f"round round--{size}", *body, label=label, desc=desc)


def _mass(x: float, top: float, right: float, height: float, apart: float, css: str) -> Markup:
    if not height:
        return Markup("")
    hair = "".join(
        path("M", x, top + height - apart * k, "H", right) for k in range(1, int((height - 0.5) / apart) + 1)
    )
    return tag("rect", class_=css, x=x, y=top, width=right - x, height=height) + lines(hair, "round-lines")


def _words(x: float, top: float, height: float, words: str, sub: str, kind: str) -> list[Markup]:
    """Return the words on a block; over it where added lines are too few to hold them."""
    css = f"round-words round-words--{kind}"
    if height < LOW:
        return [text(x, top - 8, words, "round-words")] if height and kind == "added" else []
    if not sub or height < 2 * LOW:
        return [text(x, top + height / 2 + 8, words, css)]
    return [
        text(x, top + height / 2 - 3, words, css),
        text(x, top + height / 2 + 26, sub, f"round-sub round-words--{kind}"),
    ]


def _withdrawn(frame: Frame, floor: float, height: float, count: int, words: str) -> Markup:
    """Return the strip of lines that ended, falling off the block like a stair."""
    x = frame.turn
    steps = "".join(
        path("M", x, floor + 2.5 + 5 * i, "h", 23 - 9 * i, "v", 30, "h", frame.fall)
        for i in range(min(count, 3))
    )
    strip = tag("rect", class_="round-ended", x=0, y=floor, width=x, height=height)
    return strip + lines(steps, "round-drop") + text(x + frame.fall + 34, floor + 44, words, "round-words")

"""The places of a text in which a reader's query is found. Pure functions."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from markupsafe import Markup, escape

from .matching import INITIALS, taken_apart
from .tokens import APOSTROPHE, HAN, folded, is_chinese, stem, syllables

RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")
Span = tuple[int, int]


@lru_cache(maxsize=4096)
def letter(character: str) -> str:
    """The folded character where it stays one; so that places in the text stay the same."""
    plain = folded(character)
    return plain if len(plain) == 1 else character


def spans(text: str, q: str) -> list[Span]:
    """`(start, end)` of what to mark, in order and apart from each other."""
    plain = "".join(map(letter, text))
    found = sorted(span for term in taken_apart(q)[1] for span in spans_of(term, plain))
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def spans_of(term: str, plain: str) -> list[Span]:
    if is_chinese(term):
        return [match.span() for match in re.finditer(re.escape(term), plain)]
    found, chinese = [], []
    for match in RUN.finditer(plain):
        if is_chinese(match[0]):
            chinese.append((match.start(), syllables(match[0])))
        else:
            word = APOSTROPHE.sub("", match[0])
            if word.startswith(term) or stem(word).startswith(term):
                found.append(match.span())
    found += [span for start, read in chinese for span in sounding(term, read, start)]
    if not found and INITIALS.fullmatch(term):
        for start, read in chinese:
            letters = "".join(syllable[0] for syllable in read)
            starts = (match.start() + start for match in re.finditer(re.escape(term), letters))
            found += [(place, place + len(term)) for place in starts]
    return found


def sounding(term: str, read: list[str], start: int) -> Iterator[Span]:
    """Where the pinyin `read`, of characters from `start` on, begins like the term."""
    for place in range(len(read)):
        for length, joined in enumerate(accumulate(read[place:]), 1):
            if joined.startswith(term):
                yield start + place, start + place + length
                break
            if not term.startswith(joined):
                break


def marked(text: str, q: str) -> Markup:
    """The text, escaped, with what the query finds in it in `<mark>`."""
    html, done = Markup(""), 0
    for start, end in spans(text, q):
        html += escape(text[done:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        done = end
    return html + escape(text[done:])


def excerpt(text: str, q: str, around: int = 80) -> str:
    """The surroundings of the first place that the query finds, cut at `…`; empty where there is none."""
    found = spans(text, q)
    if not found:
        return ""
    start, end = max(0, found[0][0] - around), min(len(text), found[0][1] + 2 * around)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"

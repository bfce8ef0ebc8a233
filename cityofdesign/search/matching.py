"""Names matched with what a reader typed, in memory. Pure functions.

A name becomes one text that is scanned for needles: `|重庆长安 ` or `| changan design centre ` for the name,
`^ centers ` for words that were printed otherwise, `~ chong qing chang an ` for its pinyin and `~CQCA` for
the initials, which are the only capitals.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from .tokens import is_chinese, pieces, stem, syllables

NUMBER, OPENING, WHOLE, PART, LOOSE = range(5)
"""How well something matches: its number; a name that begins so; whole words; parts or pinyin; initials."""
MOST_TERMS = 8
MOST_SPELLINGS = 8
LONGEST_PINYIN = 40
LONGEST_SYLLABLE = 6
LONGEST_CUT = 12
REGISTER_NUMBER = re.compile(r"cq-(\d{1,6})|(\d{6})", re.IGNORECASE | re.ASCII)
SPACED_NUMBER = re.compile(r"\bcq[\s-]*(?=\d)", re.IGNORECASE)
BEFORE = r"\|(?:示例| sample)?(?:重庆市?| chongqing)?"
"""What may stand before that with which a name begins for its readers."""
INITIALS = re.compile("[a-z]{2,12}")


@lru_cache(maxsize=1 << 16)
def sought(name: str) -> str:
    """The text in which needles are looked for."""
    parts = pieces(name)
    if not parts:
        return ""
    body = "".join(part if is_chinese(part) else f" {stem(part)} " for part in parts).replace("  ", " ")
    raw = " ".join(part for part in parts if not is_chinese(part) and stem(part) != part)
    read = [syllable for part in parts if is_chinese(part) for syllable in syllables(part)]
    sounds = f"~ {' '.join(read)} ~{''.join(s[0] for s in read).upper()}" if read else ""
    return f"|{body}{'' if body.endswith(' ') else ' '}{f'^ {raw} ' if raw else ''}{sounds}"


def syllables_in(texts: Iterable[str]) -> frozenset[str]:
    """Every syllable of the pinyin in texts of `sought`."""
    sounds = (part for text in texts for part in text.split("~") if part.startswith(" "))
    return frozenset(syllable for part in sounds for syllable in part.split())


def terms(q: str) -> list[str]:
    """What must be found, each: Latin words in the singular, runs of Chinese without their punctuation."""
    found: list[str] = []
    for chunk in q.split():
        run = ""
        for piece in pieces(chunk):
            if is_chinese(piece):
                run += piece
                continue
            found += [run, stem(piece)] if run else [stem(piece)]
            run = ""
        found += [run] if run else []
    return list(dict.fromkeys(found))[:MOST_TERMS]


def spellings(word: str, known: Collection[str]) -> list[str]:
    """The ways in which a Latin word is joined pinyin: `chang an` and `chan gan` for `changan`. The last
    syllable may be unfinished."""
    if not 2 < len(word) <= LONGEST_PINYIN or not word.isascii() or not word.isalpha():
        return []
    ways: dict[int, list[str]] = {}
    for start in range(len(word) - 1, -1, -1):
        rest = word[start:]
        ways[start] = [rest] if any(syllable.startswith(rest) for syllable in known) else []
        for end in range(start + 1, min(start + LONGEST_SYLLABLE, len(word) - 1) + 1):
            if word[start:end] in known:
                ways[start] += [f"{word[start:end]} {after}" for after in ways[end]]
        ways[start] = ways[start][:MOST_SPELLINGS]
    return [way for way in ways[0] if " " in way]


def needles(term: str, known: Collection[str]) -> tuple[str, ...]:
    """Any of these in a text of `sought` means that the term is found; `known`: every syllable there is."""
    if is_chinese(term):
        return (term,)
    return (f" {term}", *(f" {way}" for way in spellings(term, known)))


def initials(term: str) -> tuple[str, ...]:
    """The needle for a term that may be the initials of Chinese; for terms that are found in no other way."""
    return (term.upper(),) if INITIALS.fullmatch(term) else ()


def holds(text: str, wanted: tuple[str, ...]) -> bool:
    return any(needle in text for needle in wanted)


def ranking(found: list[str]) -> Callable[[str], int]:
    """How well a text that holds all terms does so."""
    begins = "".join(term if is_chinese(term) else f" {term} " for term in found).replace("  ", " ")
    opening = re.compile(BEFORE + re.escape(begins.rstrip()))
    whole = [term if is_chinese(term) else f" {term} " for term in found]

    def rank(text: str) -> int:
        if opening.search(text):
            return OPENING
        return WHOLE if all(needle in text for needle in whole) else PART

    return rank


def alternatives(found: list[str]) -> Iterable[list[str]]:
    """Other ways to write the terms: two Latin words as one (`chang an`), one run of Chinese as two."""
    for place, term in enumerate(found):
        before, after = found[:place], found[place + 1 :]
        if is_chinese(term):
            cuts = range(2, len(term) - 1) if len(term) <= LONGEST_CUT else ()
            yield from ([*before, term[:cut], term[cut:], *after] for cut in cuts)
        elif after and not is_chinese(after[0]):
            yield [*before, term + after[0], *after[1:]]


def taken_apart(q: str) -> tuple[list[str], list[str]]:
    """`(register numbers, terms)`: `CQ-000003` for itself and for `cq 3`, `CQ-0000` for its beginning."""
    numbers, rest = [], []
    for chunk in SPACED_NUMBER.sub("CQ-", unicodedata.normalize("NFKC", q)).split():
        if match := REGISTER_NUMBER.fullmatch(chunk):
            digits = match[1] or match[2]
            numbers.append(f"CQ-{digits}" if digits.startswith("0") else f"CQ-{int(digits):06d}")
        else:
            rest.append(chunk)
    return numbers, terms(" ".join(rest))

"""What a reader may have meant by a word that is found nowhere. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from rapidfuzz import fuzz, process

from .tokens import is_chinese, pieces, stem, syllables

SHORTEST = 4
"""Letters of a word worth correcting; with fewer, everything is like everything."""
CLOSE = 75
MOST = 3


def vocabulary(names: Iterable[str]) -> Counter[str]:
    """Latin words and neighbouring syllables of names, with how often they occur."""
    found: Counter[str] = Counter()
    for name in names:
        for piece in pieces(name):
            if is_chinese(piece):
                found.update("".join(pair) for pair in pairwise(syllables(piece)))
            elif len(piece) >= SHORTEST and not piece.isdigit():
                found[piece] += 1
    return found


def close_words(word: str, words: Mapping[str, int]) -> list[str]:
    """The likeliest of `words`, closest first and the more frequent of two that are as close."""
    if len(word) < SHORTEST:
        return []
    close = process.extract(word, words.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=20)
    ranked = sorted(close, key=lambda one: (-one[1], -words[one[0]], one[0]))
    return [other for other, _score, _place in ranked if other != word][:MOST]


def corrections(q: str, unknown: Iterable[str], words: Mapping[str, int]) -> list[str]:
    """The query with its unknown terms (as matching.terms gives them) replaced by likely ones."""
    instead = {}
    for term in unknown:
        instead[term] = ["".join(syllables(term))] if is_chinese(term) else close_words(term, words)
        if not instead[term]:
            return []
    found = []
    for choice in range(MOST if instead else 0):
        corrected = q
        for term, others in instead.items():
            corrected = replaced(corrected, term, others[min(choice, len(others) - 1)])
        found.append(corrected)
    return list(dict.fromkeys(other for other in found if other != q))


def replaced(q: str, term: str, other: str) -> str:
    """The query with the words that mean `term` written as `other`."""
    chunks = []
    for chunk in re.split(r"(\s+)", q):
        parts = pieces(chunk)
        same = [stem(part) for part in parts] == [term] or "".join(parts) == term
        chunks.append(other if same else chunk)
    return "".join(chunks)

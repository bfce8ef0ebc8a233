"""Names found by likeness in near constant time: only names that share rare pieces are compared."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz

from .names import core, has_chinese, without_group

LOOKED_AT = 400
"""Entries drawn from the index for one name, rarest pieces first."""
COMPARED = 30
HIGHEST = 0.98
"""No likeness counts as sameness."""


def pieces(text: str) -> set[str]:
    """Pairs of neighbours and of next neighbours in Chinese; runs of four letters otherwise."""
    if not has_chinese(text):
        return {text[start : start + 4] for start in range(max(1, len(text) - 3))}
    pairs = {text[start : start + 2] for start in range(max(1, len(text) - 1))}
    return pairs | {f"{text[start]}_{text[start + 2]}" for start in range(len(text) - 2)}


class Grams:
    """Normalised names with the centre each belongs to."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, str, int]] = []
        self._seen: set[tuple[str, int]] = set()
        self._index: dict[str, list[int]] = {}

    def add(self, name: str, key: int) -> None:
        if not name or (name, key) in self._seen:
            return
        self._seen.add((name, key))
        essence = core(name)
        for piece in pieces(essence):
            self._index.setdefault(piece, []).append(len(self._entries))
        self._entries.append((essence, name, key))

    def close(self, name: str, cutoff: float) -> list[tuple[int, float, str]]:
        """(centre, score from 0 to 1, code of the reason) of names at least as alike as `cutoff`."""
        essence = core(name)
        lists = sorted((self._index[piece] for piece in pieces(essence) if piece in self._index), key=len)
        shared: Counter[int] = Counter()
        room = LOOKED_AT
        for entries in lists:
            shared.update(entries[:room])
            room -= len(entries)
            if room <= 0:
                break
        found = []
        for entry, _count in shared.most_common(COMPARED):
            other, other_name, key = self._entries[entry]
            score = (9 * fuzz.ratio(essence, other) + fuzz.ratio(name, other_name)) / 1000
            if score >= cutoff:
                reason = "group" if without_group(name) == without_group(other_name) else "close"
                found.append((key, min(score, HIGHEST), reason))
        return found

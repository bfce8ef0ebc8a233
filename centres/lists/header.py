"""Finding the row, or the two rows, of column headings below the titles of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .columns import plain_heading
from .layout import Layout
from .workbook import column_letter

SEARCHED_ROWS = 40


@dataclass(frozen=True, slots=True)
class Header:
    """Headings by column counted from 0, each text once; `keys` are those with a meaning. Rows are from 1."""

    first: int
    last: int
    headings: dict[int, str]
    keys: dict[int, str]

    @property
    def merit(self) -> int:
        return len(set(self.keys.values()))


def find_header(
    rows: Sequence[Sequence[str]],
    layout: Layout,
    column_map: Mapping[str, str | None] | None = None,
    header_row: int | None = None,
) -> Header | None:
    """The row among the first `SEARCHED_ROWS` that names most columns; given `header_row`, from 1, that one.

    `column_map` (heading -> key or None) goes before the headings that are known. None where no row says
    whom the list is about.
    """
    stated = {plain_heading(heading): key for heading, key in (column_map or {}).items()}
    beyond = max((len(row) for row in rows[SEARCHED_ROWS:]), default=0)
    tried = (header_row - 2, header_row - 1) if header_row else range(SEARCHED_ROWS)
    found = [header for index in tried if (header := widest(rows, index, layout, stated, beyond))]
    if header_row:
        found = [header for header in found if header.first <= header_row <= header.last]
    # Of equals the one of a single line: the line above it is a title then.
    return max(found, key=lambda header: (header.merit, header.first == header.last), default=None)


def widest(
    rows: Sequence[Sequence[str]], index: int, layout: Layout, stated: Mapping[str, str | None], beyond: int
) -> Header | None:
    """The header whose first row is `index`: of one line or, where that names more columns, of two.

    `beyond` is the width of the rows after the first `SEARCHED_ROWS`.
    """
    if not 0 <= index < len(rows):
        return None
    single = header_of(rows, (index, index), [cell.strip() for cell in rows[index]], layout, stated, beyond)
    if index + 1 == len(rows) or not is_subheading(rows[index], rows[index + 1], layout):
        return single
    texts = joined(rows[index], rows[index + 1], layout)
    double = header_of(rows, (index, index + 1), texts, layout, stated, beyond)
    return max(filter(None, (single, double)), key=lambda header: header.merit, default=None)


def header_of(
    rows: Sequence[Sequence[str]],
    place: tuple[int, int],
    texts: list[str],
    layout: Layout,
    stated: Mapping[str, str | None],
    beyond: int,
) -> Header | None:
    first, last = place
    width = max(beyond, *map(len, rows[last : max(last + 1, SEARCHED_ROWS)]))
    headings: dict[int, str] = {}
    keys = {}
    for column in range(width):
        text = texts[column] if column < len(texts) else ""
        if not text and not any(column < len(row) and row[column].strip() for row in rows[last + 1 :]):
            continue
        headings[column] = heading = once(text or column_letter(column), headings)
        key = stated[plain] if (plain := plain_heading(heading)) in stated else layout.recognise(text)
        if key:
            keys[column] = key
    named = set(keys.values())
    enough = len(named) > 1 or sum(bool(text) for text in texts) == 1 or layout.naming & set(stated.values())
    if named & layout.alone or (named & layout.naming and enough):
        return Header(first + 1, last + 1, headings, keys)
    return None


def is_subheading(above: Sequence[str], below: Sequence[str], layout: Layout) -> bool:
    """Whether `below` only divides what `above` names: half of its own cells at least are headings."""
    own = [
        (column, text.strip())
        for column, text in enumerate(below)
        if text.strip() and (column >= len(above) or text != above[column])
    ]
    texts = joined(above, below, layout)
    known = sum(
        layout.recognise(text) is not None or layout.recognise(texts[column]) is not None
        for column, text in own
    )
    return 0 < len(own) <= 2 * known


def joined(above: Sequence[str], below: Sequence[str], layout: Layout) -> list[str]:
    """One heading a column from two lines; a heading above reaches right over the empty cells beside it."""
    texts, reach = [], ""
    for column in range(max(len(above), len(below))):
        upper = above[column].strip() if column < len(above) else ""
        lower = below[column].strip() if column < len(below) else ""
        reach = upper or reach
        if not lower or lower == upper:
            texts.append(upper)
        else:
            both = f"{reach} {lower}".strip()
            alone = layout.recognise(lower) and not layout.recognise(both)
            texts.append(lower if alone else both)
    return texts


def once(heading: str, headings: Mapping[int, str]) -> str:
    """`heading`, numbered where the sheet already has one like it."""
    count = sum(other == heading or other.startswith(f"{heading} (") for other in headings.values())
    return f"{heading} ({count + 1})" if count else heading

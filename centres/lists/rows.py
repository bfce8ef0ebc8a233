"""The lines below the headings: which are rows of the list, and what each row says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .header import Header
from .layout import Layout
from .names import has_chinese, split_holder, valid_credit_code
from .problems import Problem
from .workbook import Sheet

NOTE = re.compile(
    r"^[\s（(*※]*(?:注|备注|说明|附注|附|资料来源|来源|notes?|remarks?|source)(?:\s*[\d一二三四五六七八九十]*\s*[:：.、，]|$)",
    re.I,
)
TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|共\s*计|小\s*计|(?:sub)?total)\b", re.I)
SENTENCE = re.compile(r"[。！；]\s*$|^.{81,}$", re.S)
LIST_NAME = re.compile(r"^附(?:件|表)|名单|\b(?:annex|list)\b", re.I)
LIST_NAME_ALONE = re.compile(r"^附(?:件|表)\s*[\d一二三四五六七八九十]+|名单\s*(?:[（(][^（()）]*[）)])?$")
CONTINUED = re.compile(r"[（(]?\s*(?:续表?|continued)\s*[）)]?\s*$", re.I)
NOTHING = re.compile(r"^(?:[-—–/／\\]+|无|暂无|n/?a)$", re.I)
REGISTER_NUMBER = re.compile(r"^CQ-\d{6}$")
BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])")
HOLDERS = ("holder_name_zh", "holder_name_en")
FULL_NAMES = ("centre_name_zh", "centre_name_en", "name_before", "name_after")
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: `columns` is key -> (letter, heading as printed)."""

    file: str = ""
    sheet: str = ""
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def problem(
        self, code: str, row: int | None = None, key: str = "", found: str = "", **params: str | int
    ) -> Problem:
        letter, heading = self.columns.get(key, ("", ""))
        return Problem(code, params, self.file, self.sheet, row, letter, heading, found)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line of a list. `index` is its row in the file as a person sees it, from 1.

    `printed` is heading -> text exactly as printed; `values` is column key -> cleaned text, without the empty
    ones. A row with `errors` cannot be used as it is; `warnings` need a person's confirmation.
    """

    index: int
    printed: Mapping[str, str]
    values: Mapping[str, str]
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    source: Source = field(default_factory=Source, repr=False)


@dataclass(slots=True)
class Lines:
    """What stands below the headings, told apart; every row is counted from 1.

    `rows` are (row, what the subheading above says or ""), `notes` (row, text); `lone` are
    (row, column) of those notes that may be a row of which only one cell is filled, `numbered` rows that hold
    only a number; `next_list` is (row, text) of the line with which another list begins, from where on
    nothing is read.
    """

    rows: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    lone: list[tuple[int, int]] = field(default_factory=list)
    numbered: list[int] = field(default_factory=list)
    next_list: tuple[int, str] | None = None


def split_lines(sheet: Sheet, header: Header, columns: Mapping[str, int], layout: Layout) -> Lines:
    naming = {index for key, index in columns.items() if key in layout.naming}
    free = {index for key, index in columns.items() if key in layout.free} | {min(header.headings)}
    telling = set(columns.values()) - naming - free
    found = Lines()
    only_numbered: list[tuple[int, str]] = []
    kind = ""
    unreadable = {number for number, _column in sheet.unreadable}
    headings = headings_and_titles(sheet, header)
    titles: list[tuple[int, str]] = []
    for number, row in enumerate(sheet.rows[header.last :], header.last + 1):
        filled = [index for index, cell in enumerate(row) if cell.strip()]
        if number in unreadable:
            found.rows.append((number, kind))
            continue
        if not filled:
            continue
        text = row[filled[0]].strip()
        if again := heading_again(row, filled, header, headings, layout):
            if again == "other" or titles:
                found.next_list = (titles or [(number, text)])[0]
                found.notes = [note for note in found.notes if note[0] < found.next_list[0]]
                found.lone = [lone for lone in found.lone if lone[0] < found.next_list[0]]
                break
        elif filled == [columns.get("serial")] and text.isdigit():
            only_numbered.append((number, kind))  # numbered in advance, unless more of the list follows
        elif len(filled) == 1 and (section := layout.section(text)):
            kind = section
        elif is_note(text, alone=len(filled) == 1, naming=filled[0] in naming | telling):
            found.notes.append((number, " ".join(stripped(row))))
            if not (filled[0] == min(header.headings) or reads_as_note(text)):
                found.lone.append((number, filled[0]))
                continue
            kind = kind if NOTE.match(text) or TOTAL.match(text) else ""
            if is_title(text, headings):
                titles.append((number, text))
        else:
            found.rows += [*only_numbered, (number, kind)]
            only_numbered, titles = [], []
    found.numbered = [number for number, _kind in only_numbered]
    return found


def headings_and_titles(sheet: Sheet, header: Header) -> set[tuple[str, ...]]:
    """The filled cells of each line down to the headings, for telling whether one is printed again."""
    lines = {stripped(row) for row in sheet.rows[: header.last]}
    return lines | {tuple(header.headings.values())}


def stripped(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row if cell.strip())


def heading_again(
    row: Sequence[str],
    filled: Sequence[int],
    header: Header,
    headings: set[tuple[str, ...]],
    layout: Layout,
) -> str:
    """`same` for a line of the headings printed again, `other` for headings of another list, else empty."""
    if all(row[index].strip() == header.headings.get(index) for index in filled):
        return "same"
    if len(filled) < 2 or row[filled[0]].strip().isdigit():
        return ""
    if stripped(row) in headings:
        return "same"
    keys = [layout.recognise(row[index]) for index in filled if len(row[index]) <= LONGEST_HEADING]
    known = {key for key in keys if key}
    enough = len(known) >= 3 if None in keys or len(keys) < len(filled) else len(known) >= 2
    return "other" if enough and known & layout.naming and 2 * len(known) > len(filled) else ""


def is_title(text: str, headings: set[tuple[str, ...]]) -> bool:
    """Whether a line names a list, and another one than that above the headings."""
    return not NOTE.match(text) and bool(
        LIST_NAME.search(text) and not CONTINUED.search(text) and (text,) not in headings
    )


def is_note(text: str, *, alone: bool, naming: bool) -> bool:
    """Whether a line that begins with `text` is about the list and not in it."""
    if TOTAL.match(text) or not alone:
        return bool(TOTAL.match(text))
    return not naming or reads_as_note(text)


def reads_as_note(text: str) -> bool:
    return any(of.search(text) for of in (TOTAL, NOTE, SENTENCE, LIST_NAME_ALONE))


def printed_row(
    index: int,
    section: str,
    sheet: Sheet,
    header: Header,
    columns: Mapping[str, int],
    source: Source,
    layout: Layout,
) -> PrintedRow:
    """The row of the file at `index`, from 1. `section`, of the subheading above, goes for a row that states
    nothing of its own."""
    cells = sheet.rows[index - 1]
    printed = {
        heading: cells[column] if column < len(cells) else "" for column, heading in header.headings.items()
    }
    values = {}
    errors, warnings = [], []
    for key, column in columns.items():
        if code := sheet.unreadable.get((index, column)):
            errors.append(source.problem(code, index, key))
        elif column < len(cells) and (text := cleaned(cells[column], code=layout.by_key[key].code)):
            values[key] = text
    sort_by_language(values, layout.by_language)
    if section:
        values.setdefault(layout.section_key, section)
    layout.complete(values, columns)
    for key, text in values.items():
        if len(text) > (limit := layout.by_key[key].limit):
            errors.append(source.problem("too-long", index, key, text, limit=limit))
    unreadable = any(error.code != "too-long" for error in errors)
    found, to_confirm = layout.check(values, columns, index, source)
    errors += [] if unreadable else found
    warnings += to_confirm
    if index in sheet.hidden_rows:
        warnings.append(source.problem("hidden-row", index))
    return PrintedRow(index, printed, values, tuple(errors), tuple(warnings), source)


def cleaned(text: str, *, code: bool) -> str:
    """A cell without its blanks and line breaks; a dash or 无 is nothing. Codes lose full width too."""
    if code:
        text = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    text = " ".join(text.split())
    if " " in text:
        text = BETWEEN_CHINESE.sub("", text)
    return "" if NOTHING.match(text) else text


def sort_by_language(values: dict[str, str], pairs: Sequence[tuple[str, str]]) -> None:
    """Put a name under the language that it is written in: headings often do not say."""
    for zh, en in pairs:
        if zh in values and en not in values and not has_chinese(values[zh]):
            values[en] = values.pop(zh)
        elif en in values and zh not in values and has_chinese(values[en]):
            values[zh] = values.pop(en)


def derive_holder(values: dict[str, str], columns: Mapping[str, int]) -> None:
    """Lists without a column for the holder print it as the beginning of the centre's name."""
    if any(key in columns for key in HOLDERS):
        return
    if holder := values.get("holder_before") or values.get("holder_after"):
        values[HOLDERS[0] if has_chinese(holder) else HOLDERS[1]] = holder
        return
    for key in FULL_NAMES:
        holder, rest = split_holder(values.get(key, ""))
        if not holder:
            continue
        values.setdefault(HOLDERS[0] if has_chinese(holder) else HOLDERS[1], holder)
        if key.startswith("centre") and not rest:
            del values[key]


def check_holder(
    values: dict[str, str], columns: Mapping[str, int], index: int, source: Source
) -> tuple[list[Problem], list[Problem]]:
    """(errors, warnings): a row names its holder; numbers and codes that cannot be any are dropped."""
    errors = []
    if not any(key in values for key in HOLDERS):
        key = next((key for key in (*HOLDERS, *FULL_NAMES) if key in columns), "")
        errors.append(source.problem("no-holder", index, key, values.get(key, "")))
    return errors, drop_bad_codes(values, index, source)


def drop_bad_codes(values: dict[str, str], index: int, source: Source) -> list[Problem]:
    """Remove a register number or credit code that cannot be one, and say so."""
    problems = []
    for key, code, valid in (
        ("number", "number-form", REGISTER_NUMBER.match),
        ("credit_code", "credit-code", valid_credit_code),
    ):
        if key in values and not valid(values[key]):
            problems.append(source.problem(code, index, key, values.pop(key)))
    return problems

"""Dates in words, English and Chinese: how one is said, and how those that people and lists write are read.

All that is said is read, and also "June 28, 2023", "28th Feb. 2014", "2014.2.28", "2014/2", "20140228",
"2023-2027", "from 2016 to 2019", "2023年9-11月", "2014年2月28号", "二〇一四年二月", "2013年左右",
"2019年以来", "2019年至今", "Q3 2020", "2025年底前", weekdays, full-width digits, "n.d." and "不详". Numbers
alone must begin with the year: 3/4/2023 is refused and never guessed, and so are "end of 2023" and
"2023年底", which name no day, and "before 2010" and "2010年前", of which the latter may mean 2010 as well.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from cityofdesign.edtf import Point

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: ("spring", "春"), 22: ("summer", "夏"), 23: ("autumn", "秋"), 24: ("winter", "冬")}
PARTS = {
    33: ("first quarter", "第一季度"),
    34: ("second quarter", "第二季度"),
    35: ("third quarter", "第三季度"),
    36: ("fourth quarter", "第四季度"),
    40: ("first half", "上半年"),
    41: ("second half", "下半年"),
}


def english(point: Point) -> str:
    year, month, day = point
    if day and not month:
        suffix = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
        return f"the {day}{suffix} of an unstated month in {year}"
    if month in PARTS:
        return f"{PARTS[month][0]} of {year}"
    name = month and (SEASONS[month][0] if month in SEASONS else MONTHS[month - 1])
    return " ".join(str(part) for part in (day, name, year) if part)


def chinese(point: Point) -> str:
    year, month, day = point
    said = f"{year}年" if year else ""
    if month:
        said += (SEASONS | PARTS)[month][1] if month > len(MONTHS) else f"{month}月"
    elif year and day:
        said += "某月"
    return said + (f"{day}日" if day else "")


def english_period(first: Point, last: Point) -> str:
    if not first.month and not last.month:
        return f"{first.year}–{last.year}"
    if first[:2] == last[:2] and first.day and last.day:
        return f"{first.day}–{english(last)}"
    if first.year == last.year and first.month and last.month:
        first = first._replace(year=None)
    return f"{english(first)} to {english(last)}"


def chinese_period(first: Point, last: Point) -> str:
    if not first.month and not last.month:
        return f"{first.year}—{last.year}年"
    said = chinese(first)
    if first.year == last.year and first.month and last.month:
        same_month = first.month == last.month and first.day and last.day
        last = Point(None, None if same_month else last.month, last.day)
    return f"{said}至{chinese(last)}"


class Wording(NamedTuple):
    """How one language says a date; the strings take one point, or a decade's first year."""

    undated: str
    about: str
    by: str
    since: str
    decade: str
    comma: str
    point: Callable[[Point], str]
    period: Callable[[Point, Point], str]


ENGLISH = Wording("undated", "about {}", "by {}", "since {}", "{}s", ", ", english, english_period)
CHINESE = Wording("未注明日期", "约{}", "不晚于{}", "自{}起", "{}年代", "、", chinese, chinese_period)


def wording(language: str | None) -> Wording:
    return CHINESE if (language or "").lower().startswith("zh") else ENGLISH


NAMES = (
    {name[:size].lower(): f"{month:02}" for month, name in enumerate(MONTHS, 1) for size in (3, 9)}
    | {name: str(season) for season, names in SEASONS.items() for name in names}
    | {"sept": "09", "fall": "23", "unstated": "XX", "某": "XX"}
)
UNDATED = {
    "",
    "undated",
    "not dated",
    "no date",
    "n.d.",
    "unknown",
    "date unknown",
    "not stated",
    "-",
    "/",
    "—",
}
UNDATED |= {"未注明日期", "日期未注明", "未注明", "日期不详", "不详", "日期未知", "未知", "无日期", "无"}
WIDTH = {0xFF01 + shift: 0x21 + shift for shift in range(94)} | {0x3000: " "}
NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
ATOM = re.compile(
    r"""(?P<y>[1-9][0-9]{3})(?![0-9])(?:\s*年)?
    | (?P<m>[0-9]{1,2})\s*月份?
    | (?P<d>[0-9]{1,2})\s*(?:[日号]|(?:st|nd|rd|th)\b)
    | (?P<n>[0-9]{1,2})(?![0-9])
    | (?:the|of|in|an|month)\b
    | (?P<a>[a-z]+|[春夏秋冬某])[季天月]?\.?
    | [\s,]+ | (?<=[0-9a-z])[./-](?=[0-9a-z])""",
    re.VERBOSE,
)
ORDERS = re.compile("y?(m[dn]?)?|ynn?|y?a[dn]?|[dn]?ay?|a[dn]y|d|[dn]y|nn?")
BY = r"by(?:\s+the)?\s+end\s+of|before\s+the\s+end\s+of|by|no\s+later\s+than|not\s+later\s+than"
PHRASES = {
    re.compile(r"(?:(?:about|around|circa|approximately|approx\.|ca?\.)\s|大?约)\s*(.+)|(.+)左右"): "{}~",
    re.compile(rf"到(.+?年)年?底|(.+?年)年?[底末]前|(?:(?:{BY})\s|不晚于|不迟于|到)\s*(.+)"): "../{}",
    re.compile(
        r"since\s+(.+)|from\s+(.+?)\s+on(?:wards?)?|(.+?)\s+onwards?|自?(.+?)(?:起|以来)"
        r"|自?(.+?)\s*(?:[–—~至-]+|\bto\b)\s*(?:(?:the\s+)?present|now|today|今)|([1-9][0-9]{3})\s*[–—-]+"
    ): "{}/..",
}
"""What stands around a point. Groups that did not match are None; `lastindex` is the one that did."""
RANKS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "上": 1, "下": 2}
RANKS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
RANK = "|".join(RANKS)
PART = re.compile(
    rf"""(?:the\s+)?(?P<rank>{RANK})\s+(?P<part>quarter|half)(?:\s+of|,)?\s+(?P<year>[1-9][0-9]{{3}})
    | (?P<part2>[qh])(?P<rank2>[1-4])[\s/,]*(?P<year2>[1-9][0-9]{{3}})
    | (?P<year3>[1-9][0-9]{{3}})\s*(?:年\s*)?(?:第?(?P<rank3>[1-4])(?P<part3>季度)
      | (?P<rank4>[上下])(?P<part4>半年) | [-/]?(?P<part5>[qh])(?P<rank5>[1-4]))""",
    re.VERBOSE,
)
WINTER = re.compile(
    r"winter\s+(?:of\s+)?([1-9][0-9]{3})\s*[/–—-]\s*([0-9]{2,4})|([1-9][0-9]{3})[/–—至-]([0-9]{2,4})年?冬[季天]?"
)
WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|\s*\(?(?:星期|周)[1-6日天]\)?$")
BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)")
FROM = re.compile(r"(?:from\s+|从|自)\s*(.+)")
BEFORE = re.compile(
    r"(?:before|prior\s+to|until)\s+.*[0-9]{4}.*|.*[0-9][年月日]?(?:以前|之前|前)", re.IGNORECASE
)
PART_OF = re.compile(
    r"(?:the\s+)?(?:early|mid|middle|late|end|beginning|start)(?:\s+(?:of|in))?[\s-]+(.+)"
    r"|(.+?)(?:年?[初中底末]|[上中下]旬|前后)",
    re.IGNORECASE,
)
"""A part of a year or month that has no name in EDTF."""
LONGEST = 64  # characters; the longest date said has 46
BREAKS = (re.compile(r"[–—~〜至到]+|\bto\b"), re.compile("-"), re.compile("/"))


def plain(text: str) -> str:
    """The text with ASCII digits and punctuation for full-width ones and for Chinese numerals."""
    text = text.translate(WIDTH).translate(NUMERALS).strip()
    return re.sub("([1-9]?)十([1-9]?)", lambda ten: (ten[1] or "1") + (ten[2] or "0"), text)


def to_edtf(text: str) -> str | None:
    """The EDTF text of a plain text, "" for an undated one, None if unreadable. No calendar is asked."""
    if len(text) > LONGEST:
        return None
    text = re.sub("^([1-9][0-9]{3})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", text.lower())
    text = WEEKDAY.sub("", text)
    if text in UNDATED:
        return ""
    if decade := re.fullmatch("(?:the )?([1-9][0-9]{2})0(?:s|年代)", text):
        return f"{decade[1]}X"
    if named := _part_of_year(text):
        return named
    for phrase, edtf in PHRASES.items():
        if match := phrase.fullmatch(text):
            stated = match[match.lastindex]
            point = _part_of_year(stated) or _edtf(_parts(stated))
            return point and edtf.format(point)
    if point := _edtf(_parts(text)):
        return point
    if ends := BETWEEN.fullmatch(text):
        return _period(ends[1], ends[2])
    if begins := FROM.fullmatch(text):
        text = begins[1]
    for line in BREAKS:
        periods = {_period(text[: mark.start()], text[mark.end() :]) for mark in line.finditer(text)} - {None}
        if len(periods) == 1:
            return periods.pop()
    return None


def whole_of(text: str) -> str | None:
    """The EDTF of the year or month of which "late 2019" or 2023年9月下旬 names a part; else None."""
    match = PART_OF.fullmatch(text)
    return to_edtf(match[match.lastindex]) if match else None


def readings(text: str) -> list[str]:
    """What three numbers with the year last may mean, as EDTF: day and month are not told apart."""
    numbers = re.fullmatch("([0-9]{1,2})([./-])([0-9]{1,2})\\2([1-9][0-9]{3})", plain(text))
    if not numbers:
        return []
    one, other, year = numbers[1].zfill(2), numbers[3].zfill(2), numbers[4]
    days = [f"{year}-{month}-{day}" for day, month in ((one, other), (other, one)) if "01" <= month <= "12"]
    return list(dict.fromkeys(days))


def _part_of_year(text: str) -> str | None:
    """A quarter, a half, or a winter that two years share."""
    if winter := WINTER.fullmatch(text):
        first, second = (part for part in winter.groups() if part)
        return f"{first}-24" if str(int(first) + 1).endswith(second) and len(second) in (2, 4) else None
    if not (match := PART.fullmatch(text)):
        return None
    stated = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}
    rank, quarter = RANKS[stated["rank"]], stated["part"] in {"quarter", "q", "季度"}
    if not quarter and rank > 2:
        return None
    return f"{stated['year']}-{32 + rank if quarter else 39 + rank}"


def _parts(text: str, like: str = "") -> dict[str, str]:
    """The y(ear), m(onth; "23" autumn, "XX" unstated), d(ay) a text states, in that order; empty if unclear.

    Numbers alone ("9.5") take the last slots of `like`, which are those of a period's other end ("ymd").
    """
    atoms = [(atom.lastgroup, atom[atom.lastgroup]) for atom in ATOM.finditer(text) if atom.lastgroup]
    order = "".join(kind for kind, _ in atoms)
    mixed = len(set(re.findall("[./-]", text))) > 1
    if mixed or ATOM.sub("", text) or not ORDERS.fullmatch(order):
        return {}
    if set(order) == {"n"}:
        slots = like[-len(order) :].lstrip("y")
    else:
        slots = {"yn": "ym", "ynn": "ymd"}.get(order) or order.replace("a", "m").replace("n", "d")
    values = [NAMES.get(value, "") if kind == "a" else value.zfill(2) for kind, value in atoms]
    stated = dict(zip(slots, values, strict=False))
    month_exists = "a" in order or stated.get("m", "") <= "12"
    readable = month_exists and len(stated) == len(atoms) and all(stated.values())
    return {slot: stated[slot] for slot in "ymd" if slot in stated} if readable else {}


def _period(left: str, right: str) -> str | None:
    first = _parts(left) or _parts(left, "".join(_parts(right)))
    last = _parts(right) or _parts(right, "".join(first))
    ends = _edtf(_completed(first, last)), _edtf(_completed(last, first))
    return "/".join(ends) if first and last and all(ends) else None


def _completed(end: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """An end of a period with the year, and for a day the month, that only the other end states."""
    return {slot: value for slot, value in other.items() if slot == "y" or slot == "m" and "d" in end} | end


def _edtf(parts: dict[str, str]) -> str | None:
    if not parts or "d" in parts and "m" not in parts:
        return None
    return "-".join([parts.get("y", "XXXX"), *(parts[slot] for slot in "md" if slot in parts)])

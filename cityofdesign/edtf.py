"""The part of EDTF level 1 that the register's sources need: https://www.loc.gov/standards/datetime/

2023-10-31, 2014-02, 2013, 2023-23 (21 spring, 22 summer, 23 autumn, 24 winter), 202X, 2022-08~ (about),
2023/2027, 2016-01/2019, ../2020-12 (by), 2019/.. (since), XXXX-01-10 (year unknown), 2013-XX-22 (month
unknown) and no text at all (undated). Of level 2 also 2020-35 (33 to 36 quarters, 40 and 41 halves).
"""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext

SEASONS = (
    {season: (3 * season - 60, 3 * season - 58) for season in range(21, 25)}
    | {quarter: (3 * quarter - 98, 3 * quarter - 96) for quarter in range(33, 37)}
    | {40: (1, 6), 41: (7, 12)}
)
"""Number in the place of a month -> its first and its last month; 14 is the February after."""
POINT = re.compile(r"([1-9][0-9]{3}|XXXX(?=-[0-9]{2}-))(?:-([0-9]{2}|XX(?=-)))?(?:-([0-9]{2}))?")


class Unreadable(ValueError):
    """Raised for a text that is no date at all, as against one that the calendar refuses."""

    def __init__(self, text: str, message: str = "") -> None:
        right = gettext(
            "“%(text)s” cannot be read as a date. In words: 28 June 2023, June 2023, 2023, autumn 2023 or "
            "2023–2027; as EDTF: 2023-06-28, 2023-06, 2023, 2023-23, 2023/2027, ../2020-12 for “by” or "
            "2019/.. for “since”."
        )
        super().__init__(message or right % {"text": text[:64]})


class Point(NamedTuple):
    """A day, month, season (months 21 to 24), quarter (33 to 36), half (40, 41) or year.

    `year` is None in XXXX-01-10, `month` in 2013-XX-22.
    """

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        if self.year is None:
            return "undated"
        if self.month is None:
            return "year"
        return "season" if self.month > 12 else "day" if self.day else "month"

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """The first and the last day meant; a winter lasts from December to the February after."""
        match self.precision:
            case "undated":
                return None, None
            case "day":
                return date(*self), date(*self)
            case "year":
                first, last = 1, 12
            case "season":
                first, last = SEASONS[self.month]
            case _:
                first = last = self.month
        end = self.year + (last > 12), (last - 1) % 12 + 1
        return date(self.year, first, 1), date(*end, monthrange(*end)[1])


def points(text: str) -> tuple[Point | None, ...]:
    """The points an EDTF text names: none, one, or a period's two ends, of which an open one is None.

    ValueError, in the active language, says what would be right.
    """
    if not text:
        return ()
    if re.fullmatch("[1-9][0-9]{2}X", text):
        return Point(int(text[:3] + "0")), Point(int(text[:3] + "9"))
    if "/" in text:
        return _period(text)
    if text.endswith("~") and "X" in text:
        raise Unreadable(text)
    return (_point(text.removesuffix("~"), text),)


def _period(text: str) -> tuple[Point | None, Point | None]:
    ends = text.split("/")
    if len(ends) > 2 or ends == ["..", ".."]:
        raise Unreadable(text)
    first, last = (None if end == ".." else _point(end, text) for end in ends)
    if "X" in text or any(end and end.precision == "season" for end in (first, last)):
        message = gettext(
            "“%(text)s”: each end of a period must be a day, a month or a year, as in 2016-01/2019."
        )
        raise ValueError(message % {"text": text})
    if first and last and (first == last or first.bounds[0] > last.bounds[1]):
        message = gettext("“%(text)s”: a period must begin before it ends. Write the earlier date first.")
        raise ValueError(message % {"text": text})
    return first, last


def _point(text: str, whole: str) -> Point:
    match = POINT.fullmatch(text)
    if not match:
        raise Unreadable(whole)
    year, month, day = (int(part) if part and "X" not in part else None for part in match.groups())
    if month is not None and not (1 <= month <= 12 or month in SEASONS and day is None):
        message = gettext(
            "“%(text)s”: months run from 01 to 12, and 21 to 24 stand for spring to winter, 33 to 36 for the "
            "quarters and 40 and 41 for the halves of a year."
        )
        raise ValueError(message % {"text": whole})
    days = monthrange(year or 2000, month)[1] if month and month <= 12 else 31
    if day is not None and not 1 <= day <= days:
        message = gettext("“%(text)s” is not in the calendar: that month's days run from 01 to %(days)s.")
        raise ValueError(message % {"text": whole, "days": days})
    return Point(year, month, day)

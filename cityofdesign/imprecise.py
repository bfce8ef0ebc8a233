"""A date as precise as its source: a value with bounds and wording, read from EDTF or from words."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import get_language, gettext

from cityofdesign.datewords import BEFORE, plain, readings, to_edtf, whole_of, wording
from cityofdesign.edtf import Point, Unreadable, points


@dataclass(frozen=True, slots=True, order=True)
class ImpreciseDate:
    """A date as its source prints it, given as EDTF text (cityofdesign/edtf.py says which); "" is undated.

    `lower` and `upper` are the first and the last day meant, None where open or unknown; `precision` is
    "day", "month", "year", "season", "range" or "undated". An undated one is false, also XXXX-01-10. They are
    ordered by the lower bound ("by December 2020" by its upper one), then by the upper, undated last. Other
    text is a ValueError that says, in the active language, what would be right.
    """

    edtf: str = field(default="", compare=False)
    lower: date | None = field(init=False, compare=False, repr=False)
    upper: date | None = field(init=False, compare=False, repr=False)
    precision: str = field(init=False, compare=False, repr=False)
    _points: tuple[Point | None, ...] = field(init=False, compare=False, repr=False)
    _order: tuple[date, date, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ends = points(self.edtf)
        lower = ends[0].bounds[0] if ends and ends[0] else None
        upper = ends[-1].bounds[1] if ends and ends[-1] else None
        derived = {
            "lower": lower,
            "upper": upper,
            "precision": "range" if len(ends) == 2 else ends[0].precision if ends else "undated",
            "_points": ends,
            "_order": (lower or upper or date.max, upper or date.max, self.edtf or "~"),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str) -> "ImpreciseDate":
        """The date of an EDTF text, with or without space around it."""
        return cls(text.strip())

    @classmethod
    def from_date(cls, day: date) -> "ImpreciseDate":
        return cls(f"{day:%Y-%m-%d}")

    def __str__(self) -> str:
        return self.edtf

    def __bool__(self) -> bool:
        return self.precision != "undated"

    @property
    def machine(self) -> str:
        """The value for <time datetime>: "2023-10-31", "2023-10" or "2023"; empty where HTML knows none."""
        length = {"day": 10, "month": 7, "year": 4}.get(self.precision)
        return self.lower.isoformat()[:length] if length else ""

    def display(self, language: str | None) -> str:
        """The date in words, in Chinese for "zh-hans" and the like, otherwise in British English."""
        words = wording(language)
        if not self._points:
            return words.undated
        first, last = self._points[0], self._points[-1]
        if self.edtf.endswith("X"):
            return words.decade.format(first.year)
        if first is None:
            return words.by.format(words.point(last))
        if last is None:
            return words.since.format(words.point(first))
        if len(self._points) == 2:
            return words.period(first, last)
        return (words.about if self.edtf.endswith("~") else "{}").format(words.point(first))


def parse_words(text: str) -> ImpreciseDate:
    """The date of EDTF text or of text in words, English or Chinese (cityofdesign/datewords.py says which).

    ValueError, in the active language, says what would be right. "late 2019" is refused and what EDTF can say
    of it, 2019, is offered: it has no part of a year by that name. "before 2010" is refused too: it would be
    shown as "by 2009", the same days, but no longer what the source says; an editor may write that.
    """
    plain_text = plain(text)
    try:
        return ImpreciseDate(plain_text)
    except Unreadable:
        edtf = to_edtf(plain_text)
    if edtf is not None:
        with suppress(Unreadable):
            return ImpreciseDate(edtf)
    if meant := possible(text):
        message = gettext("“%(text)s” does not say which number is the month. Write %(readings)s.")
        said = gettext(" or ").join(day.display(get_language()) for day in meant)
        raise Unreadable(text, message % {"text": text.strip()[:64], "readings": said})
    if message := instead(plain_text):
        raise Unreadable(text, message % {"text": text.strip()[:64]})
    raise Unreadable(text)


def instead(text: str) -> str:
    """What to write for a text that EDTF cannot say, which goes into `%(text)s`; empty for other texts."""
    if BEFORE.fullmatch(text):
        return gettext(
            "“%(text)s” names no last day. Write the last day, month or year that is meant, as in “by 2009”; "
            "“%(text)s” itself belongs into “Date as the source prints it”, where the form has that field."
        )
    with suppress(ValueError):
        if edtf := whole_of(text):
            message = gettext(
                "“%(text)s” is no exact time. Write “%(whole)s” here; “%(text)s” itself belongs into “Date "
                "as the source prints it”, where the form has that field."
            )
            return message.replace("%(whole)s", ImpreciseDate(edtf).display(get_language()))
    return ""


def possible(text: str) -> list[ImpreciseDate]:
    """The days that a text such as 3/4/2023 may mean."""
    found = []
    for edtf in readings(text):
        with suppress(ValueError):
            found.append(ImpreciseDate(edtf))
    return found


EXAMPLES = {
    "day": "2023-06-28",
    "month": "2014-02",
    "year": "2013",
    "season": "2023-23",
    "range": "2023/2027",
}


def examples(precisions: tuple[str, ...] | None) -> str:
    """One date in words for each precision allowed, in the active language, e.g. "28 June 2023, 2013"."""
    words = [
        ImpreciseDate(text).display(get_language())
        for precision, text in EXAMPLES.items()
        if not precisions or precision in precisions
    ]
    return wording(get_language()).comma.join(words)


def refused(value: ImpreciseDate, precisions: tuple[str, ...] | None) -> str:
    """Why a date is not precise enough, or too precise, where only some precisions are taken; else empty."""
    if not precisions or value == ImpreciseDate() or value.precision in precisions:
        return ""
    message = gettext("A date in the form of “%(date)s” is not taken here: write for example %(examples)s.")
    return message % {"date": value.display(get_language()), "examples": examples(precisions)}


class Preview(NamedTuple):
    """How a text typed as a date will read, or what would be right; all empty where nothing is typed."""

    en: str = ""
    zh: str = ""
    error: str = ""


def preview(text: str, precisions: tuple[str, ...] | None = None) -> Preview:
    if not text.strip():
        return Preview()
    try:
        imprecise = parse_words(text)
    except ValueError as error:
        return Preview(error=str(error))
    if refusal := refused(imprecise, precisions):
        return Preview(error=refusal)
    return Preview(imprecise.display("en"), imprecise.display("zh-hans"))

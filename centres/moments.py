"""`on` and `known`: which day of the register is asked for, as which edition knew it."""

import calendar
import dataclasses
import datetime
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Edition
from .reference import Clock, clock

ON = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
KNOWN = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2}))?", re.ASCII
)
ON_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
KNOWN_PATTERN = rf"^{KNOWN.pattern}$"


class BadMoment(ValueError):
    """An `on` or `known` that the register cannot answer; `malformed` tells a slip of form from an
    impossible or future date."""

    def __init__(self, parameter: str, message: str, *, malformed: bool = False):
        super().__init__(message)
        self.parameter, self.malformed = parameter, malformed


@dataclasses.dataclass(frozen=True)
class Moment:
    """The register on a day as an edition knows it. `known_at` is its moment, None before the first;
    `asked_on` and `asked_known` are what the reader wrote, empty for today and the newest edition."""

    on: datetime.date
    edition: int
    known_at: datetime.datetime | None
    asked_on: str = ""
    asked_known: str = ""
    clock: Clock | None = None

    @property
    def is_today(self) -> bool:
        return not self.asked_on and not self.asked_known

    @property
    def is_fixed(self) -> bool:
        """Whether the answer will be the same for ever."""
        return bool(self.asked_on and self.asked_known)


def day_asked(text: str) -> datetime.date:
    """`2021-12-31` as it is; `2021-12` and `2021` as their last day. Future days are refused."""
    if not (match := ON.fullmatch(text)):
        raise BadMoment(
            "on",
            _("“%(text)s” is not a date; write 2021-12-31, 2021-12 or 2021.") % {"text": text[:40]},
            malformed=True,
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        month = 12 if month is None else month
        date = datetime.date(year, month, calendar.monthrange(year, month)[1] if day is None else day)
    except (ValueError, calendar.IllegalMonthError):
        raise BadMoment("on", _("There is no day %(text)s in the calendar.") % {"text": text}) from None
    if date > timezone.localdate():
        raise BadMoment(
            "on",
            _("%(text)s is in the future; the register knows only what has been decided.") % {"text": text},
        )
    return date


def instant_asked(text: str) -> datetime.datetime:
    """A past moment with its offset, or a past day, which means its end in Asia/Shanghai."""
    if not KNOWN.fullmatch(text):
        raise BadMoment(
            "known",
            _("“%(text)s” is not a moment; write 2026-01-31 or 2026-01-31T12:00:00+08:00.")
            % {"text": text[:40]},
            malformed=True,
        )
    try:
        if "T" in text:
            instant = datetime.datetime.fromisoformat(text)
        else:
            day = datetime.date.fromisoformat(text) + datetime.timedelta(days=1)
            instant = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            instant -= datetime.timedelta(microseconds=1)
        instant = instant.astimezone(datetime.UTC)
        future = instant > timezone.now()
    except (ValueError, OverflowError):
        raise BadMoment("known", _("There is no moment %(text)s in the calendar.") % {"text": text}) from None
    if future:
        raise BadMoment(
            "known", _("%(text)s is not over yet; nobody can say what will be known then.") % {"text": text}
        )
    return instant


def moment(on: str = "", known: str = "") -> Moment:
    """What `on` and `known` ask for; both may be empty. Raises `BadMoment`."""
    now = clock()
    date = day_asked(on) if on else timezone.localdate()
    if not known:
        return Moment(date, now.edition, now.recorded_at, on, known, now)
    edition = Edition.objects.known_at(instant_asked(known))
    number, recorded_at = (edition.number, edition.recorded_at) if edition else (0, None)
    return Moment(date, number, recorded_at, on, known, now.as_known(number))

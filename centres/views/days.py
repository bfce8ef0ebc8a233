"""The date that a reader asks for, as people write dates, and the addresses of the register on a date."""

import dataclasses
import datetime
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate, parse_words
from cityofdesign.drawing import Step

from ..growth import Steps, count_of
from ..moments import BadMoment, Moment, day_asked

DAYS = ("2022-12-31", "2021-12-31", "2014-02-28")  # ends of years for which counts of the city were published
API = "/api/v1/centres/"
KEPT_OUT = ("on", "known", "page")


@dataclasses.dataclass(frozen=True)
class Preset:
    """A day that readers often ask about, and how many centres the register has on it."""

    label: str
    count: int
    href: str


def day_of(text: str) -> str:
    """`2021-12-31` for “31 December 2021”, “2021” or 2021年12月31日; what states no day means its last.

    Raises `BadMoment` for what is no date, does not exist or is in the future.
    """
    try:
        date = parse_words(text)
    except ValueError as error:
        raise BadMoment("on", str(error), malformed=True) from None
    if date.upper is None:
        raise BadMoment("on", _("“%(text)s” names no day.") % {"text": text[:40]}, malformed=True)
    return day_asked(date.upper.isoformat()).isoformat()


def address(request: HttpRequest, on: str = "", known: str = "") -> str:
    """The list on a date, as known at a moment, with the reader's filters kept."""
    query = urlencode(kept(request))
    path = _path(get_language(), on or (timezone.localdate().isoformat() if known else ""), known)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=64)
def _path(language: str, on: str, known: str) -> str:
    if known:
        return reverse("centres:known", args=[on, known])
    return reverse("centres:on", args=[on]) if on else reverse("centres:list")


def last_day(when: Moment) -> datetime.date:
    """Where an axis of time ends: today, or the day whose knowledge was asked for."""
    known = when.asked_known and when.known_at
    return max(when.on, timezone.localdate(known)) if known else timezone.localdate()


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The parameters that a change of date leaves alone."""
    lists = request.GET.lists()
    return [(name, value) for name, values in lists if name not in KEPT_OUT for value in values]


def api_address(request: HttpRequest, when: Moment) -> str:
    """The same question asked of the API."""
    asked = {"on": when.asked_on and when.on.isoformat(), "known": when.asked_known}
    query = [*kept(request), *((name, value) for name, value in asked.items() if value)]
    return f"{API}?{urlencode(query)}" if query else API


def presets(request: HttpRequest, steps: Steps, when: Moment) -> list[Preset]:
    return [
        Preset(
            label=label(get_language(), datetime.date.fromisoformat(day)),
            count=count_of(steps, datetime.date.fromisoformat(day)),
            href=address(request, day, when.asked_known),
        )
        for day in DAYS
    ]


@lru_cache(maxsize=16)
def label(language: str, day: datetime.date) -> str:
    if (day.month, day.day) == (12, 31):
        return _("End of %(year)s") % {"year": day.year}
    return ImpreciseDate.parse(f"{day:%Y-%m}").display(language)


@lru_cache(maxsize=64)
def drawn(steps: Steps) -> tuple[Step, ...]:
    return tuple(Step(day, count) for day, count in steps)

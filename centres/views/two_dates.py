"""Two dates in an address: as people type them, as the register takes them, and those often asked for."""

import dataclasses
import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import RoundList
from ..moments import BadMoment, Moment, day_asked, instant_asked, moment
from .days import day_of

FILTERS = ("level", "scheme", "kind", "district", "sector")
YEARS = (2022, 2021)
"""Years for whose ends counts of the city were published."""
PLAN = (2022, 2025)
"""Years of the city's action plan 渝府办〔2022〕2号, whose targets are due at their end."""


@dataclasses.dataclass(frozen=True)
class Asked:
    """The two moments of a comparison, in the order asked for; `end` is the day up to which presets go."""

    first: Moment
    second: Moment
    end: datetime.date

    @property
    def is_same_day(self) -> bool:
        return self.first.on == self.second.on

    @property
    def is_backwards(self) -> bool:
        return self.first.on > self.second.on

    @property
    def known(self) -> str:
        return self.second.asked_known

    @property
    def partial(self) -> list[str]:
        """What was asked that counts from its last day."""
        return [when.asked_on for when in (self.first, self.second) if len(when.asked_on) < len("2021-12-31")]


def typed(given: dict[str, str], dates: tuple[str, str]) -> tuple[dict[str, str], list[str]]:
    """`(what is wrong with each field, both days)` of what was typed; an empty field keeps its date."""
    slips, found = {}, []
    for (name, text), date in zip(given.items(), dates, strict=True):
        try:
            found.append(day_of(text) if text else date or timezone.localdate().isoformat())
        except BadMoment as error:
            slips[name] = str(error)
    return slips, found


def both(request, first: str, second: str) -> tuple[Asked, list[str]]:
    """The two moments, and what could not be answered in words; without dates, the last twelve months."""
    refused, found, end = [], [], timezone.localdate()
    known = request.GET.get("known", "").strip()
    try:
        last = moment("", known)
        end = timezone.localdate(instant_asked(known)) if known else end
    except BadMoment as error:
        refused.append(str(error))
        last = moment()
    usual = (year_before(end).isoformat(), end.isoformat())
    for text, instead in zip((first, second), usual, strict=True):
        try:
            found.append(at(last, text or instead))
        except BadMoment as error:
            refused.append(str(error))
            found.append(at(last, instead))
    return Asked(*found, end), refused


def at(last: Moment, on: str) -> Moment:
    """The same state of knowledge on another day, without asking the database again."""
    date = day_asked(on)
    return dataclasses.replace(last, on=date, asked_on=on)


def year_before(date: datetime.date) -> datetime.date:
    try:
        return date.replace(year=date.year - 1)
    except ValueError:
        return date.replace(year=date.year - 1, day=28)


def address(request, first: str, second: str, **changes: str) -> str:
    """The comparison of two dates, with the reader's filters and moment of knowledge kept."""
    query = kept(request, **changes)
    path = reverse("centres:compare", args=[first, second])
    return f"{path}?{query}" if query else path


def export_address(request, asked: Asked, form: str) -> str:
    query = kept(request)
    path = reverse("centres:differences", args=[asked.first.asked_on, asked.second.asked_on, form])
    return f"{path}?{query}" if query else path


def kept(request, **changes: str) -> str:
    """The parameters that another pair of dates leaves alone."""
    query = QueryDict(mutable=True)
    for name in (*FILTERS, "known"):
        values = [changes[name]] if name in changes else request.GET.getlist(name)
        query.setlist(name, [value for value in values if value])
    return query.urlencode()


def presets(request, asked: Asked) -> list[tuple[str, str]]:
    """`(words, address)` of comparisons that readers often ask for. They follow from what is known alone, so
    that a page with `known` never changes; one query."""
    found, end = [], asked.end
    lists = RoundList.objects.filter(
        round__edition__number__lte=asked.second.edition, effective_on_to__lte=end
    )
    last = lists.order_by("-effective_on_to").values_list("effective_on_to", flat=True).first()
    if last:
        found.append((_("Last round"), last - datetime.timedelta(days=1), last))
    found.append((_("Last twelve months"), year_before(end), end))
    for year in dict.fromkeys((end.year - 1, *YEARS)):
        if year < end.year:
            found.append((_("The year %(year)s") % {"year": year}, *ends_of(year - 1, year)))
    if end.year > PLAN[1]:
        found.append(
            (
                _("Action plan, %(first)s to %(last)s") % dict(zip(("first", "last"), PLAN, strict=True)),
                *ends_of(PLAN[0] - 1, PLAN[1]),
            )
        )
    return [(words, address(request, *(date.isoformat() for date in dates))) for words, *dates in found]


def ends_of(first: int, last: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(first, 12, 31), datetime.date(last, 12, 31)


def invitation(request, when: Moment) -> str:
    """From the list on a date to the comparison of that date with today, with the filters kept."""
    if when.asked_on:
        known = when.asked_known
        return address(request, when.on.isoformat(), timezone.localdate().isoformat(), known=known)
    query = kept(request)
    return reverse("centres:compare") + (f"?{query}" if query else "")

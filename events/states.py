"""How far an event or a competition has come, worked out from its dates."""

import dataclasses
import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cityofdesign.dates import ImpreciseDate


@dataclasses.dataclass(frozen=True)
class State:
    """`mark` is a key of drawing.status_mark, `words` say the same in the reader's language."""

    key: str
    mark: str
    words: str


def ahead() -> State:
    return State("ahead", "public-notice", _("Ahead"))


def undated() -> State:
    return State("undated", "unknown", _("Date not stated"))


def announced_state(status: str) -> State | None:
    """What was announced of an event, where that says more than its dates."""
    said = {
        "postponed": ("suspended", pgettext("event", "Postponed")),
        "cancelled": ("withdrawn", pgettext("event", "Cancelled")),
        "held": ("expired", pgettext("event", "Held")),
    }
    return State(status, *said[status]) if status in said else None


def event_state(date: ImpreciseDate, today: datetime.date) -> State:
    """ahead, on, past or undated; "open" where the date is not exact enough to tell."""
    if not date:
        return undated()
    if date.lower and today < date.lower:
        return ahead()
    if date.upper and date.upper < today:
        return State("past", "expired", _("Past"))
    exact = date.precision in {"day", "range"}
    return State("on", "in-force", _("Now on")) if exact else State("open", "unknown", _("No exact date yet"))


def competition_state(
    opens: ImpreciseDate,
    closes: ImpreciseDate,
    results_on: ImpreciseDate,
    date: ImpreciseDate,
    today: datetime.date,
    has_results: bool = False,
) -> State:
    """results, closed, ahead, on or open (no closing date known); else what its own date says.

    Where no closing date is known, the end of its year closes it.
    """
    if has_results or (results_on.upper and results_on.upper <= today):
        return State("results", "expired", _("Results published"))
    if closes.upper and closes.upper < today:
        return State("closed", "expired", _("Closed"))
    if opens.lower and today < opens.lower:
        return ahead()
    if closes:
        return State("on", "in-force", _("Open for entries"))
    if opens.upper and opens.upper.year == today.year:
        return State("open", "unknown", _("Opened, no closing date known"))
    return event_state(date or opens, today)

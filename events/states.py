"""How far an event has come, worked out from its date; competitions have stages of their own."""

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

"""When a page becomes wrong by the clock alone, with nobody having changed anything."""

import datetime

from events.editions import next_hour

from .subjects import AWARDS


def next_change(subjects: set[str], asked_at: datetime.datetime) -> float:
    """Seconds since 1970 until which a page with these subjects may be kept; 0 where only a change ends that.

    `asked_at` is from before the page was made: an hour that came meanwhile ends it at once.

    The day is part of the key of a page, so the turn of the day needs no mention here.
    """
    if AWARDS not in subjects:
        return 0
    hour = next_hour(asked_at)
    return hour.timestamp() if hour else 0

"""When a page becomes wrong by the clock alone, with nobody having changed anything."""


def next_change(subjects: set[str]) -> float:
    """Seconds since 1970 until which a page with these subjects may be kept; 0 where only a change ends that.

    The day is part of the key of a page, so the turn of the day needs no mention here.
    """
    return 0

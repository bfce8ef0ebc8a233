"""How often each subject changed: the one truth about whether a kept page is still good."""

from collections.abc import Mapping

from django.conf import settings
from django.db import connection

TABLE = "cityofdesign_shown"
COUNTS = "cityofdesign.page_counts"
"""What `counts()` said before a page was made, in `request.META`."""
EVERYTHING = "everything"
"""The subject of every page: what changes all of them."""


def changed(*subjects: str) -> None:
    """Readers see something new of these subjects once the running transaction is committed."""
    names = sorted(set(subjects))  # always in one order, so that two writers never wait for each other
    if not names:
        return
    values = ", ".join(["(%s, 1)"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (subject, count) VALUES {values}"  # noqa: S608  (placeholders only)
            f" ON CONFLICT (subject) DO UPDATE SET count = {TABLE}.count + 1",
            names,
        )
    if settings.WAGTAILFRONTENDCACHE:
        from .proxies import tell

        tell(set(names))


def counts() -> dict[str, int]:
    """Subject -> how often it changed; a subject that never did is missing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT subject, count FROM {TABLE}")  # noqa: S608
        return dict(cursor.fetchall())


def of(subjects, found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The counts of some subjects, to be compared."""
    return tuple((subject, found.get(subject, 0)) for subject in sorted(subjects))

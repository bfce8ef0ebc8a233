"""Large lists are read and matched by the worker (`manage.py db_worker --backend jobs`).

Nothing is written but how far it is until all rows are judged; then the rows are written at once. A worker
that is killed leaves a list that can be tried again, here or by a worker.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from . import mails, preparing, reading
from .lists import ListRefused
from .models import RoundList

logger = logging.getLogger(__name__)
Reading = RoundList.Reading


class Superseded(Exception):
    """The list was removed, or another attempt at reading it was begun."""


@task(backend="jobs")
def read_in_background(list_id: int, attempt: int, language: str) -> None:
    with translation.override(language):
        read_attempt(list_id, attempt)


def defer() -> Callable[[RoundList], None] | None:
    """What has a large list read later; None where the tasks run at once, so that it is read in the request
    and a refusal stands beside the field."""
    return None if isinstance(read_in_background.get_backend(), ImmediateBackend) else enqueue


def enqueue(roundlist: RoundList) -> None:
    read_in_background.enqueue(roundlist.pk, roundlist.attempt, translation.get_language() or "en")


def read_attempt(list_id: int, attempt: int) -> None:
    """Read a list that waits; a list that waits for another attempt is left alone."""
    waiting = RoundList.objects.filter(pk=list_id, attempt=attempt, reading=Reading.WAITING)
    if not waiting.update(reading=Reading.READING, progress_at=timezone.now()):
        return
    try:
        read_and_judge(list_id, attempt)
    except Superseded:
        logger.info("List %s is no longer read in attempt %s", list_id, attempt)
    except (preparing.Refused, ListRefused) as refusal:
        fail(list_id, attempt, str(refusal))
    except Exception:
        fail(
            list_id, attempt, _("A fault of the program stopped the reading; the log of the server names it.")
        )
        raise


def read_and_judge(list_id: int, attempt: int) -> None:
    def progress(rows: int) -> None:
        note(list_id, attempt, rows_done=rows)

    roundlist = RoundList.objects.select_related("round__scheme").get(pk=list_id)
    read = reading.read_again(roundlist)
    note(list_id, attempt, rows_in_all=len(read.rows))
    number = preparing.newest_number()
    rows = list(reading.judged_rows(roundlist, read, progress))
    with transaction.atomic():
        roundlist = RoundList.objects.select_for_update().filter(pk=list_id, attempt=attempt).first()
        if roundlist is None:
            raise Superseded
        preparing.take_in(roundlist, read)
        preparing.validate(roundlist)
        preparing.keep_rows(roundlist, rows, number)
        mails.list_read(roundlist)


def note(list_id: int, attempt: int, **fields) -> None:
    now = timezone.now()
    if not RoundList.objects.filter(pk=list_id, attempt=attempt).update(progress_at=now, **fields):
        raise Superseded


def fail(list_id: int, attempt: int, error: str) -> None:
    failed = RoundList.objects.filter(pk=list_id, attempt=attempt)
    if failed.update(reading=Reading.FAILED, error=error, progress_at=timezone.now()):
        mails.list_read(failed.get())


def try_again(roundlist: RoundList, *, user, here: bool = False) -> None:
    """Begin another attempt at a list that was not read to the end, by a worker, or `here` and now."""
    with transaction.atomic():
        preparing.take_part(roundlist.round, user)
        roundlist = RoundList.objects.select_for_update().select_related("round").get(pk=roundlist.pk)
        if roundlist.is_read:
            raise preparing.Refused(_("%(file)s has been read.") % {"file": roundlist.filename})
        preparing.wait(roundlist, rows=roundlist.rows_in_all)
        if not here:
            enqueue(roundlist)
    if not here:
        return
    with mails.silence():  # whoever waits for it sees it
        read_attempt(roundlist.pk, roundlist.attempt)

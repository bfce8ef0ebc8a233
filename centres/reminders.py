"""One mail a scheme and year to those who prepare rounds: so many reviews fall due."""

import datetime
import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cityofdesign.letters import letter, sent

from . import notices
from .due import Count, due_now, rounds_of
from .mails import MODEL_BACKEND, language_of
from .models import DueReminder, Scheme

logger = logging.getLogger(__name__)
PREPARE = "centres.prepare_round"


def remind() -> list[DueReminder]:
    """Send the reminders whose time has come; returns those that were sent. For the scheduler.

    A mail server that is away is an OSError, and nothing is recorded: the next run tries
    again. From the first mail on a reminder counts as sent, so that nobody is told twice.
    """
    day = notices.today()
    lead = datetime.timedelta(days=settings.REVIEW_REMINDER_DAYS)
    if day < datetime.date(day.year, 12, 31) - lead:
        return []
    waiting = not_reminded(day)
    people = recipients() if waiting else []
    return [
        sent for scheme, due, late in waiting if people and (sent := send(scheme, day, due, late, people))
    ]


def not_reminded(day: datetime.date) -> list[tuple[Scheme, Count, Count]]:
    """(scheme, due in the year of `day`, overdue from before) where reviews are due, nobody has been told of
    it and no round of that year holds reviews yet."""
    told = set(DueReminder.objects.filter(year=day.year).values_list("scheme_id", flat=True))
    rounds = rounds_of([day.year])
    return [
        (scheme, due, late)
        for scheme, due, late in due_now(day)
        if due
        and scheme.pk not in told
        and not any(round_.has_reviews for round_ in rounds[scheme.pk, day.year])
    ]


def recipients() -> list:
    """Active people with an e-mail address who may prepare rounds."""
    people = get_user_model().objects.with_perm(PREPARE, backend=MODEL_BACKEND).exclude(email="")
    return list(people.select_related("wagtail_userprofile").order_by("pk"))


def send(scheme: Scheme, day: datetime.date, due: Count, late: Count, people: list) -> DueReminder | None:
    """Mail everybody in their own language; None where another process was first."""
    with get_connection() as connection:  # raises before anything is recorded
        try:
            with transaction.atomic():
                reminder = DueReminder.objects.create(scheme=scheme, year=day.year)
        except IntegrityError:
            return None
        for person in people:
            with override(language_of(person)):
                said = words(scheme, day.year, due, late)
                mail = letter(*said, [person.email], connection=connection)
            sent(mail, f"reminder of reviews under {scheme.key} to user {person.pk}")
    return reminder


def words(scheme: Scheme, year: int, due: Count, late: Count) -> tuple[str, str]:
    """(subject, text) in the active language."""
    n = due.total
    subject = ngettext(
        "%(n)s centre is due for review under %(scheme)s in %(year)s",
        "%(n)s centres are due for review under %(scheme)s in %(year)s",
        n,
    ) % {"n": n, "scheme": scheme.name, "year": year}
    sentences = [subject, ""]
    if due.samples:
        sentences.append(_("Sample records among them: %(n)s.") % {"n": due.samples})
    if late:
        sentences.append(_("Overdue from earlier years: %(n)s.") % {"n": late.total})
    if late.samples:
        sentences.append(_("Sample records among them: %(n)s.") % {"n": late.samples})
    sentences.append(_("Nothing lapses by itself. The board with the lists to download:"))
    return subject, "\n".join([*sentences, settings.BASE_URL + reverse("reviews-due:index")])

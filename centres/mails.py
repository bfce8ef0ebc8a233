"""Mails to those concerned by a round or a message, about real changes only. One function is one occasion.

A mail leaves once its step is committed, in the language of whoever gets it: never to the person who acted,
never twice to one address. A mail server that is away undoes nothing; the log of the server names it.
"""

import contextlib
import contextvars
import functools
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cityofdesign.letters import letter, sent

from .freezing import decision_kind
from .lists import Verdict
from .models import (
    Decision,
    ErrorReport,
    Objection,
    Round,
    RoundComment,
    RoundList,
    RoundParticipant,
    RoundRow,
)
from .models.notice import Message

logger = logging.getLogger(__name__)
PREPARED = RoundParticipant.Role.PREPARED
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
_silent = contextvars.ContextVar("silent", default=False)


@contextlib.contextmanager
def silence():
    """No step taken within it is mailed: what is loaded as sample or shipped content concerns nobody."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def after_commit(occasion: Callable[..., None]) -> Callable[..., None]:
    """Puts `occasion` off until the step is committed; what fails in it is logged and undoes nothing."""

    def send(*args, **kwargs):
        try:
            occasion(*args, **kwargs)
        except Exception:
            logger.exception("Mails were not sent: %s", occasion.__name__)

    @functools.wraps(occasion)
    def later(*args, **kwargs):
        if not _silent.get():
            transaction.on_commit(lambda: send(*args, **kwargs))

    return later


@after_commit
def submitted(round_: Round, *, by) -> None:
    """To those who can approve the round."""
    able = get_user_model().objects.with_perm("centres.approve_round", backend=MODEL_BACKEND)
    uploaded = RoundList.objects.filter(round=round_).values("uploaded_by")
    settled = RoundRow.objects.filter(list__round=round_, settled_by__isnull=False).values("settled_by")
    users = able.exclude(pk__in=took_part(round_)).exclude(pk__in=uploaded).exclude(pk__in=settled)
    counts = SimpleLazyObject(
        lambda: proposed(round_)
    )  # a pass over all rows, for nothing where nobody is told
    tell(users, "submitted", _page(round_), by=by, switch="submitted", round=round_, counts=counts)


@after_commit
def rejected(round_: Round, *, by, reason: str, to: list[int]) -> None:
    """To those who took part in it before, primary keys."""
    tell(_users(to), "rejected", _page(round_), by=by, switch="rejected", round=round_, reason=reason)


@after_commit
def approved(round_: Round, *, by) -> None:
    """To those who prepared it."""
    users = _users(took_part(round_, role=PREPARED))
    tell(users, "approved", _page(round_), by=by, switch="approved", round=round_)


@after_commit
def published(round_: Round, *, by) -> None:
    """To those who prepared and approved it; `by` is None where the set time had come, and then also to
    who set it."""
    users = _users([*took_part(round_), round_.publish_by_id])
    counts = Decision.objects.filter(round=round_).order_by("kind").values_list("kind").annotate(Count("pk"))

    def address():
        return f"/{get_language()}/rounds/{round_.pk}/"

    edition = round_.edition.number
    said = {"round": round_, "edition": edition, "counts": in_words(counts)}
    tell(users, "published", address, by=by, switch="approved", **said)


@after_commit
def not_published(round_: Round, *, refusal: str) -> None:
    """The set time had come and publication was refused: to who set it and who prepared it."""
    users = _users([*took_part(round_, role=PREPARED), round_.publish_by_id])
    tell(users, "not_published", _page(round_), switch="rejected", round=round_, refusal=refusal)


@after_commit
def voided(round_: Round, *, by, to: list[int]) -> None:
    """A change made the submitted or approved round a draft again: to those who took part in it before,
    primary keys."""
    tell(_users(to), "voided", _page(round_), by=by, switch="rejected", round=round_)


@after_commit
def list_read(roundlist: RoundList) -> None:
    """A large list was read in the background, or could not be: to who uploaded it."""
    round_ = roundlist.round
    verdicts = roundlist.rows.order_by("verdict").values_list("verdict").annotate(Count("pk"))
    counts = [(Verdict(verdict).label, number) for verdict, number in verdicts]
    said = {"round": round_, "list": roundlist, "counts": counts}
    tell(_users([roundlist.uploaded_by_id]), "list_read", _page(round_), **said)


@after_commit
def commented(comment: RoundComment) -> None:
    """To those who took part in the round or in its thread."""
    round_ = comment.round
    authors = RoundComment.objects.filter(round=round_).values_list("user", flat=True)
    users = _users([*took_part(round_), *authors])
    said = {"by": comment.user, "switch": "updated_comments", "round": round_, "text": comment.text}
    tell(users, "commented", _page(round_), **said)


@after_commit
def objected(objection: Objection) -> None:
    """To those who prepared or approved the round, and a receipt."""
    address = functools.partial(reverse, "objection:edit", args=[objection.pk])
    said = {"switch": "submitted", "round": objection.round, "message": objection}
    tell(_users(took_part(objection.round)), "objected", address, **said)
    to_the_public(objection, "received")


@after_commit
def reported(report: ErrorReport) -> None:
    """To those who prepare rounds, and a receipt."""
    users = get_user_model().objects.with_perm("centres.prepare_round", backend=MODEL_BACKEND)
    address = functools.partial(reverse, "errorreport:edit", args=[report.pk])
    tell(users, "reported", address, switch="submitted", message=report)
    to_the_public(report, "received")


@after_commit
def answered(message: Message) -> None:
    """To the member of the public who left an address."""
    to_the_public(message, "answered")


def took_part(round_: Round, **filters) -> list[int]:
    """Primary keys of those named as having prepared or approved the round."""
    return list(RoundParticipant.objects.filter(round=round_, **filters).values_list("user", flat=True))


def proposed(round_: Round) -> list[tuple[str, int]]:
    """`(kind of decision in words, how many)` that publication would enter."""
    if round_.counters_id:
        return in_words(
            [(Decision.Kind.ANNULLED, round_.counters.decisions.filter(annulled_by=None).count())]
        )
    rows = RoundRow.objects.deciding().filter(list__round=round_).select_related("list")
    counts: Counter[str] = Counter()
    for row in rows.only("action", "facts", "verdict", "list__kind").iterator():
        counts[decision_kind(row)] += 1
        counts[Decision.Kind.ANNULLED] += "annuls" in row.facts
    return in_words(counts.items())


def in_words(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts per kind of decision in the order of the kinds; the words are translated when shown."""
    found = dict(counts)
    return [(kind.label, found[kind]) for kind in Decision.Kind if found.get(kind)]


def _page(round_: Round) -> Callable[[], str]:
    return functools.partial(reverse, "rounds:detail", args=[round_.pk])


def _users(keys: Iterable[int | None]) -> QuerySet:
    return get_user_model().objects.filter(pk__in={key for key in keys if key})


def tell(
    users: QuerySet, occasion: str, address: Callable[[], str], *, by=None, switch: str = "", **said
) -> None:
    """Mail those of `users` who are active, have an e-mail address and did not switch such mails off.

    `switch` is which of Wagtail's preferences for notifications fits; `address` gives the path of the page
    that the mail leads to, in the language then active.
    """
    users = users.filter(is_active=True).exclude(email="").select_related("wagtail_userprofile")
    if switch:
        on = Q(**{f"wagtail_userprofile__{switch}_notifications": True})
        users = users.filter(on | Q(wagtail_userprofile=None))
    who = by and (by.get_full_name() or by.get_username())
    told, letters = {by.email.casefold()} if by else set(), []
    for user in users.order_by("pk"):
        if user != by and user.email.casefold() not in told:
            told.add(user.email.casefold())
            letters.append(_letter(user.email, language_of(user), occasion, address, by=who, **said))
    post(letters)


def language_of(user) -> str:
    """In which language `user` reads the admin."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def to_the_public(message: Message, occasion: str) -> None:
    """To the member of the public who sent a message, if they left an address."""
    if message.email:
        address = functools.partial(reverse, "notices:ticket", args=[message.ticket])
        post([_letter(message.email, message.language, occasion, address, message=message)])


def _letter(to: str, language: str, occasion: str, address: Callable[[], str], **said) -> EmailMessage:
    """The mail from its template, whose first line is the subject: the name of one of ours, or a path."""
    with override(language):
        context = {**said, "address": settings.BASE_URL + address(), "name": _name(said.get("round"))}
        template = occasion if "/" in occasion else f"centres/mail/{occasion}.txt"
        text = render_to_string(template, context).strip()
        subject, _newline, body = re.sub(r"\n{3,}", "\n\n", text).partition("\n")
        return letter(subject, body, [to])


def _name(round_: Round | None) -> str:
    if round_ and round_.sample:
        return _("%(name)s (sample)") % {"name": round_}
    return str(round_ or "")


def post(letters: list[EmailMessage]) -> None:
    """Send each; one that is refused does not keep back the others."""
    if not letters:
        return
    with get_connection() as connection:
        for mail in letters:
            mail.connection = connection
            sent(mail, mail.subject)

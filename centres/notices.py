"""The public notice (公示) of a round: its closing date in working days, objections, answers to the public.

`centres.publishing` opens a notice and asks `refusal` before it publishes. Refuses with `Refused`.
"""

import datetime
import secrets
import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from . import mails
from .models import Centre, ErrorReport, Holiday, Objection, Round, RoundList, RoundRow
from .models.notice import Message
from .preparing import Refused, record, take_part

SATURDAY = 5
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
MISREAD = str.maketrans("OIL", "011")
CHANGES = {RoundList.Kind.RENAMED, RoundList.Kind.TRANSFERRED}


def today() -> datetime.date:
    """The day in the register's own zone, whatever the zone of a person's profile."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def is_working_day(day: datetime.date, calendar: Mapping[datetime.date, str]) -> bool:
    """`calendar` is day -> kind of Holiday; other days follow the week."""
    return calendar[day] == Holiday.Kind.WORKING if day in calendar else day.weekday() < SATURDAY


def closing_date(opened: datetime.date, working_days: int) -> datetime.date:
    """The last day of a notice of so many working days (1 or more) in mainland China.

    The day on which it opens does not count (Civil Code of China, article 201). Raises `Refused` where it
    would run into a year whose public holidays are not entered.
    """
    calendar = dict(Holiday.objects.filter(day__gt=opened).values_list("day", "kind"))
    known = {date.year for date in Holiday.objects.dates("day", "year")}
    day, left = opened, working_days
    while left:
        day += datetime.timedelta(days=1)
        if day.year not in known:
            raise Refused(
                _("The public holidays of %(year)s are not entered, so the closing date cannot be counted.")
                % {"year": day.year}
            )
        left -= is_working_day(day, calendar)
    return day


def days_required(round_: Round) -> int:
    """Working days of notice by the rules in force when the lists take effect; 0 where none is needed."""
    if round_.counters_id or is_correction(round_):
        return 0
    rules = [round_.scheme.rule_on(entry.effective_on.upper) for entry in round_.lists.all()]
    return max((rule.notice_working_days for rule in rules if rule), default=0)


def is_correction(round_: Round) -> bool:
    """Whether the round does no more than change or enter anew one thing about the centre it corrects."""
    if not round_.corrects_id:
        return False
    rows = list(RoundRow.objects.filter(list__round=round_).select_related("list")[:2])
    if len(rows) != 1 or rows[0].action != RoundRow.Action.MATCH or rows[0].centre_id != round_.corrects_id:
        return False
    return rows[0].list.kind in CHANGES or "annuls" in rows[0].facts


def is_historic(round_: Round) -> bool:
    """Whether all its lists took effect more than a year ago, so that any notice was held elsewhere."""
    lists = list(round_.lists.all())
    limit = today() - datetime.timedelta(days=365)
    return bool(lists) and all(entry.effective_on.upper < limit for entry in lists)


def is_on_notice(round_: Round) -> bool:
    """Whether the round, as approved, was put on notice; a change since would need a new notice."""
    opened = round_.notice_closes_on is not None and round_.notice_digest == round_.digest
    return opened and round_.state == Round.State.APPROVED


def is_open(round_: Round) -> bool:
    """Whether objections can still be made."""
    return is_on_notice(round_) and today() <= round_.notice_closes_on


def refusal(round_: Round, day: datetime.date) -> str:
    """Why the notice keeps the round from being published on `day`, in one sentence; else empty."""
    if (n := round_.objections.unanswered().count()) > 0:
        words = ngettext(
            "Round %(id)s: %(n)s objection must be answered before it is published.",
            "Round %(id)s: %(n)s objections must be answered before it is published.",
            n,
        )
        return words % {"id": round_.pk, "n": n}
    if not (days := days_required(round_)) or (round_.notice_elsewhere and is_historic(round_)):
        return ""
    if not is_on_notice(round_):
        return _("Round %(id)s must first be on public notice for %(days)s working days.") % {
            "id": round_.pk,
            "days": days,
        }
    if day <= round_.notice_closes_on:
        return _("Round %(id)s is on public notice until %(date)s; it can be published after that day.") % {
            "id": round_.pk,
            "date": round_.notice_closes_on,
        }
    return ""


@transaction.atomic
def state_elsewhere(round_: Round, text: str, *, user) -> Round:
    """Say in the draft of a historic round where and when its notice was held; the approver sees it."""
    take_part(round_, user)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=round_.pk)
    if round_.state != Round.State.DRAFT:
        raise Refused(_("Round %(id)s is no draft; its notice can no longer be stated.") % {"id": round_.pk})
    if not is_historic(round_):
        raise Refused(
            _("Only a round whose lists took effect more than a year ago can have had its notice elsewhere.")
        )
    round_.notice_elsewhere = text.strip()
    round_.save()
    record(round_, "centres.notice-elsewhere", user=user, text=round_.notice_elsewhere)
    return round_


def new_ticket(prefix: str) -> str:
    """`OBJ-7K4M-2XQP`: 40 random bits, so that nobody finds another person's by trying."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def ticket_typed(text: str) -> str:
    """A ticket number as it was issued, whatever its case and dashes and with letters typed for digits."""
    typed = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))
    prefix, rest = typed[:3], typed[3:].translate(MISREAD)
    return f"{prefix}-{rest[:4]}-{rest[4:]}"


def find(ticket: str) -> Message | None:
    """The message under a ticket number, with what it is about, whichever part of the site took it in."""
    ticket = ticket_typed(ticket)
    for kind in Message.__subclasses__():
        if ticket.startswith(kind.PREFIX):
            return kind.objects.select_related(kind.ABOUT).filter(ticket=ticket).first()
    return None


@transaction.atomic
def object_to(round_: Round, *, text: str, name: str = "", email: str = "") -> Objection:
    """Take in an objection to a round whose notice is open."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if not is_open(round_):
        raise Refused(_("The time for objections to this round is over."))
    objection = Objection.objects.create(
        ticket=new_ticket(Objection.PREFIX),
        language=get_language(),
        round=round_,
        text=text,
        name=name,
        email=email,
    )
    mails.objected(objection)
    return objection


def report_error(
    centre: Centre, *, wrong: str, right: str = "", source: str = "", email: str = ""
) -> ErrorReport:
    """Take in a report of an error about a centre."""
    report = ErrorReport.objects.create(
        ticket=new_ticket(ErrorReport.PREFIX),
        language=get_language(),
        centre=centre,
        wrong=wrong,
        right=right,
        source=source,
        email=email,
    )
    mails.reported(report)
    return report


@transaction.atomic
def answer(message: Message, text: str, *, user) -> Message:
    """Answer an objection or a report, once; a person who left an e-mail address is told."""
    if not (user.has_perm("centres.prepare_round") or user.has_perm("centres.approve_round")):
        raise Refused(_("%(user)s may not answer the public.") % {"user": user})
    message = type(message).objects.select_for_update().get(pk=message.pk)
    if message.answered_at:
        raise Refused(_("%(ticket)s is answered already.") % {"ticket": message.ticket})
    if not text.strip():
        raise Refused(_("An answer needs words."))
    message.answer, message.answered_at, message.answered_by = text.strip(), timezone.now(), user
    message.save()
    log(message, "centres.answer", user=user, data={"ticket": message.ticket})
    mails.answered(message)
    return message


def forget_senders() -> int:
    """Name and address of whoever sent a message go MESSAGE_SENDER_DAYS after its answer; the message and the
    answer stay on record. Returns how many messages that were."""
    before = timezone.now() - datetime.timedelta(days=settings.MESSAGE_SENDER_DAYS)
    objections = Objection.objects.filter(answered_at__lt=before).exclude(name="", email="")
    reports = ErrorReport.objects.filter(answered_at__lt=before).exclude(email="")
    return objections.update(name="", email="") + reports.update(email="")

"""An enquiry about a scenario: kept under a ticket number, mailed to the body in charge, answered once."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centres import mails
from centres.notices import new_ticket
from centres.preparing import Refused
from cityofdesign.letters import letter

from ..models import Enquiry, Scenario


@transaction.atomic
def enquire(scenario: Scenario, *, text: str, organisation: str = "", name: str = "", email: str) -> Enquiry:
    """Keep an enquiry and pass it on, once it is committed; without a mailbox staff find it in the admin."""
    enquiry = Enquiry.objects.create(
        ticket=new_ticket(Enquiry.PREFIX),
        language=get_language(),
        scenario=scenario,
        text=text,
        organisation=organisation,
        name=name,
        email=email,
        forwarded_to=scenario.email,
    )
    forwarded(enquiry)
    return enquiry


@mails.after_commit
def forwarded(enquiry: Enquiry) -> None:
    """To the body in charge, which may answer at once, and a receipt to whoever asked."""
    if enquiry.forwarded_to:
        mails.post([passed_on(enquiry)])
    mails.to_the_public(enquiry, "received")


def passed_on(enquiry: Enquiry) -> EmailMessage:
    """In Chinese, the language of the bodies in charge; an answer goes to whoever asked."""
    with override("zh-hans"):
        said = {"enquiry": enquiry, "address": settings.BASE_URL + enquiry.scenario.get_absolute_url()}
        subject = _("Enquiry %(ticket)s: %(title)s") % {
            "ticket": enquiry.ticket,
            "title": " ".join(enquiry.scenario.title.split()),
        }
        text = render_to_string("events/mail/enquiry.txt", said)
        return letter(subject, text, [enquiry.forwarded_to], reply_to=[enquiry.email])


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, user) -> Enquiry:
    """Answer an enquiry here, once; whoever asked is told."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if enquiry.answered_at:
        raise Refused(_("%(ticket)s is answered already.") % {"ticket": enquiry.ticket})
    if not text.strip():
        raise Refused(_("An answer needs words."))
    enquiry.answer, enquiry.answered_at, enquiry.answered_by = text.strip(), timezone.now(), user
    enquiry.save()
    log(enquiry, "events.answer", user=user, data={"ticket": enquiry.ticket})
    mails.answered(enquiry)
    return enquiry

"""What readers send through the forms of contact pages: stored under a ticket, mailed, forgotten in time."""

import datetime
from functools import partial

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Site

from centres.notices import new_ticket, ticket_typed
from centres.views.guards import GuardedForm, email_field, received, words_field

from .letters import letter, sent
from .models import ContactMessage, ContactPage, SiteSettings

PREFIXES = {ContactPage.Kind.CONTACT: "MSG", ContactPage.Kind.TAKE_DOWN: "NTC"}
MONTH = datetime.timedelta(days=31)


class ContactForm(GuardedForm):
    message = words_field(
        gettext_lazy("Your message"), gettext_lazy("With the address of the page, if it is about one."), 8
    )
    name = words_field(gettext_lazy("Your name"), autocomplete="name", required=False)
    email = email_field(gettext_lazy("Only needed if you would like an answer."), required=False)


class TakeDownForm(GuardedForm):
    what = words_field(
        gettext_lazy("What it is about"), gettext_lazy("The text, picture or entry, described briefly."), 3
    )
    where = words_field(
        gettext_lazy("Address of the page"), gettext_lazy("As your browser shows it, one or several."), 2
    )
    reason = words_field(
        gettext_lazy("What is wrong with it"),
        gettext_lazy("The right or the rule that is infringed, and what shows that."),
        6,
    )
    name = words_field(gettext_lazy("Your name, and whom you speak for"), autocomplete="name", most=500)
    email = email_field(gettext_lazy("To this address we write what we decided."))
    good_faith = forms.BooleanField(
        label=gettext_lazy("I state in good faith that what I have written is true and complete."),
    )


FORMS = {ContactPage.Kind.CONTACT: ContactForm, ContactPage.Kind.TAKE_DOWN: TakeDownForm}


def own_fields(page: ContactPage) -> dict[str, forms.Field]:
    form = FORMS[page.kind]
    return {name: field for name, field in form.base_fields.items() if name not in GuardedForm.base_fields}


def columns(page: ContactPage) -> list[tuple[str, str]]:
    """`(name, heading)` of what staff see of each message, and export."""
    first = [("submit_time", _("Received")), ("ticket", _("Ticket")), ("language", _("Language"))]
    return [*first, *((name, str(field.label)) for name, field in own_fields(page).items())]


def answer(page: ContactPage, request):
    """The form; what was sent well leads on to its ticket number, sent twice to the same one."""
    return received(
        request,
        FORMS[page.kind],
        f"contact/{page.pk}",
        partial(stored, page),
        page.get_template(request),
        {**page.get_context(request), "sent": known(page, request), "kept": months()},
        leads_to=lambda ticket: f"{request.path}?{urlencode({'ticket': ticket})}",
    )


def known(page: ContactPage, request) -> str:
    """The ticket number in the address, if there is such a message; empty otherwise."""
    ticket = ticket_typed(request.GET.get("ticket", "")[:40].replace("\0", ""))
    return ticket if ticket and ContactMessage.objects.filter(page=page, ticket=ticket).exists() else ""


@transaction.atomic
def stored(page: ContactPage, **said: str) -> ContactMessage:
    message = ContactMessage.objects.create(
        page=page, form_data=said, ticket=new_ticket(PREFIXES[page.kind]), language=get_language()
    )
    transaction.on_commit(lambda: mail(page, message, said))
    return message


def mail(page: ContactPage, message: ContactMessage, said: dict) -> None:
    """To the address of the site settings, if there is one. A mail server that is away loses nothing."""
    to = settings_of_site().enquiry_email
    if not to:
        return
    fields = own_fields(page)
    lines = [f"{fields[name].label}:\n{value}\n" for name, value in said.items() if value]
    reply = [said["email"]] if said.get("email") else None
    sent(letter(f"{message.ticket} {page.title}", "\n".join(lines), [to], reply_to=reply), message.ticket)


def settings_of_site() -> SiteSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site) if site else SiteSettings()


def months() -> int:
    return settings_of_site().enquiry_months


def forget() -> int:
    """Delete what was kept for longer than the site settings say; returns how many messages that were."""
    return ContactMessage.objects.filter(submit_time__lt=timezone.now() - months() * MONTH).delete()[0]

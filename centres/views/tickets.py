"""The page under each ticket number, and the way to it."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import notices
from ..models import Objection, Round


class TicketForm(forms.Form):
    """A ticket number, however it is typed; `cleaned_data["ticket"]` is the message under it."""

    ticket = forms.CharField(
        label=gettext_lazy("Ticket number"),
        help_text=gettext_lazy(
            "Such as OBJ-7K4M-2XQP for an objection, ERR-7K4M-2XQP for a reported error, "
            "ENQ-7K4M-2XQP for an enquiry."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_ticket(self):
        message = notices.find(self.cleaned_data["ticket"])
        if message is None:
            raise forms.ValidationError(_("There is no message with this ticket number."))
        return message


@never_cache
@require_safe
def find(request):
    """A field for a ticket number, which leads to its page. A number that is wrong and one that was never
    issued are told the same."""
    form = TicketForm(request.GET if "ticket" in request.GET else None)
    if form.is_valid():
        return redirect("notices:ticket", form.cleaned_data["ticket"].ticket)
    return render(request, "centres/ticket_find.html", {"form": form})


@never_cache
@require_safe
def ticket(request, ticket: str):
    """What became of a message: received or answered. Nothing of what the person wrote is shown."""
    message = notices.find(ticket)
    if message is None:
        raise Http404(_("There is no message with this ticket number."))
    if message.ticket != ticket:
        return redirect("notices:ticket", message.ticket)
    round_ = message.round if isinstance(message, Objection) else None
    visible = round_ is None or round_.state == Round.State.PUBLISHED or notices.is_on_notice(round_)
    return render(request, "centres/objection_ticket.html", {"message": message, "visible": visible})

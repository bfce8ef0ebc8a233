"""Objections to a round on notice, and the page under each ticket number."""

from functools import partial

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import notices
from ..models import Objection, Round
from .guards import GuardedForm, received

TOLD = gettext_lazy("Only the registry staff see it. You are told when your message is answered.")


class ObjectionForm(GuardedForm):
    text = forms.CharField(
        label=gettext_lazy("Your objection"),
        help_text=gettext_lazy("Which line of the list it is about, and what speaks against it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Only the registry staff see it."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=TOLD,
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk: int):
    round_ = get_object_or_404(Round.objects.on_notice().select_related("scheme"), pk=pk)
    if not notices.is_open(round_):
        return redirect("notices:detail", pk)
    send = partial(notices.object_to, round_)
    context = {"round": round_}
    return received(request, ObjectionForm, f"objection/{pk}", send, "centres/objection.html", context)


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

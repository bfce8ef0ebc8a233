"""Objections to a round on notice."""

from functools import partial

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import notices
from ..models import Round
from .guards import GuardedForm, email_field, received


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
    email = email_field()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk: int):
    round_ = get_object_or_404(Round.objects.on_notice().select_related("scheme"), pk=pk)
    if not notices.is_open(round_):
        return redirect("notices:detail", pk)
    send = partial(notices.object_to, round_)
    context = {"round": round_}
    return received(request, ObjectionForm, f"objection/{pk}", send, "centres/objection.html", context)

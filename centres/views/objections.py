"""Objections to a round on notice."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import notices
from ..models import Round
from .guards import GuardedForm, own_email_field, received, words_field


class ObjectionForm(GuardedForm):
    text = words_field(
        gettext_lazy("Your objection"),
        gettext_lazy("Which line of the list it is about, and what speaks against it."),
        rows=8,
    )
    name = words_field(
        gettext_lazy("Your name"),
        gettext_lazy("Only the registry staff see it."),
        autocomplete="name",
        required=False,
    )
    email = own_email_field()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk: int):
    round_ = get_object_or_404(Round.objects.on_notice().select_related("scheme"), pk=pk)
    if not notices.is_open(round_):
        return redirect("notices:detail", pk)
    send = partial(notices.object_to, round_)
    context = {"round": round_}
    return received(request, ObjectionForm, f"objection/{pk}", send, "centres/objection.html", context)

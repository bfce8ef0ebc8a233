"""Protection of public forms from programs, without cookies of its own, third parties or puzzles."""

import hashlib
import secrets
import time
from collections.abc import Callable

from django import forms
from django.core import signing
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..api.rates import Rate
from ..preparing import Refused

SALT = "centres.views.guards"
SHORTEST, LONGEST = 3, 12 * 60 * 60
"""Seconds for which a form is open before it can be sent, and for which it can be."""
MOST, WINDOW = 5, 60 * 60
"""Messages from one address in so many seconds."""


LONG, SHORT = 5000, 200
"""Letters that a field of several lines takes, and one of a single line."""


def words_field(label, hint="", rows=0, autocomplete="", most=0, **kwargs) -> forms.CharField:
    """A field for words: of so many rows, or of one line, which a browser may fill in."""
    attrs = {"rows": rows} if rows else {"autocomplete": autocomplete} if autocomplete else {}
    widget = (forms.Textarea if rows else forms.TextInput)(attrs=attrs)
    most = most or (LONG if rows else SHORT)
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, **kwargs)


def email_field(hint, **kwargs) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    label = gettext_lazy("E-mail")
    return forms.EmailField(label=label, help_text=hint, max_length=254, widget=widget, **kwargs)


def own_email_field() -> forms.EmailField:
    """Where the person is told of the answer of the registry staff, if they like."""
    hint = gettext_lazy("Only the registry staff see it. You are told when your message is answered.")
    return email_field(hint, required=False)


class GuardedForm(forms.Form):
    """A form with a field that people leave empty and a signed stamp of when and for what it was opened."""

    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args, purpose: str, address: str = "", **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.purpose, self.address, self.too_many = purpose, address, False
        self.stamped = opened(self.data.get("stamp", ""), purpose) if self.is_bound else None
        if self.stamped is None:
            self.renew()

    def renew(self) -> None:
        """Stamp the form anew; what was typed stays."""
        fresh = signing.dumps(
            {"for": self.purpose, "at": time.time(), "once": secrets.token_hex(8)}, salt=SALT
        )
        self.initial["stamp"] = fresh
        if self.is_bound:
            self.data = self.data.copy()
            self.data["stamp"] = fresh

    def emptied(self) -> None:
        """The field that people do not see is shown empty, so that they can send the form again."""
        self.data = self.data.copy()
        self.data["website"] = ""

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.stamped is None:
            raise forms.ValidationError(_("The form was open for too long. Please send it again."))
        if cleaned.get("website"):
            self.emptied()
            raise forms.ValidationError(
                _(
                    "A field that nobody sees was filled in; programs do that, and browsers that fill in "
                    "forms by themselves. It is empty again: please send the form once more."
                )
            )
        if time.time() - self.stamped["at"] < SHORTEST:
            raise forms.ValidationError(
                _("This looks as if a program had sent it. Please wait a few seconds and send it again.")
            )
        if cache.get(counter(self.address), 0) >= MOST:
            self.too_many = True
            raise forms.ValidationError(
                _("Many messages came from your address within an hour. Please try again later.")
            )
        return cleaned

    def said(self) -> dict[str, str]:
        """What the person entered."""
        own = GuardedForm.base_fields
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def opened(stamp: str, purpose: str) -> dict | None:
    """What a stamp says; None where it is too old, not ours or of another form."""
    try:
        said = signing.loads(stamp, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return said if said["for"] == purpose else None


def counter(address: str) -> str:
    """The cache key that counts messages of an address; only its hash is kept, for an hour."""
    return f"messages:{hashlib.sha256(address.encode()).hexdigest()}"


def counted(address: str) -> None:
    cache.add(counter(address), 0, WINDOW)
    cache.incr(counter(address))


def received(
    request,
    form_class: type[GuardedForm],
    purpose: str,
    send: Callable,
    template: str,
    context: dict,
    leads_to: Callable[[str], str] = lambda ticket: reverse("notices:ticket", args=[ticket]),
):
    """The form, or the way to the ticket once it was sent; sent twice it leads to the same ticket.

    `send` stores what the fields say and returns the row, which has a `ticket`; it may refuse.
    """
    address = Rate().get_ident(request)
    form = form_class(request.POST if request.method == "POST" else None, purpose=purpose, address=address)
    if form.stamped and (ticket := cache.get(f"sent:{form.stamped['once']}")):
        return redirect(leads_to(ticket))
    if form.is_bound and form.is_valid():
        try:
            message = send(**form.said())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            counted(address)
            cache.set(f"sent:{form.stamped['once']}", message.ticket, LONGEST)
            return redirect(leads_to(message.ticket))
    return render(request, template, {**context, "form": form}, status=429 if form.too_many else 200)

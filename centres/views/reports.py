"""A reader reports an error about a centre."""

from functools import partial

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import notices
from ..models import Centre
from ..moments import moment
from ..reference import reference
from .centre import facts_on, known_decisions
from .guards import GuardedForm, email_field, received
from .titles import titled


class ReportForm(GuardedForm):
    wrong = forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    right = forms.CharField(
        label=gettext_lazy("What would be right"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The number or address of a document that shows it."),
        required=False,
        max_length=2000,
    )
    email = email_field()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, number: str):
    centre = get_object_or_404(Centre, number=number)
    when = moment()
    facts = facts_on(known_decisions(centre, when), when, reference(when.clock))
    send = partial(notices.report_error, centre)
    context = {"centre": centre, "title": titled(facts, number), "facts": facts}
    return received(request, ReportForm, f"report/{number}", send, "centres/report.html", context)

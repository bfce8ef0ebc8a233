"""A reader reports an error about a centre."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import notices
from ..models import Centre
from ..moments import moment
from ..reference import reference
from .centre import facts_on, known_decisions
from .guards import GuardedForm, own_email_field, received, words_field
from .titles import titled


class ReportForm(GuardedForm):
    wrong = words_field(gettext_lazy("What is wrong"), rows=5)
    right = words_field(gettext_lazy("What would be right"), rows=3, required=False)
    source = words_field(
        gettext_lazy("Source"),
        gettext_lazy("The number or address of a document that shows it."),
        most=2000,
        required=False,
    )
    email = own_email_field()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, number: str):
    centre = get_object_or_404(Centre, number=number)
    when = moment()
    facts = facts_on(known_decisions(centre, when), when, reference(when.clock))
    send = partial(notices.report_error, centre)
    context = {"centre": centre, "title": titled(facts, number), "facts": facts}
    return received(request, ReportForm, f"report/{number}", send, "centres/report.html", context)

"""The list of application scenarios, one scenario, and the enquiry about it."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centres.views.guards import GuardedForm, email_field, received, words_field

from ..models import Scenario
from ..scenarios import enquiries, listing


class EnquiryForm(GuardedForm):
    text = words_field(
        gettext_lazy("Your enquiry"),
        gettext_lazy("What you offer, and what you would like to know."),
        rows=8,
    )
    organisation = words_field(gettext_lazy("Your organisation"), autocomplete="organization", required=False)
    name = words_field(
        gettext_lazy("Your name"),
        gettext_lazy("Only the body in charge and the staff see it."),
        autocomplete="name",
        required=False,
    )
    email = email_field(
        gettext_lazy("The body in charge answers to this address; it is not shown to anybody else.")
    )


@require_safe
def index(request):
    """Scenarios by industry and year; one query."""
    return render(request, "events/scenarios.html", listing.listed(request.GET))


@require_safe
def detail(request, pk: int):
    """One scenario with the centres of its industry; its queries do not grow with the register."""
    scenario = get_object_or_404(Scenario.objects.published().select_related("sector"), pk=pk)
    context = {"scenario": scenario, "centres": listing.centres_of(scenario)}
    return render(request, "events/scenario.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request, pk: int):
    scenario = get_object_or_404(Scenario.objects.published().select_related("sector"), pk=pk)
    send = partial(enquiries.enquire, scenario)
    context = {"scenario": scenario}
    return received(request, EnquiryForm, f"enquiry/{pk}", send, "events/enquiry.html", context)

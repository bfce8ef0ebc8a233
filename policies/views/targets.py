"""The targets of all documents, and one target over time."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from centres.moments import moment
from centres.reference import reference
from cityofdesign.routes import public
from policies.models import PolicyIndexPage, PolicyPage
from policies.targets import LEGEND, Target, figures, measured


def found() -> list[Target]:
    """Every target of the city as it stands today; two queries and one for each scheme."""
    when = moment()
    return measured(figures(), when, reference(when.clock))


def library() -> PolicyIndexPage | None:
    return public(PolicyIndexPage.objects.filter(locale=Locale.get_active())).first()


@require_safe
def index(request):
    context = {"targets": found(), "rules": LEGEND, "library": library()}
    return render(request, "policies/targets.html", context)


@require_safe
def target(request, key):
    """One target: its chart, every date with a figure beside the register of that day, and its definition."""
    one = next((one for one in found() if one.figure.key == key), None)
    if one is None:
        raise Http404
    context = {"t": one, "rules": one.legend, "library": library(), "document": document(one)}
    return render(request, "policies/target.html", context)


def document(one: Target) -> PolicyPage | None:
    """The published document that sets the target, in the language of the reader."""
    if one.policy is None:
        return None
    pages = PolicyPage.objects.filter(translation_key=one.policy.translation_key, locale=Locale.get_active())
    return pages.published().first()

"""One award, the archive of a series, and all competitions."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..archive import archive, page_of
from ..models import Award, Edition, Series
from ..structured import award as as_data
from ..structured import filled


@require_safe
def award(request, pk: int):
    """One released award with the others of its organisation; eight queries."""
    found = get_object_or_404(Award.objects.released().shown().select_related("edition__series"), pk=pk)
    others = Award.objects.none()
    if found.organisation_id:
        others = Award.objects.released().winners().filter(organisation=found.organisation_id)
        others = others.exclude(pk=pk).shown().order_by("-edition__year", "pk")
    page = page_of(found.edition)
    context = {
        "award": found,
        "page_address": page.url if page else "",
        "others": others,
        "structured": filled(as_data(found)),
    }
    return render(request, "events/award.html", context)


@require_safe
def series(request, key: str):
    """The editions of one series, newest first; seven queries. None before one of them is public."""
    found = get_object_or_404(Series, key=key)
    years = archive(found.editions)
    if not years:
        raise Http404
    return render(request, "events/series.html", {"series": found, "years": years})


@require_safe
def competitions(request):
    """Every edition by year, and the series; seven queries."""
    public = Count("editions", filter=Q(editions__in=Edition.objects.public()))
    every = Series.objects.annotate(count=public).filter(count__gt=0)
    return render(request, "events/competitions.html", {"years": archive(Edition.objects), "every": every})

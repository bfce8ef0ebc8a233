"""Search over pages and the register, and what is shown where nothing is found or something broke."""

import dataclasses

from django.db.models import Q
from django.http import HttpResponseNotFound, HttpResponseServerError, JsonResponse, QueryDict
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from centres.filters import ask
from centres.moments import moment
from centres.reference import reference
from centres.views.entries import entries
from events.models import AnnouncementPage, CompetitionPage, EventPage, MilestonePage, NewsPage
from policies.models import PolicyPage

from .models import ContactPage, FieldPage, StandardPage

LONGEST = 100
MOST_PAGES = 50
MOST_CENTRES = 5
SEARCHED = {
    NewsPage: ("title", "summary"),
    PolicyPage: ("title", "summary", "title_other", "document_number"),
    MilestonePage: ("title", "summary"),
    AnnouncementPage: ("title", "introduction"),
    EventPage: ("title", "summary", "other_names"),
    CompetitionPage: ("title", "summary", "other_names"),
    FieldPage: ("title", "summary"),
    StandardPage: ("title", "summary"),
    ContactPage: ("title", "summary"),
}
NO_CENTRES = {"centres": [], "centre_count": 0, "samples": 0, "centres_href": ""}
PROBLEM = "application/problem+json"


@dataclasses.dataclass(frozen=True)
class Hit:
    """One page found; `kind` is what it is, in words, `date` empty for pages without one."""

    page: Page
    kind: str
    in_title: bool

    @property
    def date(self):
        return getattr(self.page, "date", None) or getattr(self.page, "written", None)


@require_safe
def search(request):
    """Pages of the active language and centres of today's register; at most sixteen queries.

    - `q` as typed; `error` in words
    - `hits`: [Hit], those in a title first; `more_hits`: whether there are more than shown
    - `centres`: the first five, a centres.views.entries.Entry each
    - `centre_count`, `samples`: of all that are found; `centres_href`: the register's list of them
    - `noindex`
    """
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())
    error = ""
    if len(q) > LONGEST:
        error = _("Search for at most %(n)s characters.") % {"n": LONGEST}
    asked = bool(q) and not error
    hits = pages_with(q) if asked else []
    context = {
        "q": q[:LONGEST],
        "error": error,
        "hits": hits[:MOST_PAGES],
        "more_hits": len(hits) > MOST_PAGES,
        "noindex": True,
        **(centres_with(q) if asked else NO_CENTRES),
    }
    return render(request, "cityofdesign/search.html", context)


def pages_with(q: str) -> list[Hit]:
    """Published pages of the active language that hold every word in their title or summary."""
    locale, words = Locale.get_active(), q.split()[:6]
    hidden = Page.objects.all().private_q()
    hits = []
    for model, fields in SEARCHED.items():
        pages = model.objects.filter(locale=locale).live().exclude(hidden)
        for word in words:
            wanted = Q()
            for field in fields:
                wanted |= Q(**{f"{field}__icontains": word})
            pages = pages.filter(wanted)
        for page in pages.order_by("-pk")[: MOST_PAGES + 1]:
            in_title = all(word.casefold() in page.title.casefold() for word in words)
            hits.append(Hit(page, str(model._meta.verbose_name), in_title))
    return sorted(hits, key=lambda hit: not hit.in_title)


def centres_with(q: str) -> dict:
    when = moment()
    data = QueryDict(mutable=True)
    data["q"] = q
    held = reference(when.clock)
    question = ask(data, when, held)
    count, samples = question.totals()
    return {
        "centres": entries(question.centres()[:MOST_CENTRES], when, held) if count else [],
        "centre_count": count,
        "samples": samples,
        "centres_href": f"{reverse('centres:list')}?{urlencode({'q': q})}",
    }


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Not found", "status": 404}
        return JsonResponse(problem, status=404, content_type=PROBLEM)
    return HttpResponseNotFound(loader.render_to_string("404.html", request=request))


def server_error(request):
    """Without the request: whatever broke may lie in what every page shows."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Internal error", "status": 500}
        return JsonResponse(problem, status=500, content_type=PROBLEM)
    return HttpResponseServerError(loader.render_to_string("500.html"))

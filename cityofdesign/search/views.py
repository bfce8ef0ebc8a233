"""Search over pages and the register together, and what is suggested while a reader types."""

from functools import lru_cache

from django.core.paginator import Paginator
from django.http import JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centres import finding
from centres.filters import Question, ask
from centres.moments import Moment, moment
from centres.reference import reference
from centres.views.entries import entries
from centres.views.titles import titled

from . import matching, others, pages, spelling
from .tokens import CHINESE

LONGEST = 100
PAGES_AT_ONCE = 20
MOST_CENTRES = 5
MOST_SUGGESTED = 8
NO_CENTRES = {"centres": [], "centre_count": 0, "samples": 0, "centres_href": ""}


@require_safe
def search(request):
    """Pages of the active language and centres of today's register.

    - `q` as typed; `error` in words; `meant`: a likelier query, offered where nothing is found
    - `page_obj`: the pages found; `hits`: those of this page of the answer, a pages.Hit each
    - `centres`: the first five, a centres.views.entries.Entry each
    - `awards`, `scenarios`: the first ten of each
    - `centre_count`, `samples`: of all that are found; `centres_href`: the register's list of them
    """
    q, error = asked(request)
    found = pages.pages_with(q) if q and not error else []
    page_obj = Paginator(found, PAGES_AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "q": q[:LONGEST],
        "error": error,
        "page_obj": page_obj,
        "hits": pages.hits(page_obj.object_list, q),
        "meant": "",
        "awards": [],
        "scenarios": [],
        **NO_CENTRES,
    }
    if q and not error:
        when = moment()
        context |= centres_with(q, when)
        context |= {"awards": others.awards_with(q), "scenarios": others.scenarios_with(q)}
        elsewhere = context["centre_count"] or context["awards"] or context["scenarios"]
        if not found and not elsewhere:
            context["meant"] = meant(q, when)
    return render(request, "cityofdesign/search.html", context)


def asked(request) -> tuple[str, str]:
    """`(what the reader typed, what is wrong with it in words)`."""
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())
    return q, _("Search for at most %(n)s characters.") % {"n": LONGEST} if len(q) > LONGEST else ""


def question(q: str, when: Moment) -> Question:
    data = QueryDict(mutable=True)
    data.update({"q": q, "sort": "relevance"})
    return ask(data, when, reference(when.clock))


def centres_with(q: str, when: Moment) -> dict:
    asked_for = question(q, when)
    count, samples = asked_for.totals()
    facts = list(asked_for.centres(MOST_CENTRES)) if count else []
    former = finding.former(q, when, facts)
    return {
        "centres": entries(facts, when, reference(when.clock), former) if count else [],
        "centre_count": count,
        "samples": samples,
        "centres_href": f"{reverse('centres:list')}?{urlencode({'q': q, 'sort': 'relevance'})}",
    }


def meant(q: str, when: Moment) -> str:
    """The query without its slips of the keyboard, if that is found in the register or on a page."""
    titles = pages.titles()
    texts = [matching.sought(title) for title in titles]
    unknown = [
        term
        for term in finding.find(q, when).unknown or matching.terms(q)
        if not any(matching.holds(text, matching.needles(term, ())) for text in texts)
    ]
    words = finding.names(when).vocabulary + spelling.vocabulary(titles)
    corrected = spelling.corrections(q, unknown, words)
    return next(
        (other for other in corrected if question(other, when).totals()[0] or pages.pages_with(other)), ""
    )


@require_safe
def suggest(request):
    """`{"suggestions": [{"text", "lang", "note", "href"}], "said": how many, in words}`, at most eight: the
    best centres of today's register, then pages unless `only=centres`. `lang` is empty for the page's own."""
    q, error = asked(request)
    found: list[dict] = []
    if not error and (len(q) > 1 or CHINESE.match(q)):
        both = request.GET.get("only") != "centres"
        near = pages.pages_beginning(q, MOST_SUGGESTED // 2) if both else []
        found = centres_suggested(get_language() or "en", moment(), q)[: MOST_SUGGESTED - len(near)]
        found += [suggested_page(page) for page in near]
    said = ngettext("%(n)s suggestion", "%(n)s suggestions", len(found)) % {"n": len(found)}
    return JsonResponse({"suggestions": found, "said": said})


@lru_cache(maxsize=512)
def centres_suggested(language: str, when: Moment, q: str) -> list[dict]:
    """Kept in the process by edition and day, which the moment holds, and by the language of the names."""
    found = []
    for facts in question(q, when).centres(MOST_SUGGESTED):
        number = facts["centre__number"]
        title = titled(facts, number)
        note = f"{number}{_(', ')}{_('sample')}" if facts["centre__sample"] else number
        href = reverse("centres:detail", args=[number])
        found.append({"text": title.first, "lang": title.first_lang, "note": note, "href": href})
    return found


def suggested_page(page) -> dict:
    kind = page.cached_content_type.model_class()._meta.verbose_name
    return {"text": page.title, "lang": "", "note": str(kind), "href": page.url}

"""What search engines and other programs are told: robots.txt and one sitemap for both languages."""

import datetime
from collections import defaultdict
from xml.etree import ElementTree

from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from centres.models import Decision
from centres.models import Edition as RegisterEdition
from events.models import Award, Edition, Scenario, Series
from policies.models import Figure

from .context import HTML_LANG
from .routes import public

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ROBOTS = """\
# Everybody may read this site, programs that train or run AI models included.
# Please take the register in bulk from its daily files or the interface instead of its pages:
#   {base}/data/   (catalogue: {base}/data/catalog.jsonld)
#   {base}/api/v1/centres/   (description: {base}/api/v1/openapi.json)
# The data are under CC BY 4.0: name the source, and keep the word “sample” where it stands.

User-agent: *
Disallow: /admin/
Disallow: /*/search/
Allow: /

Sitemap: {base}/sitemap.xml
"""

ElementTree.register_namespace("", SITEMAP)
ElementTree.register_namespace("xhtml", XHTML)


@require_safe
def robots(request):
    return HttpResponse(ROBOTS.format(base=settings.BASE_URL), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request):
    """Every public address in both languages, each naming the other, in one index."""
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for languages, changed in [*pages(request), *register(), *competitions(), *targets()]:
        for path in languages.values():
            url = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
            ElementTree.SubElement(url, f"{{{SITEMAP}}}loc").text = settings.BASE_URL + path
            if changed:
                day = timezone.localtime(changed).date()
                ElementTree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = day.isoformat()
            for language, other in languages.items() if len(languages) > 1 else ():
                where = {"hreflang": HTML_LANG[language], "href": settings.BASE_URL + other}
                ElementTree.SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate"} | where)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml")


Entry = tuple[dict[str, str], datetime.datetime | None]


def pages(request) -> list[Entry]:
    """`({language: path}, changed)` of every published page; translations of one page stand together."""
    found = public(Page.objects.filter(depth__gt=1)).select_related("locale").order_by("path")
    languages: dict = defaultdict(dict)
    changed: dict = {}
    for page in found:
        key, path = page.translation_key, page.get_url(request)
        if path:
            languages[key][page.locale.language_code] = path
            changed[key] = max(filter(None, [changed.get(key), page.last_published_at]), default=None)
    return [(paths, changed[key]) for key, paths in languages.items()]


def register() -> list[Entry]:
    """The same of the register: its list, its districts, every centre."""
    newest = RegisterEdition.objects.newest()
    at = newest.recorded_at if newest else None
    decided = Decision.objects.order_by("centre__number").values_list("centre__number")
    decided = decided.annotate(Max("recorded_at"))
    centres = [(in_languages("centres:detail", number), last) for number, last in decided]
    lists = ("centres:list", "districts:list", "open_data")
    return [*((in_languages(name), at) for name in lists), *centres]


def competitions() -> list[Entry]:
    """The same of competitions and scenarios: released awards, series with a public edition, scenarios."""
    series = Series.objects.filter(editions__in=Edition.objects.public()).distinct()
    awards = Award.objects.released().order_by("pk").values_list("pk", flat=True)
    scenarios = Scenario.objects.published().order_by("pk").values_list("pk", flat=True)
    found = [in_languages("events:competitions"), in_languages("events:scenarios")]
    found += [in_languages("events:series", key) for key in series.values_list("key", flat=True)]
    found += [in_languages("events:award", pk) for pk in awards]
    found += [in_languages("events:scenario", pk) for pk in scenarios]
    return [(paths, None) for paths in found]


def targets() -> list[Entry]:
    """The same of the targets of policies."""
    found = Figure.objects.of_city().targets().by_date().values_list("key", "changed_at")
    newest = max((at for _key, at in found), default=None)
    each = [(in_languages("policies:target", key), at) for key, at in found]
    return [(in_languages("policies:targets"), newest), *each]


def in_languages(name: str, *args) -> dict[str, str]:
    paths = {}
    for language in HTML_LANG:
        with translation.override(language):
            paths[language] = reverse(name, args=args)
    return paths

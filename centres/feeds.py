"""The decisions of the register as an Atom feed (RFC 4287), newest first, in pages (RFC 5005).

An entry is one decision, told as the register knew the centre once it was recorded: it never changes.
"""

import datetime
from collections import defaultdict
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate

from .api import answers
from .exports import head_hash
from .lists.annotated import CONTROL
from .models import Decision, Scheme
from .moments import Moment
from .reference import Reference
from .replay import NO_FACTS, folded, in_force
from .views.titles import titled

PER_PAGE = 50
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans"}
BEGAN = datetime.datetime(2014, 1, 1, tzinfo=datetime.UTC)
"""When a feed without entries was updated."""
TAG_YEAR = "2026"


class PagedFeed(Atom1Feed):
    """An Atom feed whose date is that of its newest entry, with links to other pages."""

    def latest_post_date(self):
        return self.feed["updated"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel, href in self.feed["links"]:
            handler.addQuickElement("link", "", {"rel": rel, "href": href})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement(
            "link", "", {"rel": "related", "href": item["announcement"], "title": item["announced"]}
        )


def chosen(when: Moment, held: Reference, centre: str, scheme: Scheme | None, district: str) -> QuerySet:
    """The decisions of a feed. A centre is of a district once any decision about it names that one, or one
    that has become it."""
    decisions = Decision.objects.filter(edition__lte=when.edition)
    if centre:
        decisions = decisions.filter(centre__number=centre)
    if scheme:
        decisions = decisions.filter(scheme=scheme)
    if district:
        meant = [
            pk
            for pk, printed in held.districts.items()
            if district in (printed.code, held.district_on(pk, when.on).code)
        ]
        named = Decision.objects.filter(district_id__in=meant)
        decisions = decisions.filter(centre_id__in=named.values("centre_id"))
    return decisions.select_related("centre", "scheme", "row__list").order_by("-number")


def feed(decisions: QuerySet, when: Moment, query: dict[str, str], **words: str) -> PagedFeed:
    """A page of the feed that `query` asks for: the newest decisions, or those numbered below its `before`.
    `words`: its title and link. Three queries."""
    narrowed = {name: value for name, value in query.items() if name != "before"}
    if "before" in query:
        decisions = decisions.filter(number__lt=int(query["before"]))
    found = list(decisions[: PER_PAGE + 1])
    page, more = found[:PER_PAGE], len(found) > PER_PAGE
    links = [("first", address(narrowed)), ("license", answers.LICENCE)]
    if more:
        links.append(("next", address({**narrowed, "before": str(page[-1].number)})))
    made = PagedFeed(
        **words,
        description="",
        subtitle=stated(when),
        language=HTML_LANG.get(get_language(), "en"),
        author_name=_("Chongqing City of Design"),
        feed_url=address(query),
        feed_guid=tag(f"changes?{urlencode(narrowed)}" if narrowed else "changes"),
        feed_copyright="CC BY 4.0",
        updated=page[0].recorded_at if page else BEGAN,
        links=links,
    )
    facts = facts_of(page)
    for decision in page:
        made.add_item(**entry(decision, facts[decision.number]))
    return made


def stated(when: Moment) -> str:
    """The edition with the hash that covers it."""
    if not when.edition:
        return _("The register has no edition yet.")
    words = {"number": when.edition, "hash": head_hash(when.edition)}
    return _("Edition %(number)s. Hash of its newest decision: %(hash)s.") % words


def address(query: dict[str, str]) -> str:
    path = settings.BASE_URL + reverse("centres:feed")
    return f"{path}?{urlencode(query)}" if query else path


def tag(specific: str) -> str:
    """A name for ever (RFC 4151), in each language its own."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{TAG_YEAR}:{get_language()}/{specific}"


def facts_of(page: list[Decision]) -> dict[int, dict]:
    """Number of each decision -> the facts of its centre when it had been recorded; one query."""
    history = defaultdict(list)
    centres = {decision.centre_id for decision in page}
    for decision in Decision.objects.filter(centre_id__in=centres).order_by("number"):
        history[decision.centre_id].append(decision)
    return {decision.number: facts_after(decision, history[decision.centre_id]) for decision in page}


def facts_after(decision: Decision, history: list[Decision]) -> dict:
    """The facts in effect with a decision; those that it took back, where nothing else is left."""
    known = [one for one in history if one.number <= decision.number]
    alive = in_force(known) or [one for one in known if one.kind != Decision.Kind.ANNULLED]
    facts = dict(NO_FACTS)
    for one in [one for one in alive if one.effective_on.upper <= decision.effective_on.upper] or alive[:1]:
        facts = folded(facts, one)
    return facts


def entry(decision: Decision, facts: dict) -> dict:
    number = decision.centre.number
    words = {"decision": decision.get_kind_display(), "name": titled(facts, number).first, "number": number}
    title = _("%(decision)s: %(name)s, No. %(number)s") % words
    if decision.centre.sample:
        title = _("%(title)s (sample)") % {"title": title}
    return {
        "title": CONTROL.sub("", title),
        "link": settings.BASE_URL + reverse("centres:detail", args=[number]),
        "description": CONTROL.sub("", summary(decision)),
        "unique_id": tag(f"decisions/{decision.number}"),
        "pubdate": decision.recorded_at,
        "updateddate": decision.recorded_at,
        "categories": [decision.kind, decision.scheme.key],
        "announcement": f"{settings.BASE_URL}/{get_language()}/rounds/{decision.round_id}/",
        "announced": _("Announcement"),
    }


def summary(decision: Decision) -> str:
    """Sentences as HTML: what it counts for and since when, by which document, when it was recorded."""
    said = [
        _("%(scheme)s, in effect from %(date)s.")
        % {"scheme": decision.scheme.name, "date": decision.effective_on.display(get_language())}
    ]
    if decision.annuls_id:
        said = [_("Entry %(number)s was wrong and is taken back.") % {"number": decision.annuls_id}]
    if decision.row_id:
        said.append(_("Document: %(document)s.") % {"document": decision.row.list.document})
    recorded = ImpreciseDate.from_date(timezone.localdate(decision.recorded_at)).display(get_language())
    said.append(
        _("Recorded on %(date)s as entry %(number)s, edition %(edition)s.")
        % {"date": recorded, "number": decision.number, "edition": decision.edition_id}
    )
    if decision.centre.sample:
        said.append(_("This record is a sample: it is fictional."))
    said.append(_("Hash of the entry: %(hash)s.") % {"hash": decision.hash})
    return format_html_join("", "<p>{}</p>", ((text,) for text in said))

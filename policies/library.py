"""The policy library: the list with its filters, and what stands around one document."""

import dataclasses
from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.moments import moment
from centres.reference import reference
from cityofdesign.dates import ImpreciseDate

from .models import Figure, IssuingBody, PolicyIndexPage, PolicyPage, Relation
from .numbers import bare, plain
from .targets import LEGEND, figures, measured

MARKS = {
    "draft": "public-notice",
    "in-force": "in-force",
    "amended": "in-force",
    "superseded": "expired",
    "repealed": "withdrawn",
    "expired": "expired",
    "closed": "expired",
    "not-known": "unknown",
}
RELATIONS = {
    "supersedes": (gettext_lazy("Superseded by this document"), gettext_lazy("Supersedes this document")),
    "amends": (gettext_lazy("Amended by this document"), gettext_lazy("Amends this document")),
    "implements": (gettext_lazy("Carried out by this document"), gettext_lazy("Carries out this document")),
}
Kinds = dict[tuple[int, int], str]
"""(document, earlier document) -> what it does to it; primary keys of pages in one language."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One document of the library; `mark` is the key of `status_mark` for its status."""

    page: PolicyPage
    bodies: tuple[IssuingBody, ...]

    @property
    def mark(self) -> str:
        return MARKS[self.page.status]

    @property
    def year(self) -> str:
        """The year of the first date known: written, published or in force from."""
        dates = (self.page.written, self.page.published_on, self.page.effective)
        return next((str(date.upper.year) for date in dates if date.upper), "")


@dataclasses.dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many documents it would give with the other filters on."""

    value: str
    label: str
    count: int
    selected: bool


VALUES: dict[str, Callable[[Entry], tuple[str, ...]]] = {
    "status": lambda entry: (entry.page.status,),
    "level": lambda entry: (entry.page.level,),
    "year": lambda entry: (entry.year,),
    "body": lambda entry: tuple(body.key for body in entry.bodies),
    "topic": lambda entry: (entry.page.topic,),
}


def library(index: PolicyIndexPage, request) -> dict:
    """What the library shows; five queries.

    - `entries`: the documents that pass the filters, newest first, each an `Entry`
    - `total`: all documents of the library
    - `q`: the words searched for; `chosen`: filter -> value of those that are on
    - `choices`: filter (status, level, year, body, topic) -> its values, each a `Choice`
    - `errors`: parameter -> message; a bad value leaves its field unfiltered
    - `targets`: every target, a policies.targets.Target each, with `policy` in the reader's language
    - `rules`: [(standing, when a target stands so)], in words
    """
    every = entries(index)
    errors: dict[str, str] = {}
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())
    if len(q) > 100:
        errors["q"] = _("Search for at most 100 characters; nothing was searched for.")
        q = ""
    chosen = {}
    for name in VALUES:
        value = request.GET.get(name, "").strip()
        if value and value not in {v for entry in every for v in VALUES[name](entry)}:
            errors[name] = _("“%(value)s” is not found in this list; all are shown.") % {"value": value[:40]}
        elif value:
            chosen[name] = value
    searched = [entry for entry in every if not q or found(entry, q)]
    return {
        "entries": [entry for entry in searched if passes(entry, chosen)],
        "total": len(every),
        "q": q,
        "chosen": chosen,
        "choices": {name: choices(name, searched, every, chosen) for name in VALUES},
        "errors": errors,
        "targets": targets(every),
        "rules": LEGEND,
    }


def entries(index: PolicyIndexPage) -> list[Entry]:
    """Every published document below the index, newest first."""
    pages = PolicyPage.objects.child_of(index).published().newest_first()
    return with_bodies(list(pages))


def with_bodies(pages: list[PolicyPage]) -> list[Entry]:
    bodies: dict[int, list[IssuingBody]] = {}
    issued = PolicyPage.issuing_bodies.through.objects.filter(policypage__in=pages)
    for link in issued.select_related("issuingbody").order_by("pk"):
        bodies.setdefault(link.policypage_id, []).append(link.issuingbody)
    return [Entry(page, tuple(bodies.get(page.pk, ()))) for page in pages]


def passes(entry: Entry, chosen: dict[str, str], without: str = "") -> bool:
    return all(value in VALUES[name](entry) for name, value in chosen.items() if name != without)


def choices(name: str, searched: list[Entry], every: list[Entry], chosen: dict[str, str]) -> list[Choice]:
    """The values of a filter that occur in the library; years newest first, others as the model has them."""
    counts = Counter(
        value for entry in searched if passes(entry, chosen, without=name) for value in VALUES[name](entry)
    )
    labels = {
        "status": dict(PolicyPage.Status.choices),
        "level": dict(PolicyPage.Level.choices),
        "body": {body.key: body.name for entry in every for body in entry.bodies},
    }.get(name, {})
    values = {value for entry in every for value in VALUES[name](entry) if value}
    order = list(labels) if name in {"status", "level"} else sorted(values, reverse=name == "year")
    return [
        Choice(value, str(labels.get(value, value)), counts[value], chosen.get(name) == value)
        for value in order
        if value in values
    ]


def found(entry: Entry, q: str) -> bool:
    """Whether the document number, whatever its brackets and spaces, or every word of the titles, summary and
    bodies holds what is searched for."""
    page, number = entry.page, bare(q)
    if number and number in bare(page.document_number):
        return True
    if number and page.index_number and number in bare(page.index_number):
        return True
    names = [name for body in entry.bodies for name in body.names]
    texts = [page.title, page.title_other, page.summary, page.topic, page.keywords, *names]
    text = plain(" ".join(texts))
    return all(word in text for word in plain(q).split())


def targets(every: list[Entry]) -> list:
    """All targets with the documents that set them, in the language of the library."""
    here = {entry.page.translation_key: entry.page for entry in every}
    when = moment()
    return [
        dataclasses.replace(target, policy=here.get(target.policy.translation_key) if target.policy else None)
        for target in measured(figures(), when, reference(when.clock))
    ]


@dataclasses.dataclass(frozen=True)
class Link:
    """One document of a chain: `place` is before, this or after; `relation` is in words, empty for documents
    that are connected only through others."""

    entry: Entry
    place: str
    relation: str


def document(page: PolicyPage) -> dict:
    """What stands around one document; nine queries.

    - `entry`: the document as an `Entry`
    - `successors`: published documents that supersede it; a reader should see them first
    - `amended_by`: published documents that amend it
    - `chain`: every document connected with it by superseding, amending or carrying out, as `Link`s by date;
      empty where there is none but itself
    - `compared`: earlier documents that it supersedes and that have a text, where it has one itself
    - `same_topic`: the newest other documents on its topic, at most six
    - `timeline`: the chain and, up to seven documents, those on its topic or near it in time, by date
    - `official`: the published Chinese page of an English one, else None
    - `targets`: what it promises, a policies.targets.Target each; `rules`: see `library`
    """
    published = PolicyPage.objects.filter(locale_id=page.locale_id).published().newest_first()
    pages = {other.pk: other for other in published}
    pages[page.pk] = page
    kinds = relations(page, pages)
    connected = component(page.pk, pages, kinds)
    topical = [p for pk, p in pages.items() if p.topic == page.topic != "" and pk not in connected]
    others = [other for pk, other in pages.items() if pk not in connected]
    near = beside(page, others, room=7 - len(connected))
    shown = {other.pk: other for other in [*map(pages.get, connected), *topical[:6], *near]}
    known = {entry.page.pk: entry for entry in with_bodies([*shown.values()])}
    around = {pk: known[pk] for pk in connected}
    when = moment()
    held = figures()
    set_here = {f.pk for f in held if f.policy and f.policy.translation_key == page.translation_key}
    wanted = [f for f in held if f.type == Figure.Type.REPORTED or f.pk in set_here]

    def after(kind: str) -> list[Entry]:
        return [entry for pk, entry in around.items() if kinds.get((pk, page.pk)) == kind]

    earlier = [entry for pk, entry in around.items() if kinds.get((page.pk, pk)) == "supersedes"]
    return {
        "entry": around[page.pk],
        "successors": after("supersedes"),
        "amended_by": after("amends"),
        "chain": chain(page, around, kinds) if len(around) > 1 else [],
        "compared": [entry for entry in earlier if entry.page.full_text] if page.full_text else [],
        "same_topic": [known[other.pk] for other in topical[:6]],
        "timeline": chain(page, around | {other.pk: known[other.pk] for other in near}, kinds),
        "official": official(page),
        "targets": measured(wanted, when, reference(when.clock)),
        "rules": LEGEND,
    }


def official(page: PolicyPage) -> PolicyPage | None:
    """The Chinese page of a document, whose text alone is official; None for that page itself."""
    translations = PolicyPage.objects.filter(translation_key=page.translation_key).published()
    found = translations.filter(locale__language_code__startswith="zh").first()
    return found if found and found.pk != page.pk else None


def relations(page: PolicyPage, pages: dict[int, PolicyPage]) -> Kinds:
    """What published documents do to each other, and what the page as it is given does. An earlier document
    that was chosen in the other language is meant in that of the page."""
    here = {other.translation_key: pk for pk, other in pages.items()}
    rows = Relation.objects.filter(page__in=pages).exclude(page=page.pk)
    found = [(pk, kind, key) for pk, kind, key in rows.values_list("page", "kind", "target__translation_key")]
    for relation in page.relations.all():
        target = pages.get(relation.target_id) or relation.target
        found.append((page.pk, relation.kind, target.translation_key))
    return {(pk, here[key]): kind for pk, kind, key in found if key in here}


def beside(page: PolicyPage, pages: list[PolicyPage], room: int) -> list[PolicyPage]:
    """The documents for which a timeline has room: those on its topic first, then the nearest in time,
    calls that are closed last."""
    here = when_written(page).upper

    def distance(other: PolicyPage) -> tuple:
        there = when_written(other).upper
        days = abs((there - here).days) if there and here else 10**6
        return (other.topic != page.topic, other.status == PolicyPage.Status.CLOSED, days, other.pk)

    return sorted(pages, key=distance)[: max(room, 0)]


def when_written(page: PolicyPage) -> ImpreciseDate:
    return page.written or page.published_on or page.effective


def component(start: int, pages: dict[int, PolicyPage], kinds: Kinds) -> set[int]:
    """Primary keys of the documents connected with one, itself among them."""
    neighbours: dict[int, set[int]] = {pk: set() for pk in pages}
    for one, other in kinds:
        neighbours[one].add(other)
        neighbours[other].add(one)
    reached, waiting = {start}, [start]
    while waiting:
        new = neighbours[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def chain(page: PolicyPage, around: dict[int, Entry], kinds: Kinds) -> list[Link]:
    ordered = sorted(around.values(), key=lambda entry: (when_written(entry.page), entry.page.pk))
    here = ordered.index(around[page.pk])
    links = []
    for position, entry in enumerate(ordered):
        place = "this" if position == here else "before" if position < here else "after"
        links.append(Link(entry, place, relation(page.pk, entry.page.pk, kinds)))
    return links


def relation(page: int, other: int, kinds: Kinds) -> str:
    if (page, other) in kinds:
        return str(RELATIONS[kinds[page, other]][0])
    return str(RELATIONS[kinds[other, page]][1]) if (other, page) in kinds else ""

"""Typed numbers of design centres that differ from what is known for their date.

Where the register is complete for a scheme and date it decides, elsewhere the figures reported for the whole
city do. What is found are warnings: a person decides whether the text is wrong.
"""

import dataclasses
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing

from centres.moments import Moment, moment
from centres.reference import Reference, reference
from cityofdesign.checking import WARNING, Problem
from cityofdesign.dates import ImpreciseDate

from .claims import ANY, Claim, claims
from .counting import Metric, counted, days_of_change
from .living import without
from .models import Figure

WHOLE = ("national-centre", "municipal-centre", "district-centre")
SUFFIX = re.compile(r" (?:district|county|new area)$|(?:新区|[区县])$")


@dataclasses.dataclass(frozen=True)
class Yardstick:
    """The numbers right for a time; `figure` is the last reported one, None where the register decides."""

    values: frozenset[int]
    last: int
    date: datetime.date
    figure: Figure | None = None


@dataclasses.dataclass(frozen=True)
class Disagreement:
    """One typed number in a field of a page, and what is known instead."""

    claim: Claim
    known: Yardstick
    field: str

    @property
    def typed(self) -> str:
        return self.claim.words

    @property
    def sentence(self) -> str:
        return self.claim.sentence

    def __str__(self) -> str:
        """In words, in the active language."""
        figure = self.known.figure
        date = figure.as_of if figure else ImpreciseDate.from_date(self.known.date)
        said = {
            "typed": self.typed,
            "count": self.known.last,
            "date": date.display(get_language()),
            "source": figure.source_name if figure else "",
        }
        if figure:
            return _("“%(typed)s”: %(source)s reports %(count)s for %(date)s.") % said
        return _("“%(typed)s”: the register counts %(count)s on %(date)s.") % said


class Yardsticks:
    """What is known of every scheme at any time; one query, and one for each scheme that is complete."""

    def __init__(self, when: Moment, held: Reference):
        self.when, self.held = when, held
        self.figures: dict[str, list[Figure]] = defaultdict(list)
        exact = (
            Figure.objects.reported().of_city().filter(comparator=Figure.Comparator.EQ, scheme__isnull=False)
        )
        for figure in exact.filter(as_of_to__isnull=False).select_related("scheme").by_date():
            self.figures[figure.scheme.key].append(figure)
        self.places = places(held)

    def of(self, scheme: str, lower: datetime.date, upper: datetime.date) -> Yardstick | None:
        """What is right for the days from `lower` to `upper`; None for the future and where nothing is known.

        Any number that came up within the time is right, and the one that stood on its last day.
        """
        last = min(upper, self.when.on)
        if lower > last:
            return None
        if scheme == ANY:
            return self.of_any(lower, last)
        found = self.held.scheme(scheme)
        if found and self.held.complete(found, last):
            metric = Metric(scheme)
            days = [day for day in days_of_change(metric, self.when.edition) if lower <= day <= last]
            counts = [counted(metric, self.when.edition, self.held, day)[0] for day in [*days, last]]
            return Yardstick(frozenset(counts), counts[-1], last)
        known = [figure for figure in self.figures[scheme] if figure.as_of_to <= last]
        if not known:
            return None
        newest = known[-1].as_of_to
        values = {
            int(figure.value) for figure in known if figure.as_of_to in (newest,) or figure.as_of_to >= lower
        }
        return Yardstick(frozenset(values), int(known[-1].value), newest, known[-1])

    def of_any(self, lower: datetime.date, upper: datetime.date) -> Yardstick | None:
        """Of "design centres" without a level: any scheme, national and municipal ones, or all levels."""
        each = [found for scheme in WHOLE if (found := self.of(scheme, lower, upper))]
        if not each:
            return None
        sums = {sum(part.last for part in each[:size]) for size in range(2, len(each) + 1)}
        every = sums.union(*(part.values for part in each))
        most = max(each, key=lambda part: part.last)
        return dataclasses.replace(most, values=frozenset(every))


def places(held: Reference) -> re.Pattern:
    """Finds every district, with and without the word for what it is."""
    full = {name.casefold() for district in held.districts.values() for name in district.names if name}
    short = {SUFFIX.sub("", name) for name in full if not name.startswith(("chongqing", "重庆"))}
    names = sorted((name for name in full | short if len(name) > 1), key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in names) or r"(?!)"
    )


def disagreements(page: Page, known: Yardsticks | None = None) -> list[Disagreement]:
    """The typed numbers of a page, as it is given, that differ; each once, in the order of the text.

    A sentence without a date is judged by the date of the page, else by today. Two queries on a warm process,
    none where `known` is given.
    """
    if known is None:
        when = moment()
        known = Yardsticks(when, reference(when.clock))
    day = date_of(page) or known.when.on
    found = {}
    for field, text in texts_of(page):
        for claim in claims(text, known.places):
            right = known.of(claim.scheme, claim.lower or day, claim.upper or day)
            if right and not any(map(claim.holds_for, right.values)):
                found.setdefault((claim.words, right.date), Disagreement(claim, right, field))
    return list(found.values())


def warnings(page: Page) -> list[Problem]:
    """The same beside the page in its editor."""
    remedy = _("Correct it, or insert a figure of the register, which follows it by itself.")
    return [Problem(WARNING, one.field, f"{one} {remedy}") for one in disagreements(page)]


def date_of(page: Page) -> datetime.date | None:
    """The day that the page speaks of: its own date, that of a document, or its first publication."""
    for name in ("date", "written", "published_on"):
        if date := getattr(getattr(page, name, None), "upper", None):
            return date
    return page.first_published_at.date() if page.first_published_at else None


def texts_of(page: Page) -> Iterator[tuple[str, str]]:
    """`(field, text)` of every text that was typed, without the living figures in it."""
    yield "title", page.title
    for field in page._meta.get_fields():
        if not getattr(field, "concrete", False) or field.model in Page.__mro__:
            continue
        value = getattr(page, field.attname)
        if isinstance(field, StreamField):
            yield field.name, "\n".join(texts_in(value))
        elif isinstance(field, RichTextField):
            yield field.name, get_text_for_indexing(value)
        elif isinstance(field, models.TextField):
            yield field.name, value or ""


def texts_in(value) -> Iterator[str]:
    """The texts in a value of a block; the short texts of one block are read together, as its parts."""
    if isinstance(value, RichText):
        yield without(get_text_for_indexing(value.source))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield " ".join(part for part in value.values() if isinstance(part, str))
        for part in value.values():
            if not isinstance(part, str):
                yield from texts_in(part)
    elif hasattr(value, "block") or isinstance(value, Iterable):
        yield from texts_in(value.value) if hasattr(value, "block_type") else texts_of_many(value)


def texts_of_many(values: Iterable) -> Iterator[str]:
    for part in values:
        yield from texts_in(getattr(part, "value", part))

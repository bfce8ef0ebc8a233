"""One FilterSet and one queryset for the list, the API, the exports and the feeds."""

import copy
import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import finding
from .columns import Columns, Passing, columns
from .models import Decision, Kind, Level, Standing
from .moments import Moment
from .reference import Reference, reference

PER_PAGE = (25, 50, 100)
SORTS = {
    "accredited": gettext_lazy("first accredited, oldest first"),
    "-accredited": gettext_lazy("first accredited, newest first"),
    "name": gettext_lazy("name"),
    "level": gettext_lazy("level, national first"),
    "district": gettext_lazy("district"),
    "number": gettext_lazy("register number"),
    "relevance": gettext_lazy("best match first"),
}
FACTS = (
    "centre__number",
    "centre__sample",
    "name_en",
    "name_zh",
    "name_key",
    "holder_id",
    "holder_name_en",
    "holder_name_zh",
    "holder_name_zh_unconfirmed",
    "kind_of_centre",
    "district__code",
    "sectors",
)
FACETS = ("level", "scheme", "kind", "district", "status", "sector", "year")
AT_ONCE = 500
ANY = "any"


def _choices(values):
    return [(value, value) for value in values]


YEARS = _choices(str(year) for year in range(1990, 2101))


class Shared(dict):
    """Fields or filters whose copies share their choices. Django copies them whole for every form, with two
    hundred choices, which takes longer than to read the parameters."""

    def __deepcopy__(self, memo):
        return {name: copy.copy(value) for name, value in self.items()}


@lru_cache(maxsize=8)
def _standings(on: datetime.date, edition: int) -> QuerySet:
    """The standings of a day, from which every question starts; never fetched itself."""
    return Standing.objects.on(on, edition)


class StandingFilter(django_filters.FilterSet):
    """The parameters of the register. `reference` supplies the choices; facets are counted by `facets`."""

    q = django_filters.CharFilter(
        method="search", max_length=200, label=gettext_lazy("Name, holder or number")
    )
    scheme = django_filters.MultipleChoiceFilter(
        field_name="scheme__key", distinct=False, label=gettext_lazy("Scheme")
    )
    level = django_filters.MultipleChoiceFilter(
        field_name="scheme__level", choices=Level.choices, distinct=False, label=gettext_lazy("Level")
    )
    kind = django_filters.MultipleChoiceFilter(
        field_name="kind_of_centre", choices=Kind.choices, distinct=False, label=gettext_lazy("Kind")
    )
    district = django_filters.MultipleChoiceFilter(method="in_districts", label=gettext_lazy("District"))
    sector = django_filters.MultipleChoiceFilter(method="in_sectors", label=gettext_lazy("Sector"))
    year = django_filters.MultipleChoiceFilter(
        field_name="first_granted_to__year",
        choices=lambda: YEARS,
        distinct=False,
        label=gettext_lazy("First accredited"),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=[*Standing.Status.choices, (ANY, gettext_lazy("any"))],
        method="in_status",
        label=gettext_lazy("Standing"),
    )
    round = django_filters.NumberFilter(
        method="decided_by", min_value=1, max_value=2**31 - 1, label=gettext_lazy("Round")
    )

    class Meta:
        model = Standing
        fields = []

    def __init__(self, data, *, moment: Moment, reference: Reference):
        self.moment, self.reference = moment, reference
        data = data.copy()
        if not data.getlist("status"):
            data["status"] = Standing.Status.ACCREDITED
        super().__init__(data, queryset=_standings(moment.on, moment.edition))
        for filter_ in self.filters.values():
            filter_.method = filter_.method  # of this set, not of the one that was copied

    def get_form_class(self):
        return _form_class(self.reference)

    def search(self, queryset, name, value):
        """Centres with every word in a name that they or their holders have or had by the day, or in their
        number; see centres.finding."""
        return queryset.filter(finding.find(value, self.moment).among)

    def in_districts(self, queryset, name, values):
        """Districts as of the day: a printed one counts as what it had become."""
        found = [
            pk
            for pk in self.reference.districts
            if self.reference.district_on(pk, self.moment.on).code in values
        ]
        return queryset.filter(district_id__in=found)

    def in_sectors(self, queryset, name, values):
        if not values:
            return queryset
        found = Q()
        for value in values:
            found |= Q(sectors_text__contains=f'"{value}"')
        return queryset.annotate(sectors_text=Cast("sectors", TextField())).filter(found)

    def in_status(self, queryset, name, values):
        return queryset if not values or ANY in values else queryset.filter(status__in=values)

    def decided_by(self, queryset, name, value):
        decided = Decision.objects.filter(edition__lte=self.moment.edition, round_id=int(value))
        return queryset.filter(centre_id__in=decided.values("centre_id"))


StandingFilter.base_filters = Shared(StandingFilter.base_filters)


@lru_cache(maxsize=2)
def _form_class(reference: Reference) -> type[forms.Form]:
    """The form of the parameters, with the choices that the tables of reference give."""
    fields = {
        name: filter_.field for name, filter_ in copy.deepcopy(dict(StandingFilter.base_filters)).items()
    }
    fields["scheme"].choices = _choices(scheme.key for scheme in reference.schemes)
    fields["district"].choices = _choices(district.code for district in reference.districts.values())
    fields["sector"].choices = _choices(reference.sectors)
    form = type("StandingForm", (forms.Form,), fields)
    form.base_fields = Shared(form.base_fields)
    return form


@dataclasses.dataclass
class Question:
    """What a reader asks of the register: the moment, the filters, and what was wrong with them in words."""

    moment: Moment
    filterset: StandingFilter
    sort: str
    per_page: int
    errors: dict[str, list[str]]

    @property
    def standings(self) -> QuerySet:
        """One standing per centre and scheme that passes the filters."""
        return self.filterset.qs

    @cached_property
    def columns(self) -> Columns:
        return columns(self.moment, self.filterset.reference)

    @cached_property
    def found(self) -> Passing:
        """The standings that pass all filters."""
        return self.passing()

    def passing(self, *without: str) -> Passing:
        """The standings that pass all filters but those `without`."""
        chosen = {
            name: values
            for name, values in self.filterset.form.cleaned_data.items()
            if values and name in FACETS and name not in without and ANY not in values
        }
        return self.columns.passing(chosen, self._within)

    @cached_property
    def _within(self) -> list[int]:
        """The centres that a search or a round leaves."""
        within = []
        if self.q:
            within.append(self.columns.mask(finding.find(self.q, self.moment).centres))
        if round_ := self.filterset.form.cleaned_data.get("round"):
            decided = self.filterset.filters["round"].filter(self.filterset.queryset, round_)
            within.append(self.columns.mask(frozenset(decided.values_list("centre_id", flat=True))))
        return within

    def totals(self) -> tuple[int, int]:
        """`(distinct centres, samples among them)`."""
        return self.found.count, (self.found.centres & self.columns.samples).bit_count()

    def in_order(self) -> "InOrder":
        """Primary keys of the centres that pass the filters, in the order asked for."""
        return InOrder(self)

    def centres(self, most: int | None = None) -> Iterator[dict]:
        """One dictionary of facts per distinct centre, in the order asked for: all, or the first `most`."""
        pks = islice(self.in_order(), most)
        while some := list(islice(pks, AT_ONCE)):
            facts = facts_of(some, self.moment)
            yield from (facts[pk] for pk in some)

    @property
    def q(self) -> str:
        """What the reader searches for; empty for no search."""
        return self.filterset.form.cleaned_data.get("q") or ""

    def chips(self) -> list[tuple[str, str]]:
        """`(parameter, value)` of every filter that the reader chose."""
        data = self.filterset.data
        chosen = [(name, value) for name in self.filterset.filters for value in data.getlist(name) if value]
        return [
            (name, value) for name, value in chosen if (name, value) != ("status", Standing.Status.ACCREDITED)
        ]


def ask(data, moment: Moment, reference: Reference) -> Question:
    """Read the parameters of `data` (a QueryDict). A bad value leaves its field unfiltered and is named in
    `errors`; unknown parameters are ignored."""
    filterset = StandingFilter(data, moment=moment, reference=reference)
    errors = {
        name: [str(message) for message in messages] for name, messages in filterset.form.errors.items()
    }
    if errors:
        data = data.copy()
        for name in errors:
            data.pop(name, None)
        filterset = StandingFilter(data, moment=moment, reference=reference)
        filterset.form.is_valid()
    sort = data.get("sort") or "accredited"
    if sort not in SORTS:
        errors["sort"] = [_("“%(value)s” is not an order of the list.") % {"value": sort[:40]}]
        sort = "accredited"
    per_page = data.get("per_page") or str(PER_PAGE[0])
    if per_page not in map(str, PER_PAGE):
        errors["per_page"] = [_("A page has 25, 50 or 100 centres.")]
        per_page = str(PER_PAGE[0])
    return Question(moment, filterset, sort, int(per_page), errors)


class InOrder(Sequence):
    """Primary keys of the centres of a question in its order; only those asked for are looked up."""

    def __init__(self, question: Question):
        self.question = question

    def __len__(self) -> int:
        return self.question.totals()[0]

    def __iter__(self) -> Iterator[int]:
        question = self.question
        if question.sort != "relevance":
            return question.columns.in_order(question.found, question.sort)
        rank = finding.find(question.q, question.moment).ranks
        by_number = question.columns.in_order(question.found, "number")
        return iter(sorted(by_number, key=lambda pk: rank.get(pk, 0)))

    def __getitem__(self, some: slice) -> list[int]:
        return list(islice(iter(self), some.start, some.stop))


def facts_of(pks: list[int], moment: Moment) -> dict[int, dict]:
    """The facts of centres at the moment by primary key, in one query."""
    standings = Standing.objects.on(moment.on, moment.edition).filter(centre_id__in=pks)
    return {row["centre_id"]: row for row in standings.values("centre_id", *FACTS)}


def facets(question: Question) -> dict[str, dict[str, int]]:
    """Distinct centres per value of every facet, each counted with the other filters on.

    The key `""` holds the totals: `count` and `samples` of the whole question.
    """
    count, samples = question.totals()
    counts = {name: Counter(question.columns.counts(name, question.passing(name))) for name in FACETS}
    return {"": Counter(count=count, samples=samples), **counts}


def standings_of(centre_ids, moment: Moment) -> dict[int, list[Standing]]:
    """Every standing of the given centres at the moment, highest level first."""
    found: dict[int, list[Standing]] = {}
    standings = Standing.objects.on(moment.on, moment.edition).filter(centre_id__in=list(centre_ids))
    standings = standings.select_related("centre", "holder", "decision__round", "decision__row__list")
    for standing in reference(moment.clock).in_order(standings):
        found.setdefault(standing.centre_id, []).append(standing)
    return found


def counted(standings: QuerySet) -> tuple[int, int]:
    """`(distinct centres, samples among them)` of a queryset of standings."""
    totals = standings.aggregate(
        n=Count("centre_id", distinct=True),
        s=Count("centre_id", distinct=True, filter=Q(centre__sample=True)),
    )
    return totals["n"], totals["s"]


def count_on(moment: Moment, scheme_key: str) -> tuple[int, int]:
    """`(centres, samples among them)` accredited under a scheme at the moment."""
    standings = Standing.objects.on(moment.on, moment.edition).accredited()
    return counted(standings.filter(scheme__key=scheme_key))

"""One FilterSet and one queryset for the list, the API, the exports and the feeds."""

import dataclasses
import json
import unicodedata
from collections import Counter

import django_filters
from django.db.models import CharField, Count, F, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Decision, Kind, Level, Standing
from .moments import Moment
from .reference import Reference

PER_PAGE = (25, 50, 100)
SORTS = {
    "accredited": (
        gettext_lazy("first accredited, oldest first"),
        (F("first").asc(nulls_last=True), "centre__number"),
    ),
    "-accredited": (
        gettext_lazy("first accredited, newest first"),
        (F("first").desc(nulls_last=True), "centre__number"),
    ),
    "name": (gettext_lazy("name"), ("name_key", "centre__number")),
    "level": (gettext_lazy("level, national first"), ("order", "centre__number")),
    "district": (gettext_lazy("district"), (F("district__code").asc(nulls_last=True), "centre__number")),
    "number": (gettext_lazy("register number"), ("centre__number",)),
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
NAMES = ("name_en", "name_zh", "holder_name_en", "holder_name_zh")
ANY = "any"
MOST_WORDS = 6


def _choices(values):
    return [(value, value) for value in values]


def spellings(word: str) -> list[str]:
    """The forms in which a list may print a word: as typed, half or full width, centre or center."""
    plain = unicodedata.normalize("NFKC", word)
    forms = {word, plain, plain.translate({ord("("): "（", ord(")"): "）"})}
    forms |= {form.lower().replace("center", "centre") for form in forms}
    return sorted(forms | {form.lower().replace("centre", "center") for form in forms})


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
        field_name="first_granted_to__year", distinct=False, label=gettext_lazy("First accredited")
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
        super().__init__(data, queryset=Standing.objects.on(moment.on, moment.edition))
        fields = self.form.fields
        fields["scheme"].choices = _choices(scheme.key for scheme in reference.schemes)
        fields["district"].choices = _choices(d.code for d in reference.districts.values())
        fields["sector"].choices = _choices(reference.sectors)
        fields["year"].choices = _choices(str(year) for year in range(1990, 2101))

    def decisions(self) -> QuerySet:
        """The decisions that the moment knows, without those that it knows to be annulled."""
        known = Decision.objects.filter(edition__lte=self.moment.edition)
        return known.exclude(annulled_by__edition__lte=self.moment.edition)

    def search(self, queryset, name, value):
        """Centres with every word in a name that they or their holders have or had, or with that number."""
        for word in value.split()[:MOST_WORDS]:
            stated = Q()
            for field in NAMES:
                for spelling in spellings(word):
                    stated |= Q(**{f"{field}__icontains": spelling})
            named = self.decisions().filter(stated).values("centre_id")
            number = unicodedata.normalize("NFKC", word)
            queryset = queryset.filter(Q(centre__number__iexact=number) | Q(centre_id__in=named))
        return queryset

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

    def without(self, *names: str) -> QuerySet:
        """The standings that pass all filters but the named ones."""
        queryset = self.queryset
        for name, value in self.form.cleaned_data.items():
            if name not in names:
                queryset = self.filters[name].filter(queryset, value)
        return queryset


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

    def totals(self) -> tuple[int, int]:
        """`(distinct centres, samples among them)`."""
        return counted(self.standings)

    def centres(self) -> QuerySet:
        """One dictionary of facts per distinct centre, in the order asked for."""
        return (
            self.standings.order_by()
            .values("centre_id", *FACTS)
            .annotate(order=Min("scheme__order"), first=Min("first_granted_from"))
            .order_by(*SORTS[self.sort][1])
        )

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


def facets(question: Question) -> dict[str, dict[str, int]]:
    """Distinct centres per value of every facet, each counted with the other filters on, in one query.

    The key `""` holds the totals: `count` and `samples` of the whole question.
    """
    fields = {
        "level": F("scheme__level"),
        "scheme": F("scheme__key"),
        "kind": F("kind_of_centre"),
        "district": F("district__code"),
        "status": F("status"),
        "sector": Cast("sectors", CharField()),
        "year": Cast(ExtractYear("first_granted_to"), CharField()),
    }
    parts = []
    for name, value in fields.items():
        passing = (
            question.filterset.without(name)
            .order_by()
            .annotate(facet=Value(name), value=Coalesce(value, Value("")))
        )
        parts.append(passing.values_list("facet", "value").annotate(n=Count("centre_id", distinct=True)))
    every = question.standings.order_by()
    for label, standings in (("count", every), ("samples", every.filter(centre__sample=True))):
        total = standings.annotate(facet=Value(""), value=Value(label)).values_list("facet", "value")
        parts.append(total.annotate(n=Count("centre_id", distinct=True)))
    counts: dict[str, dict[str, int]] = {name: Counter() for name in ("", *fields)}
    held, on = question.filterset.reference, question.moment.on
    became = {d.code: held.district_on(d.pk, on).code for d in held.districts.values()}
    for name, value, n in parts[0].union(*parts[1:], all=True):
        if name == "district":
            value = became.get(value, value)
        for key in json.loads(value) if name == "sector" else [value]:
            counts[name][key] += n
    counts[""] = {"count": 0, "samples": 0, **counts[""]}
    return counts


def standings_of(centre_ids, moment: Moment) -> dict[int, list[Standing]]:
    """Every standing of the given centres at the moment, highest level first."""
    held: dict[int, list[Standing]] = {}
    standings = Standing.objects.on(moment.on, moment.edition).filter(centre_id__in=list(centre_ids))
    standings = standings.select_related(
        "scheme", "district", "centre", "holder", "decision__round", "decision__row__list"
    )
    for standing in standings.order_by("scheme__order"):
        held.setdefault(standing.centre_id, []).append(standing)
    return held


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

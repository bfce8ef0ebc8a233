"""Schemes, districts and sectors, kept in the process until the database says that they changed."""

import dataclasses
import datetime
import functools

from django.db import connection
from django.db.models import Count, Max, QuerySet, Value

from .models import Completeness, District, Edition, Scheme, SchemeRule, Sector

TABLES = (Scheme, SchemeRule, Completeness, District, Sector)


@dataclasses.dataclass(frozen=True, eq=False)
class Reference:
    """The tables that the register refers to; `districts` by primary key, `schemes` in their order."""

    schemes: tuple[Scheme, ...]
    districts: dict[int, District]
    sectors: dict[str, Sector]

    @functools.cached_property
    def districts_by_code(self) -> dict[str, District]:
        return {district.code: district for district in self.districts.values()}

    @functools.cached_property
    def schemes_by_pk(self) -> dict[int, Scheme]:
        return {scheme.pk: scheme for scheme in self.schemes}

    def scheme(self, key: str) -> Scheme | None:
        return next((scheme for scheme in self.schemes if scheme.key == key), None)

    def district_on(self, pk: int | None, date: datetime.date) -> District | None:
        """What a district was on `date`: itself, or its sole successor once it had ended, and so on. One that
        several came after stays itself: which of them it is, staff must say."""
        district = self.districts.get(pk)
        for _step in self.districts:
            if district is None or not ended(district, date) or len(after := district.successors.all()) != 1:
                break
            district = self.districts[after[0].pk]
        return district

    def complete(self, scheme: Scheme, date: datetime.date) -> bool:
        """Whether the register holds every centre of the scheme on `date`."""
        return any(
            period.valid_from <= date and (period.valid_to is None or date <= period.valid_to)
            for period in scheme.complete_periods.all()
        )

    def rule(self, scheme: Scheme, date: datetime.date) -> SchemeRule | None:
        rules = [
            rule
            for rule in scheme.rules.all()
            if rule.valid_from <= date and (rule.valid_to is None or date <= rule.valid_to)
        ]
        return max(rules, key=lambda rule: rule.valid_from, default=None)


def ended(district: District, date: datetime.date) -> bool:
    """Whether the district no longer existed on `date`."""
    return district.valid_to is not None and district.valid_to <= date


@dataclasses.dataclass(frozen=True)
class Clock:
    """The newest edition (number 0 before the first) and the stamp of the tables of reference."""

    edition: int
    recorded_at: datetime.datetime | None
    stamp: tuple


_held: dict[tuple, Reference] = {}


def clock() -> Clock:
    """One query, whatever process or shell wrote last."""
    with connection.cursor() as cursor:
        cursor.execute(*_question(connection.vendor))
        rows = {name: (count, moment) for name, count, moment in cursor.fetchall()}
    number, recorded_at = rows.pop("Edition", (0, None))
    if isinstance(recorded_at, str):  # SQLite keeps UTC as text
        recorded_at = datetime.datetime.fromisoformat(recorded_at).replace(tzinfo=datetime.UTC)
    return Clock(number or 0, recorded_at, tuple(sorted(rows.items())))


@functools.lru_cache(maxsize=2)
def _question(vendor: str) -> tuple[str, tuple]:
    """The SQL of the clock and its parameters. Every request asks it, and to put it together takes longer
    than to answer it."""
    parts = [_totals(model).annotate(Count("pk"), changed=Max("changed_at")) for model in TABLES]
    editions = _totals(Edition).annotate(Max("number"), recorded=Max("recorded_at"))
    return editions.union(*parts, all=True).query.sql_with_params()


def _totals(model) -> QuerySet:
    """The model's name, as the one group of all its rows that aggregates are added to."""
    return model.objects.order_by().annotate(table=Value(model.__name__)).values_list("table")


def reference(now: Clock | None = None) -> Reference:
    stamp = (now or clock()).stamp
    if stamp not in _held:
        fresh = Reference(
            schemes=tuple(Scheme.objects.prefetch_related("rules", "complete_periods")),
            districts={d.pk: d for d in District.objects.prefetch_related("successors")},
            sectors={sector.key: sector for sector in Sector.objects.all()},
        )
        _held.clear()
        _held[stamp] = fresh
    return _held[stamp]

"""Schemes, districts and sectors, kept in the process until the database says that they changed.

Today's register is told with the tables as they are. Who asks how an edition knew it is told with the
districts as that edition found them: a name corrected later, or a district divided, changes no old answer.
"""

import copy
import dataclasses
import datetime
import functools

from django.db import connection
from django.db.models import Count, Max, QuerySet, Value

from .models import Completeness, District, DistrictTable, Edition, Scheme, SchemeRule, Sector

TABLES = (Scheme, SchemeRule, Completeness, District, Sector)


@dataclasses.dataclass(frozen=True, eq=False)
class Reference:
    """The tables that the register refers to; `districts` by primary key, `schemes` in their order."""

    schemes: tuple[Scheme, ...]
    districts: dict[int, District]
    sectors: dict[str, Sector]
    successors: dict[int, list[District]]
    _known: dict[int, "Reference"] = dataclasses.field(default_factory=dict)

    def as_known(self, edition: int) -> "Reference":
        """The tables with the districts as edition number `edition` found them; itself where they are the
        same."""
        if edition not in self._known:
            table = DistrictTable.known_in(edition)
            same = table is None or table.rows == told(self)
            self._known[edition] = self if same else self._with(table)
        return self._known[edition]

    def _with(self, table: DistrictTable) -> "Reference":
        """Equal tables of two editions give one object, so that what is kept for it is made once."""
        for other in self._known.values():
            if told(other) == table.rows:
                return other
        districts = {row["pk"]: as_told(row, self.districts) for row in table.rows}
        after = {row["pk"]: [districts[pk] for pk in row["successors"]] for row in table.rows}
        return dataclasses.replace(self, districts=districts, successors=after, _known={})

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
            after = self.successors[district.pk] if district and ended(district, date) else ()
            if len(after) != 1:
                break
            district = after[0]
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


def told(held: Reference) -> list[dict]:
    """The districts as `DistrictTable.rows` has them."""
    return [
        {
            "pk": pk,
            **{name: getattr(district, name) for name in ("code", "name_en", "name_zh")},
            **{name: str(getattr(district, name) or "") for name in ("valid_from", "valid_to")},
            "successors": sorted(after.pk for after in held.successors[pk]),
        }
        for pk, district in sorted(held.districts.items())
    ]


def as_told(row: dict, districts: dict[int, District]) -> District:
    """A district as a row of a `DistrictTable` has it; what that does not tell is as at present."""
    district = copy.copy(districts[row["pk"]]) if row["pk"] in districts else District(pk=row["pk"])
    for name in ("code", "name_en", "name_zh"):
        setattr(district, name, row[name])
    for name in ("valid_from", "valid_to"):
        setattr(district, name, datetime.date.fromisoformat(row[name]) if row[name] else None)
    return district


def ended(district: District, date: datetime.date) -> bool:
    """Whether the district no longer existed on `date`."""
    return district.valid_to is not None and district.valid_to <= date


@dataclasses.dataclass(frozen=True)
class Clock:
    """The newest edition (number 0 before the first) and the stamp of the tables of reference; `known_in` is
    the edition as which the tables are asked for, None for the present ones."""

    edition: int
    recorded_at: datetime.datetime | None
    stamp: tuple
    known_in: int | None = None

    def as_known(self, edition: int) -> "Clock":
        return dataclasses.replace(self, known_in=edition)


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
    now = now or clock()
    if now.stamp not in _held:
        districts = {d.pk: d for d in District.objects.prefetch_related("successors")}
        fresh = Reference(
            schemes=tuple(Scheme.objects.prefetch_related("rules", "complete_periods")),
            districts=districts,
            sectors={sector.key: sector for sector in Sector.objects.all()},
            successors={
                pk: [districts[after.pk] for after in d.successors.all()] for pk, d in districts.items()
            },
        )
        _held.clear()
        _held[now.stamp] = fresh
    held = _held[now.stamp]
    return held if now.known_in is None else held.as_known(now.known_in)


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    _held.clear()

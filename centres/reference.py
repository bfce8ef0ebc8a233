"""Schemes, districts and sectors, kept in the process until the database says that they changed.

Today's register is told with the tables as they are. Who asks how an edition knew it is told with the
tables as that edition found them: a name corrected later, or a district divided, changes no old answer.
"""

import dataclasses
import datetime
import functools
from collections.abc import Iterable
from operator import itemgetter

from django.db import connection
from django.db.models import Count, Max, QuerySet, Value

from .models import Completeness, District, Edition, ReferenceTables, Scheme, SchemeRule, Sector
from .tables import entry_of, row_of

TABLES = (Scheme, SchemeRule, Completeness, District, Sector)


@dataclasses.dataclass(frozen=True, eq=False)
class Reference:
    """The tables that the register refers to: `schemes` in their order, `sectors` by key, all else by primary
    key, `rules` and `complete_periods` by that of their scheme."""

    schemes: tuple[Scheme, ...]
    districts: dict[int, District]
    sectors: dict[str, Sector]
    successors: dict[int, list[District]]
    rules: dict[int, list[SchemeRule]]
    complete_periods: dict[int, list[Completeness]]
    _known: dict[int, "Reference"] = dataclasses.field(default_factory=dict)

    def as_known(self, edition: int) -> "Reference":
        """The tables as edition number `edition` found them; itself where they are the same."""
        if edition not in self._known:
            kept = ReferenceTables.known_in(edition)
            same = kept is None or kept.tables == told(self)
            self._known[edition] = self if same else self._with(kept.tables)
        return self._known[edition]

    def _with(self, tables: dict[str, list[dict]]) -> "Reference":
        """Equal tables of two editions give one object, so that what is kept for it is made once."""
        others = (other for other in self._known.values() if told(other) == tables)
        return next(others, None) or as_told(tables, self)

    def named(self, rows: Iterable) -> list:
        """Decisions or standings, each with its scheme as it is called here."""
        rows = list(rows)
        for row in rows:
            row.scheme = self.schemes_by_pk[row.scheme_id]
        return rows

    def in_order(self, rows: Iterable) -> list:
        """As `named`, in the order of the schemes."""
        return sorted(self.named(rows), key=lambda row: in_order(row.scheme))

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
            for period in self.complete_periods[scheme.pk]
        )

    def rule(self, scheme: Scheme, date: datetime.date) -> SchemeRule | None:
        rules = [
            rule
            for rule in self.rules[scheme.pk]
            if rule.valid_from <= date and (rule.valid_to is None or date <= rule.valid_to)
        ]
        return max(rules, key=lambda rule: rule.valid_from, default=None)


def told(held: Reference) -> dict[str, list[dict]]:
    """{districts, schemes, sectors}: rows of `tables.row_of` by their primary keys, a district with the keys
    of its `successors`, a scheme with its `rules` and `complete_periods`."""
    return {
        "districts": [
            row_of(district) | {"successors": sorted(after.pk for after in held.successors[pk])}
            for pk, district in sorted(held.districts.items())
        ],
        "schemes": [
            row_of(scheme)
            | {
                "rules": [row_of(rule) for rule in held.rules[pk]],
                "complete_periods": [row_of(period) for period in held.complete_periods[pk]],
            }
            for pk, scheme in sorted(held.schemes_by_pk.items())
        ],
        "sectors": [row_of(s) for s in sorted(held.sectors.values(), key=lambda s: s.pk)],
    }


def as_told(tables: dict[str, list[dict]], held: Reference) -> Reference:
    """The tables of reference that `told` made `tables` of; what it left out is as in `held`."""
    rows = sorted(tables["districts"], key=itemgetter("code"))
    districts = {row["pk"]: entry_of(District, row, held.districts.get(row["pk"])) for row in rows}
    sectors = {s.pk: s for s in held.sectors.values()}
    rows = tables["schemes"]
    schemes = [entry_of(Scheme, row, held.schemes_by_pk.get(row["pk"])) for row in rows]
    return Reference(
        schemes=tuple(sorted(schemes, key=in_order)),
        districts=districts,
        sectors={row["key"]: entry_of(Sector, row, sectors.get(row["pk"])) for row in tables["sectors"]},
        successors={row["pk"]: [districts[pk] for pk in row["successors"]] for row in tables["districts"]},
        rules={row["pk"]: [entry_of(SchemeRule, rule) for rule in row["rules"]] for row in rows},
        complete_periods={
            row["pk"]: [entry_of(Completeness, period) for period in row["complete_periods"]] for row in rows
        },
    )


def in_order(scheme: Scheme) -> tuple:
    """How schemes are ordered, as `Scheme.Meta.ordering` has it."""
    return scheme.order, scheme.key


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


def read() -> Reference:
    """The tables as they are in the database now; six queries."""
    districts = {d.pk: d for d in District.objects.prefetch_related("successors")}
    schemes = tuple(Scheme.objects.prefetch_related("rules", "complete_periods"))
    return Reference(
        schemes=schemes,
        districts=districts,
        sectors={sector.key: sector for sector in Sector.objects.all()},
        successors={pk: [districts[after.pk] for after in d.successors.all()] for pk, d in districts.items()},
        rules={scheme.pk: list(scheme.rules.all()) for scheme in schemes},
        complete_periods={scheme.pk: list(scheme.complete_periods.all()) for scheme in schemes},
    )


def reference(now: Clock | None = None) -> Reference:
    now = now or clock()
    if now.stamp not in _held:
        fresh = read()
        _held.clear()
        _held[now.stamp] = fresh
    held = _held[now.stamp]
    return held if now.known_in is None else held.as_known(now.known_in)


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    _held.clear()

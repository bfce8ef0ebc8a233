"""The register on a day as columns of bits: counted, filtered and ordered without asking the database.

A list page counts a hundred values of seven facets, each with the other filters on. In SQL that is a pass
over the table per facet and grows with the register; as bit sets kept in the process it is a hundred ANDs.
Columns belong to an edition and a day and are made anew when the edition in the database is newer, so that
what another process publishes is seen at once. `StandingFilter` says in SQL what is meant; the tests hold one
against the other.

A centre has several standings, and filters of standings (scheme, level, year, status) must meet in one of
them. So there are layers: layer k holds the k-th standing of every centre, and bit n of each is the n-th
centre by register number. A fact of the centre (kind, district, sectors) is one set of bits for all layers.
"""

import dataclasses
import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache, reduce
from itertools import groupby
from operator import attrgetter, or_

from django.db.models import TextField
from django.db.models.functions import Cast

from .models import Standing
from .moments import Moment
from .reference import Reference

OF_STANDINGS = ("scheme", "level", "year", "status")
OF_CENTRES = ("kind", "district", "sector")
ROW = (
    "centre_id",
    "centre__sample",
    "scheme_id",
    "status",
    "kind_of_centre",
    "district_id",
    "name_key",
)
AS_TEXT = {
    f"{name}_text": Cast(name, TextField()) for name in ("sectors", "first_granted_from", "first_granted_to")
}
"""Columns of few different values: read as text, and each value made of it once."""
MOST_KEPT = 8
LAYERS = 1 << 8
"""More standings than one centre can have at a time."""
UNKNOWN = 1 << 31
"""Key of what has none: last in every order."""


@dataclasses.dataclass(frozen=True)
class Passing:
    """The standings that pass the filters, as bits by layer."""

    layers: tuple[int, ...]

    @cached_property
    def centres(self) -> int:
        """The centres with any of them, as bits."""
        return union(self.layers)

    @property
    def count(self) -> int:
        return self.centres.bit_count()


def union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def bits_of(places: Iterable[int], size: int) -> int:
    mask = bytearray((size >> 3) + 1)
    for place in places:
        mask[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(mask, "little")


def holds(bits: int, size: int) -> Callable[[int], int]:
    """Whether a place is among `bits`, in constant time."""
    mask = bits.to_bytes((size >> 3) + 1, "little")
    return lambda place: mask[place >> 3] & (1 << (place & 7))


class Columns:
    """Every standing on a day, as an edition knows it. `pks` are the centres by their place."""

    def __init__(self, when: Moment, held: Reference):
        self.held, self.pks = held, array("q")
        became = {pk: held.district_on(pk, when.on).code for pk in held.districts}
        codes = {pk: district.code for pk, district in held.districts.items()}
        found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        keys: dict[str, list[tuple]] = {"name": [], "district": [], "level": [], "accredited": []}
        standings = Standing.objects.on(when.on, when.edition).order_by("centre__number", "pk")
        rows = standings.annotate(**AS_TEXT).values_list(*ROW, *AS_TEXT, named=True).iterator(chunk_size=5000)
        list_of, date_of = lru_cache(maxsize=4096)(json.loads), lru_cache(maxsize=4096)(date.fromisoformat)
        for place, (pk, group) in enumerate(groupby(rows, key=attrgetter("centre_id"))):
            self.pks.append(pk)
            for layer, row in enumerate(group):
                scheme, granted = held.schemes_by_pk[row.scheme_id], row.first_granted_to_text
                found["scheme", scheme.key, layer].append(place)
                found["level", scheme.level, layer].append(place)
                found["status", row.status, layer].append(place)
                found["year", str(date_of(granted).year) if granted else "", layer].append(place)
                found["", "", layer].append(place)
                code = place * LAYERS + layer
                begun = row.first_granted_from_text
                keys["accredited"].append((date_of(begun).toordinal() if begun else UNKNOWN, code))
                keys["level"].append((scheme.order, code))
            keys["name"].append((row.name_key, place * LAYERS))
            keys["district"].append((codes.get(row.district_id, "~"), place * LAYERS))
            found["kind", row.kind_of_centre, 0].append(place)
            found["district", became.get(row.district_id, ""), 0].append(place)
            for sector in list_of(row.sectors_text):
                found["sector", sector, 0].append(place)
            if row.centre__sample:
                found["sample", "yes", 0].append(place)
        self._keep(found, keys)

    def _keep(self, found: Mapping[tuple[str, str, int], list[int]], keys: dict[str, list[tuple]]) -> None:
        self.depth = 1 + max((layer for _name, _value, layer in found), default=0)
        self._bits: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for (name, value, layer), places in found.items():
            of_value = self._bits[name].setdefault(value, [0] * self.depth)
            of_value[layer] = bits_of(places, len(self.pks))
        self.every = Passing(tuple(self._bits[""].get("", [0] * self.depth)))
        self.samples = union(self._bits["sample"].get("yes", ()))
        keys["number"] = [(place, place * LAYERS) for place in range(len(self.pks))]
        self._order = {
            name: array("q", (code for _key, code in sorted(pairs))) for name, pairs in keys.items()
        }
        self.mask = lru_cache(maxsize=64)(self._mask)
        self._begun = array("q", (key for key, _code in sorted(keys["accredited"])))

    @cached_property
    def _place_of(self) -> dict[int, int]:
        return {pk: place for place, pk in enumerate(self.pks)}

    def _mask(self, pks: frozenset[int]) -> int:
        """Those of the centres with these primary keys that stand in the register on the day, as bits."""
        places = map(self._place_of.get, pks)
        return bits_of((place for place in places if place is not None), len(self.pks))

    def passing(self, chosen: Mapping[str, Collection[str]], within: Iterable[int] = ()) -> Passing:
        """The standings with one of the chosen values of each facet, of centres in all of `within`."""
        layers = list(self.every.layers)
        for name, values in chosen.items():
            of_values = [self._bits[name][value] for value in values if value in self._bits[name]]
            for layer in range(self.depth):
                layers[layer] &= union(bits[layer if name in OF_STANDINGS else 0] for bits in of_values)
        for bits in within:
            layers = [layer & bits for layer in layers]
        return Passing(tuple(layers))

    def counts(self, name: str, passing: Passing) -> dict[str, int]:
        """Centres of `passing` per value of a facet; values without any are left out."""
        counts = {}
        for value, bits in self._bits[name].items():
            if name in OF_STANDINGS:
                both = union(mine & theirs for mine, theirs in zip(bits, passing.layers, strict=True))
            else:
                both = bits[0] & passing.centres
            if both:
                counts[value] = both.bit_count()
        return counts

    def in_order(self, passing: Passing, sort: str) -> Iterator[int]:
        """Primary keys of the centres of `passing` by number, name, district, level, accredited or
        -accredited: by the least key of a centre's standings that pass, equals by number."""
        if sort == "-accredited":
            dated = sorted((key == UNKNOWN, -key, place) for key, place in self._walk(passing, "accredited"))
            return (self.pks[place] for _unknown, _key, place in dated)
        return (self.pks[place] for _key, place in self._walk(passing, sort))

    def _walk(self, passing: Passing, sort: str) -> Iterator[tuple[int, int]]:
        """`(key of the date, place)` of each centre at the first of its standings in the order."""
        of_centres = sort in {"name", "district", "number"}
        bits = [passing.centres] if of_centres else passing.layers
        wanted = [holds(layer, len(self.pks)) for layer in bits]
        seen = bytearray(len(self.pks))
        order = self._order[sort]
        for code, key in zip(order, self._begun if sort == "accredited" else order, strict=True):
            place, layer = divmod(code, LAYERS)
            if wanted[layer](place) and not seen[place]:
                seen[place] = 1
                yield key, place


_held: dict[tuple, Columns] = {}


def columns(when: Moment, held: Reference) -> Columns:
    """The columns of the day and edition, kept in the process while the tables of reference stay."""
    key = (when.on, when.edition)
    if key not in _held or _held[key].held is not held:
        fresh = Columns(when, held)
        while len(_held) >= MOST_KEPT:
            _held.pop(next(iter(_held)), None)
        _held[key] = fresh
    return _held[key]


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    _held.clear()

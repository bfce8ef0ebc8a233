"""Boundaries of the districts from a GeoJSON file of the operator: read, checked, simplified for drawing.

None are shipped: in China a map with boundaries needs an approval number (审图号), which the operator has
with the data. Longitude and latitude in degrees; every district of today has a feature that carries its code.
"""

import hashlib
import json
import math
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.core.files.storage import Storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .drawing import LIANGJIANG, TILES

MAX_BYTES = 8 * 1024 * 1024
MAX_POINTS = 400_000
CODES = ("code", "adcode", "district_code", "gb", "id")
"""Properties in which files of this kind carry the division code."""
PREFIXED = re.compile(r"(?:156)?(\d{6})(?:0{6})?")
WIDTH = 900.0
TOLERANCE = 0.7
"""How far, in units of the drawing, a simplified line may be from the one in the file."""
SMALLEST = 1.5
"""Area below which an island is not drawn."""

Point = tuple[float, float]
Ring = list[Point]


class BadBoundaries(ValueError):
    """A file that cannot be drawn as the map of the districts, in one sentence that says why."""


class Boundaries(NamedTuple):
    """Code of each district -> its rings in a drawing of `WIDTH` by `height`; the approval number."""

    areas: dict[str, list[Ring]]
    height: float
    approval: str = ""

    def covers(self, codes: Collection[str]) -> bool:
        return bool(codes) and all(code in self.areas for code in codes)


def districts() -> tuple[set[str], dict[str, str]]:
    """(every code of a district, those of the districts that the map shows today with their names)."""
    from centres.models import District

    shown = {*TILES, LIANGJIANG}
    today = District.objects.on(timezone.localdate()).filter(code__in=shown)
    return set(District.objects.values_list("code", flat=True)), {one.code: one.name for one in today}


def kept(settings) -> Boundaries | None:
    """The boundaries in the site's settings; None where there are none, or no number to show them under."""
    if not (settings.boundaries_sha256 and settings.map_approval_number.strip()):
        return None
    found = _kept(settings.boundaries_sha256, settings.boundaries.name, settings.boundaries.storage)
    return found and found._replace(approval=settings.map_approval_number.strip())


@lru_cache(maxsize=2)
def _kept(sha256: str, name: str, storage: Storage) -> Boundaries | None:
    """Drawn once for each file and process; None where the file is gone or is another."""
    try:
        with storage.open(name) as file:
            content = file.read()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    return drawn(read(content, districts()[0], {}))


def read(content: bytes, known: Collection[str], needed: dict[str, str]) -> dict[str, list[Ring]]:
    """Code -> rings in degrees, as the file has them. `known` are the codes there are, `needed` the districts
    of today by code, with their names. Raises `BadBoundaries`."""
    if len(content) > MAX_BYTES:
        raise BadBoundaries(_("The file is larger than %(n)s MB; simplify it.") % {"n": MAX_BYTES >> 20})
    found: dict[str, list[Ring]] = {}
    left = MAX_POINTS
    for place, feature in enumerate(features(content), start=1):
        code = code_of(feature, known)
        if code is None:
            words = _("Feature %(n)s has no known district code in %(properties)s.")
            raise BadBoundaries(words % {"n": place, "properties": ", ".join(CODES)})
        for ring in rings(feature, place):
            left -= len(ring)
            if left < 0:
                words = _("The file has more than %(n)s points; simplify it.")
                raise BadBoundaries(words % {"n": MAX_POINTS})
            found.setdefault(code, []).append(ring)
    if missing := [name for code, name in needed.items() if code not in found]:
        named = pgettext("between items of a list", ", ").join(missing[:10])
        raise BadBoundaries(_("The file has no boundary of: %(names)s.") % {"names": named})
    return found


def features(content: bytes) -> list[dict]:
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadBoundaries(_("This is not GeoJSON: the file cannot be read as JSON.")) from None
    listed = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(listed, list) or whole.get("type") != "FeatureCollection" or not listed:
        raise BadBoundaries(
            _("This is not GeoJSON with districts: a FeatureCollection with features is needed.")
        )
    return listed


def code_of(feature: object, known: Collection[str]) -> str | None:
    """The code of the district that a feature is, in any of the ways in which such files write it."""
    if not isinstance(feature, dict):
        return None
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    for value in (*map(properties.get, CODES), feature.get("id")):
        written = str(value).strip() if isinstance(value, str | int) else ""
        bare = PREFIXED.fullmatch(written)
        for code in (written, bare[1] if bare else ""):
            if code in known:
                return code
    return None


def rings(feature: dict, place: int) -> Iterator[Ring]:
    """The rings of a polygon or of several. Raises `BadBoundaries`."""
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    coordinates = geometry.get("coordinates")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry.get("type"))
    try:
        for polygon in polygons:
            for ring in polygon:
                yield [position(point) for point in ring]
    except (TypeError, ValueError, KeyError, IndexError):
        words = _("Feature %(n)s is no polygon of longitudes and latitudes in degrees.")
        raise BadBoundaries(words % {"n": place}) from None


def position(point: list) -> Point:
    longitude, latitude = point[:2]
    if isinstance(longitude, bool) or isinstance(latitude, bool):
        raise TypeError
    if not (-180 <= longitude <= 180 and -85 <= latitude <= 85):
        raise ValueError
    return float(longitude), float(latitude)


def drawn(found: dict[str, list[Ring]], approval: str = "") -> Boundaries:
    """The rings as a drawing of `WIDTH`, north above, simplified; each district keeps at least one."""
    points = [point for of_code in found.values() for ring in of_code for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * shrink, 1e-9)
    height = min((north - south) * scale, 2 * WIDTH)

    def placed(ring: Ring) -> Ring:
        return [((x - west) * shrink * scale, (north - y) * scale) for x, y in ring]

    areas = {}
    for code, of_code in sorted(found.items()):
        outlines = sorted((placed(ring) for ring in of_code), key=area, reverse=True)
        kept = [simplified(ring) for n, ring in enumerate(outlines) if n == 0 or area(ring) > SMALLEST]
        areas[code] = [ring for ring in kept if len(ring) > 2] or [outlines[0]]
    return Boundaries(areas, height, approval)


def area(ring: Ring) -> float:
    return (
        abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def simplified(ring: Ring) -> Ring:
    """Douglas and Peucker: no point that is left out is farther than `TOLERANCE` from the line."""
    if len(ring) < 4:
        return ring
    keep = {0, len(ring) - 1}
    # A ring ends where it began; its two halves are simplified between points that are far apart.
    far = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    keep.add(far)
    spans = [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distance, at = max((off(ring[n], ring[first], ring[last]), n) for n in range(first + 1, last))
        if distance > TOLERANCE:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [ring[n] for n in sorted(keep)]


def off(point: Point, one: Point, other: Point) -> float:
    """How far a point is from the line between two others."""
    (x, y), (x0, y0), (x1, y1) = point, one, other
    length = math.dist(one, other)
    if not length:
        return math.dist(point, one)
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length

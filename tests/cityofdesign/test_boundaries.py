"""Boundaries that the operator supplies. The ones here are invented: a grid of equal squares."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Site

from centres.models import District
from cityofdesign import boundaries
from cityofdesign.drawing import LIANGJIANG, TILES
from cityofdesign.models import SiteSettings
from tests.centres.lists_in_short import person
from tests.factories import grant

pytestmark = pytest.mark.django_db
APPROVAL = "SAMPLE-GS(2000)0000"


def squares(codes=None, key="code", prefix="") -> bytes:
    """A made-up grid: no district looks like this."""
    codes = codes or [code for code in [*TILES, LIANGJIANG] if code not in {"500112", "500105"}]
    features = []
    for n, code in enumerate(codes):
        x, y = 100 + n % 7, 20 + n // 7
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x + 0.5, y + 1], [x, y + 1], [x, y]]
        features.append(
            {
                "type": "Feature",
                "properties": {key: f"{prefix}{code}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def changed(**changes) -> bytes:
    whole = json.loads(squares())
    whole["features"][1].update(changes)
    return json.dumps(whole).encode()


@pytest.fixture(autouse=True)
def _fresh():
    boundaries._kept.cache_clear()


def saved(client, content: bytes | None, number=APPROVAL, **more):
    site = Site.objects.get(is_default_site=True)
    client.force_login(person("admin"))
    address = reverse("wagtailsettings:edit", args=["cityofdesign", "sitesettings", site.pk])
    file = {"boundaries": SimpleUploadedFile("grid.geojson", content)} if content is not None else {}
    kept = SiteSettings.for_site(site).enquiry_months
    answer = client.post(address, {"map_approval_number": number, "enquiry_months": kept, **file, **more})
    client.logout()
    return answer


def page(client, language="en", query=""):
    return BeautifulSoup(client.get(f"/{language}/districts/{query}").content, "html.parser")


def test_without_a_file_the_districts_are_tiles(client):
    assert page(client).select("svg.tiles")
    assert not page(client).select("svg.areas")


@pytest.mark.parametrize(("key", "prefix"), [("code", ""), ("adcode", ""), ("gb", "156"), ("id", "")])
def test_with_a_file_they_are_drawn_with_their_approval_number(client, key, prefix):
    content = squares(key=key, prefix=prefix).replace(b"156liangjiang", b"liangjiang")
    grant(1, district="500101")
    assert saved(client, content).status_code == 302
    shown = page(client)
    maps = shown.select("svg.areas")
    assert [len(one.select("path.area")) for one in maps] == [37, 37]
    assert all(APPROVAL in one.text for one in maps)
    assert not shown.select("svg.tiles")
    assert "审图号" in page(client, "zh-hans").select_one("svg.areas").text
    linked = maps[0].select_one("a[href]")
    assert linked["aria-label"]
    assert "district=" in linked["href"]
    assert "style=" not in str(maps[0])


def test_on_a_day_whose_districts_the_file_lacks_they_are_tiles(client):
    saved(client, squares())
    assert page(client, query="?on=2020").select("svg.tiles")
    saved(client, squares([*TILES, LIANGJIANG]))
    assert page(client, query="?on=2020").select("svg.areas")


def test_they_leave_with_the_file_or_with_the_number(client):
    saved(client, squares())
    assert page(client).select("svg.areas")
    saved(client, None, **{"boundaries-clear": "on"})
    assert page(client).select("svg.tiles")


@pytest.mark.parametrize(
    ("content", "number", "said"),
    [
        (squares(), "  ", "needs its approval number"),
        (b"PK\x03\x04 no json", APPROVAL, "cannot be read as JSON"),
        (b"[" * 100_000, APPROVAL, "cannot be read as JSON"),
        (b"\xff\xfe", APPROVAL, "cannot be read as JSON"),
        (b'{"type": "Topology"}', APPROVAL, "a FeatureCollection with features"),
        (b'{"type": "FeatureCollection", "features": []}', APPROVAL, "a FeatureCollection with features"),
        (changed(properties={"name": "x"}), APPROVAL, "Feature 2 has no known district code"),
        (changed(properties=None), APPROVAL, "Feature 2 has no known district code"),
        (changed(geometry={"type": "Point", "coordinates": [1, 2]}), APPROVAL, "Feature 2 is no polygon"),
        (changed(geometry=None), APPROVAL, "Feature 2 is no polygon"),
        (
            changed(geometry={"type": "Polygon", "coordinates": [[[400000, 3e6], [1, 1]]]}),
            APPROVAL,
            "longitudes and latitudes",
        ),
        (squares(["500101"]), APPROVAL, "no boundary of:"),
        (b" " * (boundaries.MAX_BYTES + 1), APPROVAL, "larger than 8 MB"),
    ],
    ids=range(13),
)
def test_what_cannot_be_a_map_is_refused_beside_its_field(client, content, number, said):
    answer = saved(client, content, number)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not SiteSettings.objects.get().boundaries_sha256


def test_a_number_taken_away_is_refused_while_there_are_boundaries(client):
    saved(client, squares())
    assert "needs its approval number" in saved(client, None, "").content.decode()


def test_lines_are_simplified_and_small_islands_left_out():
    line = [(x / 1000, 0.0001 * (x % 2)) for x in range(1001)]
    ring = [*line, (1.0, 1.0), (0.0, 1.0), line[0]]
    island = [(2.0, 0.0), (2.0001, 0.0), (2.0001, 0.0001), (2.0, 0.0)]
    found = boundaries.drawn({"500101": [island, ring]})
    assert [len(one) for one in found.areas["500101"]] == [5]
    assert found.covers(["500101"])
    assert not found.covers(["500102"])
    assert not found.covers([])


def test_a_file_is_drawn_once_and_not_when_it_is_another(client, monkeypatch):
    saved(client, squares())
    drawn = []
    real = boundaries.drawn
    monkeypatch.setattr(boundaries, "drawn", lambda *args: drawn.append(1) or real(*args))
    boundaries._kept.cache_clear()
    page(client), page(client, "zh-hans")
    assert len(drawn) == 1
    boundaries._kept.cache_clear()
    Path(SiteSettings.objects.get().boundaries.path).write_bytes(squares(["500101"]))
    assert page(client).select("svg.tiles")


def test_every_unit_of_the_map_has_a_district():
    assert District.objects.filter(code__in=[*TILES, LIANGJIANG]).count() == len(TILES) + 1

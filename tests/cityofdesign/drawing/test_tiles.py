import re

import pytest

from cityofdesign.drawing import LIANGJIANG, TILES, TileValue, district_map, mini_map, one_line_for, tile_keys
from tests.cityofdesign.drawing.samples import DAZU, JIANGBEI, YUBEI

TILE = re.compile(r'<g class="tile tile--(\w+)".*?</g>')


def lines_in(svg: str) -> list[int]:
    return [path.count("M") for path in re.findall(r'class="tile-lines" d="([^"]+)"', svg)]


@pytest.mark.parametrize(("merged", "units"), [(False, 38), (True, 37)])
def test_the_map_has_all_units_of_its_time(merged, units):
    assert len(tile_keys(merged)) == len(set(tile_keys(merged))) == units
    assert len(TILE.findall(district_map({}, merged))) == units


def test_two_districts_became_one_tall_tile():
    assert set(tile_keys(False)) - set(tile_keys(True)) == {YUBEI, JIANGBEI}
    svg = district_map({LIANGJIANG: TileValue(34, "两江新区")}, True)
    assert "h74v156h-74z" in svg
    assert lines_in(svg) == [34]


def test_no_two_units_share_a_place_and_codes_are_of_chongqing():
    assert len(set(TILES.values())) == len(TILES) == 38
    assert all(re.fullmatch(r"500\d{3}", code) for code in TILES)


def test_a_line_is_a_centre():
    svg = district_map({YUBEI: TileValue(22, "Yubei"), DAZU: TileValue(3, "Dazu")}, False)
    assert sorted(lines_in(svg)) == [3, 22]
    assert [state for state in TILE.findall(svg) if state == "some"] == ["some"] * 2


def test_a_fuller_tile_makes_each_line_stand_for_more():
    values = {YUBEI: TileValue(45, "Yubei"), DAZU: TileValue(3, "Dazu")}
    assert one_line_for(values, False) == 2
    assert sorted(lines_in(district_map(values, False))) == [2, 23]  # the last line of each is half as long
    assert "h37" in district_map(values, False)


def test_a_tile_links_with_its_name_and_number():
    svg = district_map({DAZU: TileValue(3, "Dazu", "/en/centres/?district=500111")}, False, label="Districts")
    assert '<a href="/en/centres/?district=500111" aria-label="Dazu 3">' in svg
    assert 'role="group"' in svg


def test_changes_carry_their_sign():
    svg = district_map(
        {YUBEI: TileValue(22, "Y", "", 11), DAZU: TileValue(3, "D", "", -2)}, False, change=True
    )
    assert [state for state in TILE.findall(svg) if state != "none"] == ["gain", "loss"]
    assert ">+11<" in svg
    assert ">\N{MINUS SIGN}2<" in svg


def test_the_phone_map_leaves_the_names_to_the_list():
    svg = district_map({DAZU: TileValue(3, "Dazu")}, False, "phone", rivers=("Jialing", "Yangtze"))
    assert "Dazu" not in svg
    assert "Yangtze" not in svg


@pytest.mark.parametrize(("lit", "merged"), [(DAZU, False), (YUBEI, True), (LIANGJIANG, True)])
def test_the_mini_map_lights_one_unit(lit, merged):
    (path,) = re.findall(r'class="tiles-lit" d="([^"]+)"', mini_map(lit, merged))
    assert path.count("M") == 1


def test_a_zone_lights_nothing():
    assert "tiles-lit" not in mini_map("high-tech-zone", True)

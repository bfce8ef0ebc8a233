import re

import pytest

from cityofdesign.drawing import SIZES, contour, contour_paths, terrain_lines
from cityofdesign.drawing.svg import Pen
from cityofdesign.drawing.terrain import Terrain, mulberry32

LEVELS = {"row": 7, "card": 14, "cover": 18}
LARGEST = {"row": 3000, "card": 9500, "cover": 11000}  # characters
NUMBERS = [*range(1, 121), 999_999]


def test_the_generator_is_mulberry32():
    draw = mulberry32(1)
    assert [round(draw(), 6) for _ in range(3)] == [0.627074, 0.002736, 0.527447]


@pytest.mark.parametrize("size", SIZES)
def test_a_drawing_has_a_closed_line_for_each_level_and_stays_small(size):
    for number in NUMBERS:
        shape = contour_paths(number, size)
        assert len(shape.paths) == LEVELS[size]
        assert all(re.fullmatch(r"(M[-\d qtl]+z)+", d) for d in shape.paths), number
        assert len(contour(number, size)) < LARGEST[size]


def test_rows_are_small_on_average():
    assert sum(len(contour(number, "row")) for number in NUMBERS) / len(NUMBERS) < 1400


@pytest.mark.parametrize("size", SIZES)
def test_the_summit_lies_in_the_frame(size):
    for number in NUMBERS:
        shape = contour_paths(number, size)
        width, height = map(int, shape.viewbox.split()[2:])
        assert 0 <= shape.summit[0] <= width
        assert 0 <= shape.summit[1] <= height


def test_the_summit_of_a_cover_is_not_under_the_plate():
    for number in NUMBERS:
        shape = contour_paths(number, "cover")
        width = int(shape.viewbox.split()[2])
        assert shape.summit[0] > 0.48 * width


def test_every_number_has_a_shape_of_its_own():
    assert len({contour_paths(number, "row").paths for number in NUMBERS}) == len(NUMBERS)


def test_level_and_standing_change_classes_only():
    plain, other = contour(7, "card", "municipal"), contour(7, "card", "district", ended=True)
    assert 'class="contour contour--card contour--district contour--ended"' in other
    assert re.sub(r'class="contour [^"]+"', "", plain) == re.sub(r'class="contour [^"]+"', "", other)


def test_a_row_has_no_ids_and_no_number():
    svg = contour(7, "row", label="Contours")
    assert "id=" not in svg
    assert "<text" not in svg
    assert ">0007</text>" in contour(7, "card")


def test_bare_lines_are_decoration_without_river_or_summit():
    svg = terrain_lines(9)
    assert 'aria-hidden="true"' in svg
    assert svg.count("<path") == LEVELS["cover"]


def test_the_river_keeps_to_the_far_side_of_the_summit():
    for number in NUMBERS:
        terrain = Terrain.of(number)
        middle = sum(terrain.river(x / 10) for x in range(17)) / 17
        assert (middle > 0.5) == (terrain.summit[1] < 0.48)


def test_a_curve_goes_on_without_its_control_point_to_where_it_would_with_it():
    whole, short = Pen((0, 0)), Pen((0, 0))
    whole.to("q", (4, 0), (6, 3))
    short.to("q", (4, 0), (6, 3))
    short.to("q", (8, 6), (9, 9))
    assert short.d == whole.d + "t3 6"
    short.to("q", (9, 9), (0, 0))
    assert short.d.endswith("q0 0-9-9")

import re
from datetime import date

import pytest

from cityofdesign.drawing import level_mark, ruler, status_mark, target_mark
from cityofdesign.drawing.marks import STATUSES, TARGETS
from tests.cityofdesign.drawing.samples import When


@pytest.mark.parametrize(("level", "filled"), [("national", 3), ("municipal", 2), ("district", 1)])
def test_a_level_fills_its_bars(level, filled):
    svg = level_mark(level)
    bars = {css: d.count("M") for css, d in re.findall(r'class="mark-(\w+)" d="([^"]+)"', svg)}
    assert bars.get("solid", 0) == filled
    assert bars.get("thin", 0) == 3 - filled


def test_every_standing_and_every_target_has_its_own_shape():
    same = {"accredited", "in-force"}
    shapes = [status_mark(key).partition(">")[2] for key in STATUSES if key not in same]
    assert len({*shapes, status_mark("accredited").partition(">")[2]}) == len(STATUSES) - 1
    assert len({target_mark(key).partition(">")[2] for key in TARGETS}) == len(TARGETS)


def test_an_unknown_word_is_an_error():
    for mark in (level_mark, status_mark, target_mark):
        with pytest.raises(KeyError):
            mark("else")


def test_a_day_is_a_dot_at_the_day():
    svg = ruler(When("day", date(2023, 7, 1), date(2023, 7, 1)))
    assert re.findall(r'cx="([\d.]+)"', svg) == ["73"]


@pytest.mark.parametrize(
    ("precision", "lower", "upper", "x", "width"),
    [
        ("month", date(2020, 7, 1), date(2020, 7, 31), "73", "12"),
        ("year", date(2019, 1, 1), date(2019, 12, 31), "1", "144"),
        ("season", date(2016, 3, 1), date(2016, 5, 31), "25", "36"),
    ],
)
def test_a_month_a_season_and_a_year_are_as_long_as_they_are(precision, lower, upper, x, width):
    svg = ruler(When(precision, lower, upper))
    assert re.findall(r'class="ruler-solid" x="([\d.]+)" y="4" width="([\d.]+)"', svg) == [(x, width)]


def test_a_date_known_only_by_its_end_is_hatched_up_to_it():
    (hatch,) = re.findall(r'class="ruler-hatch" d="([^"]+)"', ruler(When("range", None, date(2020, 6, 30))))
    last = max(float(x) for x in re.findall(r"M([\d.]+)", hatch))
    assert 66 <= last <= 73
    assert "ruler-solid" not in ruler(When("range", date(2016, 1, 1), date(2019, 12, 31)))


def test_an_undated_event_has_no_ticks():
    svg = ruler(When("undated"))
    assert "ruler-none" in svg
    assert "ruler-ticks" not in svg

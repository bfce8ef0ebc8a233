import re
from datetime import date

import pytest

from cityofdesign.drawing import (
    Flag,
    Plan,
    RoundChange,
    RoundWords,
    Step,
    bar,
    blocks,
    growth,
    hill,
    round_block,
    round_line,
    step_chart,
    target_line,
    wall,
)
from tests.cityofdesign.drawing.samples import STEPS, hills

WORDS = RoundWords("before", "after", "kept", "added", "withdrawn", "of two kinds")
PLAN = Plan(date(2025, 12, 31), 250, "250")


def subpaths(svg: str, css: str) -> int:
    return sum(d.count("M") for d in re.findall(rf'class="{css}" d="([^"]+)"', svg))


@pytest.mark.parametrize(("value", "target"), [(165, 250), (0, 15), (260, 250), (None, 30), (7, 0)])
def test_a_wall_has_a_cell_for_each(value, target):
    svg = wall(value, target)
    assert subpaths(svg, "wall-filled") == (value or 0)
    assert subpaths(svg, "wall-empty") == max(0, target - (value or 0))


def test_a_cell_may_stand_for_several():
    assert subpaths(wall(600, 1000, one_cell=10), "wall-filled") == 60


@pytest.mark.parametrize(("value", "target"), [(10, 15), (18, 5), (0, 3), (None, 5)])
def test_blocks_are_as_many_as_counted_and_promised(value, target):
    svg = blocks(value, target, target_label="target")
    assert subpaths(svg, "blocks-filled") == (value or 0)
    assert subpaths(svg, "blocks-empty") == max(0, target - (value or 0))
    assert ("target<" in svg) == ((value or 0) > target)


def test_a_bar_is_full_at_its_target_and_dashed_without_a_figure():
    assert 'class="share-fill" x="0" y="0" width="164"' in bar(18, 5)
    assert 'class="share-fill" x="0" y="0" width="82"' in bar(5, 10)
    assert "share-fill" not in bar(None, 10)


def test_the_hill_has_a_line_for_every_five_centres():
    assert all(
        subpaths(svg, "hill-lines") == 32 for svg in hills("w").values()
    )  # 165 / 5 less the tread itself


def test_the_hill_names_the_date_of_every_step_where_there_is_room():
    wide, phone = hills("w")["hill wide"], hills("w")["hill phone"]
    assert [wide.count(f">{step.value}<") for step in STEPS] == [1] * 5
    assert wide.count('class="hill-note"') == len(STEPS) + 1  # and the words of the flag
    assert phone.count('class="hill-note"') == 2


def test_labels_of_steps_close_together_do_not_overlap():
    steps = [*STEPS, Step(date(2023, 1, 20), 170, "170", "20 Jan 2023")]
    svg = hill(steps, "wide", PLAN, Flag(date(2023, 10, 31), "31 Oct 2023", "City of Design"))
    heights = [float(y) for y in re.findall(r'class="hill-figure[^"]*" x="[^"]+" y="([^"]+)"', svg)]
    assert all(below - above >= 24 for below, above in zip(heights[1:], heights[2:], strict=False))


def test_without_counts_there_is_no_hill_and_no_growth():
    assert hill([]) == growth((), date(2020, 1, 1), date(2021, 1, 1)) == ""


def test_growth_before_the_pin_is_solid_and_after_it_fog():
    svg = growth(tuple(STEPS), date(2021, 6, 1), date(2024, 6, 30))
    later, solid = re.findall(r'class="growth-(?:later|mass)" d="([^"]+)"', svg)
    assert (later.count("V"), solid.count("V")) == (6, 3)


def test_a_target_over_time_ends_at_its_last_count_and_starts_at_zero():
    svg = step_chart(STEPS, PLAN, date(2021, 6, 30))
    assert re.search(r'class="steps-mass" d="[^"]+V223z"', svg)
    assert subpaths(svg, "steps-lines") == 3  # 40 counted by then, one line is ten, the fourth is the tread
    assert target_line(250) == 10
    assert target_line(15) == 1


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_round_has_a_line_for_each_centre(size):
    change = RoundChange(30, 34, 2, 32, 64)
    svg = round_block(change, WORDS, size)
    assert round_line(change) == 1
    assert subpaths(svg, "round-lines") == 29 + 33  # between the centres
    assert subpaths(svg, "round-drop") == 2
    assert [svg.count(f">{word}<") for word in ("32", "64", "kept", "added", "withdrawn")] == [1] * 5


@pytest.mark.parametrize(
    "change", [RoundChange(0, 6, 0, 0, 6), RoundChange(5, 160, 1, 6, 165), RoundChange(160, 5, 0, 160, 165)]
)
def test_a_round_keeps_its_words_when_a_block_is_low(change):
    svg = round_block(change, WORDS)
    assert (">kept<" in svg, ">added<" in svg, ">withdrawn<" in svg) == (
        change.kept > 0,
        True,
        change.withdrawn > 0,
    )

import re
from datetime import date

from cityofdesign.drawing import Lane, Segment, lanes

START, END = date(2018, 1, 1), date(2024, 12, 31)
GRANTED = date(2021, 12, 31)


def draw(*segments: Segment, size: str = "wide", at: date | None = None, label: str = "Municipal") -> str:
    return lanes([Lane(label, "municipal", segments)], START, END, at, size)


def test_an_uncertain_start_is_hatched_for_its_length():
    svg = draw(Segment(date(2019, 1, 1), date(2019, 12, 31)))
    (width,) = re.findall(r'class="lane-uncertain" [^>]*width="([\d.]+)"', svg)
    assert abs(float(width) - 904 / 7) < 2
    assert "lane-hatch" in svg


def test_a_start_known_to_the_day_has_no_hatch():
    svg = draw(Segment(GRANTED, GRANTED))
    assert "lane-hatch" not in svg
    assert svg.count("lane-solid--accredited") == 1


def test_ended_and_suspended_differ_by_pattern():
    segments = [
        Segment(date(2018, 1, 1), date(2018, 1, 1), date(2020, 1, 1)),
        Segment(date(2020, 1, 1), date(2020, 1, 1), date(2021, 1, 1), "suspended"),
        Segment(date(2021, 1, 1), date(2021, 1, 1), None, "withdrawn"),
    ]
    svg = draw(*segments)
    assert [svg.count(f'"lane-{kind} ') for kind in ("solid", "bars", "empty")] == [1, 1, 1]
    assert 'class="lane-bars" d="' in svg


def test_the_chosen_date_is_a_line():
    assert "lane-at" not in draw(Segment(GRANTED, GRANTED))
    assert 'class="lane-at" d="M756.' in draw(Segment(GRANTED, GRANTED), at=date(2023, 11, 10))


def test_a_label_lies_in_its_bar_where_it_fits_and_beside_it_where_not():
    assert 'class="lane-label"' in draw(Segment(GRANTED, GRANTED))
    late = date(2024, 6, 1)
    svg = draw(Segment(late, late), label="市级工业设计研究院")
    assert 'class="lane-label lane-label--beside"' in svg
    assert 'text-anchor="end"' in svg


def test_on_a_phone_every_label_lies_over_its_lane():
    assert "lane-label--beside" in draw(Segment(GRANTED, GRANTED), size="phone")


def test_years_are_named_as_there_is_room():
    assert re.findall(r'class="drawing-year"[^>]*>(\d+)<', draw(Segment(GRANTED, GRANTED))) == [
        str(year) for year in range(2018, 2025)
    ]
    many = lanes([], date(2013, 1, 1), END, size="phone")
    assert re.findall(r">(\d{4})<", many) == ["2014", "2016", "2018", "2020", "2022"]


def test_a_standing_outside_the_years_stays_in_the_drawing():
    svg = draw(Segment(date(2010, 1, 1), date(2010, 12, 31), date(2030, 1, 1)))
    assert re.findall(r'class="lane-solid [^"]+" x="([\d.]+)" y="14" width="([\d.]+)"', svg) == [("0", "904")]

import datetime
from decimal import Decimal

import pytest
import time_machine

from centres.models import Completeness, Scheme
from centres.moments import moment
from centres.reference import reference
from policies.models import Figure
from policies.targets import figures, measured

pytestmark = pytest.mark.django_db


def targets(today="2026-01-15"):
    with time_machine.travel(f"{today}T12:00:00+08:00", tick=False):
        when = moment()
        return {target.figure.key: target for target in measured(figures(), when, reference(when.clock))}


def figure(key, value, as_of, kind="reported", **fields):
    names = {"metric_en": "Doors", "metric_zh": "门", "unit_en": "doors", "unit_zh": "扇"}
    scope = {"scope_key": "chongqing", "scope_en": "Chongqing", "scope_zh": "重庆"}
    return Figure.objects.create(
        key=key,
        type=kind,
        metric_key="doors",
        value=Decimal(value),
        as_of=as_of,
        source_name="Source",
        **names,
        **scope,
        **fields,
    )


def test_every_target_of_the_city_is_there_and_says_how_it_stands():
    found = targets()
    assert len(found) == Figure.objects.targets().of_city().count()
    assert all(target.words and target.rule and target.promised for target in found.values())


def test_the_municipal_target_has_passed():
    target = targets()["municipal-centres-target-2025"]
    assert (target.standing, str(target.words), target.promised) == (
        "passed",
        "Due date passed",
        "250 or more",
    )
    assert (target.now.value, target.now.date.edtf, target.now.source_name) == (
        165,
        "2023-11-03",
        "cqnews.net",
    )
    assert [step.value for step in target.series] == [6, 40, 71, 101, 165]
    assert (target.level, round(target.share, 2), target.plan.date.year) == ("municipal", 0.66, 2025)


def test_what_is_due_at_no_time_is_not_on_course():
    figure("doors-2026", "4", "2026-01")
    figure("doors-target", "5", "", kind="target")
    assert targets("2026-06-01")["doors-target"].standing == "unmeasured"


@pytest.mark.parametrize(
    ("comparator", "standing", "met"),
    [("gt", "on-course", "above the target."), ("ge", "met", "at or above the target.")],
)
def test_the_rule_of_a_target_fits_what_it_promises(comparator, standing, met):
    figure("doors-2026", "5", "2026-01")
    figure("doors-target", "5", "2030", kind="target", comparator=comparator)
    target = targets("2026-06-01")["doors-target"]
    assert target.standing == standing
    assert dict(target.legend)["Met"] == f"The last figure is {met}"
    assert (str(target.rule) == f"The last figure is {met}") == (standing == "met")


def test_before_its_due_date_it_is_measured_by_a_straight_line():
    assert targets("2025-06-01")["municipal-centres-target-2025"].standing == "behind"
    assert targets("2025-06-01")["municipal-centres-target-2025"].mark == "passed"
    Figure.objects.filter(key="municipal-centres-2023-11-03").update(value=180)
    assert targets("2025-06-01")["municipal-centres-target-2025"].standing == "on-course"


def test_a_target_met_by_another_measure_says_so():
    target = targets()["municipal-institutes-target-2025"]
    assert (target.standing, str(target.words), target.now.value) == ("met", "Met, definition unclear", 18)


def test_without_a_dated_figure_nothing_is_measured():
    target = targets()["design-masters-target-2025"]
    assert (target.now, target.share, target.series, target.standing) == (None, None, (), "unmeasured")
    assert str(target.rule).startswith("There is no figure with a date and a source")


@pytest.mark.parametrize(
    ("comparator", "value", "standing", "promised"),
    [
        ("ge", 10, "met", "10 or more"),
        ("gt", 10, "passed", "more than 10"),
        ("gt", 11, "met", "more than 10"),
        ("eq", 9, "passed", "10"),
        ("about", 10, "met", "about 10"),
        ("nearly", 10, "met", "nearly 10"),
    ],
)
def test_a_comparator_decides(comparator, value, standing, promised):
    figure("doors-target", 10, "2024", kind="target", comparator=comparator)
    figure("doors-undated", 99, "")
    figure("doors-2023", value, "2023")
    target = targets()["doors-target"]
    assert (target.standing, target.promised, target.now.text) == (standing, promised, str(value))


def test_where_the_register_is_complete_it_counts_itself():
    scheme = Scheme.objects.get(key="municipal-centre")
    Completeness.objects.create(scheme=scheme, valid_from=datetime.date(2025, 1, 1))
    target = targets()["municipal-centres-target-2025"]
    assert (target.now.from_register, target.now.value, target.now.samples) == (True, 6, 0)
    assert target.now.date.edtf == "2026-01-15"


def test_a_repeated_count_is_one_step():
    found = targets()["national-centres-target-2025"].series
    assert [(step.value, step.date_label) for step in found] == [
        (2, "Jan 2016"),
        (6, "30 Sep 2020"),
        (10, "31 Dec 2021"),
    ]

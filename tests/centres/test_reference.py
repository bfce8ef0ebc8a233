import datetime

import pytest

from centres.models import District, Scheme
from centres.reference import clock, reference
from tests.factories import empty_register, enter

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 11, 6)  # the day on which Jiangbei and Yubei ended


def test_the_clock_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):  # editions and the five tables of reference, in one union
        clock()


def test_the_clock_names_the_newest_edition():
    empty_register()
    assert (clock().edition, clock().recorded_at) == (0, None)
    editions = [enter().edition for _each in range(3)]
    assert (clock().edition, clock().recorded_at) == (3, editions[2].recorded_at)


def test_the_tables_are_kept_until_one_of_them_changes(django_assert_num_queries):
    held = reference()
    with django_assert_num_queries(1):  # the clock
        assert reference() is held
    district = District.objects.order_by("code").first()
    district.name_en = "Renamed District"
    district.save()
    assert reference().districts[district.pk].name_en == "Renamed District"


def test_a_rule_and_completeness_are_those_of_the_day():
    held = reference()
    municipal = held.scheme("municipal-centre")
    assert held.complete(municipal, datetime.date(2014, 2, 28))
    assert not held.complete(municipal, datetime.date(2014, 3, 1))
    numbers = [held.rule(municipal, datetime.date(2023, 12, day)).document_number for day in (26, 27)]
    assert numbers == ["渝经信发〔2016〕87号", "渝经信规范〔2023〕19号"]
    assert held.rule(municipal, datetime.date(2014, 1, 1)) is None
    assert held.scheme("x") is None


def test_schemes_are_in_their_order():
    assert [scheme.order for scheme in reference().schemes] == sorted(
        Scheme.objects.values_list("order", flat=True)
    )


def test_a_district_becomes_its_sole_successor():
    held = reference()
    by_code = held.districts_by_code
    assert held.district_on(by_code["500105"].pk, DAY) == by_code["liangjiang"]
    assert held.district_on(by_code["500105"].pk, DAY - datetime.timedelta(days=1)) == by_code["500105"]
    assert held.district_on(by_code["liangjiang-zone"].pk, DAY) == by_code["liangjiang"]
    assert held.district_on(by_code["500112"].pk, DAY) == by_code["500112"]  # two came after it
    assert held.district_on(None, DAY) is None


def test_districts_that_succeed_each_other_in_a_circle_do_no_harm():
    first, second = District.objects.filter(code__in=["500105", "500112"])
    first.successors.set([second])
    second.successors.set([first])
    first.save()
    assert reference().district_on(first.pk, DAY) in (first, second)

import datetime

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.filters import SORTS, ask, count_on, facets, standings_of
from centres.models import Sector, Standing
from centres.moments import moment
from centres.reference import reference
from tests.factories import empty_register, enter, grant, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db
ENDED = "2025-11-06"  # of Jiangbei, Yubei and the development zone of Liangjiang


@pytest.fixture(autouse=True)
def _empty_register():
    empty_register()


def asked(query="", on="", known=""):
    when = moment(on, known)
    return ask(QueryDict(query), when, reference(when.clock))


def numbers(query="", **when) -> list[str]:
    return [centre["centre__number"] for centre in asked(query, **when).centres()]


def test_a_centre_with_two_schemes_counts_once():
    municipal = enter()
    enter(municipal.centre, scheme="national-centre", on="2019")
    assert asked().totals() == (1, 0)
    assert [len(numbers(f"level={level}")) for level in ("municipal", "national")] == [1, 1]
    assert [s.scheme.key for s in standings_of([municipal.centre_id], moment())[municipal.centre_id]] == [
        "national-centre",
        "municipal-centre",
    ]


def test_branches_of_national_centres_are_not_national_centres():
    grant(10, on="2021", scheme="national-centre")
    grant(22, on="2023-11", scheme="national-branch", kind_of_centre="branch")
    assert count_on(moment(), "national-centre") == (10, 0)
    assert asked("scheme=national-centre").totals() == (10, 0)
    assert asked("level=national").totals() == (10, 0)
    assert asked("kind=branch").totals() == (22, 0)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        ("2014-02-27", 0),
        ("2014-02", 6),
        ("2020-09-29", 6),
        ("2020-09-30", 40),
        ("2021-11-18", 71),
        ("2022", 165),
    ],
)
def test_counts_over_time(on, count):
    for number, day in ((6, "2014-02"), (34, "2020-09-30"), (31, "2021-11-18"), (30, "2021"), (64, "2022")):
        grant(number, on=day)
    assert count_on(moment(on), "municipal-centre") == (count, 0)
    assert asked(on=on).totals() == (count, 0)


def test_samples_are_counted_apart():
    grant(2)
    grant(3, sample=True)
    assert asked().totals() == count_on(moment(), "municipal-centre") == (5, 3)
    assert facets(asked())[""] == {"count": 5, "samples": 3}


def test_only_what_is_in_force_unless_asked_for():
    kept, ended, paused = grant(3)
    enter(ended, "withdrawn", "2020-05-01", ground="missed")
    enter(paused, "suspended", "2021")
    assert numbers() == [kept.number]
    assert numbers("status=withdrawn&status=suspended") == [ended.number, paused.number]
    assert len(numbers("status=any")) == 3
    assert len(numbers(on="2020-04-30")) == 3
    assert len(numbers(on="2020-05-01")) == 2


def test_an_entry_made_late_changes_what_is_known_today_alone():
    early = enter(on="2014-02", at="2026-01-10T12:00+08:00")
    late = enter(on="2014-02", at="2026-03-10T12:00+08:00")
    assert numbers(on="2014-12-31") == [early.centre.number, late.centre.number]
    assert numbers(on="2014-12-31", known="2026-02-01") == [early.centre.number]


def test_what_was_taken_back_is_in_no_list():
    decision = enter(at="2026-01-10T12:00+08:00")
    take_back(decision.round, at="2026-01-12T12:00+08:00")
    assert numbers("status=any") == []
    assert numbers(known="2026-01-11") == [decision.centre.number]


@pytest.mark.parametrize(
    "q", ["长安", "CHANGAN", "汽车 重庆", "changan Design Center", "Changan centre", "重庆长安汽车"]
)
def test_search_finds_words_of_names_and_holders_in_both_languages(q):
    found = enter(
        name_en="Changan Design Centre", holder_name_zh="重庆长安汽车股份有限公司", holder_name_en="Changan"
    )
    enter(name_en="Loncin Design Centre", holder_name_zh="隆鑫通用动力股份有限公司")
    assert numbers(f"q={q}") == [found.centre.number]


@pytest.mark.parametrize("q", ["集团)", "（集团）", "(集团)"])
@pytest.mark.parametrize("name", ["小康（集团）公司", "小康(集团)公司"])
def test_search_takes_full_and_half_width_alike(name, q):
    found = enter(holder_name_zh=name)
    assert numbers(f"q={q}") == [found.centre.number]


def test_search_finds_numbers_and_treats_wildcards_as_letters():
    first, second = grant(2)
    assert numbers(f"q={second.number.lower()}") == [second.number]
    assert numbers("q=ＣＱ-" + first.number[3:]) == [first.number]
    assert numbers("q=%25") == numbers("q=_") == []


def test_search_finds_former_names_but_none_that_was_wrong_or_not_yet_known():
    decision = enter(holder_name_zh="南车株洲", at="2026-01-10T12:00+08:00")
    renamed = enter(
        decision.centre, "renamed", "2020", holder_name_zh="中车株洲", at="2026-01-12T12:00+08:00"
    )
    assert numbers("q=南车") == numbers("q=中车") == [decision.centre.number]
    assert numbers("q=南车", on="2016") == numbers("q=中车", on="2020") == [decision.centre.number]
    assert numbers("q=中车", on="2020-12-30") == numbers("q=中车", on="2016") == []
    assert numbers("q=中车", known="2026-01-11") == []
    take_back(renamed.round, at="2026-01-14T12:00+08:00")
    assert numbers("q=中车") == []
    assert numbers("q=中车", known="2026-01-13") == [decision.centre.number]


def test_filters_by_kind_year_sector_and_round():
    Sector.objects.get_or_create(key="energy", defaults={"name_en": "Energy", "name_zh": "能源"})
    early = enter(on="2014-02", kind_of_centre="design-enterprise", sectors=["energy", "materials"])
    late = enter(on="2021", sectors=["materials"])
    enter(late.centre, "maintained", "2023")
    assert numbers("kind=design-enterprise") == numbers("year=2014") == numbers("sector=energy")
    assert numbers("year=2014") == [early.centre.number]
    assert numbers("sector=energy&sector=materials") == [early.centre.number, late.centre.number]
    assert numbers(f"round={late.round_id}") == [late.centre.number]
    assert numbers("round=2147483647") == []


def test_a_round_does_not_filter_what_was_known_before_it():
    decision = enter(at="2026-01-10T12:00+08:00")
    later = enter(decision.centre, "maintained", "2020", at="2026-01-12T12:00+08:00")
    assert numbers(f"round={later.round_id}", known="2026-01-11") == []
    assert numbers(f"round={later.round_id}") == [decision.centre.number]


def test_a_district_is_that_of_the_day():
    jiangbei = enter(district="500105").centre.number
    yubei = enter(district="500112").centre.number
    assert numbers("district=500105", on="2025-11-05") == [jiangbei]
    assert numbers("district=500105", on=ENDED) == []
    assert numbers("district=liangjiang", on=ENDED) == [jiangbei]
    assert numbers("district=500112", on=ENDED) == [yubei]  # which of its successors, staff must say
    assert facets(asked(on=ENDED))["district"] == {"liangjiang": 1, "500112": 1}
    assert facets(asked(on="2025-11-05"))["district"] == {"500105": 1, "500112": 1}


def test_facets_are_counted_with_the_other_filters_on():
    grant(2, on="2014-02")
    grant(3, on="2021", scheme="national-centre", sectors=["materials"], district="500103")
    counts = facets(asked("scheme=national-centre"))
    assert counts["scheme"] == {"municipal-centre": 2, "national-centre": 3}
    assert counts["year"] == {"2021": 3}
    assert counts["sector"] == {"materials": 3}
    assert counts["district"] == {"500103": 3}
    assert counts["level"] == {"national": 3}
    assert counts[""] == {"count": 3, "samples": 0}


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_complete_and_settles_ties_by_number(sort):
    lists = [printed_list("granted", on, *(row() for _each in range(3))) for on in ("2021", "2014-02")]
    round_ = publish(*lists)
    expected = [centre.number for centre in round_.new_centres.order_by("number")]
    if sort == "accredited":
        expected = expected[3:] + expected[:3]
    assert numbers(f"sort={sort}") == expected


def test_centres_without_a_date_or_district_come_last():
    undated = enter(None, "maintained", "2020").centre.number
    dated = enter(on="2021", district="500103").centre.number
    for sort in ("accredited", "-accredited", "district"):
        assert numbers(f"sort={sort}") == [dated, undated]


@pytest.mark.parametrize(
    "bad",
    ["scheme=x", "level=x", "kind=", "district=500999", "sector=\x00", "year=1066", "year=x", "status=x"]
    + ["round=0", "round=x", "round=1e400", "round=NaN", "sort=x", "per_page=7", f"q={'x' * 201}", "q=a%00b"],
)
def test_a_bad_value_is_named_and_leaves_its_field_unfiltered(bad):
    centre = enter().centre
    question = asked(bad)
    assert list(question.errors) == [bad.partition("=")[0]]
    assert [found["centre_id"] for found in question.centres()] == [centre.pk]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["q", "round", "year", "status", "district"]), st.text(max_size=30)))
)
def test_no_text_is_too_strange(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    question = ask(data, moment(), reference())
    assert question.totals() == (len(question.in_order()), 0)


def test_the_list_reads_standings_as_of_the_day():
    decision = enter(name_zh="旧名")
    enter(decision.centre, "renamed", "2020", name_zh="新名")
    names = [next(iter(asked(on=on).centres()))["name_zh"] for on in ("2019", "2020")]
    assert names == ["旧名", "新名"]
    assert Standing.objects.on(datetime.date(2019, 12, 31), 2).get().name_zh == "旧名"

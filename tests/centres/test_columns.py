"""The columns of bits against the filters in SQL, for random filters on a register of many kinds of entry."""

from urllib.parse import urlencode

import pytest
from django.db.models import Count, Min
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.columns import columns
from centres.filters import SORTS, ask, counted, facets
from centres.moments import moment
from centres.reference import reference
from tests.factories import empty_register, enter, grant, publish

pytestmark = pytest.mark.django_db
VALUES = {
    "scheme": ["municipal-centre", "national-centre", "national-branch"],
    "level": ["municipal", "national", "district"],
    "status": ["accredited", "withdrawn", "suspended", "any"],
    "kind": ["enterprise-centre", "design-enterprise", "branch"],
    "district": ["500103", "500105", "500112", "liangjiang"],
    "sector": ["materials", "vehicles"],
    "year": ["2014", "2019", "2021"],
}
DAYS = ("", "2020-12-31", "2025-11-05")


@pytest.fixture
def register():
    """Centres with one standing and with several, ended, suspended, moved, some of them samples."""
    empty_register()
    first = grant(3, on="2014-02", district="500103", sectors=["materials"])
    grant(2, on="2021", district="500112", kind_of_centre="design-enterprise", sample=True)
    grant(2, on="2021-05", scheme="national-branch", kind_of_centre="branch", district="500105")
    enter(first[0], scheme="national-centre", on="2019")
    enter(first[1], scheme="national-centre", on="2021", sectors=["vehicles", "materials"])
    enter(first[1], kind="withdrawn", on="2022")
    enter(first[2], kind="suspended", on="2022-03")
    enter(first[0], kind="transferred", on="2023", district="500105")
    return publish


def question(query: str, on: str):
    when = moment(on)
    return ask(QueryDict(query), when, reference(when.clock))


queries = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(of), max_size=2) for name, of in VALUES.items()}
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(chosen=queries, on=st.sampled_from(DAYS), q=st.sampled_from(["", "公司", "company 0002"]))
def test_columns_say_what_the_filters_say(register, chosen, on, q):
    asked = question(urlencode({**chosen, "q": q}, doseq=True), on)
    passing = asked.standings.order_by()
    assert asked.totals() == counted(passing)
    by_number = list(passing.values_list("centre__number", flat=True).distinct().order_by("centre__number"))
    assert sorted(centre["centre__number"] for centre in asked.centres()) == by_number


FIELDS = {"scheme": "scheme__key", "level": "scheme__level", "kind": "kind_of_centre", "status": "status"}


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("name", FIELDS)
def test_a_facet_is_counted_with_all_other_filters_on(register, name, on):
    for chosen in ({}, {"status": "any"}, {"level": "municipal", "year": "2014"}, {"kind": "branch"}):
        others = {other: value for other, value in chosen.items() if other != name}
        others |= {"status": "any"} if name == "status" else {}
        rows = question(urlencode(others), on).standings.order_by().values_list(FIELDS[name])
        wanted = {value: n for value, n in rows.annotate(n=Count("centre_id", distinct=True)) if n}
        assert dict(facets(question(urlencode(chosen), on))[name]) == wanted


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
def test_an_order_goes_by_the_least_key_that_passes(register, sort):
    least = {
        "accredited": Min("first_granted_from"),
        "-accredited": Min("first_granted_from"),
        "name": Min("name_key"),
        "level": Min("scheme__order"),
        "district": Min("district__code"),
        "number": Min("centre__number"),
    }[sort]
    for query in ("", "status=any", "scheme=national-centre"):
        asked = question(f"{query}&sort={sort}", "")
        rows = asked.standings.order_by().values("centre__number").annotate(key=least)
        keys = {row["centre__number"]: row["key"] for row in rows}
        wanted = sorted(sorted(keys), key=keys.get, reverse=sort.startswith("-"))
        assert [centre["centre__number"] for centre in asked.centres()] == wanted


def test_a_page_is_cut_from_the_order(register):
    in_order = question("status=any&sort=name", "").in_order()
    assert [in_order[start : start + 2] for start in range(0, 9, 2)] == [
        list(in_order)[start : start + 2] for start in range(0, 9, 2)
    ]
    assert len(in_order) == 7


def test_facets_and_totals_take_no_query_once_the_columns_stand(register, django_assert_num_queries):
    asked = question("scheme=municipal-centre", "")
    with django_assert_num_queries(1):  # the standings of the day
        asked.totals()
    with django_assert_num_queries(0):
        facets(asked)
        facets(question_at(asked))


def question_at(asked):
    return ask(QueryDict("level=national"), asked.moment, asked.filterset.reference)


def test_a_new_edition_is_seen_at_once(register):
    assert question("", "").totals() == (6, 2)
    grant(1, on="2024")
    assert question("", "").totals() == (7, 2)


def test_a_change_of_the_districts_is_seen_at_once(register):
    when = moment("")
    before = columns(when, reference(when.clock))
    assert columns(when, reference(when.clock)) is before
    district = next(iter(reference(when.clock).districts.values()))
    district.save()
    when = moment("")
    assert columns(when, reference(when.clock)) is not before

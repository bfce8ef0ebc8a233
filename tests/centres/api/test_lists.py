import pytest
from django.utils import timezone

from centres.api.answers import LICENCE
from tests.centres.api.addresses import AFTER, API, BEFORE, BETWEEN, LISTS, numbers
from tests.factories import enter, grant, person

pytestmark = pytest.mark.django_db


def test_a_list_says_how_many_when_and_as_of_which_edition(get):
    grant(2)
    edition = grant(1, sample=True)[0].created_in.edition
    body = get("centres/")
    assert list(body) == "count samples on known edition next results licence".split()
    assert (body["count"], body["samples"], body["edition"], body["next"]) == (3, 1, 2, None)
    assert body["on"] == timezone.localdate().isoformat()
    assert body["known"] == timezone.localtime(edition.recorded_at).isoformat()
    assert body["known"].endswith("+08:00")
    assert body["licence"] == LICENCE
    assert [result["sample"] for result in body["results"]] == [False, False, True]


@pytest.mark.parametrize("path", LISTS)
def test_before_the_first_edition_nothing_is_known(get, path):
    body = get(path)
    assert (body["edition"], body["known"], body["samples"]) == (0, None, 0)
    assert body["count"] == 0 or path in ("schemes/", "districts/")


@pytest.mark.parametrize("path", LISTS)
def test_with_both_times_given_the_bytes_never_change(client, path):
    centre = enter(at=BEFORE).centre
    times = {"on": "2015-01-01", "known": BETWEEN}
    before = client.get(API + path, times)
    enter(on="2014-02", at=AFTER)
    enter(centre, "renamed", "2014-03", at=AFTER, name_zh="新名")
    grant(3, sample=True, scheme="national-centre")
    after = client.get(API + path, times)
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert after["Cache-Control"] == "public, max-age=86400"
    assert (after.json()["on"], after.json()["known"]) == ("2015-01-01", BETWEEN)
    assert client.get(API + path)["Cache-Control"] == "public, no-cache"


def test_an_entry_made_late_changes_what_is_known_today_alone(get):
    early, late = enter(at=BEFORE).centre.number, enter(at=AFTER).centre.number
    assert numbers(get("centres/", on="2014")) == [early, late]
    assert numbers(get("centres/", on="2014", known=BETWEEN)) == [early]
    assert get("centres/", on="2014")["on"] == "2014-12-31"


def test_unknown_parameters_are_ignored(client):
    grant(30)
    plain, junk = client.get(API + "centres/"), client.get(API + "centres/?page=3&x=%00&limit=0")
    assert plain["ETag"] == junk["ETag"]


def test_facets_count_each_value_with_the_other_filters_on(get):
    grant(2)
    grant(3, scheme="national-centre", sectors=["materials"])
    body = get("facets/", scheme="national-centre")
    facets = {facet["parameter"]: facet["values"] for facet in body["results"]}
    assert (body["count"], list(facets)) == (
        3,
        ["level", "scheme", "kind", "district", "status", "sector", "year"],
    )
    assert facets["scheme"] == [
        {"value": "national-centre", "count": 3},
        {"value": "municipal-centre", "count": 2},
    ]
    assert facets["sector"] == [{"value": "materials", "count": 3}]


def test_schemes_tell_their_rule_and_counts_apart(get):
    grant(10, scheme="national-centre", on="2021")
    grant(22, scheme="national-branch", on="2021")
    both = grant(1, on="2014-02", sample=True)[0]
    enter(both, scheme="national-centre", on="2021")
    body = get("schemes/", on="2022")
    told = {scheme["key"]: scheme for scheme in body["results"]}
    counts = {key: (scheme["centres"], scheme["samples"]) for key, scheme in told.items()}
    assert counts["national-centre"] == (11, 1)
    assert (counts["national-branch"], counts["municipal-centre"]) == ((22, 0), (1, 1))
    assert (body["count"], body["samples"]) == (5, 1)
    assert told["municipal-centre"]["rule"]["document_number"] == "渝经信发〔2016〕87号"
    assert get("schemes/", on="2014-02-28")["results"][1]["complete"] is True


def test_districts_are_those_of_the_day(get):
    grant(2, district="500105")
    grant(1, district="500112", sample=True)
    then = {one["code"]: one for one in get("districts/", on="2025-11-05")["results"]}
    now = {one["code"]: one for one in get("districts/", on="2025-11-06")["results"]}
    assert (then["500105"]["centres"], then["500105"]["successors"]) == (2, ["liangjiang"])
    assert "liangjiang" not in then
    assert "500105" not in now
    assert now["liangjiang"]["centres"] == 2
    assert (now["500112"]["centres"], now["500112"]["samples"]) == (1, 1)  # to be confirmed


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("centres/", 2),  # the clock, the standings of the page
        ("centres/CQ-000001", 5),  # the clock, the centre, its decisions, its standings, who names it
        ("decisions/", 3),  # the clock, totals, the page
        ("rounds/", 4),  # the clock, totals, the page, their lists
        ("editions/", 3),  # the clock, totals, the page
        ("schemes/", 3),  # the clock, counts by scheme, distinct samples
        ("districts/", 2),  # the clock, counts by district
        ("facets/", 1),  # the clock
    ],
)
@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_rows(client, django_assert_num_queries, path, queries, rows):
    for _each in range(rows):
        centre = enter(district="500103", credit_code=None).centre
        enter(centre, "maintained", "2020", scheme="national-centre")
    path = API + path.replace("CQ-000001", centre.number)
    for query in ({}, {"known": timezone.localtime().isoformat()}):
        client.get(path, query)  # fills what the process keeps
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
    with django_assert_num_queries(queries + 1):  # and the edition that was known
        client.get(path, {"known": timezone.localtime().isoformat()})


def test_names_of_staff_are_in_no_answer(client):
    enter()
    for path in LISTS:
        assert person("approver").username not in client.get(API + path).content.decode()

import pytest

from centres.models import Round, Scheme
from tests.centres.api.addresses import AFTER, API, BEFORE, BETWEEN, numbers
from tests.factories import enter, grant, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db


def test_rounds_are_told_once_published(get):
    round_ = publish(printed_list("granted", "2015", row()), scheme="national-centre", year=2015, batch=2)
    enter()
    Round.objects.create(scheme=Scheme.objects.first(), year=2026)
    (told,) = get("rounds/", scheme="national-centre")["results"]
    assert get("rounds/")["count"] == 2
    assert (told["id"], told["year"], told["batch"], told["published_in"]) == (round_.pk, 2015, 2, 1)
    assert (told["decisions"], told["counters"], told["countered_by"]) == (1, None, None)
    single = get(f"rounds/{round_.pk}")
    assert {name: single[name] for name in told} == told
    assert (single["edition"], single["url"]) == (2, f"https://cod.example/en/rounds/{round_.pk}/")


def test_a_round_tells_its_lists_in_their_order(get):
    round_ = publish(
        printed_list(
            "granted", "2015-12-28", row(), row(), stated_total=34, document_url="https://a.example/"
        ),
        printed_list("withdrawn", "2015-12-28", row(grant(1)[0]), ground="own-wish", issued_on="2016"),
    )
    first, second = get(f"rounds/{round_.pk}")["lists"]
    assert (first["kind"], first["ground"], first["stated_total"], first["decisions"]) == (
        "granted",
        None,
        34,
        2,
    )
    assert (first["document_url"], first["issued_on"], first["effective_on"]) == (
        "https://a.example/",
        "",
        "2015-12-28",
    )
    assert (second["kind"], second["ground"], second["issued_on"]) == ("withdrawn", "own-wish", "2016")


def test_rounds_by_year_day_and_moment(client, get):
    early, late = enter(on="2014-02", year=2014, at=BEFORE), enter(on="2021", year=2021, at=AFTER)
    for params in ({"year": 2014}, {"on": "2020"}, {"known": BETWEEN}):
        assert [told["id"] for told in get("rounds/", **params)["results"]] == [early.round_id]
    assert get("rounds/")["count"] == 2
    assert client.get(f"{API}rounds/{late.round_id}", {"known": BETWEEN}).status_code == 404


def test_a_counter_round_and_what_it_took_back_name_each_other(get):
    decision = enter(at=BEFORE)
    draft = Round.objects.create(scheme=decision.scheme, year=2024, counters=decision.round)
    assert get(f"rounds/{decision.round_id}")["countered_by"] is None
    draft.delete()
    counter = take_back(decision.round, at=AFTER)
    told = {one["id"]: one for one in get("rounds/")["results"]}
    assert told[decision.round_id]["countered_by"] == counter.pk
    assert (told[counter.pk]["counters"], told[counter.pk]["lists"]) == (decision.round_id, [])
    assert get(f"rounds/{decision.round_id}", known=BETWEEN)["countered_by"] is None


def test_the_log_can_be_read_by_round_centre_scheme_kind_edition_and_day(get):
    first = enter(on="2014-02")
    enter(first.centre, "maintained", "2018")
    third = enter(on="2021", scheme="national-centre", sample=True)
    assert numbers(get("decisions/", round=first.round_id)) == [1]
    assert numbers(get("decisions/", centre=third.centre.number)) == [3]
    assert numbers(get("decisions/", scheme="national-centre")) == [3]
    assert numbers(get("decisions/", kind=["granted", "maintained"])) == [1, 2, 3]
    assert numbers(get("decisions/", edition=2)) == [2]
    assert numbers(get("decisions/", on="2019")) == [1, 2]
    assert (get("decisions/")["count"], get("decisions/")["samples"]) == (3, 1)


@pytest.mark.parametrize(
    "query", ["round=0", "centre=x", "scheme=x", "kind=enterprise-centre", "edition=x", "edition=1e3"]
)
def test_the_log_names_what_it_cannot_use(client, query):
    response = client.get(f"{API}decisions/?{query}")
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, query.partition("=")[0])


def test_editions_carry_the_hash_of_the_log(get):
    first = enter(at=BEFORE).edition
    grant(2, sample=True)
    body = get("editions/")
    assert (body["count"], body["samples"], numbers(body)) == (2, 1, [2, 1])
    assert body["results"][1] == {
        "number": 1,
        "known": "2026-01-10T12:00:00+08:00",
        "hash": first.hash,
        "round": first.round_id,
        "decisions": 1,
        "sample": False,
    }
    assert body["results"][0]["decisions"] == 2
    assert get("centres/", known=body["results"][1]["known"])["edition"] == 1

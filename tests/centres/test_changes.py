"""What editions changed: a copy of the register with the changes is the register after them."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres import columns, deltas, exports
from centres import reference as tables
from centres.models import Centre, District, Edition
from centres.moments import Moment
from centres.reference import clock, reference
from tests.factories import empty_register, enter, grant, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db
CHANGES = "/data/changes.json"
KINDS = ["granted", "maintained", "suspended", "restored", "withdrawn", "expired", "renamed", "transferred"]
SCHEMES = ["municipal-centre", "national-centre"]

entry = st.fixed_dictionaries(
    {
        "centre": st.integers(0, 3),
        "kind": st.sampled_from(KINDS),
        "scheme": st.sampled_from(SCHEMES),
        "on": st.sampled_from(["2014-02-28", "2014", "2015-05", "2019-06-30", "2021", "2031-01-01"]),
        "facts": st.sampled_from(
            [
                {},
                {"name_en": "River"},
                {"district": "500112"},
                {"sectors": ["motorcycles"]},
                {"credit_code": "91500000MA5U00000W"},
                {"branch_of": "CQ-000001", "predecessors": ["CQ-000001", "CQ-000002"]},
            ]
        ),
    }
)
take_one_back = st.integers(0, 5)
name_of_district = st.sampled_from(["Yubei", "North of Yu"])
histories = st.lists(entry | take_one_back | name_of_district, min_size=1, max_size=6)


def enter_all(history) -> None:
    """One edition for each step: a decision about an old or a new centre, or a round taken back; a name is
    given to a district and changes the next edition."""
    rounds, centres = [], []
    for step in history:
        if isinstance(step, int):
            if rounds:
                take_back(rounds.pop(step % len(rounds)))
            continue
        if isinstance(step, str):
            district = District.objects.get(code="500112")
            district.name_en = step
            district.save()
            continue
        centre = centres[step["centre"]] if step["centre"] < len(centres) else None
        lines = printed_list(step["kind"] if centre else "granted", step["on"], row(centre, **step["facts"]))
        rounds.append(publish(lines, scheme=step["scheme"]))
        centres += rounds[-1].new_centres.all()


def known_in(edition: int) -> Moment:
    return Moment(timezone.localdate(), edition, None, clock=clock().as_known(edition))


def whole(edition: int) -> dict[str, dict]:
    """The rows of the whole register, as its daily file has them."""
    when = known_in(edition)
    held = reference(when.clock)
    return {
        centre["number"]: centre
        for batch in exports.results(exports.whole(when, held), held)
        for centre in batch
    }


def applied(register: dict[str, dict], changes: list[dict]) -> dict[str, dict]:
    """What a reader does with the answer; each change must be what it says."""
    register = dict(register)
    for one in changes:
        assert (one["number"] in register) == (one["change"] != "added")
        assert one["centre"] != register.pop(one["number"], None)
        if one["change"] != "removed":
            register[one["number"]] = one["centre"]
    return register


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_a_copy_with_the_changes_is_the_register_after_them(history):
    columns.forget()  # numbers of editions recur
    tables.forget()
    with transaction.atomic():
        empty_register()
        enter_all(history)
        newest = Edition.objects.newest()
        copies = [whole(number) for number in range((newest.number if newest else 0) + 1)]
        for since in range(len(copies)):
            for until in range(since, len(copies)):
                batches = deltas.changes(known_in(since), known_in(until))
                changes = [one for batch in batches for one in batch]
                assert applied(copies[since], changes) == copies[until]
        transaction.set_rollback(True)


def get(client, **query):
    response = client.get(CHANGES, query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(b"".join(response))


def test_added_changed_and_removed_since_an_edition(client):
    empty_register()
    kept, renamed, error = (enter() for _each in range(3))
    since = error.edition_id
    enter(renamed.centre, "renamed", "2016", name_en="New")
    take_back(error.round)
    added = grant(1)[0]
    body = get(client, since=since)
    named = {one["number"]: one["change"] for one in body["results"]}
    assert named == {
        renamed.centre.number: "changed",
        error.centre.number: "removed",
        added.number: "added",
    }
    assert kept.centre.number not in named
    assert [one["centre"] and one["centre"]["name_en"] for one in body["results"]] == ["New", None, ""]
    assert body["since"] == {
        "edition": since,
        "known": timezone.localtime(error.recorded_at).isoformat(),
        "hash": error.hash,
    }
    assert body["until"]["edition"] == since + 3


def test_changes_up_to_an_edition_as_of_a_day(client):
    empty_register()
    first = enter(on="2014-02")
    enter(first.centre, "withdrawn", "2020", ground="missed")
    enter(first.centre, "granted", "2022")
    assert get(client, since=1, until=2, on="2016")["results"][0]["centre"]["standings"][0]["until"]
    assert get(client, since=2, on="2014-01-01")["results"] == []
    assert get(client, since=3)["results"] == []
    assert [one["change"] for one in get(client, since=0, until=1)["results"]] == ["added"]


def test_between_two_editions_on_a_day_the_answer_stays(client):
    empty_register()
    enter()
    fixed, moving = f"{CHANGES}?since=0&until=1&on=2020", f"{CHANGES}?since=0&on=2020"
    before = b"".join(client.get(fixed))
    enter(Centre.objects.latest("pk"), "renamed", "2015", name_en="New")
    assert b"".join(client.get(fixed)) == before != b"".join(client.get(moving))
    assert client.get(fixed)["Cache-Control"] == "public, max-age=86400"
    assert client.get(moving)["Cache-Control"] == "public, no-cache"
    held = {"If-None-Match": client.get(moving)["ETag"]}
    assert client.get(moving, headers=held).status_code == 304


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("since=x", 422),
        ("since=-1", 422),
        ("since=1.5", 422),
        ("since=99999999999999999999", 422),
        ("since=%00", 422),
        ("since=1&until=0", 422),
        ("since=1&on=0", 422),
        ("since=1&on=2999", 404),
        ("since=999", 404),
        ("since=0&until=999", 404),
        (f"since=0&nonsense={'x' * 10_000}", 200),
        ("since=1&since=0", 200),
    ],
)
def test_what_cannot_be_answered_is_refused(client, query, status):
    response = client.get(f"{CHANGES}?{query}")
    assert response.status_code == status
    assert (response["Content-Type"] == "application/problem+json") == (status != 200)


def test_an_edition_later_than_the_other_is_named(client):
    enter()
    response = client.get(f"{CHANGES}?since=2&until=1")
    assert response.json()["errors"][0]["parameter"] == "since"


def test_the_queries_do_not_grow_with_the_centres(client):
    grant(3)
    get(client, since=0)
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            get(client, since=0)
        counts.append(len(queries))
        grant(40)
        get(client, since=0)
    assert counts == [8, 8]

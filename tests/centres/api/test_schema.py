"""The API against its own description, asked by schemathesis: every operation, with values that the
description allows and values that it does not; each answer passes all of schemathesis's checks. None is left
out, though those about sign-in, deleted resources and required headers find nothing to do in this API."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from centres.models import Decision
from cityofdesign.wsgi import application
from tests.centres.api.addresses import API
from tests.factories import enter, grant

MOST_QUERIES, MOST_SECONDS = 15, 5
# Values that no description can know: they are rows of the register's tables.
KEYS = {"scheme-key": "municipal-centre", "district-code": "500103", "sector-key": "automobiles"}
UNCOMPRESSED = {"Accept-Encoding": "identity"}

for name, key in KEYS.items():
    schemathesis.openapi.format(name, st.just(key))
schema = schemathesis.openapi.from_wsgi(f"{API}openapi.json", application)


@pytest.fixture(autouse=True)
def _register(_empty_register):
    """A few centres and rounds, in one transaction with every request, as Django's own client keeps it."""
    centre = grant(30)[0]
    enter(centre, kind="withdrawn", on="2020-05", ground="failed")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def patiently(examples: int):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def ask(case):
    with CaptureQueriesContext(connection) as queries:
        response = case.call_and_validate(headers=UNCOMPRESSED)
    assert len(queries) <= MOST_QUERIES
    assert response.elapsed < MOST_SECONDS
    return response


def check(case):
    """What the description allows is answered, of a day that was and of something that there is. A cursor is
    only good for the list that gave it."""
    positive = case.meta.generation.mode.is_positive
    if positive:
        case.query.pop("cursor", None)
    ask(case)
    if positive:
        case.query.pop("known", None)
        case.query["on"] = "2021-12-31"
        decision = Decision.objects.select_related("centre").first()
        there = {"number": decision.centre.number, "id": decision.round_id}
        case.path_parameters.update((name, there[name]) for name in case.path_parameters)
        assert ask(case).status_code == 200


@schema.parametrize()
@patiently(20)
def test_the_api_answers_as_described(case):
    check(case)


@pytest.mark.slow
@schema.parametrize()
@patiently(200)
def test_the_api_answers_as_described_whatever_is_asked(case):
    check(case)


@pytest.mark.parametrize("wrong", ["rounds/%0A", "centres/x%0A/y", "%00", "%ff/", "x" * 10_000])
def test_an_address_of_nothing_is_a_problem_in_the_form_described(client, wrong):
    described = client.get(f"{API}openapi.json").json()["components"]["schemas"]["Problem"]
    response = client.get(API + wrong)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert set(described["required"]) <= set(response.json())


def test_what_no_description_can_know_is_known_here(client):
    for parameter, value in zip(("scheme", "district", "sector"), KEYS.values(), strict=True):
        assert client.get(f"{API}centres/", {parameter: value}).status_code == 200

import re
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from centres.api.rates import Rate
from centres.models import Round
from tests.centres.api.addresses import API, LISTS, PARAMETERS
from tests.factories import enter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [*LISTS, "centres/CQ-000001", "openapi.json", "docs"])
def test_an_etag_saves_the_body(client, path):
    enter()
    path = path.replace("CQ-000001", Round.objects.latest("pk").new_centres.get().number)
    first = client.get(API + path)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    again = client.get(API + path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(API + path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [*LISTS, "centres/CQ-000001", "nothing", "openapi.json"])
def test_every_origin_may_read_and_none_may_write(client, path):
    assert client.get(API + path)["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(API + path)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method(API + path)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused["Content-Type"] == "application/problem+json"


def test_head_is_get_without_its_body(client):
    enter()
    head, full = client.head(API + "centres/"), client.get(API + "centres/")
    assert (head.status_code, head["ETag"], head.content) == (200, full["ETag"], b"")


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("on=0", 422, "on"),
        ("on=", 422, "on"),
        ("on=1700000000", 422, "on"),
        ("on=2021-13", 404, "on"),
        ("on=2021-02-30", 404, "on"),
        ("on=2999-01-01", 404, "on"),
        ("known=2021", 422, "known"),
        ("known=2021-01-01T00:00:00 08:00", 422, "known"),
        ("known=2999-01-01", 404, "known"),
        ("known=2021-02-30", 404, "known"),
        ("known=0001-01-01T00:00%2B14:00", 404, "known"),
        ("scheme=x", 422, "scheme"),
        ("level=x", 422, "level"),
        ("kind=x", 422, "kind"),
        ("district=x", 422, "district"),
        ("sector=x", 422, "sector"),
        ("year=x", 422, "year"),
        ("year=1066", 422, "year"),
        ("status=x", 422, "status"),
        ("round=0", 422, "round"),
        ("round=99999999999999999999", 422, "round"),
        ("q=%00", 422, "q"),
        ("q=" + "x" * 10_000, 422, "q"),
        ("sort=x", 422, "sort"),
        ("per_page=10", 422, "per_page"),
        ("cursor=x", 422, "cursor"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(client, query, status, parameter):
    response = client.get(f"{API}centres/?{query}")
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert response["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert set(problem) == {"type", "title", "status", "detail", "errors"}


def test_too_many_parameters_are_refused(client):
    response = client.get(API + "centres/?" + "&".join(f"x{n}=" for n in range(6000)))
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["rounds/0", "rounds/" + "9" * 30, "rounds/" + "9" * 5000, "rounds/x", "x/y"]
)
def test_an_unknown_address_is_not_found(client, path):
    response = client.get(API + path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_slash_too_many_or_too_few_leads_on(client):
    for wrong, right in (("centres?q=x", "centres/?q=x"), ("centres/CQ-000001/", "centres/CQ-000001")):
        response = client.get(API + wrong)
        assert (response.status_code, response["Location"]) == (301, API + right)
    assert client.get(API)["Location"] == API + "docs"


@pytest.mark.parametrize("rate", ["2/m", "2/h"])
def test_a_rate_limit_is_a_setting(client, settings, rate):
    settings.API_RATE = rate
    assert [client.get(API + "editions/").status_code for _each in range(3)] == [200, 200, 429]
    refused = client.get(API + "centres/")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert client.get(API + "centres/", REMOTE_ADDR="192.0.2.1").status_code == 200
    settings.API_RATE = ""
    assert client.get(API + "centres/").status_code == 200


@pytest.mark.parametrize("rate", ["600", "x/m", "600/y", "1/2/s"])
def test_a_rate_that_cannot_be_read_stops_the_start(settings, rate):
    settings.API_RATE = rate
    with pytest.raises(ImproperlyConfigured, match="API_RATE"):
        Rate()


def test_only_a_trusted_proxy_may_say_who_asks(client, settings):
    settings.API_RATE = "1/h"
    asked = [client.get(API, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in (1, 2)]
    assert asked == [302, 429]
    settings.NINJA_NUM_PROXIES = 1
    asked = [client.get(API, headers={"X-Forwarded-For": f"x, 192.0.2.{n}"}).status_code for n in (1, 2, 1)]
    assert asked == [302, 302, 429]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from([*LISTS, "centres/CQ-000001", "rounds/1"]),
    pairs=st.lists(
        st.tuples(st.sampled_from([*PARAMETERS, "centre", "edition"]), st.text() | st.integers().map(str)),
        max_size=4,
    ),
)
@example(path="centres/", pairs=[("on", "\x00"), ("known", "\x00"), ("q", "\x00"), ("q", "\ud7ff" * 100)])
@example(path="decisions/", pairs=[("centre", "CQ-000001\n"), ("round", "1_0"), ("edition", "١")])
@example(path="facets/", pairs=[("year", "2014.0"), ("year", "2014"), ("district", "x" * 10_000)])
@example(path="centres/", pairs=[("on", "2014"), ("on", "2015"), ("per_page", "25"), ("per_page", "50")])
def test_no_question_is_an_error_of_ours(client, path, pairs):
    query = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    response = client.get(f"{API}{path}?{query}")
    assert response.status_code in {200, 304, 404, 422}
    assert response["Content-Type"].startswith("application/")

"""The reconciliation service: manifest, candidates, extension, suggestions, previews; limits and junk.

The example requests are those of the protocol's own repository, reconciliation-api/specs, version 0.2.
"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.centres.lists_in_short import published
from tests.factories import enter, grant, printed_list, publish, row

pytestmark = pytest.mark.django_db
URL = "/api/v1/reconcile"
PERSON = {"type": "DifferentiatedPerson", "limit": 5, "type_strict": "should"}
EXAMPLES = [
    {"q1": {"query": "Hans-Eberhard Urbaniak"}, "q2": {"query": "Ernst Schwanhold"}},
    {
        "q0": {
            "query": "Christel Hanewinckel",
            **PERSON,
            "properties": [
                {"pid": "professionOrOccupation", "v": "Politik*"},
                {"pid": "affiliation", "v": "http://d-nb.info/gnd/2022139-3"},
            ],
        }
    },
    {
        "q0": {
            "query": "Christel Hanewinckel",
            **PERSON,
            "properties": [
                {"pid": "professionOrOccupation", "v": ["Politik*", {"id": "wissenschaftler", "name": "W"}]}
            ],
        }
    },
    {"q1": {"properties": [{"pid": "uid", "v": "27eb892afbb2"}]}},
]
EXTENSION = {
    "ids": ["10662041X", "1064905412"],
    "properties": [
        {"id": "variantName", "settings": {"limit": "5"}},
        {"id": "geographicAreaCode", "settings": {"limit": "1", "content": "id"}},
        {"id": "professionOrOccupation"},
    ],
}


def ask(client, queries, status=200):
    response = client.post(URL, {"queries": json.dumps(queries)})
    assert response.status_code == status, response.content
    return response.json()


def one(client, text="", limit=None, **properties):
    query = {"query": text, "properties": [{"pid": name, "v": v} for name, v in properties.items()]}
    return ask(client, {"q": {**query, **({"limit": limit} if limit else {})}})["q"]["result"]


@pytest.fixture
def real(db):
    """Centres of the list of 2014, by names that are confirmed, and one more of the first holder."""
    return publish(
        printed_list(
            "granted",
            "2014-02",
            row(
                holder_name_zh="重庆长安汽车股份有限公司",
                holder_name_en="Changan Automobile Co., Ltd.",
                name_en="Changan Automobile Co., Ltd. Automotive Design Center",
                name_zh="重庆长安汽车股份有限公司工业设计中心",
            ),
            row(
                holder_name_zh="隆鑫通用动力股份有限公司",
                holder_name_en="Chongqing Loncin General Purpose Engine Co., Ltd.",
                name_zh="隆鑫通用动力股份有限公司工业设计中心",
            ),
            row(holder_name_zh="重庆迪科汽车研究有限公司", name_zh="", kind_of_centre="design-enterprise"),
        )
    ).new_centres.order_by("number")


def test_the_manifest_names_what_there_is(client):
    manifest = client.get(URL).json()
    assert "0.2" in manifest["versions"]
    assert manifest["defaultTypes"] == [{"id": "centre", "name": "Industrial design centre"}]
    assert manifest["view"]["url"].endswith("/verify/{{id}}")
    assert manifest["batchSize"] == 50
    assert "${id}" in manifest["suggest"]["entity"]["flyout_service_path"]
    for what in ("entity", "type", "property"):
        assert client.get(manifest["suggest"][what]["service_path"]).status_code == 200
    assert client.get(manifest["extend"]["propose_properties"]["service_path"]).status_code == 200


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_examples_of_the_protocol_are_answered(client, example, method):
    response = getattr(client, method)(URL, {"queries": json.dumps(example)})
    assert response.status_code == 200
    assert {key: set(value) for key, value in response.json().items()} == {key: {"result"} for key in example}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_example_of_an_extension_is_answered(client):
    body = client.post(URL, {"extend": json.dumps(EXTENSION)}).json()
    assert [one["id"] for one in body["meta"]] == [one["id"] for one in EXTENSION["properties"]]
    assert set(body["rows"]) == set(EXTENSION["ids"])


@pytest.mark.parametrize(
    "name",
    [
        "重庆长安汽车股份有限公司工业设计中心",
        "重庆長安汽車股份有限公司工業設計中心",
        "Changan Automobile Co., Ltd. Automotive Design Centre",
        "重庆长安汽车有限责任公司",
    ],
)
def test_real_names_are_certain_as_on_a_list(client, real, name):
    best = one(client, name)[0]
    assert (best["id"], best["match"], best["score"]) == (real[0].number, True, 100)
    assert best["type"] == [{"id": "centre", "name": "Industrial design centre"}]


def test_a_part_of_a_name_is_found_and_never_certain(client, real):
    best = one(client, "长安")[0]
    assert (best["id"], best["match"]) == (real[0].number, False)
    assert 0 < best["score"] < 70


def test_an_unconfirmed_name_decides_nothing(client):
    centre = enter(
        holder_name_zh="重庆长安汽车股份有限公司", holder_name_zh_unconfirmed=True, name_zh=""
    ).centre
    best = one(client, "重庆长安汽车股份有限公司")[0]
    assert (best["id"], best["match"]) == (centre.number, False)
    assert best["score"] >= 90


def test_a_number_is_certain(client, real):
    number = real[2].number
    for asked in ({"text": number.lower()}, {"number": number}):
        best = one(client, **asked)[0]
        assert (best["id"], best["match"]) == (number, True)


def test_two_centres_of_one_holder_are_not_told_apart_by_it(client):
    holder = "重庆水壶有限公司"
    published(
        f"{holder},第一工业设计中心,渝北区,企业工业设计中心",
        f"{holder},茶具工业设计中心,渝北区,企业工业设计中心",
    )
    assert [found["match"] for found in one(client, holder)] == [False, False]
    assert one(client, "茶具工业设计中心", holder=holder)[0]["match"]


@pytest.mark.parametrize(
    ("property", "agreeing", "other"),
    [
        ("district", ["大足区", "500111", "Dazu District", {"id": "500111"}], "璧山区"),
        ("kind", ["enterprise-centre", "企业工业设计中心"], "institute"),
        ("scheme", ["municipal-centre", "市级工业设计中心", "municipal"], "national-centre"),
        ("holder", ["重庆雨伞有限公司"], "重庆水壶有限公司"),
    ],
)
def test_properties_confirm_or_weaken(client, property, agreeing, other):
    published("重庆雨伞有限公司,重庆雨伞工业设计中心,大足区,企业工业设计中心")
    name = "重庆雨伞有限公司重庆雨伞工业设计中心"
    for value in agreeing:
        assert one(client, name, **{property: value})[0]["match"], value
    weak = one(client, name, **{property: other})[0]
    assert not weak["match"]
    assert weak["score"] <= 50


def test_a_sample_says_so(client):
    centre = grant(1, sample=True)[0]
    assert one(client, centre.number)[0]["description"].startswith("sample, invented")


def test_another_type_finds_nothing(client, real):
    asked = {
        "q": {"query": real[0].number, "type": ["city"]},
        "r": {"query": real[0].number, "type": "centre"},
    }
    found = ask(client, asked)
    assert found["q"]["result"] == []
    assert found["r"]["result"]


def test_values_of_properties_are_those_of_today(client):
    centre = enter(on="2018", name_en="Old", sectors=[]).centre
    enter(centre, "renamed", "2020-01-01", name_en="New")
    asked = {"ids": [centre.number], "properties": [{"id": n} for n in ("name_en", "number", "status")]}
    body = client.get(URL, {"extend": json.dumps(asked)}).json()
    assert body["rows"][centre.number] == {
        "name_en": [{"str": "New"}],
        "number": [{"str": centre.number}],
        "status": [{"str": "municipal-centre: accredited"}],
    }


def test_suggestions_flyouts_and_preview(client, real):
    hits = client.get(f"{URL}/suggest/entity", {"prefix": "长安汽车"}).json()["result"]
    assert real[0].number in [hit["id"] for hit in hits]
    assert client.get(f"{URL}/suggest/entity", {"prefix": "长安汽车", "cursor": "9"}).json() == {"result": []}
    assert [p["id"] for p in client.get(f"{URL}/suggest/property?prefix=kin").json()["result"]] == ["kind"]
    assert client.get(f"{URL}/flyout/type?id=centre").json()["html"] == "<p>Industrial design centre</p>"
    flyout = client.get(f"{URL}/flyout/entity", {"id": real[0].number}).json()
    assert "Changan" in flyout["html"]
    preview = client.get(f"{URL}/preview", {"id": real[0].number})
    assert "frame-ancestors *" in preview["Content-Security-Policy"]
    assert "X-Frame-Options" not in preview
    assert b"Changan" in preview.content


@pytest.mark.parametrize(
    "path", ["/suggest/x", "/flyout/x?id=kind", "/flyout/entity?id=CQ-999999", "/preview"]
)
def test_what_is_not_there_is_not_found(client, path):
    response = client.get(URL + path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_limits_are_stated_when_they_are_passed(client):
    detail = ask(client, {str(n): {"query": "x"} for n in range(51)}, status=413)["detail"]
    assert detail == "A batch has at most 50 queries; this one has 51."
    extend = json.dumps({"ids": ["CQ-000001"] * 501, "properties": []})
    assert client.post(URL, {"extend": extend}).status_code == 413
    assert ask(client, {"q": {"query": "x" * 301}}, status=422)
    assert client.post(URL, {"queries": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    "sent", ["", "[", "[]", "[" * 50_000, '{"q": 1}', '{"q": {"limit": 1}}', '{"q": {"properties": []}}']
)
def test_what_cannot_be_read_is_named(client, sent):
    response = client.post(URL, {"queries": sent})
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"].startswith("queries")


def test_how_it_may_be_asked(client):
    preflight = client.options(URL)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS, POST",
    )
    assert client.put(URL).status_code == 405
    assert client.post(f"{URL}/preview").status_code == 405
    assert client.post(URL).status_code == 422
    assert "JSONP" in client.get(URL, {"callback": "x"}).json()["detail"]
    manifest = client.get(URL)
    assert client.get(URL, headers={"If-None-Match": manifest["ETag"]}).status_code == 304
    assert client.head(URL).content == b""


def test_a_form_of_another_site_may_post(db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"queries": '{"q": {"query": "x"}}'}).status_code == 200


def test_the_rate_limit_of_the_api_holds(client, settings):
    settings.API_RATE = "1/h"
    assert [client.get(URL).status_code for _each in range(2)] == [200, 429]


def test_chinese_readers_get_chinese_words(client):
    manifest = client.get(URL, headers={"Accept-Language": "zh-CN"}).json()
    assert manifest["defaultTypes"][0]["id"] == "centre"
    assert client.get("/api/v1/docs").content.decode().count("/api/v1/reconcile") >= 2


def test_a_new_edition_is_seen_at_once(client):
    assert one(client, "重庆灯笼工业设计中心") == []
    centre = enter(on="2018", name_zh="重庆灯笼工业设计中心", holder_name_zh="重庆灯笼有限公司").centre
    assert one(client, "重庆灯笼有限公司重庆灯笼工业设计中心")[0]["id"] == centre.number


def test_two_queries_whatever_the_size_of_the_batch(client):
    grant(40, on="2018")
    counts = []
    for size in (1, 40):
        asked = {str(n): {"query": f"第{n + 7:04}公司"} for n in range(size)}
        ask(client, asked)
        with CaptureQueriesContext(connection) as queries:
            ask(client, asked)
        counts.append(len(queries))
    assert counts == [2, 2]  # the newest edition, what the candidates are today


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "properties", "pid", "v", "limit", "type", "ids", "id", "q"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, st.sampled_from(["queries", "extend"]))
def test_no_junk_is_an_error_of_ours(client, junk, name):
    assert client.post(URL, {name: json.dumps(junk)}).status_code in (200, 413, 422)
    assert client.post(URL, {name: json.dumps({"q": junk})}).status_code in (200, 413, 422)
    assert client.get(f"{URL}/suggest/entity", {"prefix": str(junk), "cursor": str(junk)}).status_code == 200

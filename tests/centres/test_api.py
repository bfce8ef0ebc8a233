import json
import re
from urllib.parse import quote

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from centres.api.answers import LICENCE
from centres.models import Round, Scheme
from tests.factories import empty_register, enter, grant, person, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db
API = "/api/v1/"
LISTS = ["centres/", "rounds/", "decisions/", "editions/", "schemes/", "districts/", "facets/"]
PARAMETERS = "q scheme level kind district sector status year round sort per_page cursor on known".split()
PAGED = ["centres/", "rounds/", "decisions/", "editions/"]
BEFORE, BETWEEN, AFTER = "2026-01-10T12:00+08:00", "2026-01-11", "2026-01-12T12:00+08:00"


@pytest.fixture(autouse=True)
def _empty_register(settings):
    settings.BASE_URL = "https://cod.example"
    empty_register()


@pytest.fixture
def get(client):
    """The parsed body of an answer that must be 200."""

    def get(path, **params):
        response = client.get(path if path.startswith("https") else API + path, params)
        assert response.status_code == 200, response.content
        return response.json()

    return get


def numbers(body) -> list[str]:
    return [result["number"] for result in body["results"]]


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


def test_a_centre_has_these_fields_and_no_others(get):
    decision = enter(
        on="2014-02",
        name_en="Loncin Centre",
        name_zh="隆鑫工业设计中心",
        holder_name_en="Loncin",
        holder_name_zh="隆鑫",
        credit_code="915000002028294069",
        district="500107",
        sectors=["motorcycles"],
        document="渝经信发〔2014〕1号",
    )
    number, round_id = decision.centre.number, decision.round_id
    assert get("centres/")["results"] == [
        {
            "number": number,
            "name_en": "Loncin Centre",
            "name_zh": "隆鑫工业设计中心",
            "organisation": {"name_en": "Loncin", "name_zh": "隆鑫", "credit_code": "915000002028294069"},
            "kind": "enterprise-centre",
            "district": {"code": "500107", "name_en": "Jiulongpo District", "name_zh": "九龙坡区"},
            "sectors": ["motorcycles"],
            "standings": [
                {
                    "scheme": "municipal-centre",
                    "status": "accredited",
                    "since": "2014-02",
                    "until": None,
                    "decided_by": {
                        "round": round_id,
                        "document": "渝经信发〔2014〕1号",
                        "url": f"https://cod.example/en/rounds/{round_id}/",
                    },
                }
            ],
            "sample": False,
            "url": f"https://cod.example/en/centres/{number}/",
        }
    ]


def test_a_name_that_no_source_prints_is_marked(get):
    enter(holder_name_zh_unconfirmed=True)
    assert get("centres/")["results"][0]["organisation"]["name_zh_unconfirmed"] is True


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


@pytest.mark.parametrize("path", PAGED)
def test_pages_hold_everything_once_while_editions_appear(get, path):
    for _each in range(30):
        grant(1)
    body, seen = get(path, on=timezone.localdate().isoformat()), []
    edition, times = body["edition"], (body["on"], body["known"])
    while body["next"]:
        seen += body["results"]
        grant(2)
        body = get(body["next"])
        assert (body["count"], body["edition"], body["on"], body["known"]) == (30, edition, *times)
    seen += body["results"]
    assert len({json.dumps(result) for result in seen}) == len(seen) == 30


def test_the_next_page_is_also_a_link_and_keeps_the_question(client):
    grant(60)
    response = client.get(API + "centres/", {"q": "公司", "per_page": 50, "sort": "number", "unknown": "x"})
    following = response.json()["next"]
    assert response["Link"] == f'<{following}>; rel="next"'
    address, cursor = following.split("&cursor=")
    assert address == f"https://cod.example/api/v1/centres/?q={quote('公司')}&per_page=50&sort=number"
    assert cursor
    last = client.get(following)
    assert (len(last.json()["results"]), last.json()["next"], last.has_header("Link")) == (10, None, False)


def test_a_cursor_is_good_for_its_own_question_only(client, get):
    grant(30)
    following = get("centres/")["next"]
    cursor = following.partition("cursor=")[2]
    for path in ("centres/?level=national&cursor=", "centres/?on=2020&cursor=", "decisions/?cursor="):
        response = client.get(f"{API}{path}{cursor}")
        assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "cursor")
    assert client.get(following + "&per_page=100").json()["count"] == 30


@pytest.mark.parametrize(
    "kept",
    [
        '["2099-01-01",1,25,"%s"]',
        '["2020-01-01",9,25,"%s"]',
        '["2020-01-01",0,25,"%s"]',
        '["2020-01-01",1,-25,"%s"]',
        '["2020-01-01",1,99999999999999999999,"%s"]',
        '["2020-01-01",true,25,"%s"]',
        '["2020-01-01",1,"25","%s"]',
        '[1,1,25,"%s"]',
        "[]",
        "{}",
        "x",
        "[" * 120,
    ],
)
def test_a_made_up_cursor_is_refused(client, get, kept):
    import base64

    grant(30)
    sound = get("centres/")["next"].partition("cursor=")[2].replace("%3D", "=")
    question = json.loads(base64.urlsafe_b64decode(sound))[3]
    made_up = base64.urlsafe_b64encode((kept.replace("%s", question)).encode()).decode()
    response = client.get(API + "centres/", {"cursor": made_up})
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "cursor")


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


def test_unknown_parameters_are_ignored(client):
    grant(30)
    plain, junk = client.get(API + "centres/"), client.get(API + "centres/?page=3&x=%00&limit=0")
    assert plain["ETag"] == junk["ETag"]


@pytest.mark.parametrize("path", ["centres/CQ-999999", "centres/x", "centres/%00", "centres/CQ-000001%0A"])
def test_an_unknown_centre_is_not_found(client, path):
    response = client.get(API + path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


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


def test_one_centre_tells_its_history_and_names(get):
    granted = enter(on="2014-02", holder_name_zh="南车", name_zh="", at=BEFORE, document="文件一")
    number = granted.centre.number
    enter(granted.centre, "renamed", "2015-06-08", at=AFTER, holder_name_zh="中车")
    body = get(f"centres/{number}")
    assert list(body)[:10] == list(get("centres/")["results"][0])
    assert (body["status"], body["edition"], body["licence"]) == (None, 2, LICENCE)
    assert [(name["organisation"]["name_zh"], name["since"], name["until"]) for name in body["names"]] == [
        ("南车", "2014-02", "2015-06-08"),
        ("中车", "2015-06-08", None),
    ]
    assert body["history"][0] == {
        "number": 1,
        "edition": 1,
        "centre": number,
        "kind": "granted",
        "scheme": "municipal-centre",
        "effective_on": "2014-02",
        "recorded_at": "2026-01-10T12:00:00+08:00",
        "round": granted.round_id,
        "document": "文件一",
        "row": 2,
        "ground": None,
        "facts": {
            "name_zh": "",
            "holder_name_en": body["organisation"]["name_en"],
            "holder_name_zh": "南车",
            "kind": "enterprise-centre",
        },
        "annuls": None,
        "annulled_by": None,
        "sample": False,
        "hash": granted.hash,
    }
    assert body["history"][1]["facts"] == {"holder_name_zh": "中车"}


def test_one_centre_on_a_day_and_as_known_then(client, get):
    granted = enter(on="2014-02", holder_name_zh="南车", at=BEFORE)
    enter(granted.centre, "renamed", "2015-06-08", at=AFTER, holder_name_zh="中车")
    path = f"centres/{granted.centre.number}"
    assert get(path, on="2015-06-07")["organisation"]["name_zh"] == "南车"
    assert get(path, on="2015-06-08")["organisation"]["name_zh"] == "中车"
    assert len(get(path, known=BETWEEN)["history"]) == 1
    before = get(path, on="2013")
    assert (before["standings"], before["organisation"]["name_zh"]) == ([], "南车")
    unknown = client.get(API + path, {"known": "2026-01-01"})
    assert (unknown.status_code, unknown["Content-Type"]) == (404, "application/problem+json")


def test_a_centre_entered_in_error_keeps_its_number(get):
    decision = enter(at=BEFORE)
    number = decision.centre.number
    fixed = get(f"centres/{number}", on="2020", known=BETWEEN)
    take_back(decision.round, at=AFTER)
    body = get(f"centres/{number}")
    assert (body["status"], body["standings"], body["names"]) == ("entered-in-error", [], [])
    assert [(entry["kind"], entry["annuls"], entry["annulled_by"]) for entry in body["history"]] == [
        ("granted", None, 2),
        ("annulled", 1, None),
    ]
    assert get("centres/", status="any")["count"] == 0
    assert get(f"centres/{number}", on="2020", known=BETWEEN) == fixed


def test_a_centre_that_was_withdrawn_and_accredited_again(get):
    centre = enter(on="2014-02").centre
    enter(centre, "withdrawn", "2018-05-01", ground="missed")
    enter(centre, "granted", "2021")
    path = f"centres/{centre.number}"
    told = [get(path, on=on)["standings"][0] for on in ("2017", "2019", "2022")]
    assert [(s["status"], s["since"], s["until"]) for s in told] == [
        ("accredited", "2014-02", "2018-05-01"),
        ("withdrawn", "2018-05-01", "2021-12-31"),
        ("accredited", "2021", None),
    ]
    assert get(path)["history"][1]["ground"] == "missed"


def test_a_district_that_ended_is_told_as_what_it_became(get):
    jiangbei = enter(district="500105").centre.number
    yubei = enter(district="500112").centre.number
    district = {number: get(f"centres/{number}")["district"] for number in (jiangbei, yubei)}
    assert district[jiangbei] == {
        "code": "liangjiang",
        "name_en": "Liangjiang New Area",
        "name_zh": "两江新区",
    }
    assert (district[yubei]["code"], district[yubei]["to_be_confirmed"]) == ("500112", True)
    assert get(f"centres/{jiangbei}", on="2025-11-05")["district"]["code"] == "500105"
    assert get(f"centres/{jiangbei}")["history"][0]["facts"]["district"]["code"] == "500105"


def test_rounds_are_told_once_published(get):
    lists = [
        printed_list(
            "granted", "2015-12-28", row(), row(), stated_total=34, document_url="https://a.example/"
        ),
        printed_list("withdrawn", "2015-12-28", row(grant(1)[0]), ground="own-wish"),
    ]
    round_ = publish(*lists, scheme="national-centre", year=2015, batch=2)
    Round.objects.create(scheme=Scheme.objects.first(), year=2026)
    body = get("rounds/", scheme="national-centre")
    assert (body["count"], len(body["results"]), get("rounds/")["count"]) == (1, 1, 2)
    told = body["results"][0]
    assert (told["id"], told["year"], told["batch"], told["published_in"]) == (round_.pk, 2015, 2, 2)
    assert (told["decisions"], told["counters"], told["countered_by"]) == (3, None, None)
    assert [(one["kind"], one["ground"], one["stated_total"], one["decisions"]) for one in told["lists"]] == [
        ("granted", None, 34, 2),
        ("withdrawn", "own-wish", None, 1),
    ]
    single = get(f"rounds/{round_.pk}")
    assert {name: single[name] for name in told} == told
    assert (single["edition"], single["url"]) == (2, f"https://cod.example/en/rounds/{round_.pk}/")


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


def test_the_log_can_be_read_by_round_centre_scheme_kind_and_edition(get):
    first = enter(on="2014-02")
    enter(first.centre, "maintained", "2018")
    third = enter(on="2021", scheme="national-centre", sample=True)
    questions = {
        "round": first.round_id,
        "centre": third.centre.number,
        "scheme": "national-centre",
        "kind": ["granted", "maintained"],
        "edition": 2,
        "on": "2019",
    }
    found = {name: numbers(get("decisions/", **{name: value})) for name, value in questions.items()}
    assert found == {
        "round": [1],
        "centre": [3],
        "scheme": [3],
        "kind": [1, 2, 3],
        "edition": [2],
        "on": [1, 2],
    }
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


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("centres/", 4),  # the clock, totals, the page of centres, their standings
        ("centres/CQ-000001", 4),  # the clock, the centre, its decisions, its standings
        ("decisions/", 3),  # the clock, totals, the page
        ("rounds/", 4),  # the clock, totals, the page, their lists
        ("editions/", 3),  # the clock, totals, the page
        ("schemes/", 3),  # the clock, counts by scheme, distinct samples
        ("districts/", 2),  # the clock, counts by district
        ("facets/", 2),  # the clock, all facets and totals
    ],
)
@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_rows(client, django_assert_num_queries, path, queries, rows):
    for _each in range(rows):
        centre = enter(district="500103", credit_code=None).centre
        enter(centre, "maintained", "2020", scheme="national-centre")
    path = API + path.replace("CQ-000001", centre.number)
    client.get(path)  # fills what the process keeps
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
    with django_assert_num_queries(queries + 1):  # and the edition that was known
        client.get(path, {"known": timezone.localtime().isoformat()})


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


def test_the_description_names_every_address_and_parameter(get):
    described = get("openapi.json")
    assert list(described["paths"]) == [
        f"{API}{path}"
        for path in ("centres/", "centres/{number}", "decisions/", "rounds/", "rounds/{id}")
        + ("editions/", "schemes/", "districts/", "facets/")
    ]
    asked = described["paths"][f"{API}centres/"]["get"]["parameters"]
    assert {one["name"] for one in asked} == set(PARAMETERS)
    patterns = {one["name"]: one["schema"].get("pattern") for one in asked}
    assert re.search(patterns["on"], "2021-12")
    assert not re.search(patterns["on"], "0")
    assert re.search(patterns["known"], "2026-01-31T12:00:00+08:00")
    assert all(
        set(methods["get"]["responses"]) == {"200", "404", "422", "429"}
        for methods in described["paths"].values()
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_for_people_needs_no_script_and_no_other_site(client, language):
    response = client.get(API + "docs", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert all(f"{API}{path}" in page for path in LISTS)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert set(re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//([^"/]+)', page)) <= {"cod.example"}


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


def test_names_of_staff_are_in_no_answer(client):
    enter()
    for path in LISTS:
        assert person("approver").username not in client.get(API + path).content.decode()

import pytest

from centres.api.answers import LICENCE
from tests.centres.api.addresses import AFTER, API, BEFORE, BETWEEN
from tests.factories import enter, take_back

pytestmark = pytest.mark.django_db


LONCIN = {
    "name_en": "Loncin Centre",
    "name_zh": "隆鑫工业设计中心",
    "holder_name_en": "Loncin",
    "holder_name_zh": "隆鑫",
    "credit_code": "915000002028294069",
    "district": "500107",
    "sectors": ["motorcycles"],
    "document": "渝经信发〔2014〕1号",
}


def test_a_centre_has_these_fields_and_no_others(get):
    decision = enter(on="2014-02", **LONCIN)
    found = get("centres/")["results"][0]
    assert found.pop("standings") == [standing("accredited", "2014-02", None, decision)]
    assert found == {
        "number": decision.centre.number,
        "name_en": "Loncin Centre",
        "name_zh": "隆鑫工业设计中心",
        "organisation": {"name_en": "Loncin", "name_zh": "隆鑫", "credit_code": "915000002028294069"},
        "kind": "enterprise-centre",
        "district": {"code": "500107", "name_en": "Jiulongpo District", "name_zh": "九龙坡区"},
        "sectors": ["motorcycles"],
        "branch_of": None,
        "predecessors": [],
        "sample": False,
        "url": f"https://cod.example/en/centres/{decision.centre.number}/",
    }


def standing(status, since, until, decision) -> dict:
    return {
        "scheme": decision.scheme.key,
        "status": status,
        "since": since,
        "until": until,
        "decided_by": {
            "round": decision.round_id,
            "document": decision.row.list.document,
            "url": f"https://cod.example/en/rounds/{decision.round_id}/",
        },
    }


def test_a_name_that_no_source_prints_is_marked(get):
    enter(holder_name_zh_unconfirmed=True)
    assert get("centres/")["results"][0]["organisation"]["name_zh_unconfirmed"] is True


@pytest.mark.parametrize("path", ["centres/CQ-999999", "centres/x", "centres/%00", "centres/CQ-000001%0A"])
def test_an_unknown_centre_is_not_found(client, path):
    response = client.get(API + path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_one_centre_tells_more_than_a_list(get):
    number = enter().centre.number
    body = get(f"centres/{number}")
    assert list(body)[:12] == list(get("centres/")["results"][0])
    assert list(body)[12:15] == ["on", "known", "edition"]
    assert list(body)[15:] == ["branches", "successors", "status", "history", "names", "licence"]
    assert (body["status"], body["edition"], body["licence"]) == (None, 1, LICENCE)


def test_one_centre_tells_its_names_over_time(get):
    granted = enter(on="2014-02", holder_name_zh="南车", holder_name_en="", name_zh="一", name_en="One")
    enter(granted.centre, "renamed", "2015-06-08", holder_name_zh="中车")
    enter(granted.centre, "maintained", "2018")
    holders = {name: {"name_en": "", "name_zh": name, "credit_code": None} for name in ("南车", "中车")}
    names = {"name_en": "One", "name_zh": "一"}
    assert get(f"centres/{granted.centre.number}")["names"] == [
        {**names, "organisation": holders["南车"], "since": "2014-02", "until": "2015-06-08"},
        {**names, "organisation": holders["中车"], "since": "2015-06-08", "until": None},
    ]


def test_names_that_change_twice_on_a_day_are_told_once(get):
    granted = enter(on="2014-02-28", name_zh="一")
    enter(granted.centre, "renamed", "2014-02-28", name_zh="二")
    names = get(f"centres/{granted.centre.number}")["names"]
    assert [(name["name_zh"], name["since"], name["until"]) for name in names] == [("二", "2014-02-28", None)]


def test_a_decision_tells_what_it_states_and_no_more(get):
    granted = enter(on="2014-02", at=BEFORE, **LONCIN)
    enter(granted.centre, "renamed", "2015-06-08", name_zh="新名", name_en="")
    first, second = get(f"centres/{granted.centre.number}")["history"]
    district = {"code": "500107", "name_en": "Jiulongpo District", "name_zh": "九龙坡区"}
    kept = {name: value for name, value in LONCIN.items() if name != "document"}
    assert first.pop("facts") == {**kept, "kind": "enterprise-centre", "district": district}
    assert second["facts"] == {"name_en": "", "name_zh": "新名"}
    assert first == {
        **{"number": 1, "edition": 1, "centre": granted.centre.number, "kind": "granted"},
        **{"scheme": "municipal-centre", "effective_on": "2014-02", "round": granted.round_id},
        **{"recorded_at": "2026-01-10T12:00:00+08:00", "document": LONCIN["document"], "row": 2},
        **{"ground": None, "annuls": None, "annulled_by": None, "sample": False, "hash": granted.hash},
    }


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

import base64
import json
from urllib.parse import quote

import pytest
from django.utils import timezone

from tests.centres.api.addresses import API, PAGED
from tests.factories import grant

pytestmark = pytest.mark.django_db


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
    grant(30)
    sound = get("centres/")["next"].partition("cursor=")[2].replace("%3D", "=")
    question = json.loads(base64.urlsafe_b64decode(sound))[3]
    made_up = base64.urlsafe_b64encode((kept.replace("%s", question)).encode()).decode()
    response = client.get(API + "centres/", {"cursor": made_up})
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "cursor")

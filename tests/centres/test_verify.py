"""What a plaque is worth: the page under a number, its code and its badge."""

import html
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.models import Edition
from cityofdesign.drawing import badge as drawing
from tests.factories import enter, grant, take_back

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = "https://cod.example"


def page(client, number="CQ-000001", query="", status=200, **headers):
    response = client.get(f"/verify/{getattr(number, 'number', number)}{query}", headers=headers)
    assert response.status_code == status
    return response.content.decode()


def word(body):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", body, re.DOTALL)[0]).strip()


def badge(client, number="CQ-000001", query="?lang=en", status=200):
    response = client.get(f"/verify/{getattr(number, 'number', number)}/badge.svg{query}")
    assert response.status_code == status
    return response


def words(response):
    root = ElementTree.fromstring(response.content)  # noqa: S314  (our own drawing)
    return [one.text for one in root.iter(f"{SVG}text")]


def test_a_valid_centre_with_all_that_stands_behind_it(client):
    body = page(client)
    newest = Edition.objects.newest()
    assert word(body) == "Valid"
    assert "verify__word--valid" in body
    assert "Municipal industrial design centre" in body
    assert "February 2014" in body
    assert "chongqing.design, Milestones, February 2014" in html.unescape(body)
    assert newest.hash in body
    assert "China Standard Time, UTC+08:00" in body


@pytest.mark.parametrize(
    ("kind", "said"), [("suspended", "Suspended"), ("withdrawn", "Withdrawn"), ("expired", "Expired")]
)
def test_each_end_has_its_word_and_the_day_before_it_has_its_own(client, kind, said):
    centre = grant(1, on="2018")[0]
    enter(
        centre, kind, "2020-05-04", ground="missed" if kind == "withdrawn" else "", document="渝〔2020〕7号"
    )
    body = page(client, centre)
    assert word(body) == said
    assert "4 May 2020" in body
    assert "渝〔2020〕7号" in re.sub(r"<[^>]+>", "", body)
    assert word(page(client, centre, "?on=2020-05-03")) == "Valid"
    assert word(page(client, centre, "?on=2017")) == "Not accredited yet"


def test_the_best_of_several_standings_counts(client):
    centre = enter(scheme="district-centre", on="2013").centre
    enter(centre, scheme="municipal-centre", on="2015")
    enter(centre, "withdrawn", "2020-01-01", scheme="municipal-centre", ground="missed")
    body = page(client, centre)
    assert word(body) == "Valid"
    assert "status--withdrawn" in body


def test_a_number_entered_in_error_says_so(client):
    decision = enter()
    take_back(decision.round)
    body = page(client, decision.centre)
    assert word(body) == "Entered in error"
    assert "Every decision about this number has been annulled." in body


def test_a_sample_is_never_taken_for_real(client):
    centre = grant(1, sample=True)[0]
    assert "Nobody is accredited under this number." in page(client, centre)
    assert any("sample, invented" in text for text in words(badge(client, centre)))


def test_a_number_that_was_never_given_is_not_found_in_words(client):
    body = page(client, "CQ-999999", status=404)
    assert word(body) == "Not in the register"
    assert 'name="number" value="CQ-999999"' in body
    assert 'action="/en/search/"' in body


@pytest.mark.parametrize("written", ["cq-000001", "CQ-1", "1", "CQ-000001/", "No.%20CQ%E2%80%91000001"])
def test_other_spellings_lead_to_the_number(client, written):
    response = client.get(f"/verify/{written}?on=2021")
    assert (response.status_code, response["Location"]) == (301, "/verify/CQ-000001?on=2021")


@pytest.mark.parametrize("typed", ["CQ-000001", " cq 1 ", "１", "no. 000001"])
def test_the_form_takes_a_number_however_it_is_typed(client, typed):
    response = client.get("/verify/", {"number": typed, "lang": "zh-hans"})
    assert (response.status_code, response["Location"]) == (302, "/verify/CQ-000001?lang=zh-hans")


@pytest.mark.parametrize("typed", ["soon", "CQ-", "1234567", "<b>"])
def test_what_is_no_number_is_named_and_kept(client, typed):
    body = client.get("/verify/", {"number": typed}).content.decode()
    assert 'aria-invalid="true"' in body
    assert f'value="{html.escape(typed)}"' in body


def test_a_day_that_cannot_be_answered_is_named(client):
    body = page(client, query="?on=2999")
    assert "is in the future" in body
    assert word(body) == "Valid"


def test_the_language_is_the_browsers_or_the_one_asked_for(client):
    chinese = page(client, **{"Accept-Language": "zh-CN"})
    assert '<html lang="zh-Hans">' in chinese
    response = client.get("/verify/CQ-000001?lang=en", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en">' in response.content.decode()
    assert response["Content-Language"] == "en"
    assert 'href="/verify/CQ-000001?lang=zh-hans"' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


def test_the_page_is_kept_shortly_and_revalidated(client, time_machine):
    time_machine.move_to("2030-01-01T00:00:10Z", tick=False)
    first = client.get("/verify/CQ-000001")
    assert first["Cache-Control"] == "public, max-age=60"
    assert client.get("/verify/CQ-000001", headers={"If-None-Match": first["ETag"]}).status_code == 304
    time_machine.move_to("2030-01-01T00:01:10Z", tick=False)
    assert client.get("/verify/CQ-000001")["ETag"] != first["ETag"]


def test_the_code_leads_to_the_page(client):
    response = client.get("/verify/CQ-000001/qr.svg")
    root = ElementTree.fromstring(response.content)  # noqa: S314  (our own drawing)
    assert response["Content-Type"] == "image/svg+xml"
    assert root.find(f"{SVG}desc").text == "https://cod.example/verify/CQ-000001"
    ground, modules = root.iter(f"{SVG}path")
    assert (ground.get("fill"), modules.get("stroke")) == ("#fff", "#000")
    assert re.match(r"M4 4.5h7", modules.get("d"))  # four modules of white, then the corner's seven
    assert client.get("/verify/CQ-999999/qr.svg").status_code == 404


def test_the_badge_is_true_when_it_is_fetched(client):
    centre = grant(1, on="2018")[0]
    assert words(badge(client, centre))[1] == "Valid"
    enter(centre, "suspended", "2020-05-01")
    subject, said, last = words(badge(client, centre))
    assert (subject, said) == ("Municipal industrial design centre", "Suspended")
    assert last.startswith(f"{centre.number} · checked ")


def test_the_badge_of_one_scheme(client):
    centre = enter(scheme="district-centre", on="2013").centre
    enter(centre, scheme="municipal-centre", on="2015")
    enter(centre, "withdrawn", "2020-01-01", scheme="municipal-centre", ground="missed")
    assert words(badge(client, centre, "?lang=en&scheme=municipal-centre"))[1] == "Withdrawn"
    assert words(badge(client, centre, "?lang=en&scheme=district-centre"))[1] == "Valid"
    assert words(badge(client, centre, "?lang=en&scheme=national-centre"))[1] == "Not accredited"
    assert words(badge(client, centre, "?lang=en&scheme=x", status=404))[1] == "Not in the register"


@pytest.mark.parametrize("query", ["?lang=en", "?lang=zh-hans&theme=dark", "?theme=neon&lang=tlh"])
def test_the_badge_is_inert_and_open(client, query):
    response = badge(client, query=query)
    root = ElementTree.fromstring(response.content)  # noqa: S314  (our own drawing)
    assert response["Cache-Control"] == "public, max-age=300, must-revalidate"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert {one.tag for one in root.iter()} == {
        SVG + n for n in ("svg", "title", "desc", "path", "g", "text")
    }
    assert b"href" not in response.content
    assert b"style" not in response.content
    again = client.get(f"/verify/CQ-000001/badge.svg{query}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [drawing.LIGHT, drawing.DARK])
@pytest.mark.parametrize("name", ["ink", "second", "valid", "suspended", "ended"])
def test_the_colours_of_the_badge_can_be_read(theme, name):
    light, dark = sorted([luminance(theme.ground), luminance(getattr(theme, name))], reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_limit_of_the_api_holds_here_too(client, settings):
    settings.API_RATE = "2/h"
    codes = [client.get("/verify/CQ-000001/badge.svg").status_code for _each in range(3)]
    assert codes == [200, 200, 429]


def test_the_page_of_the_centre_offers_code_badge_and_snippet(client):
    body = client.get("/en/centres/CQ-000001/").content.decode()
    snippet = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", body, re.DOTALL)[1])
    assert '<img src="https://cod.example/verify/CQ-000001/badge.svg?lang=en" height="96"' in snippet
    assert 'src="/verify/CQ-000001/qr.svg"' in body
    assert 'href="/verify/CQ-000001?lang=en"' in body


@pytest.mark.parametrize(("address", "most"), [("", 5), ("/badge.svg", 5), ("/qr.svg", 1)])
def test_five_queries_however_long_the_history(client, address, most):
    centre, counts = enter().centre, []
    for year in (2015, 2020):
        enter(centre, "maintained", str(year))
        client.get(f"/verify/{centre.number}{address}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/verify/{centre.number}{address}")
        counts.append(len(queries))
    assert counts == [most, most]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_characters="/?#", codec="utf-8"), min_size=1, max_size=12),
    st.dictionaries(st.sampled_from(["on", "lang", "number", "scheme", "theme"]), st.text(max_size=8)),
)
def test_nothing_typed_breaks_it(client, number, query):
    for address in (f"/verify/{number}", "/verify/", "/verify/CQ-000001", "/verify/CQ-000001/badge.svg"):
        assert client.get(address, query).status_code in (200, 301, 302, 404)

import re

import pytest

from tests.centres.api.addresses import API, LISTS, PARAMETERS

pytestmark = pytest.mark.django_db


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


def test_the_page_for_people_states_the_limit(client, settings):
    assert "from one address in" not in client.get(API + "docs").content.decode()
    settings.API_RATE = "300/m"
    assert "At most 300 requests from one address in 60 seconds" in client.get(API + "docs").content.decode()

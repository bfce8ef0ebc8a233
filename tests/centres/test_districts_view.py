"""Centres by district: the map of the day, its table, and what no tile shows."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.models import District
from tests.factories import grant

pytestmark = pytest.mark.django_db
PAGE = "/en/districts/"


def page(client, query="", address=PAGE):
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    return response.content.decode()


def granted(number, code, **facts):
    return grant(number, district=code, **facts)


def rows(body):
    table = body.split('class="table district-table"')[1].split("</table>")[0]
    return re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td class="num">(\d+)', table)


def test_the_fullest_district_comes_first_and_leads_to_its_list(client):
    granted(2, "500111")
    granted(3, "500120")
    found = rows(page(client))
    assert [(name, n) for _href, name, n in found] == [("Bishan District", "3"), ("Dazu District", "2")]
    listed = client.get(found[0][0].replace("&amp;", "&")).content.decode()
    assert "<h1>3 centres</h1>" in listed


def test_the_map_is_that_of_the_day(client):
    assert "37 districts and counties" in page(client)
    assert "Liangjiang New Area is one." in page(client)
    before = page(client, "?on=2025-11-05")
    assert "38 districts and counties" in before
    assert "Liangjiang New Area is one." not in before


def test_a_centre_counts_in_the_sole_successor_of_its_district(client):
    granted(2, "500105")
    assert ("Liangjiang New Area", "2") in [row[1:] for row in rows(page(client))]
    assert ("Jiangbei District", "2") in [row[1:] for row in rows(page(client, "?on=2024"))]


def test_a_district_with_several_successors_is_kept_beside_the_map(client):
    granted(3, "500112")
    aside = page(client).split("Ended by this date")[1]
    assert "Yubei District" in aside
    assert "3 centres still listed there" in aside
    assert "Now Beibei District or Liangjiang New Area" in aside


def test_zones_and_unstated_districts_stand_below_the_map(client):
    granted(1, "hightech")
    aside = re.sub(r"<[^>]+>", " ", page(client).split('class="side"')[1])
    assert re.search(r"No district stated\s+6\b", aside)
    assert re.search(r"Chongqing High-tech Zone\s+1\b", aside)


def test_every_district_is_in_the_table_or_named_as_without_a_centre(client):
    body = page(client, address="/zh-hans/districts/")
    for district in District.objects.on("2026-01-01"):
        assert district.name_zh in body


def test_the_scheme_can_be_chosen(client):
    granted(2, "500111", scheme="district-centre")
    assert rows(page(client, "?scheme=municipal-centre")) == []
    assert "2 centres" in page(client, "?scheme=district-centre")
    assert "Not used:" in page(client, "?scheme=galactic")


@pytest.mark.parametrize("written", ["31 December 2022", "2022年12月31日", "2022"])
def test_a_date_is_read_as_people_write_it(client, written):
    assert "In force on <b>31 December 2022</b>" in page(client, f"?on={written}")


@pytest.mark.parametrize("written", ["2999", "soon", "2021-02-30"])
def test_a_day_that_cannot_be_answered_is_named(client, written):
    assert 'class="field__error"' in page(client, f"?on={written}")


def test_samples_are_counted_in_words(client):
    granted(2, "500111", sample=True)
    assert "2 of them are samples" in page(client)


def test_one_query_however_many_districts_have_centres(client, django_assert_num_queries):
    for code in ("500111", "500120", "500105"):
        granted(2, code)
    page(client)
    with django_assert_num_queries(1):  # the clock
        page(client)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["on", "scheme", "status", "q", "level"]), st.text(max_size=12)))
def test_no_query_string_breaks_the_page(client, data):
    assert client.get(PAGE, data).status_code == 200


def test_the_years_before_are_told_in_the_districts_of_their_day(client):
    granted(2, "500112", on="2021-05-01")
    granted(1, "500111", on="2023-05-01")
    body = page(client, "?on=2026-01-01").split("district-years")[1].split("</table>")[0]
    cells = {
        name: re.findall(r'<td class="num">([^<]+)</td>', line)
        for name, line in re.findall(r'<tr><th scope="row">([^<]+?)\s*(?:<span.*?)?</th>(.*?)</tr>', body)
    }
    assert cells["Yubei District"][:4] == ["2", "2", "2", "2"]
    assert cells["Dazu District"][:3] == ["–", "–", "1"]
    assert ">2022</a>" in body
    assert page(client, "?on=1990").count("district-years") == 0

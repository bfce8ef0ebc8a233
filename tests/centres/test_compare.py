"""The register on two dates: what differs, how it is said, refused and taken away."""

import csv
import io
import json
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres import comparing
from centres.models import District, Organisation
from centres.moments import moment
from centres.reference import reference
from tests.factories import empty_register, enter, grant, printed_list, publish, row, take_back

pytestmark = pytest.mark.django_db
COMPARE = "/en/centres/compare/"
DATES = f"{COMPARE}2019-12-31/2020-12-31/"


@pytest.fixture(autouse=True)
def _empty_register(db):
    empty_register()


def page(client, address=DATES):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def compared(first="2019-12-31", second="2020-12-31", **wanted):
    held, moments, keys = reference(), [moment(first), moment(second)], wanted.pop("keys", ())
    schemes = frozenset(scheme.pk for scheme in held.schemes if scheme.key in keys or not keys)
    sides = [(comparing.snapshot(when), comparing.Wanted(schemes, **wanted)) for when in moments]
    return comparing.compared(*sides, comparing.heights(held.schemes), comparing.became(held, *moments))


def classes(comparison):
    return {name: [one.number for one in found] for name, found in comparison.classes.items() if found}


def district(code):
    return District.objects.get(code=code).pk


def test_who_joined_and_who_left():
    old, new = grant(1, on="2019")[0], grant(1, on="2020-05-01")[0]
    enter(old, "withdrawn", "2020-06-01", ground="missed")
    found = compared()
    assert classes(found) == {"joined": [new.number], "left": [old.number]}
    assert (found.before, found.after, found.kept, found.unchanged) == (1, 1, 0, 0)


def test_a_suspension_and_its_end_are_classes_of_their_own():
    stays, returns = grant(2, on="2018")
    enter(returns, "suspended", "2019-05-01")
    enter(returns, "restored", "2020-05-01")
    enter(stays, "suspended", "2020-06-01")
    assert classes(compared()) == {"restored": [returns.number], "suspended": [stays.number]}


def test_a_withdrawn_centre_that_is_accredited_again_joins():
    centre = grant(1, on="2017")[0]
    enter(centre, "withdrawn", "2018", ground="missed")
    enter(centre, "granted", "2020-03-01")
    assert classes(compared()) == {"joined": [centre.number]}


def test_a_higher_level_is_told_by_level_and_the_lower_one_stays():
    centre = grant(1, on="2018", scheme="district-centre")[0]
    enter(centre, scheme="municipal-centre", on="2020-04-01")
    assert classes(compared()) == {"upgraded": [centre.number]}
    assert classes(compared("2020-12-31", "2019-12-31")) == {"lowered": [centre.number]}
    assert classes(compared(keys=["municipal-centre"])) == {"joined": [centre.number]}


def test_a_scheme_without_a_level_of_its_own_raises_nobody():
    centre = grant(1, on="2018")[0]
    enter(centre, scheme="national-branch", on="2020-04-01")
    assert classes(compared()) == {"other": [centre.number]}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name_zh": "新名工业设计中心"}, "renamed"),
        ({"name_en": "A first English name"}, "other"),
        ({"holder_name_zh": "新名公司", "holder_name_en": "Kettle Works"}, "renamed"),
        ({"kind_of_centre": "institute"}, "kind"),
        ({"sectors": ["motor-vehicles"]}, "other"),
    ],
)
def test_what_changed_of_a_centre_that_stayed(facts, expected):
    centre = enter(on="2018", name_zh="旧名工业设计中心", holder_name_en="Kettle Works").centre
    enter(centre, "transferred", "2020-04-01", **facts)
    assert classes(compared()) == {expected: [centre.number]}


def test_a_new_holder_and_a_new_district():
    first = enter(on="2018", district_id=district("500120"))
    centre = first.centre
    other = Organisation.objects.create(created_in=first.round)
    enter(centre, "transferred", "2020-04-01", holder_id=other.pk, district_id=district("500111"))
    found = compared()
    assert classes(found) == {"holder": [centre.number], "moved": [centre.number]}
    assert found.districts == {district("500120"): (1, 0), district("500111"): (0, 1)}


def test_a_district_that_was_merged_moves_nobody():
    enter(on="2018", district_id=district("500105"))
    found = compared("2025-11-05", "2025-11-06")
    assert found.is_same
    assert found.districts == {district("liangjiang"): (1, 1)}


def test_a_centre_that_moved_out_of_the_filter_left_it():
    centre = enter(on="2018", district_id=district("500120")).centre
    enter(centre, "transferred", "2020-04-01", district_id=district("500111"))
    found = compared(districts=frozenset([district("500120")]))
    assert classes(found) == {"left": [centre.number]}


def test_the_counts_always_add_up():
    centres = grant(6, on="2018")
    grant(3, on="2020-02-01", scheme="district-centre")
    enter(centres[0], "withdrawn", "2020-06-01", ground="missed")
    enter(centres[1], "suspended", "2020-06-01")
    found = compared()
    sizes = {name: len(differences) for name, differences in found.classes.items()}
    ended = sizes["left"] + sizes["suspended"]
    assert found.before + sizes["joined"] + sizes["restored"] - ended == found.after == 7


def test_the_page_gives_figures_classes_and_both_states(client):
    centre = enter(on="2018", name_en="Kettle Centre").centre
    enter(centre, "renamed", "2020-04-01", name_en="Lantern Centre", document="渝经信〔2020〕9号")
    grant(2, on="2020-05-01", sample=True)
    body = page(client)
    assert "centres in force on 31 December 2019 and on 31 December 2020, as known today." in text(body)
    assert re.search(r"1 centres on 31 December 2019; *3 on 31 December 2020: *\+2", text(body))
    assert '<del class="was">Kettle Centre</del>' in body
    assert '<ins class="now">Lantern Centre</ins>' in body
    assert f'href="/en/centres/{centre.number}/?on=2019-12-31"' in body
    assert f'href="/en/centres/{centre.number}/?on=2020-12-31"' in body
    assert "渝经信〔2020〕9号" in text(body)
    assert "2 of the centres counted are samples" in body


def test_no_difference_is_said(client):
    grant(2, on="2018")
    assert "The same 2 centres were in force on both dates" in page(client)
    empty_register()
    assert "No centre was in force on either date." in page(client)


def test_one_day_twice_has_nothing_to_compare(client):
    assert "Both dates are 31 December 2020" in page(client, f"{COMPARE}2020-12-31/2020-12-31/")


def test_reversed_dates_are_compared_as_given_and_said_so(client):
    grant(1, on="2020-05-01")
    body = page(client, f"{COMPARE}2020-12-31/2019-12-31/")
    assert "The comparison runs backwards" in body
    assert 'id="left"' in body
    assert f'href="{DATES}">Swap the dates' in body


def test_a_year_counts_from_its_last_day_and_says_so(client):
    assert "“2019” counts from its last day." in page(client, f"{COMPARE}2019/2020-12-31/")


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("2999-01-01/2020/", "is in the future"),
        ("2020/2021-02-30/", "There is no day 2021-02-30"),
        ("soon/2020/", "is not a date"),
        ("2019/2020/?known=2999-01-01", "is not over yet"),
    ],
)
def test_a_date_that_cannot_be_answered_is_named(client, dates, words):
    body = page(client, COMPARE + dates)
    assert words in body
    assert 'content="noindex' in body
    assert "count-tabs" not in body


def test_dates_as_people_write_them_lead_to_their_address(client):
    response = client.get(DATES, {"from": "end of 2019", "to": "2020年", "level": "municipal"})
    assert 'aria-invalid="true"' in response.content.decode()
    response = client.get(DATES, {"from": "2019", "to": "2020年", "level": "municipal", "kind": ""})
    assert (response.status_code, response["Location"]) == (302, f"{DATES}?level=municipal")


def test_a_bad_filter_is_named_and_left_out(client):
    grant(1, on="2020-05-01")
    body = page(client, f"{DATES}?level=galactic&district=500120")
    assert ", not used:" in body
    assert 'aria-label="Remove filter Bishan District"' in body


def test_the_list_links_to_the_comparison_with_its_filters(client):
    body = page(client, "/en/centres/?level=municipal")
    assert 'href="/en/centres/compare/?level=municipal">Compare two dates</a>' in body
    assert 'href="/en/centres/compare/2020-12-31/' in page(client, "/en/centres/on/2020-12-31/")


def test_one_class_comes_in_pages(client):
    grant(105, on="2020-05-01")
    assert page(client).count('class="diff-row"') == 6
    assert page(client, f"{DATES}?show=joined&page=2").count('class="diff-row"') == 5
    assert page(client, f"{DATES}?show=nothing").count('class="diff-row"') == 6


def test_the_files_have_every_difference_and_no_formula(client):
    centre = enter(on="2018", name_zh="", name_en="Kettle").centre
    enter(centre, "renamed", "2020-04-01", name_en="=1+1")
    joined = grant(1, on="2020-05-01", sample=True)[0]
    body = client.get(f"{DATES}differences.csv").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body))) == [
        ["class", "number", "from", "to", "sample"],
        ["joined", joined.number, "", "municipal-centre: accredited", "sample"],
        ["renamed", centre.number, "Kettle", "'=1+1", ""],
    ]
    data = json.loads(client.get(f"{DATES}differences.json").getvalue())
    assert (data["before"], data["after"], data["counts"]["renamed"]) == (1, 2, 1)
    assert [one["to"] for one in data["differences"]] == ["municipal-centre: accredited", "=1+1"]


def test_a_file_is_revalidated_by_its_tag(client):
    grant(1, on="2020-05-01")
    first = client.get(f"{DATES}differences.csv")
    assert first.streaming
    again = client.get(f"{DATES}differences.csv", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    other = client.get(f"/zh-hans{DATES[3:]}differences.csv")
    assert other.getvalue() == first.getvalue()
    grant(1, on="2020-06-01")
    assert client.get(f"{DATES}differences.csv")["ETag"] != first["ETag"]


def test_a_file_of_a_date_that_cannot_be_answered_is_not_found(client):
    response = client.get(f"{COMPARE}2019/2999/differences.csv")
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "in the future" in response.content.decode()


@pytest.mark.parametrize("path", ["", "differences.csv", "differences.json"])
def test_with_known_the_bytes_never_change(client, path):
    grant(2, on="2018", at="2021-01-10T00:00:00Z")
    address = f"{DATES}{path}?known=2021-02-01"

    def asked(day):
        with time_machine.travel(day, tick=False):
            response = client.get(address)
            assert response.status_code == 200
            return b"".join(response) if response.streaming else response.content

    before = asked("2022-01-01T00:00:00Z")
    late = grant(3, on="2020-05-01", at="2023-01-01T00:00:00Z")[0]
    take_back(late.created_in, at="2023-02-01T00:00:00Z")
    assert asked("2024-05-05T00:00:00Z") == before


@pytest.mark.parametrize("query", ["", "?known=2099"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_languages_answer(client, language, query):
    grant(1, on="2020-05-01")
    assert client.get(f"/{language}{DATES[3:]}{query}").status_code == 200


def test_five_queries_however_much_changed(client):
    counts = []
    for times in (1, 30):
        centres = grant(times, on="2018")
        lines = [row(centre, name_en=f"New {centre.number}") for centre in centres]
        publish(printed_list("renamed", "2020-04-01", *lines))
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts == [5, 5]  # edition and stamp, two snapshots, the last round, the decisions in between


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_characters="/", codec="utf-8"), min_size=1, max_size=12),
    st.dictionaries(st.sampled_from(["from", "to", "known", "level", "show", "page"]), st.text(max_size=8)),
)
def test_no_date_breaks_the_page(client, first, query):
    response = client.get(f"{COMPARE}{first}/2020/".replace("?", "").replace("#", ""), query)
    assert response.status_code in (200, 301, 302, 404)

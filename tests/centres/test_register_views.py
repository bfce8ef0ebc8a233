"""The register list: what it counts, says, refuses and costs."""

import gzip

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.filters import PER_PAGE
from centres.models import Edition
from tests.factories import enter, grant

pytestmark = pytest.mark.django_db
LIST = "/en/centres/"
PARAMETERS = ["q", "scheme", "level", "kind", "district", "sector", "status", "year", "round", "sort"]
PARAMETERS += ["per_page", "page", "on", "known", "nonsense"]


def page(client, address=LIST, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_heading_counts_distinct_centres_and_says_how_many_are_samples(client):
    centre = grant(2, scheme="district-centre", sample=True)[0]
    enter(centre, scheme="municipal-centre", on="2020")
    body = page(client)
    assert "<h1>8 centres</h1>" in body
    assert "2 of them are samples" in body


def test_the_sentence_names_filters_date_and_what_is_known(client):
    body = page(client, "/en/centres/on/2022-12-31/?level=municipal")
    assert "Municipal level, in force on <b>31 December 2022</b>, as known today." in body
    assert "As in effect on 31 December 2022, as known today." in body


def test_the_page_of_today_has_no_banner_of_the_past(client):
    assert "As in effect on" not in page(client)


@pytest.mark.parametrize("written", ["31 December 2022", "2022", "2022年12月31日", "2022-12"])
def test_a_date_as_people_write_it_leads_to_its_permanent_address(client, written):
    response = client.get(LIST, {"on": written, "level": "municipal", "page": "2"})
    assert response.status_code == 302
    assert response["Location"] == "/en/centres/on/2022-12-31/?level=municipal"


@pytest.mark.parametrize("written", ["soon", "3/4/2023", "31 June 2022", "2999", "n.d."])
def test_what_is_no_date_is_named_beside_the_field_and_kept_in_it(client, written):
    body = page(client, f"{LIST}?on={written}")
    assert 'aria-invalid="true"' in body
    assert f'value="{written}"' in body


@pytest.mark.parametrize("on", ["2999-01-01", "2022-02-30", "yesterday", "0000"])
def test_an_impossible_day_in_the_address_is_named_over_the_list_of_today(client, on):
    body = page(client, f"/en/centres/on/{on}/")
    assert "The list below is that of today." in body
    assert 'content="noindex' in body


def test_a_year_in_the_address_says_that_it_counts_from_its_last_day(client):
    assert "“2022” counts from its last day." in page(client, "/en/centres/on/2022/")


def test_the_list_as_an_earlier_edition_knew_it(client):
    with time_machine.travel("2030-01-02T00:00:00Z", tick=False):
        grant(1, on="2014-03", at="2030-01-01T12:00:00Z")
        assert "<h1>7 centres</h1>" in page(client)
        known = timezone.localdate(Edition.objects.get(number=1).recorded_at)
        body = page(client, f"/en/centres/on/2014-12-31/known/{known}/")
    assert "<h1>6 centres</h1>" in body
    assert "as known on" in body


def test_before_the_first_decision_the_list_is_empty_and_says_why(client):
    body = page(client, "/en/centres/on/2000-01-01/")
    assert "<h1>0 centres</h1>" in body
    assert "took effect on 28 February 2014" in body


def test_an_empty_answer_names_the_filters_and_offers_ended_records(client):
    centre = grant(1, holder_name_en="Kettle Works")[0]
    enter(centre, "withdrawn", "2020", ground="missed")
    body = page(client, f"{LIST}?q=kettle")
    assert "1 match among suspended and ended records" in body
    assert "Leave out “kettle”" in body
    assert "1 centre</h1>" in page(client, f"{LIST}?q=kettle&status=any")


def test_an_ended_record_is_drawn_and_said_as_ended(client):
    centre = grant(1)[0]
    enter(centre, "withdrawn", "2020", ground="missed")
    body = page(client, f"{LIST}?status=withdrawn")
    assert 'class="row is-ended"' in body
    assert "status--withdrawn" in body
    assert "contour--ended" in body


def test_the_reported_figure_stands_beside_an_incomplete_count(client):
    body = page(client, "/en/centres/on/2022-12-31/?scheme=municipal-centre")
    assert "The register is not complete for this scheme on this date." in body
    assert "2022: 165" in body
    assert "This register holds 6." in body


def test_a_complete_day_says_so(client):
    body = page(client, "/en/centres/on/2014-02-28/?scheme=municipal-centre")
    assert "The register is complete for this scheme on this date." in body


def test_bad_values_are_named_and_leave_their_field_unfiltered(client):
    body = page(client, f"{LIST}?level=galactic&sort=colour&per_page=7")
    assert body.count('<p class="message">') == 3
    assert "<h1>6 centres</h1>" in body


def test_chips_remove_one_filter_each(client):
    body = page(client, f"{LIST}?level=municipal&kind=enterprise-centre")
    assert 'href="/en/centres/?kind=enterprise-centre" aria-label="Remove filter Municipal"' in body
    assert 'href="/en/centres/?level=municipal" aria-label="Remove filter Enterprise centre"' in body


def test_a_value_that_would_find_nothing_is_disabled(client):
    body = page(client)
    assert 'name="kind" value="institute" disabled' in body


def test_names_carry_their_language_and_doubts(client):
    body = page(client)
    assert '<span lang="zh-Hans">重庆长安汽车股份有限公司</span>' in body
    assert body.count("name to be confirmed") == 6
    chinese = page(client, "/zh-hans/centres/")
    assert '<h2 class="row__name" lang="en"><a href="/zh-hans/centres/CQ-000001/">' in chinese


def test_a_page_beyond_the_last_is_the_last_and_the_title_tells_the_page(client):
    grant(30)
    body = page(client, f"{LIST}?page=99")
    assert "page 2" in body.split("</title>")[0]
    assert "26 to 36 of 36" in body


def test_filtered_pages_are_kept_from_search_engines_and_the_plain_list_is_not(client):
    assert "noindex" not in page(client)
    assert "noindex" not in page(client, f"{LIST}?level=municipal")
    assert "noindex" in page(client, f"{LIST}?q=design")
    assert "noindex" in page(client, "/en/centres/on/2022-12-31/")


QUERIES = {
    "the newest edition and the stamp of the tables of reference": "SELECT 'Scheme'",
    "the facts of the centres of the page": '"centres_standing"."name_key"',
    "their standings": '"centres_decision"."effective_on"',
}


@pytest.mark.parametrize("per_page", PER_PAGE)
def test_three_queries_whatever_the_number_of_rows(client, per_page):
    grant(220)
    page(client, f"{LIST}?per_page={per_page}")
    with CaptureQueriesContext(connection) as queries:
        body = page(client, f"{LIST}?per_page={per_page}&page=2")
    assert body.count('<li class="row"') == per_page
    for (name, part), query in zip(QUERIES.items(), queries, strict=True):
        assert part in query["sql"], name


def test_rows_that_were_drawn_take_no_query(client, django_assert_num_queries):
    grant(30)
    page(client, LIST)
    with django_assert_num_queries(1):  # the newest edition and the stamp of the tables of reference
        assert page(client, f"{LIST}?status=accredited").count('<li class="row"') == 25


def test_one_scheme_asks_for_its_reported_figure_besides(client, django_assert_num_queries):
    page(client, f"{LIST}?scheme=municipal-centre")
    with django_assert_num_queries(2):
        page(client, f"{LIST}?scheme=municipal-centre")


def test_a_page_of_25_rows_weighs_less_than_30_kb_compressed(client):
    grant(40)
    assert len(gzip.compress(client.get(LIST).content)) < 30 * 1024


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=12)), max_size=5))
def test_no_query_string_breaks_the_list(client, pairs):
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    assert client.get(LIST, data).status_code in (200, 302)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="/?#\\", codec="utf-8"), min_size=1, max_size=20))
def test_no_day_in_the_address_breaks_the_list(client, text):
    for address in (f"/en/centres/on/{text}/", f"/en/centres/on/2022-12-31/known/{text}/"):
        assert client.get(address).status_code in (200, 301, 404)

"""The page of one centre: its standing, history, evidence, gaps and addresses."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres.models import RoundList
from tests.factories import enter, grant, printed_list, publish, row, take_back

from .lists_in_short import published

pytestmark = pytest.mark.django_db
LANTERN = "重庆灯笼有限公司,重庆灯笼工业设计中心,渝北区,企业工业设计中心"
NEIGHBOURS = ["重庆雨伞有限公司,,大足区,工业设计企业", "重庆水壶有限公司,,璧山区,工业设计企业"]


def page(client, centre, query="", language="en"):
    response = client.get(f"/{language}/centres/{getattr(centre, 'number', centre)}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_an_unknown_number_is_not_found(client):
    for number in ("CQ-999999", "CQ-1", "cq-000001", "CQ-00000１"):
        assert client.get(f"/en/centres/{number}/").status_code == 404


def test_the_standing_is_said_in_words_shape_and_drawing(client):
    body = page(client, "CQ-000001")
    assert "In force since February 2014" in body
    assert "status--accredited" in body
    assert "contour--municipal" in body
    assert "lane-uncertain" in body
    assert "Hatched: the source gives only a month or a year" in body


def test_a_withdrawn_centre_keeps_its_page(client):
    centre = enter().centre
    enter(centre, "withdrawn", "2020-05-04", ground="missed")
    body = page(client, centre)
    assert "Withdrawn, 4 May 2020" in body
    assert "missed the review" in body
    assert "contour--ended" in body


def test_a_suspended_centre_says_since_when(client):
    centre = enter().centre
    enter(centre, "suspended", "2020-05")
    assert "Suspended since May 2020" in page(client, centre)


def test_the_history_tells_old_and_new_newest_first(client):
    centre = enter(name_zh="旧名中心", name_en="Old Name").centre
    enter(centre, "renamed", "2021-03-01", name_zh="新名中心", name_en="New Name")
    body = page(client, centre)
    assert '<del class="was">Old Name</del> <ins class="now">New Name</ins>' in body
    assert body.index("1 March 2021") < body.index("Granted")
    assert "旧名中心" in page(client, centre, language="zh-hans")


def test_names_over_time_are_listed_with_their_dates(client):
    centre = enter(name_en="Old Name").centre
    assert "Names over time" not in page(client, centre)
    enter(centre, "renamed", "2021-03-01", name_en="New Name")
    names = text(page(client, centre).split("Names over time")[1].split("</table>")[0])
    assert names.index("New Name") < names.index("Old Name")
    assert "February 2014 1 March 2021" in names


def test_what_was_annulled_is_struck_and_names_the_decision_that_did_it(client):
    centre = enter().centre
    suspended = enter(centre, "suspended", "2020-05-01").round
    counter = take_back(suspended)
    body = page(client, centre)
    struck = body.split('<tr class="is-struck">')[1].split("</tr>")[0]
    assert f"Annulled by decision {counter.decisions.get().number}" in struck
    assert f'href="/en/rounds/{counter.pk}/"' in struck
    assert "In force since" in body


def test_a_centre_all_of_whose_decisions_are_annulled_was_entered_in_error(client):
    decision = enter()
    take_back(decision.round)
    body = page(client, decision.centre)
    assert "Every decision about this number has been annulled." in body
    assert "ld+json" not in body


def test_the_printed_line_stands_between_its_neighbours(client):
    round_ = published(NEIGHBOURS[0], LANTERN, NEIGHBOURS[1])
    centre = round_.new_centres.order_by("number")[1]
    evidence = page(client, centre).split('class="evidence"')[1].split("</table>")[0]
    lit = evidence.split('class="is-lit"')[1].split("</tr>")[0]
    assert "重庆灯笼工业设计中心" in lit
    assert "重庆雨伞有限公司" in evidence
    assert "重庆水壶有限公司" in evidence


def test_columns_that_the_reader_does_not_know_are_not_shown(client):
    centre = published(LANTERN).new_centres.get()
    printed = RoundList.objects.latest("pk")
    assert page(client, centre).count("所属区县") == 1
    printed.column_map.pop("所属区县")
    printed.save()
    assert "所属区县" not in page(client, centre)


def test_gaps_are_listed_with_the_reason(client):
    unknown = text(page(client, "CQ-000006").split("Not known yet")[1].split("</dl>")[0])
    assert "Official Chinese name The list was found in English only." in unknown
    assert "Kind The list does not say." in unknown
    assert "District or county No source names one." in unknown
    assert "The source gives the month only." in unknown


def test_the_next_review_follows_the_rule_in_force(client):
    centre = enter(scheme="national-centre", on="2024-01-10").centre
    body = page(client, centre)
    assert re.search(r"<dd>2028</dd><dd>Every 4 years under 工信部政法〔2023〕93号", body)
    assert "No interval found in the rules" in page(client, "CQ-000001")


def test_a_review_that_is_past_is_said_and_changes_nothing(client):
    centre = enter(scheme="national-centre", on="2014-01-10").centre
    body = page(client, centre)
    assert "Was due in 2016" in body
    assert "status--review-due" in body
    assert "In force since 10 January 2014" in body


def test_the_district_is_that_of_the_day(client):
    centre = published(LANTERN.replace("渝北区", "江北区")).new_centres.get()
    facts = text(page(client, centre).split("<aside")[1])
    assert "Liangjiang New Area On the list: Jiangbei District" in facts
    assert "among 37 districts" in facts
    before = text(page(client, centre, "?on=2024-01-01").split("<aside")[1])
    assert "Jiangbei District" in before
    assert "among 38 districts" in before


def test_a_district_with_several_successors_stays_open(client):
    centre = published(LANTERN).new_centres.get()
    assert "Yubei District no longer exists, and more than one district came after it." in page(
        client, centre
    )


def test_the_page_on_a_date_before_the_first_decision(client):
    body = page(client, "CQ-000001", "?on=2010-01-01")
    assert "Not accredited on 1 January 2010" in body
    assert "As in effect on 1 January 2010, as known today." in body


def test_the_page_as_known_before_the_centre_was_entered(client):
    centre = grant(1, at="2019-01-01T00:00:00Z")[0]
    assert "Not yet in the register" in page(client, centre, "?known=2018-01-01")


@pytest.mark.parametrize("query", ["?on=2999", "?on=yesterday", "?known=soon", "?on=2021-02-30"])
def test_a_moment_that_cannot_be_answered_is_named(client, query):
    body = page(client, "CQ-000001", query)
    assert "The page below is that of today." in body
    assert "noindex" in body


def test_the_permanent_address_is_of_the_day_and_the_edition(client):
    centre = enter(at="2020-01-01T08:00:00.123456Z").centre
    query = re.search(r'<a href="/en/centres/CQ-\d{6}/\?(.+?)"', page(client, centre))[1].replace(
        "&amp;", "&"
    )
    assert query.startswith("on=")
    assert "known=" in query
    assert "as known at" in page(client, centre, f"?{query}")


def test_linked_data_is_valid_and_of_real_centres_only(client):
    holder = '</script><b>"&'
    body = page(client, enter(holder_name_en=holder, scheme="national-centre").centre)
    data = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', body)[1])
    assert data["parentOrganization"]["name"] == holder
    assert data["hasCertification"][0]["certificationStatus"].endswith("CertificationActive")
    assert "ld+json" not in page(client, grant(1, sample=True)[0])


def test_a_sample_says_so(client):
    assert "sample record" in page(client, grant(1, sample=True)[0])


def test_a_centre_under_two_schemes_has_two_lanes(client):
    centre = enter(scheme="district-centre", on="2013").centre
    enter(centre, scheme="municipal-centre", on="2020-01-01")
    body = page(client, centre)
    assert body.split("lane-chart--wide")[1].split("</svg>")[0].count('<g class="lane lane--') == 2
    assert body.count('class="standing-pair"') == 2


def test_thirteen_queries_however_long_the_history(client):
    centre = published(LANTERN).new_centres.get()
    counts = []
    for year in (2024, 2025):
        page(client, centre)
        with CaptureQueriesContext(connection) as queries:
            page(client, centre)
        counts.append(len(queries))
        publish(
            *(
                printed_list("renamed", f"{year}-0{n}", row(centre, name_en=f"{year} {n}"))
                for n in range(1, 6)
            )
        )
    assert counts == [13, 13]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12), st.text(max_size=12))
def test_no_moment_breaks_the_page(client, on, known):
    assert client.get("/en/centres/CQ-000001/", {"on": on, "known": known}).status_code == 200

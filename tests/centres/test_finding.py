"""What `q` finds in the register on a day, as an edition knew it; the shipped centres are those of 2014."""

import pytest
from django.http import QueryDict

from centres import finding
from centres.filters import ask
from centres.moments import moment
from centres.reference import reference
from tests.factories import empty_register, enter, grant, take_back

pytestmark = pytest.mark.django_db
CHANGAN, LONCIN, ZONGSHEN, DUCAR, MAG, DIKE = (f"CQ-{n:06d}" for n in range(1, 7))
IN_CHONGQING = [CHANGAN, LONCIN, ZONGSHEN, DUCAR, MAG, DIKE]
WITH_CENTRE = [CHANGAN, LONCIN, ZONGSHEN, DUCAR, MAG]


def numbers(q, on="", known="", sort="accredited"):
    when = moment(on, known)
    data = QueryDict(mutable=True)
    data.update({"q": q, "sort": sort})
    return [one["centre__number"] for one in ask(data, when, reference(when.clock)).centres()]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("长安", [CHANGAN]),
        ("長安", [CHANGAN]),
        ("changan", [CHANGAN]),
        ("Chang'an", [CHANGAN]),
        ("chang an", [CHANGAN]),
        ("cqca", [CHANGAN]),
        ("CQCA", [CHANGAN]),
        ("隆鑫", [LONCIN]),
        ("longxin", [LONCIN]),
        ("动力", [LONCIN, DUCAR]),
        ("摩托 loncin", []),
        ("center", WITH_CENTRE),
        ("centres", WITH_CENTRE),
        ("重庆", [CHANGAN, ZONGSHEN, DUCAR, MAG, DIKE]),
        ("chongqing", IN_CHONGQING),
        ("CQ-000001", [CHANGAN]),
        ("cq000001", [CHANGAN]),
        ("CQ-0000", IN_CHONGQING),
        ("CQ-000001 长安", [CHANGAN]),
        ("CQ-000002 长安", []),
        ("changn", []),
        ("汽车", [CHANGAN, DIKE]),
        ("玛", [MAG]),
        ("&", []),
        ("Customized home", [MAG]),
    ],
)
def test_the_centres_of_2014(q, found):
    assert numbers(q) == found


@pytest.mark.parametrize("q", ["设计中心", "工业设计中心", "设计", "gongye sheji", "长安设计中心"])
def test_chinese_names_of_centres_are_found_by_any_part(q):
    centre = enter(name_zh="重庆长安福特汽车有限公司工业设计中心").centre
    assert centre.number in numbers(q)


def test_a_slip_of_the_keyboard():
    when = moment()
    assert next(finding.meant("changn", when)) == "changan"
    assert list(finding.meant("changan", when)) == []
    assert list(finding.meant("changn", moment("2014-02-27"))) == []


@pytest.fixture
def renamed():
    """A centre of 南车 that became 中车 in 2015, told in January and February."""
    empty_register()
    first = enter(holder_name_zh="南车电机有限公司", on="2014-03", at="2026-01-10T12:00+08:00")
    later = enter(
        first.centre, "renamed", "2015", holder_name_zh="中车电机有限公司", at="2026-02-10T12:00+08:00"
    )
    return first.centre, later


def test_a_name_is_found_from_the_day_on_that_it_was_borne(renamed):
    empty_on = [numbers("中车", on=on) for on in ("2014-12-31", "2015-12-30")]
    assert empty_on == [[], []]
    assert numbers("中车", on="2015-12-31") == numbers("南车") == numbers("nanche") == [renamed[0].number]


def test_a_name_is_not_found_by_who_asks_for_an_edition_that_did_not_know_it(renamed):
    centre, later = renamed
    assert numbers("中车", known="2026-01-31") == numbers("zhongche", known="2026-01-31") == []
    assert list(finding.meant("zhongch", moment(known="2026-01-31"))) == []
    take_back(later.round, at="2026-03-10T12:00+08:00")
    assert numbers("中车") == []
    assert numbers("中车", known="2026-02-28") == [centre.number]


def test_a_former_name_is_told_beside_the_present_one(renamed, client):
    when = moment()
    facts = ask(QueryDict("q=南车"), when, reference(when.clock)).centres()
    assert finding.former("南车", when, facts) == {renamed[0].pk: "南车电机有限公司"}
    assert finding.former("中车", when, facts) == finding.former("电机", when, facts) == {}
    body = client.get("/en/centres/?q=南车").content.decode()
    assert 'Formerly <span lang="zh-Hans">南车电机有限公司</span>' in body


def test_the_best_match_comes_first_where_asked_for():
    empty_register()
    names = ["Water Designers", "The Design Office", "Chongqing Design Works"]
    found = [enter(holder_name_en=name).centre.number for name in names]
    assert numbers("design", sort="relevance") == found[::-1]
    assert numbers("design") == found


def test_the_list_offers_what_was_meant_and_keeps_the_filters(client):
    body = client.get("/en/centres/?q=changn&level=municipal").content.decode()
    assert 'Did you mean <a href="/en/centres/?q=changan&amp;level=municipal"><b>changan</b></a>?' in body
    assert "Did you mean" not in client.get("/en/centres/?q=changn&level=national").content.decode()


def test_best_match_is_an_order_only_of_searches(client):
    assert "best match first" in client.get("/en/centres/?q=design").content.decode()
    assert "best match first" not in client.get("/en/centres/").content.decode()
    assert client.get("/en/centres/?sort=relevance").status_code == 200


def test_the_interface_and_the_list_find_the_same(client):
    answer = client.get("/api/v1/centres/", {"q": "cqca", "sort": "relevance"}).json()
    assert [one["number"] for one in answer["results"]] == [CHANGAN]
    assert client.get("/api/v1/facets/", {"q": "cqca"}).status_code == 200


def test_names_are_read_once_for_an_edition(django_assert_num_queries):
    grant(30)
    when = moment()
    with django_assert_num_queries(1):
        finding.find("公司", when)
    with django_assert_num_queries(0):
        assert len(finding.find("公司", when).centres) == 36
        assert len(finding.find("第0007公司", moment_before(when)).centres) == 0


def moment_before(when):
    """The same day as the edition before knew it, asked of the same index."""
    return type(when)(when.on, when.edition - 1, None, "", "2026-01-01", when.clock)

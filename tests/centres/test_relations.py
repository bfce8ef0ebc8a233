"""Branches and the centre that they belong to, predecessors and successors: stated once, told both ways."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres import corrections, preparing, publishing
from centres.models import Centre, RoundRow, Standing
from centres.preparing import Refused
from centres.verifying import faults
from tests.factories import empty_register, enter, grant, take_back

from .lists_in_short import person, printed

pytestmark = pytest.mark.django_db
HEADINGS = "序号,单位名称,中心名称,所属区县,类型,所属中心,前身"


def page(client, centre, query="", language="en"):
    return client.get(f"/{language}/centres/{centre.number}/{query}").content.decode()


@pytest.fixture
def family():
    """A centre that succeeds two others, one of which was withdrawn, and a branch of it."""
    empty_register()
    first, second, heir = grant(3)
    enter(first, "withdrawn", "2020-05-01", ground="own-wish")
    enter(heir, "transferred", "2020-05-01", predecessors=[first.number, second.number])
    branch = enter(None, "granted", "2021-06", scheme="national-branch", branch_of=heir.number).centre
    return first, second, heir, branch


def test_the_page_of_each_links_to_the_other_from_the_day_on_which_it_holds(client, family):
    first, second, heir, branch = family
    link = f'href="/en/centres/{heir.number}/"'
    assert "Succeeded by" in page(client, first)
    assert "Succeeded by" not in page(client, second)  # it is still in force
    for other in (first, second, branch):
        assert link in page(client, other)
        assert f'href="/en/centres/{other.number}/"' in page(client, heir)
    before = page(client, first, "?on=2019-12-31")
    assert f"/en/centres/{heir.number}/" not in before
    assert "前身中心" in page(client, heir, language="zh-hans")


def test_relations_cost_one_query_of_the_page_and_none_of_a_list(client, family):
    *_others, heir, _branch = family
    page(client, heir)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, heir)
    assert sum("listed" in one["sql"] or "branch_of" in one["sql"].split("WHERE")[-1] for one in asked) == 1


def test_the_api_tells_both_ways_and_the_history_what_was_stated(client, family):
    first, second, heir, branch = family
    told = client.get(f"/api/v1/centres/{heir.number}").json()
    assert told["predecessors"] == [first.number, second.number]
    assert (told["branches"], told["successors"], told["branch_of"]) == ([branch.number], [], None)
    assert told["history"][1]["facts"] == {"predecessors": [first.number, second.number]}
    assert client.get(f"/api/v1/centres/{first.number}").json()["successors"] == [heir.number]
    listed = client.get(f"/api/v1/centres/?q={branch.number}").json()["results"]
    assert listed[0]["branch_of"] == heir.number


def test_the_log_keeps_them_and_a_round_taken_back_takes_them_along(family):
    first, _second, heir, branch = family
    assert list(faults()) == []
    publishing.rebuild()
    assert Standing.objects.get(centre=branch).branch_of == heir.number
    take_back(heir.decisions.get(kind="transferred").round)
    assert list(faults()) == []
    assert Standing.objects.known_in(6).get(centre=heir).predecessors is None


@pytest.mark.parametrize(("column", "value"), [("predecessors", "NULL"), ("branch_of", "'CQ-000001'")])
def test_a_relation_changed_by_hand_is_found(family, column, value):
    number = family[2].decisions.get(kind="transferred").number
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE centres_decision SET {column} = {value} WHERE number = {number}")  # noqa: S608
    assert next(faults()).startswith(f"Decision {number}:")


def uploaded(*rows, kind="granted"):
    scheme = preparing.Scheme.objects.get(key="national-branch")
    round_ = preparing.create_round(scheme=scheme, year=2024, user=person("officer"))
    said = {"kind": kind, "document": "渝", "effective_on": "2024-05-01", "filename": "list.csv"}
    preparing.upload(round_, content=printed(*rows, headings=HEADINGS), user=person("officer"), **said)
    return RoundRow.objects.filter(list__round=round_).order_by("index")


def test_a_list_names_them_by_number_or_by_name(family):
    first, _second, heir, _branch = family
    named = Standing.objects.filter(centre=heir).last()
    rows = uploaded(
        f"重庆层台机械有限公司,层台分中心,渝中区,分中心,{heir.number},",
        f"重庆两江灯具有限公司,两江分中心,南岸区,分中心,{named.holder_name_zh}{named.name_zh},{first.number}、无此中心",
    )
    assert [row.stated["branch_of"] for row in rows] == [heir.number, heir.number]
    assert rows[1].stated["predecessors"] == [first.number]
    assert [[warning["code"] for warning in row.warnings] for row in rows] == [[], ["unknown-centre"]]


def test_a_list_adds_predecessors_and_takes_none_away(family):
    first, second, heir, branch = family
    rows = uploaded(f"{row_of(heir)},,{branch.number}", kind="granted")
    assert rows[0].facts["predecessors"] == sorted([first.number, second.number, branch.number])


def row_of(centre) -> str:
    named = Standing.objects.filter(centre=centre).last()
    return f"{named.holder_name_zh},{named.name_zh},,"


def test_a_row_cannot_name_its_own_centre(family):
    heir = family[2]
    row = uploaded(f"{row_of(heir)},{heir.number},{heir.number}")[0]
    assert "relates-to-itself" in [warning["code"] for warning in row.warnings]
    assert row.facts.keys().isdisjoint({"branch_of", "predecessors"})


def test_a_correction_enters_them_and_refuses_what_is_no_other_centre(family):
    first, second, heir, _branch = family
    said = {"effective_on": "2022", "document": "Letter", "user": person("officer")}
    for wrong in (["CQ-999999"], [heir.number]):
        with pytest.raises(Refused):
            corrections.draft(heir, facts={"predecessors": wrong}, **said)
    round_ = corrections.draft(heir, facts={"predecessors": [second.number]}, **said)
    publishing.submit(round_, user=person("officer"))
    publishing.publish(publishing.approve(round_, user=person("approver")), user=person("approver"))
    assert Standing.objects.filter(centre=heir, known_to=None).order_by("valid_from").last().predecessors == [
        second.number
    ]
    assert list(faults()) == []


def test_the_form_of_a_correction_reads_numbers_as_people_write_them(client, family):
    first, second, heir, branch = family
    client.force_login(person("officer"))
    said = {
        "what": "predecessors",
        "predecessors": f"{first.serial}，cq-{second.number[3:]}",
        "document": "x",
    }
    answer = client.post(
        f"/admin/register/corrections/{branch.number}/", said | {"effective_on": "2022", "branch_of": ""}
    )
    assert answer.status_code == 302
    row = RoundRow.objects.latest("pk")
    assert row.facts == {"predecessors": [first.number, second.number]}
    assert row.values["predecessors"] == f"{first.number}、{second.number}"


def test_csv_has_them_in_columns_of_their_own(client, family):
    first, second, heir, branch = family
    lines = b"".join(client.get("/en/centres/export.csv?sort=number")).decode("utf-8-sig").splitlines()
    heading = lines[0].split(",")
    cells = {line.split(",")[1]: line.split(",") for line in lines[1:]}
    assert cells[branch.number][heading.index("branch_of")] == heir.number
    assert cells[heir.number][heading.index("predecessors")] == f"{first.number};{second.number}"
    assert Centre.objects.count() > len(cells) - 1

"""Whole rounds as they were announced, three lists each, from file to announcement and back again."""

import datetime
import hashlib
import html
import json
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone

from centres import notices, preparing, publishing, settling
from centres.lists import Verdict, read_list, said_of_list
from centres.models import (
    Alias,
    Centre,
    Decision,
    Edition,
    Organisation,
    OrganisationName,
    RoundRow,
    Scheme,
    Standing,
)
from centres.verifying import faults
from events.announcements import tables
from events.models import AnnouncementPage

from .lists_in_short import add, drafted, person, printed

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "data" / "good"
REGISTER = (Edition, Decision, Standing, Centre, Organisation, OrganisationName, Alias)
KNOWLEDGE = {"id", "known_from", "known_to"}

NATIONAL = ("national-2015.docx",) * 3
NATIONAL_2015 = ("附件1 新认定的国家级工业设计中心名单",)
NATIONAL_2015 += ("附件2 通过复核的国家级工业设计中心名单", "附件3 撤销的国家级工业设计中心名单")
CITY = ("city-2020-granted.xlsx", "city-2020-maintained.csv", "city-2020-withdrawn.xlsx")
KINDS = ("granted", "maintained", "withdrawn")
ELSEWHERE = "On the ministry's own pages."


def register_hash() -> str:
    """SHA-256 over every row of everything that publication writes."""
    content = [[model.__name__, list(model.objects.order_by("pk").values_list())] for model in REGISTER]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()


def edition():
    return Edition.objects.newest().number


def printed_in(file, sheet=""):
    """The lines of a list as `holder,centre`."""
    rows = read_list((FILES / file).read_bytes(), file, sheet=sheet or None).rows
    return [f"{row.values['holder_name_zh']},{row.values.get('centre_name_zh', '')}" for row in rows]


def counted(scheme, day):
    """Status -> number of centres under the scheme on the day, as known today."""
    standings = Standing.objects.on(datetime.date.fromisoformat(day), edition())
    return Counter(standings.filter(scheme__key=scheme).values_list("status", flat=True))


def uploaded(files, *, scheme, on, year, sheets=("", "", ""), totals=(None, None, None), **fields):
    """A draft with one list per file, as the officer uploads them."""
    scheme = Scheme.objects.get(key=scheme)
    round_ = preparing.create_round(scheme=scheme, year=year, user=person("officer"), sample=True, **fields)
    for file, sheet, kind, total in zip(files, sheets, KINDS, totals, strict=True):
        preparing.upload(
            round_,
            content=(FILES / file).read_bytes(),
            filename=file,
            kind=kind,
            sheet=sheet or None,
            ground="failed" if kind == "withdrawn" else "",
            document=f"（示例）{year}年名单",
            effective_on=on,
            stated_total=total,
            user=person("officer"),
        )
    return round_


def settled_and_published(round_):
    """Settled and submitted by the officers, approved and published by a second person."""
    rows = RoundRow.objects.filter(list__round=round_)
    settling.settle_many(rows, action="match", user=person("officer2"), confirmed=True)
    settling.settle_open_as_new(round_, user=person("officer2"), confirmed=True)
    if notices.days_required(round_):
        notices.state_elsewhere(round_, ELSEWHERE, user=person("officer"))
    publishing.submit(round_, user=person("officer"))
    before = register_hash()
    publishing.approve(round_, user=person("approver"))
    assert register_hash() == before
    return publishing.publish(round_, user=person("approver"))


def entered_before(*rows, scheme="municipal-centre", on="2021-05-01", year=2021, **fields):
    """A published round of samples, on which a later one builds."""
    of_scheme = Scheme.objects.get(key=scheme)
    round_ = preparing.create_round(scheme=of_scheme, year=year, user=person("officer"), sample=True)
    add(round_, *rows, on=on, **fields)
    return settled_and_published(round_)


def verdicts(round_):
    rows = RoundRow.objects.filter(list__round=round_)
    return Counter(rows.values_list("list__kind", "verdict"))


def shown(client, round_, language):
    response = client.get(f"/{language}/rounds/{round_.pk}/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def national():
    """The national round of 2015: 34 granted, 30 of the 32 of batch 1 maintained, 2 withdrawn."""
    batch_1 = [line for sheet in NATIONAL_2015[1:] for line in printed_in(NATIONAL[0], sheet)]
    entered_before(*batch_1, scheme="national-centre", on="2013-11-25", year=2013)
    before = register_hash()
    where = {"scheme": "national-centre", "on": "2015-12-28", "year": 2015, "batch": 2}
    round_ = uploaded(NATIONAL, sheets=NATIONAL_2015, totals=(34, 30, 2), **where)
    assert register_hash() == before
    return round_


@pytest.fixture
def city():
    """A city's round of 2020: 31 granted, 51 maintained, 2 withdrawn."""
    reviewed = [line for file in CITY[1:] for line in printed_in(file)]
    entered_before(*reviewed, on="2018-10-01", year=2018)
    before = register_hash()
    round_ = uploaded(CITY, scheme="municipal-centre", on="2020-10-01", year=2020, totals=(31, 51, 2))
    assert register_hash() == before
    return round_


def test_the_national_round_of_2015(national, client):
    assert counted("national-centre", "2015-12-27") == {"accredited": 32}
    found = {("granted", "new"): 34, ("maintained", "maintained"): 30, ("withdrawn", "withdrawn"): 2}
    assert verdicts(national) == found
    settled_and_published(national)
    assert counted("national-centre", "2015-12-27") == {"accredited": 32}
    assert counted("national-centre", "2015-12-28") == {"accredited": 34 + 30, "withdrawn": 2}
    assert_announced(national, client, (34, 30, 2), before=32, after=64)


def test_a_round_of_another_city(city, client):
    already = counted("municipal-centre", "2017-01-01")["accredited"]
    assert counted("municipal-centre", "2020-09-30") == {"accredited": already + 53}
    found = {("granted", "new"): 31, ("maintained", "maintained"): 51, ("withdrawn", "withdrawn"): 2}
    assert verdicts(city) == found
    settled_and_published(city)
    assert counted("municipal-centre", "2020-10-01") == {"accredited": already + 31 + 51, "withdrawn": 2}
    assert_announced(city, client, (31, 51, 2), before=already + 53, after=already + 82)


def assert_announced(round_, client, totals, *, before, after):
    """Page and register agree, in both languages, and the log holds."""
    said = tables(round_)
    assert [(annex.total, len(annex.lines), annex.missing) for annex in said["lists"]] == [
        (total, total, 0) for total in totals
    ]
    assert said["decided"] == dict(zip(KINDS, totals, strict=True))
    change = said["change"]
    assert (change.before, change.added, change.withdrawn, change.after) == (
        before,
        totals[0],
        totals[2],
        after,
    )
    names = [line.names["zh"] for annex in said["lists"] for line in annex.lines]
    assert AnnouncementPage.objects.live().filter(round=round_).count() == 2
    for language in ("en", "zh-hans"):
        page = shown(client, round_, language)
        assert [name for name in names if name not in page] == []
    assert list(faults()) == []


def test_a_review_by_bare_name_finds_every_centre_of_the_earlier_batch(national):
    first = set(Decision.objects.filter(edition=edition()).values_list("centre_id", flat=True))
    later = RoundRow.objects.filter(list__round=national).exclude(list__kind="granted")
    assert (len(first), set(later.values_list("centre_id", flat=True))) == (32, first)


@pytest.mark.parametrize("stated", [33, 35])
def test_a_total_that_the_rows_do_not_add_up_to_is_said(stated):
    where = {"scheme": "national-centre", "on": "2015-12-28", "year": 2015}
    round_ = uploaded(NATIONAL, sheets=NATIONAL_2015, totals=(stated, 30, 2), **where)
    warned = [
        str(stated) in " ".join(map(said_of_list, entry.warnings)) for entry in round_.lists.order_by("pk")
    ]
    assert warned == [True, False, False]


def line(holder, district="渝中区", kind="企业工业设计中心"):
    return f"（示例）重庆{holder}有限公司,工业设计中心,{district},{kind}"


STAYING = ("晨江仪表", "暮山陶瓷", "阔野家具", "深涧汽车", "长亭服饰", "短桥光电")
PUT_AWAY = ("远帆机器人", "近岸新材料")
LEFT_OUT = "空谷装备"
ALL_BUT_ONE = (
    line("晨江仪表"),  # unchanged
    line("暮山陶瓷", district="南岸区"),  # moved
    line("阔野家具", kind="工业设计企业"),  # kind changed
    line("晨江仪表"),  # duplicate
    line("远帆机器人"),  # returning
    line("近岸新材料"),  # restored
    line("浅滩仪器"),  # accredited under another scheme
    line("新街灯具"),  # new
    line("短桥光电机"),  # unmatched: near a name, but not it
    line("旧巷器械", kind="茶馆"),  # error
)
ONE_ROW_LISTS = {
    "maintained": "长亭服饰",
    "withdrawn": "深涧汽车",
    "suspended": "短桥光电",
    "expired": "暮山陶瓷",
}


@pytest.fixture
def every_verdict():
    """A draft whose rows are made for one verdict each."""
    entered_before(*map(line, (*STAYING, *PUT_AWAY, LEFT_OUT)))
    entered_before(line("浅滩仪器"), scheme="district-centre")
    entered_before(line(PUT_AWAY[0]), kind="withdrawn", on="2022-05-01", ground="fraud")
    entered_before(line(PUT_AWAY[1]), kind="suspended", on="2022-05-01")
    before = register_hash()
    round_ = drafted(*ALL_BUT_ONE, kind="full", on="2023-05-01")
    for kind, holder in ONE_ROW_LISTS.items():
        ground = "missed" if kind == "withdrawn" else ""
        add(round_, line(holder), kind=kind, filename=f"{kind}.csv", ground=ground)
    add_renamed(round_)
    assert register_hash() == before
    return round_


def add_renamed(round_):
    headings = "序号,原名称,变更后名称"
    content = printed(
        "（示例）重庆阔野家具有限公司工业设计中心,（示例）重庆阔野木作有限公司工业设计中心", headings=headings
    )
    terms = {"kind": "renamed", "document": "（示例）更名", "effective_on": "2023-05-01"}
    preparing.upload(round_, content=content, filename="renamed.csv", user=person("officer"), **terms)


def test_a_row_made_for_a_verdict_lands_in_it(every_verdict):
    landed = verdicts(every_verdict)
    assert {verdict for _kind, verdict in landed} == set(Verdict)
    full = [verdict for kind, verdict in landed.elements() if kind == "full"]
    expected = ["unchanged", "moved", "kind-changed", "duplicate", "returning", "restored", "other-scheme"]
    rows = RoundRow.objects.filter(list__round=every_verdict, list__kind="full").order_by("index")
    assert list(rows.values_list("verdict", flat=True))[:10] == [*expected, "new", "unmatched", "error"]
    assert set(full[10:]) <= set(Verdict)


def test_all_steps_before_publication_leave_register_and_edition_as_they_were(every_verdict):
    before, officer = register_hash(), person("officer")
    rows = RoundRow.objects.filter(list__round=every_verdict)
    settling.settle_many(rows.filter(list__kind="full"), action="ignore", reason="Test", user=officer)
    settling.settle_many(rows, action="match", user=officer, confirmed=True)
    settling.settle_open_as_new(every_verdict, user=officer, confirmed=True)
    publishing.submit(every_verdict, user=officer)
    publishing.approve(every_verdict, user=person("approver"))
    publishing.publish(every_verdict, user=person("approver"), at=timezone.now() + datetime.timedelta(days=1))
    assert register_hash() == before
    publishing.reject(every_verdict, user=person("approver"), reason="Not yet")
    assert register_hash() == before


def days():
    """The first of every month since the scheme began, and today."""
    today = timezone.localdate()
    months = [datetime.date(year, month, 1) for year in range(2012, today.year + 1) for month in range(1, 13)]
    return [day for day in months if day <= today] + [today]


def register_by_day(number):
    """Day -> every standing with all its facts, as edition `number` knows them."""
    columns = [field.attname for field in Standing._meta.concrete_fields if field.name not in KNOWLEDGE]
    return {day: sorted(map(str, Standing.objects.on(day, number).values_list(*columns))) for day in days()}


def taken_back(round_):
    counter = publishing.undo(round_, user=person("officer"))
    publishing.submit(counter, user=person("officer"))
    publishing.approve(counter, user=person("approver"))
    return publishing.publish(counter, user=person("approver"))


@pytest.mark.parametrize("name", ["national", "city"])
def test_undo_gives_the_register_as_before_on_any_day_and_keeps_both(name, request, client):
    round_ = request.getfixturevalue(name)
    before = register_by_day(edition())
    settled_and_published(round_)
    applied, known = edition(), register_by_day(edition())
    counter = taken_back(round_)
    assert known != before
    assert register_by_day(edition()) == before
    assert register_by_day(applied) == known
    assert round_.decisions.count() == counter.decisions.filter(kind="annulled").count()
    for of_both in (round_, counter):
        assert AnnouncementPage.objects.live().filter(round=of_both).count() == 2
        assert f"/en/rounds/{counter.pk}/" in shown(client, of_both, "en")
    assert list(faults()) == []


def test_the_history_of_a_centre_shows_the_decision_and_its_annulment(city, client):
    settled_and_published(city)
    centre = Centre.objects.filter(created_in=city).first()
    taken_back(city)
    page = client.get(f"/en/centres/{centre.number}/")
    assert page.status_code == 200
    kinds = centre.decisions.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["granted", "annulled"]
    assert "entered in error" in page.content.decode().lower()

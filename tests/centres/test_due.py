"""Who is due for review, by the rule of the day, and the lists filled in with them."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres import due
from centres.lists import filled_csv, filled_xlsx, read_list
from centres.models import Round, Scheme, SchemeRule
from centres.preparing import create_round, upload
from tests.factories import empty_register, enter, grant, printed_list, publish, row, take_back

from .lists_in_short import person as member

pytestmark = pytest.mark.django_db
NATIONAL = "national-centre"
CODE = "91500000MA5U00000W"
DAY = datetime.date(2026, 3, 2)
BOTH = pytest.mark.parametrize(("fill", "name"), [(filled_xlsx, "list.xlsx"), (filled_csv, "list.csv")])


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as traveller:
        empty_register()
        yield traveller


def national(on, **facts):
    return enter(scheme=NATIONAL, on=on, **facts).centre


def due_years(day=DAY):
    return {entry.number: entry.review.due for entry in due.reviews(day)}


def rows(year, show="due_in"):
    scheme = Scheme.objects.get(key=NATIONAL)
    chosen = getattr(due, show)(due.reviews(DAY, scheme), year)
    return list(due.list_rows(chosen, scheme, DAY))


@pytest.mark.parametrize(
    ("on", "year", "document"),
    [
        ("2012-09-09", None, None),  # before any rule
        ("2012-09-10", 2014, "工信部产业〔2012〕422号"),
        ("2023-07-06", 2025, "工信部产业〔2012〕422号"),
        ("2023-07-07", 2027, "工信部政法〔2023〕93号"),
        ("2023-07", 2027, "工信部政法〔2023〕93号"),  # a month counts from its last day
        ("2021", 2023, "工信部产业〔2012〕422号"),
    ],
)
def test_the_rule_is_that_of_the_day_of_the_decision(on, year, document):
    national(on)
    review = due.reviews(DAY)[0].review
    assert (review.due, review.rule and review.rule.document_number) == (year, document)


def test_the_data_of_the_rules_decide():
    national("2021-11-25")
    older, newer = SchemeRule.objects.filter(scheme__key=NATIONAL).order_by("valid_from")
    older.delete()
    newer.valid_from, newer.review_interval_years, newer.validity_years = "2021-01-02", None, 5
    newer.save()
    assert list(due_years().values()) == [2026]  # validity where no interval is stated


def test_a_scheme_without_a_known_interval_lists_nobody():
    grant(3, on="2024-01-10")
    lines = {line.scheme.key: line for line in due.board(DAY)}
    municipal = lines["municipal-centre"]
    assert (municipal.known, municipal.unknown.total) == (False, 3)
    assert not municipal.earlier
    assert not any(cell.count for cell in municipal.cells)
    assert lines[NATIONAL].known


def test_a_passed_review_moves_the_year_and_the_rule():
    centre = national("2021-11-25")
    assert due_years() == {centre.number: 2023}
    enter(centre, "maintained", "2023-11-24", scheme=NATIONAL)
    assert due_years() == {centre.number: 2027}


def test_a_review_under_another_scheme_moves_nothing():
    centre = national("2021-11-25")
    enter(centre, "granted", "2024-01-01", scheme="district-centre")
    enter(centre, "maintained", "2025-01-01", scheme="district-centre")
    assert [entry.review.due for entry in due.reviews(DAY) if entry.review.scheme.key == NATIONAL] == [2023]


@pytest.mark.parametrize("kind", ["withdrawn", "expired"])
def test_who_is_no_longer_in_force_is_not_due(kind):
    centre = national("2022-01-10")
    enter(centre, kind, "2025-01-10", scheme=NATIONAL)
    assert due_years() == {}


def test_a_suspension_and_its_end_do_not_move_the_year():
    centre = national("2024-01-10")
    enter(centre, "suspended", "2025-01-10", scheme=NATIONAL)
    assert due_years() == {centre.number: 2028}
    enter(centre, "restored", "2026-01-10", scheme=NATIONAL)
    assert due_years() == {centre.number: 2028}


def test_a_review_taken_back_moves_nothing():
    centre = national("2024-01-10")
    line = printed_list("maintained", "2025-01-10", row(centre))
    round_ = publish(line, scheme=NATIONAL, year=2025)
    enter(centre, "suspended", "2025-06-01", scheme=NATIONAL)
    assert due_years() == {centre.number: 2029}
    take_back(round_)
    assert due_years() == {centre.number: 2028}


def test_a_decision_entered_late_counts_from_when_it_took_effect():
    centre = national("2024-01-10")
    enter(centre, "maintained", "2022-06-01", scheme=NATIONAL)
    assert due_years() == {centre.number: 2028}
    enter(centre, "maintained", "2025-06-01", scheme=NATIONAL)
    assert due_years() == {centre.number: 2029}


def test_the_rename_of_a_centre_does_not_move_the_year():
    centre = national("2024-01-10")
    enter(centre, "renamed", "2025-01-10", scheme=NATIONAL, name_zh="新名工业设计中心")
    assert due_years() == {centre.number: 2028}


def test_overdue_ones_stand_apart_with_how_long():
    old, recent, now = national("2014-01-10"), national("2023-01-10"), national("2022-01-10")
    enter(now, "maintained", "2023-07-07", scheme=NATIONAL)
    later = due.reviews(datetime.date(2027, 1, 1))
    assert [entry.number for entry in due.due_in(later, 2027)] == [now.number]
    late = [(entry.number, entry.review.late) for entry in due.overdue(later, 2027)]
    assert late == [(old.number, 11), (recent.number, 2)]
    assert due.overdue(due.reviews(DAY), 2016) == []
    assert due.due_in(due.reviews(DAY), 2016)[0].number == old.number


def test_what_is_not_yet_late_is_not_overdue():
    national("2024-01-10")
    assert due.overdue(due.reviews(DAY), 2030) == []


def test_the_board_counts_by_year_and_says_how_many_are_samples():
    grant(2, on="2023-08-01", scheme=NATIONAL)
    grant(3, on="2023-09-01", scheme=NATIONAL, sample=True)
    grant(1, on="2014-01-10", scheme=NATIONAL, sample=True)
    line = next(line for line in due.board(DAY) if line.scheme.key == NATIONAL)
    assert [cell.year for cell in line.cells] == [2025, 2026, 2027, 2028]
    assert [cell.count for cell in line.cells] == [due.Count(), due.Count(), due.Count(5, 3), due.Count()]
    assert line.earlier == due.Count(1, 1)


def test_rounds_of_the_year_are_named_but_not_those_taken_back_or_correcting():
    centre = national("2022-01-10", year=2022)
    scheme = Scheme.objects.get(key=NATIONAL)
    passed = publish(printed_list("maintained", "2026-01-10", row(centre)), scheme=NATIONAL, year=2026)
    undone = publish(printed_list("maintained", "2026-01-11", row(centre)), scheme=NATIONAL, year=2026)
    take_back(undone)
    Round.objects.create(scheme=scheme, year=2026, corrects=centre)
    empty = Round.objects.create(scheme=scheme, year=2026)
    found = due.rounds_of([2026])[scheme.pk, 2026]
    assert [(round_.pk, round_.has_reviews) for round_ in found] == [(empty.pk, False), (passed.pk, True)]


def test_the_queries_do_not_grow_with_the_centres():
    counts = []
    for n in (1, 40):
        for centre in grant(n, on="2024-01-10", scheme=NATIONAL)[:5]:
            enter(centre, "suspended", "2025-01-10", scheme=NATIONAL)
        due.board(DAY)
        with CaptureQueriesContext(connection) as queries:
            due.board(DAY)
        counts.append(len(queries))
    assert counts == [4, 4]  # the clock, standings, decisions before a suspension, rounds


def test_the_lines_of_a_list_cost_two_queries():
    grant(30, on="2023-08-01", scheme=NATIONAL)
    scheme, dues = Scheme.objects.get(key=NATIONAL), due.reviews(DAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(due.list_rows(dues, scheme, DAY))) == 30
    assert len(queries) == 2  # the clock, standings


ODD = (
    {"credit_code": CODE, "district": "500103", "sectors": ["equipment", "energy"]},
    {"kind_of_centre": "design-enterprise", "name_zh": ""},
    {"district": "500105"},  # ended in 2025
    {"holder_name_zh": "=重庆甲有限公司", "holder_name_en": "-Jia @ Co., Ltd.", "name_en": "+Jia Centre"},
    {"holder_name_zh_unconfirmed": True},
    {"holder_name_en": "", "kind_of_centre": ""},
    {"holder_name_zh": "", "name_zh": "", "holder_name_en": "Delta Works", "name_en": "Delta Design Centre"},
    {"kind_of_centre": "college-centre", "holder_name_zh": "重庆工商大学"},
)
"""Facts of centres whose lines on a list take some care."""


@pytest.fixture
def odd_ones():
    lines = printed_list("granted", "2023-08-01", *(row(**facts) for facts in ODD))
    return list(publish(lines, scheme=NATIONAL).new_centres.order_by("number"))


@BOTH
def test_a_filled_in_list_reads_back_as_it_was_written(odd_ones, fill, name):
    written = rows(2027)
    read = read_list(fill("maintained", written), name)
    assert len(written) == len(ODD)
    assert {problem.code for problem in read.problems} <= {"other-sheets"}  # that of the guidance
    assert [line.values["number"] for line in read.rows] == [centre.number for centre in odd_ones]
    assert [(line.errors, line.warnings) for line in read.rows] == [((), ())] * len(ODD)
    for line, values in zip(read.rows, written, strict=True):
        assert {key: text.removeprefix("'") for key, text in line.values.items()} == values


@BOTH
def test_a_filled_in_list_settles_every_row_by_its_number(odd_ones, fill, name):
    officer = member("officer")
    round_ = create_round(scheme=Scheme.objects.get(key=NATIONAL), year=2026, user=officer)
    said = {"kind": "maintained", "document": "Document", "effective_on": "2026-03-01"}
    content = fill("maintained", rows(2027))
    read = upload(round_, content=content, filename=name, user=officer, **said).rows.order_by("index")
    assert [(line.verdict, line.action) for line in read] == [("maintained", "match")] * len(ODD)
    assert [line.centre for line in read] == odd_ones
    assert [(line.facts, line.changes) for line in read] == [({}, [])] * len(ODD)


def test_a_line_says_what_the_register_knows(odd_ones):
    first = rows(2027)[0]
    assert (first["credit_code"], first["kind"]) == (CODE, "企业工业设计中心")
    assert (first["district"], first["sector"]) == ("渝中区", "装备制造、能源")
    assert "district" not in rows(2027)[2]
    assert "holder_name_zh_unverified" in rows(2027)[4]


def test_a_suspended_centre_is_listed_with_a_remark_and_wants_a_person():
    enter(national("2023-08-01"), "suspended", "2025-01-10", scheme=NATIONAL)
    assert rows(2027)[0]["remark"] == "暂停 / Suspended"
    officer = member("officer")
    round_ = create_round(scheme=Scheme.objects.get(key=NATIONAL), year=2026, user=officer)
    said = {"kind": "maintained", "document": "Document", "effective_on": "2026-03-01"}
    content = filled_csv("maintained", rows(2027))
    read = upload(round_, content=content, filename="a.csv", user=officer, **said).rows.get()
    assert (read.verdict, read.action) == ("maintained", "")


def test_no_cell_of_a_filled_in_list_is_a_formula(odd_ones):
    sheet = openpyxl.load_workbook(io.BytesIO(filled_xlsx("maintained", rows(2027)))).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} == {"s", "n"}  # text, and nothing
    assert "'=重庆甲有限公司" in filled_csv("maintained", rows(2027)).decode("utf-8-sig")


def test_overdue_ones_can_be_listed_too():
    centre = national("2021-11-25")
    assert [line["number"] for line in rows(2026, "overdue")] == [centre.number]
    assert rows(2026) == []

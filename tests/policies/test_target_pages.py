"""A target over time: reported figures beside the register of the same day."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from centres.filters import ask
from centres.models import Completeness, Scheme
from centres.moments import moment
from centres.reference import reference
from policies.counting import Metric, counted
from policies.models import Figure
from tests.factories import empty_register, enter, grant
from tests.policies.test_targets import targets

pytestmark = pytest.mark.django_db
ADDRESS = "/en/policies/targets/municipal-centres-target-2025/"


def on(target, edtf):
    return next(one for one in target.history if one.date.edtf == edtf and one.reported)


@pytest.mark.parametrize(
    ("key", "reported", "promised"),
    [
        ("national-centres-target-2025", 10, "15 or more"),
        ("municipal-centres-target-2025", 165, "250 or more"),
    ],
)
def test_the_targets_of_2025_show_what_was_reported_for_2022_and_the_register_today(key, reported, promised):
    target = targets()[key]
    at = on(target, "2022")
    assert (at.reported.value, target.promised) == (reported, promised)
    assert at.register.link.startswith("/en/centres/on/2022-12-31/?scheme=")
    today = target.history[-1]
    assert (today.reported, today.register.date.edtf, today.register.complete) == (None, "2026-01-15", False)
    assert today.register.link == f"/en/centres/?scheme={target.figure.scheme.key}"


def test_branches_never_count_as_national_centres():
    empty_register()
    grant(4, scheme="national-branch", kind_of_centre="branch", on="2020")
    grant(2, scheme="national-centre", on="2020")
    assert targets()["national-centres-target-2025"].register.value == 2


def test_institutes_carry_the_note_about_the_two_definitions():
    page = Client().get("/en/policies/targets/municipal-institutes-target-2025/").text
    assert "perhaps under a wider definition" in page
    assert "Met, definition unclear" in page


def test_a_count_is_that_of_the_list_filtered_alike():
    empty_register()
    grant(3, on="2014-02", district="500103")
    grant(2, on="2021", district="500112", kind_of_centre="design-enterprise", sample=True)
    first = grant(1, on="2019", district="500112")
    enter(first[0], kind="withdrawn", on="2022")
    for metric in (
        Metric("municipal-centre"),
        Metric("municipal-centre", kind="design-enterprise"),
        Metric("municipal-centre", district="500112"),
        Metric("municipal-centre", status="withdrawn"),
        Metric("municipal-centre", district="liangjiang"),
    ):
        for day in ("2014-02-27", "2019-12-31", "2021-12-31", "2022-12-31", "2025-12-31"):
            when = moment(day)
            held = reference(when.clock)
            link = Client().get(metric.link(when.on)).wsgi_request.GET
            assert counted(metric, when.edition, held, when.on) == ask(link, when, held).totals()


def test_the_page_shows_every_date_newest_first_with_chart_and_table():
    page = BeautifulSoup(Client().get(ADDRESS).content, "html.parser")
    dates = [cell.text for cell in page.select(".target-history tbody th")]
    assert dates[0].startswith("Today, ")
    assert dates[1:4] == ["3 November 2023", "28 June 2023", "2022"]
    assert dates[4:] == ["31 December 2021", "18 November 2021", "30 September 2020", "February 2014"]
    assert page.find(class_="chart").find("svg")
    assert page.find("a", href="/en/policies/city-of-design-plan-2022/")


def test_a_chinese_page_is_in_chinese():
    answer = Client().get("/zh-hans" + ADDRESS[3:])
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.h1.text == "市级工业设计中心"
    head = page.find(class_="page-head")
    assert [fact.text for fact in head.select("dt")] == ["目标值", "到期年份", "出自文件", "来源"]
    assert [fact.text for fact in head.select("dd")[:2]] == ["250家以上", "2025年"]
    assert page.select_one(".page-head .target").text.strip() == "期限已过"
    assert [cell.text for cell in page.select(".target-history thead th")][3:] == ["占目标", "名录当日数量"]
    assert page.find("a", class_="language")["href"] == ADDRESS


TODAY = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)
ROWS = {
    "en": ("2022", "{} of {}", "Register, 31 December 2022: {}", "Today, 15 January 2026"),
    "zh-hans": ("2022年", "已有{}，目标{}", "名录，2022年12月31日：{}", "今日（2026年1月15日）"),
}
REGISTER_TODAY = {"en": "Register, 15 January 2026: {}", "zh-hans": "名录，2026年1月15日：{}"}


@pytest.mark.parametrize("language", ROWS)
@pytest.mark.parametrize(
    ("scheme", "reported", "promised"), [("national-centre", 10, 15), ("municipal-centre", 165, 250)]
)
def test_the_page_of_a_target_of_2025_has_rows_of_2022_and_of_today(language, scheme, reported, promised):
    empty_register()
    grant(3, on="2020", scheme=scheme)
    grant(1, on="2023-05", scheme=scheme)
    year, share, register, today = ROWS[language]
    with time_machine.travel(TODAY, tick=False):
        answer = Client().get(f"/{language}/policies/targets/{scheme}s-target-2025/")
    table = BeautifulSoup(answer.content, "html.parser").select(".target-history tbody tr")
    rows = {row.th.text: [cell.text.strip() for cell in row.find_all("td")] for row in table}
    assert rows[year][0] == str(reported)
    assert rows[year][2] == share.format(reported, promised)
    assert rows[year][3].startswith(register.format(3))
    assert rows[today][0] == "–"
    assert rows[today][2] == share.format(4, promised)
    assert rows[today][3].startswith(REGISTER_TODAY[language].format(4))


def test_an_unknown_target_is_not_found():
    assert Client().get("/en/policies/targets/nothing/").status_code == 404


def test_queries_of_a_target(django_assert_num_queries):
    Client().get(ADDRESS)
    # edition, figures, locales, library and document (each with restrictions), site and settings
    with django_assert_num_queries(8):
        Client().get(ADDRESS)


def test_where_the_register_is_complete_the_history_is_its_own():
    empty_register()
    grant(3, on="2014-02")
    scheme = Scheme.objects.get(key="municipal-centre")
    Completeness.objects.create(scheme=scheme, valid_from=datetime.date(2014, 3, 1))
    target = targets()["municipal-centres-target-2025"]
    assert [int(one.value) for one in target.history][1:] == [3] * 7
    assert (target.now.value, target.now.from_register) == (3, True)


def test_a_baseline_needs_a_date_and_a_value_a_source():
    target = Figure.objects.get(key="municipal-centres-target-2025")
    target.baseline = 101
    with pytest.raises(ValidationError, match="baseline_on"):
        target.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=target.pk).update(source_name="")


def test_a_stated_baseline_decides_what_is_on_course():
    Figure.objects.filter(key="municipal-centres-target-2025").update(
        baseline=165, baseline_on="2023-11-03", baseline_on_from="2023-11-03", baseline_on_to="2023-11-03"
    )
    assert targets("2025-06-01")["municipal-centres-target-2025"].standing == "on-course"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "baseline 165, 3 November 2023"), ("zh-hans", "基数165，2023年11月3日")]
)
def test_a_stated_baseline_stands_under_what_is_promised(language, words):
    Figure.objects.filter(key="municipal-centres-target-2025").update(
        baseline=165, baseline_on="2023-11-03", baseline_on_from="2023-11-03", baseline_on_to="2023-11-03"
    )
    page = BeautifulSoup(Client().get(f"/{language}/policies/targets/").content, "html.parser")
    cell = page.find(id="target-municipal-centres-target-2025").find_next("td")
    assert [one.text for one in cell("small")][1:] == [words]
    others = [td for td in page.select(".target-table td.num[data-label]") if td is not cell]
    assert not [td for td in others if words[:2] in td.text]


def test_a_baseline_is_written_in_the_unit_of_the_reader():
    figure = Figure(value=Decimal("2.5"), value_zh=Decimal(25), baseline=Decimal("1.200"))
    assert figure.baseline_text == "1.2"
    with translation.override("zh-hans"):
        assert figure.baseline_text == "12"
    assert Figure(value=1).baseline_text == ""

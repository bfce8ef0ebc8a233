import datetime

import pytest
from django.utils import translation

from centres.models import Centre, Scheme
from cityofdesign.dates import ImpreciseDate
from cityofdesign.related import announcements, reported_figure, short, steps
from policies.models import Figure
from tests.centres.lists_in_short import published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"


@pytest.mark.parametrize(
    ("scheme", "date", "value"),
    [
        ("municipal-centre", "2014-02-27", None),
        ("municipal-centre", "2014-02-28", 6),
        ("municipal-centre", "2020-09-29", 6),
        ("municipal-centre", "2021-11-18", 71),
        ("municipal-centre", "2022-12-30", 101),
        ("municipal-centre", "2030-01-01", 165),
        ("national-branch", "2023-12-31", 22),
        ("district-centre", "2023-11-02", None),
    ],
)
def test_the_newest_exact_figure_on_or_before_a_day(scheme, date, value, django_assert_num_queries):
    found = Scheme.objects.get(key=scheme)
    with django_assert_num_queries(1):
        figure = reported_figure(found, datetime.date.fromisoformat(date))
    assert (figure and int(figure.value)) == value


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_centre_has_the_announcements_of_its_rounds_newest_first(language):
    older = published(TERRACE)
    newer = published(TERRACE, kind="maintained", on="2024-05-01")
    centre = Centre.objects.get(created_in=older)
    with translation.override(language):
        pages = announcements(centre)
    assert [page.round_id for page in pages] == [newer.pk, older.pk]
    assert {page.locale.language_code for page in pages} == {language}


@pytest.mark.parametrize(
    ("edtf", "english", "chinese"),
    [
        ("2022-12-31", "31 Dec 2022", "2022.12.31"),
        ("2014-02", "Feb 2014", "2014.2"),
        ("2022", "2022", "2022年"),
        ("", "undated", "未注明日期"),
    ],
)
def test_dates_for_drawings(edtf, english, chinese):
    date = ImpreciseDate.parse(edtf)
    with translation.override("en"):
        assert short(date) == english
    with translation.override("zh-hans"):
        assert short(date) == chinese


def test_steps_keep_fractions_and_leave_out_what_has_no_day():
    figures = Figure.objects.filter(metric_key__in=["design-service-income", "title-levels"])
    assert [(step.value, step.label) for step in steps(figures)] == [(0.3, "0.3")]

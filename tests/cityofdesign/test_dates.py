"""The value: EDTF text, bounds, order, wording in both languages, and what people and lists write."""

import pickle
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cityofdesign.dates import ImpreciseDate, parse_words

# Every form of date in the sources; each row: EDTF, English, Chinese.
SAID = [
    ("", "undated", "未注明日期"),
    ("2010", "2010", "2010年"),
    ("2016-01", "January 2016", "2016年1月"),
    ("2014-02", "February 2014", "2014年2月"),
    ("2022-03-29", "29 March 2022", "2022年3月29日"),
    ("2015-04", "April 2015", "2015年4月"),
    ("2022-05-10", "10 May 2022", "2022年5月10日"),
    ("2023-06-28", "28 June 2023", "2023年6月28日"),
    ("2023-07-07", "7 July 2023", "2023年7月7日"),
    ("2025-08-26", "26 August 2025", "2025年8月26日"),
    ("2012-09-10", "10 September 2012", "2012年9月10日"),
    ("2019-10", "October 2019", "2019年10月"),
    ("2023-10-31", "31 October 2023", "2023年10月31日"),
    ("2025-11-06", "6 November 2025", "2025年11月6日"),
    ("2019-12-05", "5 December 2019", "2019年12月5日"),
    ("2020-01-01", "1 January 2020", "2020年1月1日"),
    ("2023-21", "spring 2023", "2023年春"),
    ("2023-22", "summer 2023", "2023年夏"),
    ("2023-23", "autumn 2023", "2023年秋"),
    ("2023-24", "winter 2023", "2023年冬"),
    ("2020-35", "third quarter of 2020", "2020年第三季度"),
    ("2023-40", "first half of 2023", "2023年上半年"),
    ("202X", "2020s", "2020年代"),
    ("XXXX-01-10", "10 January", "1月10日"),
    ("XXXX-03-29", "29 March", "3月29日"),
    ("2013-XX-22", "the 22nd of an unstated month in 2013", "2013年某月22日"),
    ("2013-XX-11", "the 11th of an unstated month in 2013", "2013年某月11日"),
    ("2022-08~", "about August 2022", "约2022年8月"),
    ("2022~", "about 2022", "约2022年"),
    ("2023/2027", "2023–2027", "2023—2027年"),
    ("2016-01/2019", "January 2016 to 2019", "2016年1月至2019年"),
    ("2020-08/2020-11", "August to November 2020", "2020年8月至11月"),
    ("2021-04/2021-06-30", "April to 30 June 2021", "2021年4月至6月30日"),
    ("2023-10-09/2023-11-30", "9 October to 30 November 2023", "2023年10月9日至11月30日"),
    ("2023-09-05/2023-09-06", "5–6 September 2023", "2023年9月5日至6日"),
    ("2023-12-31/2024-01-02", "31 December 2023 to 2 January 2024", "2023年12月31日至2024年1月2日"),
    ("../2020-12", "by December 2020", "不晚于2020年12月"),
    ("../2025", "by 2025", "不晚于2025年"),
    ("2019/..", "since 2019", "自2019年起"),
    ("2020-09-30/..", "since 30 September 2020", "自2020年9月30日起"),
]


@pytest.mark.parametrize(("edtf", "english", "chinese"), SAID)
def test_says_a_date_as_precisely_as_its_source(edtf, english, chinese):
    imprecise = ImpreciseDate.parse(edtf)
    assert imprecise.display("en") == english
    assert imprecise.display("zh-hans") == imprecise.display("zh-Hans") == chinese
    assert str(imprecise) == imprecise.edtf == edtf


@pytest.mark.parametrize(
    ("edtf", "precision", "lower", "upper", "machine"),
    [
        ("2023-10-31", "day", "2023-10-31", "2023-10-31", "2023-10-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29", "2024-02"),
        ("2013", "year", "2013-01-01", "2013-12-31", "2013"),
        ("2013-XX-22", "year", "2013-01-01", "2013-12-31", "2013"),
        ("2022-08~", "month", "2022-08-01", "2022-08-31", "2022-08"),
        ("2023-21", "season", "2023-03-01", "2023-05-31", ""),
        ("2023-24", "season", "2023-12-01", "2024-02-29", ""),
        ("2020-35", "season", "2020-07-01", "2020-09-30", ""),
        ("2023-36", "season", "2023-10-01", "2023-12-31", ""),
        ("2024-40", "season", "2024-01-01", "2024-06-30", ""),
        ("2024-41", "season", "2024-07-01", "2024-12-31", ""),
        ("202X", "range", "2020-01-01", "2029-12-31", ""),
        ("2016-01/2019", "range", "2016-01-01", "2019-12-31", ""),
        ("../2020-12", "range", None, "2020-12-31", ""),
        ("2019/..", "range", "2019-01-01", None, ""),
        ("XXXX-01-10", "undated", None, None, ""),
        ("", "undated", None, None, ""),
    ],
)
def test_knows_precision_and_bounds(edtf, precision, lower, upper, machine):
    imprecise = ImpreciseDate(edtf)
    bounds = [bound and bound.isoformat() for bound in (imprecise.lower, imprecise.upper)]
    assert [imprecise.precision, *bounds, imprecise.machine] == [precision, lower, upper, machine]
    assert bool(imprecise) is (precision != "undated")


def test_comes_from_a_date_or_a_time():
    assert ImpreciseDate.from_date(date(2023, 1, 2)) == ImpreciseDate.parse(" 2023-01-02 ")
    assert ImpreciseDate.from_date(datetime(2023, 1, 2, 23, 59)).edtf == "2023-01-02"


def test_is_a_value():
    imprecise = ImpreciseDate("2014-02")
    assert pickle.loads(pickle.dumps(imprecise)) == imprecise  # noqa: S301
    assert len({imprecise, ImpreciseDate("2014-02"), ImpreciseDate("2014-02~")}) == 2
    assert ImpreciseDate() == ImpreciseDate.parse("")
    with pytest.raises(AttributeError):
        imprecise.edtf = "2015"


def test_sorts_by_lower_then_upper_bound_and_undated_last():
    ordered = (
        "2013 2013-02 2014-01-01 2014-01 2014 2014/2015 2014/.. 2014-01-02 ../2014-12 2015 XXXX-01-10".split()
    )
    assert [str(d) for d in sorted(map(ImpreciseDate, ["", *reversed(ordered)]))] == [*ordered, ""]


NOT_EDTF = """
    20234 0999 2023-1 2023- 2023-06-3 23-06-30 XXXX XXXX-01 2013-XX XXXX-XX-22 20XX 202X~ 2013-XX-22~ 2022?
    2019~/2020 2019//2020 2019/ /2019 ../.. 2019/2020/2021 ２０２３ 2023-06-30T00:00 June2023 nothing
""".split()


@pytest.mark.parametrize("text", [*NOT_EDTF, "2023 ~", "2019 /2020"])
def test_refuses_other_text_and_says_what_would_be_right(text):
    with pytest.raises(ValueError, match=r"cannot be read as a date.+2023-06-28, 2023-06, 2023, 2023-23"):
        ImpreciseDate.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-06-31", "not in the calendar: that month's days run from 01 to 30"),
        ("2023-02-29", "run from 01 to 28"),
        ("XXXX-02-30", "run from 01 to 29"),
        ("2013-XX-32", "run from 01 to 31"),
        ("2023-06-00", "run from 01 to 30"),
        ("2023-13", "months run from 01 to 12, and 21 to 24 stand for spring to winter"),
        ("2023-00-01", "months run from 01 to 12"),
        ("2023-23-05", "months run from 01 to 12"),
        ("2027/2023", "must begin before it ends"),
        ("2023/2023", "must begin before it ends"),
        ("2023-23/2024", "must be a day, a month or a year"),
        ("XXXX-01-10/2024", "must be a day, a month or a year"),
    ],
)
def test_refuses_what_no_calendar_knows(text, message):
    with pytest.raises(ValueError, match=message):
        ImpreciseDate.parse(text)
    with pytest.raises(ValueError, match=message):
        parse_words(text)


WRITTEN = {
    "": ["Undated", "n.d.", "不详", "日期不详", "—", "-", "  "],
    "2013": ["2013年", "2013 年", "in 2013", "２０１３", "二〇一三年"],
    "2014-02": ["February 2014", "Feb 2014", "FEB. 2014", "2014年2月", "2014年02月份", "２０１４年２月"],
    "2014-10": ["2014.10", "2014/10", "2014-10", "2014 Oct", "二〇一四年十月", "October, 2014"],
    "2014-09": ["Sept. 2014", "Sep 2014", "2014.9", "2014/9", "2014-9", "2014.09"],
    "2014-02-28": [
        "Friday, 28 February 2014",
        "2014年2月28日（星期五）",
        "28 February 2014",
        "28th Feb. 2014",
        "the 28th of February, 2014",
        "28-Feb-2014",
    ],
    "2023-06-28": ["June 28, 2023", "June 28th 2023", "2023 June 28", "20230628", "2023.6.28", "2023/6/28"],
    "2023-12-31": [
        "二〇二三年十二月三十一日",
        "2023年12月31号",
        "2023 年 12 月 31 日",
        "２０２３／１２／３１",
    ],
    "2023-01-05": ["2023-1-5", "2023.01.05", "2023年1月5日", "5 Jan. 2023", "2023年1月5"],
    "2023-23": ["autumn 2023", "Autumn of 2023", "fall 2023", "2023年秋", "2023年秋季", "2023年秋天"],
    "2023-24": ["2023-24", "winter 2023", "2023年冬", "winter 2023/24", "winter 2023–2024", "2023至2024年冬"],
    "2020-35": ["Q3 2020", "2020 Q3", "the third quarter of 2020", "3rd quarter 2020", "2020年三季度"],
    "2023-40": ["H1 2023", "first half of 2023", "2023年上半年"],
    "202X": ["2020s", "2020年代", "202X", "the 2020s"],
    "XXXX-01-10": ["10 January", "January 10", "1月10日", "10th of Jan."],
    "2013~": ["about 2013", "circa 2013", "c. 2013", "约2013年", "大约2013年", "2013年左右", "2013~"],
    "../2020": ["by 2020", "no later than 2020", "不迟于2020年", "by the end of 2020", "到2020年"],
    "../2025": ["before the end of 2025", "2025年底前", "2025年年底前", "到2025年底"],
    "2019/..": ["since 2019", "2019年以来", "2019年起", "自2019年起", "2019年至今", "2019–present", "2019-"],
    "2019-10/..": ["from October 2019 on", "October 2019 onwards", "自2019年10月至今"],
    "2016-01/2019": ["from January 2016 to 2019", "between January 2016 and 2019", "从2016年1月到2019年"],
    "2023/2027": ["2023–2027", "2023-2027", "2023-2027年", "2023年—2027年", "2023～2027", "2023 to 2027"],
    "2023-09/2023-11": [
        "September–November 2023",
        "2023年9-11月",
        "2023年9月至11月",
        "2023.9-11",
        "2023.9-2023.11",
    ],
    "2023-09-05/2023-09-06": ["5-6 September 2023", "September 5–6, 2023", "2023年9月5-6日", "2023.9.5-6"],
    "2023-09-05/2023-10-06": [
        "2023.9.5-10.6",
        "2023/9/5-2023/10/6",
        "2023-09-05-2023-10-06",
        "5 Sept to 6 Oct 2023",
    ],
}


@pytest.mark.parametrize(
    ("text", "edtf"), [(text, edtf) for edtf, texts in WRITTEN.items() for text in texts]
)
def test_reads_what_people_and_lists_write(text, edtf):
    assert parse_words(text) == ImpreciseDate(edtf)


UNCLEAR = """
    45/45/2023, winter 2023/25, first quarter, third half of 2023, 2023年5季度,
    6.2014, 9.5, 5-6, 2014–02, 2023.23, 2023年13月, 22 2013, autumn, May, Juneau 2023,
    1月, June 2023?, 28 29 June 2023, early rubbish, -2014, 2014..2, 2014.2/28, about, by then, 2023 2024,
    202306, May to June
""".split(",")


@pytest.mark.parametrize("text", [*map(str.strip, UNCLEAR), "2023-06-" + "0" * 99])
def test_refuses_words_it_would_have_to_guess_at(text):
    with pytest.raises(ValueError, match=r"cannot be read as a date\. In words: 28 June 2023"):
        parse_words(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("3/4/2023", "Write 3 April 2023 or 4 March 2023"),
        ("28/6/2023", "Write 28 June 2023."),
        ("5.5.2023", "Write 5 May 2023."),
    ],
)
def test_names_the_days_that_bare_numbers_may_mean(text, right):
    with pytest.raises(ValueError, match=right):
        parse_words(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("late 2019", "Write “2019” here; “late 2019” itself belongs into “Date as the source prints it”"),
        ("early 2019", "Write “2019” here"),
        ("mid-2019", "Write “2019” here"),
        ("end of 2023", "Write “2023” here"),
        ("2019年底", "Write “2019” here; “2019年底” itself"),
        ("2023年9月下旬", "Write “September 2023” here"),
        ("before 2010", "as in “by 2009”; “before 2010” itself belongs"),
        ("2010年以前", "as in “by 2009”"),
    ],
)
def test_says_what_to_write_for_a_time_without_exact_ends(text, right):
    with pytest.raises(ValueError, match=right) as refused:
        parse_words(text)
    assert "EDTF" not in str(refused.value)


@pytest.mark.parametrize("text", ["31 June 2023", "2023年6月31日", "20230631", "2023.6.31"])
def test_refuses_an_impossible_day_in_words(text):
    with pytest.raises(ValueError, match="“2023-06-31” is not in the calendar"):
        parse_words(text)


def test_explains_in_the_active_language_without_repeating_a_whole_book():
    with translation.override("zh-hans"), pytest.raises(ValueError, match="x{64}”") as refusal:
        parse_words("x" * 5000)
    assert len(str(refusal.value)) < 400


YEARS = st.integers(1000, 9998).map(str)
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
MONTHS = DAYS.map(lambda day: day[:7])
SEASONS = st.builds("{}-{}".format, YEARS, st.sampled_from("21 22 23 24 33 34 35 36 40 41".split()))
POINTS = YEARS | MONTHS | DAYS
PERIODS = (
    st.lists(POINTS, min_size=2, max_size=2, unique=True)
    .map(lambda ends: sorted(ends, key=ImpreciseDate))
    .map("/".join)
)
IMPRECISE = st.one_of(
    st.just(""),
    POINTS,
    SEASONS,
    (POINTS | SEASONS).map("{}~".format),
    YEARS.map(lambda year: year[:3] + "X"),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map("XXXX-{:%m-%d}".format),
    st.builds("{}-XX-{:02}".format, YEARS, st.integers(1, 31)),
    PERIODS,
    POINTS.map("../{}".format),
    POINTS.map("{}/..".format),
).map(ImpreciseDate)


@given(IMPRECISE)
def test_text_and_value_are_the_same(imprecise):
    again = ImpreciseDate.parse(str(imprecise))
    assert (again, hash(again), again.lower, again.upper) == (
        imprecise,
        hash(imprecise),
        imprecise.lower,
        imprecise.upper,
    )


@given(IMPRECISE)
def test_the_lower_bound_is_never_after_the_upper(imprecise):
    assert (imprecise.lower or date.min) <= (imprecise.upper or date.max)


@given(IMPRECISE, IMPRECISE)
def test_order_is_total_and_keeps_to_the_bounds(one, other):
    assert [one < other, one == other, one > other].count(True) == 1
    if one.lower and other.lower and one.lower < other.lower:
        assert one < other
    if not one and other:
        assert other < one


@given(IMPRECISE, st.sampled_from(["en", "zh-hans"]))
def test_what_is_said_is_read_again(imprecise, language):
    assert parse_words(imprecise.display(language)) == imprecise


@given(st.text("0123456789 -–/.,~X年月日至起约春十一〇JunemaythX０２", max_size=24) | st.text())
def test_reading_gives_a_date_or_a_refusal(text):
    with suppress(ValueError):
        imprecise = parse_words(text)
        assert ImpreciseDate(imprecise.edtf) == imprecise

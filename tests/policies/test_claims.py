"""What a text says of the number of centres: a table of sentences."""

import datetime
import re

import pytest

from policies.claims import claims, dates_in
from policies.numerals import number

Y = {year: (datetime.date(year, 1, 1), datetime.date(year, 12, 31)) for year in range(2014, 2028)}
END = {year: (datetime.date(year, 12, 31),) * 2 for year in range(2014, 2028)}
NONE = (None, None)
M, N, D = "municipal-centre", "national-centre", "district-centre"
B, INSTITUTE = "national-branch", "municipal-institute"


def said(text, places=None):
    return [(claim.value, claim.scheme, (claim.lower, claim.upper)) for claim in claims(text, places)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("165", 165),
        ("1,165", 1165),
        ("six", 6),
        ("forty", 40),
        ("seventy-one", 71),
        ("one hundred and sixty-five", 165),
        ("a hundred", 100),
        ("六", 6),
        ("十", 10),
        ("两百", 200),
        ("四十", 40),
        ("一百零一", 101),
        ("一百六十五", 165),
        ("二〇二二", 2022),
        ("一万二千", 12000),
    ],
)
def test_numbers_as_typed(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2022 there were 165 municipal industrial design centres.", [(165, M, Y[2022])]),
        ("At the end of 2021 Chongqing had 101 municipal design centers.", [(101, M, END[2021])]),
        ("Chongqing has six national-level industrial design centres.", [(6, N, NONE)]),
        ("one hundred and sixty-five municipal design centres (2022)", [(165, M, NONE)]),
        ("By 31 December 2022, 10 national and 165 municipal industrial design centres had been accredited.",
         [(165, M, END[2022]), (10, N, END[2022])]),
        ("10 national industrial design centres, 165 municipal ones, 89 district ones",
         [(10, N, NONE), (165, M, NONE), (89, D, NONE)]),
        ("Municipal design centres numbered 71 in November 2021.",
         [(71, M, (datetime.date(2021, 11, 1), datetime.date(2021, 11, 30)))]),
        ("The number of municipal industrial design centres reached 165 in 2022.", [(165, M, Y[2022])]),
        ("22 branches of national industrial design centres", [(22, B, NONE)]),
        ("18 municipal industrial design institutes and a design centre", [(18, INSTITUTE, NONE)]),
        ("165 accredited municipal industrial design centres", [(165, M, NONE)]),
        ("There are 165 design centres.", [(165, "", NONE)]),
        ("2022 was a good year. There were 165 municipal design centres.", [(165, M, Y[2022])]),
        ("2022年，全市有165家市级工业设计中心。", [(165, M, Y[2022])]),
        ("截至2021年底，市级工业设计中心达到101家。", [(101, M, END[2021])]),
        ("２０２２年，全市有１６５家市级工业设计中心。", [(165, M, Y[2022])]),
        ("全市有国家级工业设计中心十家、市级一百六十五家。", [(10, N, NONE), (165, M, NONE)]),
        ("六家市级工业设计中心", [(6, M, NONE)]),
        ("国家级、市级工业设计中心分别达到10家、165家", [(10, N, NONE), (165, M, NONE)]),
        ("国家级工业设计中心在渝分支机构22家", [(22, B, NONE)]),
        ("22家国家级工业设计中心分支机构", [(22, B, NONE)]),
        ("2014年2月28日，全市有6家市级工业设计中心",
         [(6, M, (datetime.date(2014, 2, 28),) * 2)]),
        ("累计认定市级工业设计中心165家", [(165, M, NONE)]),
        ("全市共有165家工业设计中心", [(165, "", NONE)]),
    ],
)  # fmt: skip
def test_a_count_is_read_with_its_scheme_and_date(text, expected):
    assert sorted(said(text), key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize(
    "text",
    [
        "The target is 250 municipal industrial design centres by 2025.",
        "In the round, 34 new municipal design centres came in.",
        "The city accredited 34 municipal design centres in 2020.",
        "34 municipal design centres were accredited.",
        "China has 298 national industrial design centres.",
        "Sichuan has 12 national industrial design centres.",
        "In 2021 municipal design centres came together.",
        "One national design centre took part.",
        "The 2022 municipal design centre list",
        "Measures for Municipal Industrial Design Centres (2023)",
        "到2025年，目标为市级工业设计中心250家。",
        "2022年新认定市级工业设计中心64家。",
        "第六批国家级工业设计中心",
        "全国有298家国家级工业设计中心。",
        "2022年度市级工业设计中心名单",
        "奖励国家级工业设计中心100万元",
        "each centre has 40 designers",
    ],
)
def test_what_is_no_count_of_the_city_is_passed_over(text):
    assert said(text) == []


def test_a_district_is_passed_over():
    places = re.compile("dazu|大足")
    assert said("Dazu has 3 municipal design centres.", places) == []
    assert said("大足区有3家市级工业设计中心。", places) == []


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("more than 160 municipal design centres", 165, True),
        ("more than 160 municipal design centres", 101, False),
        ("160余家市级工业设计中心", 165, True),
        ("nearly 170 municipal design centres", 165, True),
        ("nearly 300 municipal design centres", 165, False),
        ("近170家市级工业设计中心", 165, True),
        ("165 municipal design centres", 165, True),
        ("165 municipal design centres", 164, False),
    ],
)
def test_a_comparator_decides_what_holds(text, value, holds):
    assert claims(text)[0].holds_for(value) is holds


def test_dates_are_bounds_and_ranges_and_numbers_of_documents_are_none():
    assert [found[2:] for found in dates_in("february 2014 to the end of 2022")] == [
        (datetime.date(2014, 2, 1), datetime.date(2014, 2, 28)),
        END[2022],
    ]
    february = (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))
    assert [found[2:] for found in dates_in("30 february 2022")] == [february]
    assert dates_in("plan (2024–2027), 渝府办〔2022〕2号") == []


@pytest.mark.parametrize(
    "text", ["", "\0", "9" * 5000 + " municipal design centres", "。" * 2000, "一" * 3000 + "家工业设计中心"]
)
def test_no_text_is_too_strange(text):
    assert isinstance(claims(text), list)

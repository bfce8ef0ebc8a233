"""What a person must confirm: warnings of rows, and lines of a file that were read as notes."""

import datetime
import itertools
from pathlib import Path

import pytest

from centres.lists import (
    CUTOFF,
    LATIN_CUTOFF,
    CentreState,
    Districts,
    Index,
    Known,
    Note,
    PrintedRow,
    Terms,
    from_stored,
    judge_list,
    read_list,
    said,
    said_of_list,
)
from centres.lists.grams import Grams
from centres.lists.names import identity

DAY = datetime.date(2021, 12, 31)
LEVELS = {"national-centre": 3, "municipal-centre": 2, "district-centre": 1}
HOLDER = "重庆嘉陵器械有限公司"
INDEX = Index([Known(1, "CQ-000001", "", (), (HOLDER,))])
CODE, OTHER_CODE = "91500000202802570M", "91500000202820000X"
HEADINGS = "序号,单位名称,所属区县,备注"
SHIPPED = Path(__file__).parents[3] / "cityofdesign" / "content" / "lists" / "municipal-2014.csv"


def judged(*rows, kind="granted", scheme="municipal-centre", statuses=None):
    """Codes of the warnings of each row; `statuses` are those of the one known centre."""
    terms = Terms(kind, scheme, DAY, Districts([]), levels=LEVELS)
    printed = [PrintedRow(index, {}, values) for index, values in enumerate(rows, start=2)]
    state = CentreState(1, "CQ-000001", holder_name_zh=HOLDER, statuses=statuses or {})
    found = judge_list(printed, INDEX, {1: state}, terms)
    return [([note.code for note in judgement.warnings], judgement) for _row, _match, judgement in found]


def codes(*rows, **options):
    return [warned for warned, _judgement in judged(*rows, **options)]


@pytest.mark.parametrize(
    ("scheme", "held", "expected"),
    [
        ("municipal-centre", {"national-centre": "accredited"}, ["level-down"]),
        ("district-centre", {"national-centre": "suspended"}, ["level-down"]),
        ("municipal-centre", {"national-centre": "withdrawn"}, []),
        ("municipal-centre", {"district-centre": "accredited"}, []),
        ("national-centre", {"municipal-centre": "accredited"}, []),
        ("municipal-centre", {"national-branch": "accredited"}, []),
        ("municipal-centre", {"national-centre": "accredited", "municipal-centre": "accredited"},
         ["already-accredited"]),
    ],
)  # fmt: skip
def test_a_centre_of_a_higher_level_on_a_lower_list(scheme, held, expected):
    [(warned, judgement)] = judged({"holder_name_zh": HOLDER}, scheme=scheme, statuses=held)
    assert warned == expected
    assert judgement.certain is not bool(expected)


def test_a_list_that_enters_nobody_warns_of_no_level():
    held = {"national-centre": "accredited", "municipal-centre": "accredited"}
    assert codes({"holder_name_zh": HOLDER}, kind="maintained", statuses=held) == [[]]


@pytest.mark.parametrize("key", ["number", "credit_code"])
def test_one_number_for_two_names_warns_of_both_rows(key):
    code = "CQ-000009" if key == "number" else CODE
    rows = [{key: code, "holder_name_zh": name} for name in ("重庆甲器械有限公司", "重庆乙仪表有限公司")]
    first, second = judged(*rows)
    assert "same-number" in first[0]
    assert "same-number" in second[0]
    note = next(note for note in first[1].warnings if note.code == "same-number")
    assert note.params == {"other": 3, "code": code}


def test_one_company_with_two_centres_shares_its_code():
    names = ("医疗设备工业设计中心", "轨道交通装备工业设计中心")
    rows = [{"credit_code": CODE, "holder_name_zh": "重庆甲器械有限公司", "centre_name_zh": n} for n in names]
    assert codes(*rows) == [[], []]
    other = [rows[0], {**rows[1], "credit_code": OTHER_CODE, "holder_name_zh": "重庆乙仪表有限公司"}]
    assert codes(*other) == [[], []]


def test_a_row_printed_twice_and_two_names_of_one_centre():
    again = {"holder_name_zh": "重庆甲器械有限公司"}
    assert codes(again, again) == [[], ["repeats"]]
    assert codes({"holder_name_zh": HOLDER}, {"number": "CQ-000001", "holder_name_zh": "嘉陵"}) == [
        [],
        ["name-differs", "same-centre", "name-changes"],
    ]


@pytest.mark.parametrize(
    ("line", "as_row", "warned"),
    [
        (",,,待核实", False, ["lone-cell"]),
        (",,渝北区,", True, []),
        ("渝北区,,,", False, []),
        (",,,备注：以上排名不分先后", False, []),
        (",,重庆市经济和信息化委员会,", True, []),
        ("9,,,", False, ["numbered-only"]),
    ],
)
def test_a_line_with_one_cell_is_a_row_or_is_said(line, as_row, warned):
    result = read_list(f"{HEADINGS}\n1,重庆甲器械有限公司,渝中区,\n{line}\n".encode(), "a.csv")
    assert [problem.code for problem in result.problems] == warned
    assert len(result.rows) == 1 + as_row
    if as_row:
        assert [error.code for error in result.rows[1].errors] == ["no-holder"]


def test_what_is_left_out_is_named_with_its_place():
    result = read_list(
        f"{HEADINGS}\n1,重庆甲器械有限公司,渝中区,\n,,,待核实\n合计,,1 家,\n".encode(), "a.csv"
    )
    assert result.notes == ((3, "待核实"), (4, "合计 1 家"))
    place = str(result.problems[0])
    assert all(part in place for part in ("row 3", "column D (备注)", "“待核实”"))


def test_a_remark_below_a_subheading_leaves_its_kind_alone():
    lines = ("一、工业设计企业（2家）,,,", "1,重庆甲器械有限公司,,", ",,,待核实", "2,重庆乙仪表有限公司,,")
    result = read_list("\n".join([HEADINGS, *lines]).encode(), "a.csv")
    assert [row.values["kind"] for row in result.rows] == ["工业设计企业"] * 2


def test_many_lone_cells_are_named_up_to_a_limit_and_counted():
    lines = "\n".join([",,,待核实"] * 25)
    result = read_list(f"{HEADINGS}\n1,重庆甲器械有限公司,,\n{lines}\n".encode(), "a.csv")
    assert [problem.code for problem in result.problems] == ["lone-cell"] * 20 + ["lone-cells"]
    assert (result.problems[-1].params, len(result.notes)) == ({"count": 5}, 25)


def test_stored_notes_come_back_in_words():
    result = read_list(f"{HEADINGS}\n1,重庆甲器械有限公司,,\n,,,待核实\n".encode(), "a.csv")
    stored = result.problems[0].as_dict()
    assert from_stored(stored) == result.problems[0]
    assert said_of_list(stored).startswith("row 3, column D (备注): Only this cell")
    assert said(stored).startswith("column D (备注): Only this cell")
    assert said(Note("repeats").as_dict()) == said_of_list(Note("repeats").as_dict())
    assert said_of_list("As it was kept in words") == "As it was kept in words"


def test_english_names_of_different_holders_are_not_alike():
    rows = read_list(SHIPPED.read_bytes(), SHIPPED.name).rows
    names = [identity("", row.values["holder_name_en"]) for row in rows]
    names += [
        identity("", f"Chongqing {word} Group Co., Ltd.") for word in ("Lifan Industry", "Sokon Industry")
    ]
    alike = 0
    for one, other in itertools.permutations(names, 2):
        grams = Grams()
        grams.add(other, 1)
        assert grams.close(one, LATIN_CUTOFF) == []
        alike += len(grams.close(one, CUTOFF))
    assert alike  # what the lower bar let through


@pytest.mark.parametrize(
    "misprint",
    [
        "Chongqing Dyke Automobile Research Co., Ltd.",
        "Chongqing Mag Decoration Building Material Co., Ltd.",
        "Changan Automobiles Co., Ltd.",
    ],
)
def test_misprinted_english_names_still_find_theirs(misprint):
    rows = read_list(SHIPPED.read_bytes(), SHIPPED.name).rows
    index = Index(Known(row.index, holder_names=(row.values["holder_name_en"],)) for row in rows)
    found = index.match({"holder_name_en": misprint})
    assert (found.certain, found.reason.code) == (False, "close")
    right = next(row for row in rows if row.index == found.centre_id)
    assert right.values["holder_name_en"].split()[1] in ("Dike", "Mag", "Automobile")

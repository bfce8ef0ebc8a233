"""Tables in Word documents."""

import socket
from pathlib import Path

import pytest

from centres.lists import ListRefused, read_list

GOOD = Path(__file__).parents[2] / "data" / "good"


def read(name, **options):
    return read_list((GOOD / name).read_bytes(), name, **options)


def column(result, key):
    return [row.values.get(key, "") for row in result.rows]


def test_a_table_below_its_titles():
    result = read("table.docx")
    assert (result.encoding, result.sheets) == ("docx", ("（示例）重庆市市级工业设计中心名单",))
    assert (result.header_row, [row.index for row in result.rows]) == (1, [2, 3, 4, 5])
    assert result.rows[0].values["holder_name_en"] == "(Sample) Chongqing Jialing Instruments Co., Ltd."
    assert column(result, "district") == ["沙坪坝区", "北碚区", "沙坪坝区", "巴南区"]
    assert (result.problems, result.notes) == ((), ())
    assert not any(row.errors or row.warnings for row in result.rows)


def test_merged_cells_say_the_same_of_each_row():
    result = read("merged.docx")
    assert (result.sheet, result.header_row) == ("Table 1", 3)
    assert result.column_map["申报单位 英文名称"] == "holder_name_en"
    assert column(result, "district") == ["沙坪坝区", "沙坪坝区", "北碚区"]
    assert [text for _row, text in result.notes] == ["注：排名不分先后。"]


def test_numbers_that_word_counts_and_a_table_that_goes_on():
    result = read("numbered.docx")
    assert len(result.sheets) == 1
    assert column(result, "serial") == ["1", "2", "3", "4"]
    assert [row.index for row in result.rows] == [2, 3, 5, 6]


def test_tracked_changes_are_read_as_accepted():
    result = read("tracked-changes.docx")
    assert [problem.code for problem in result.problems] == ["tracked-changes"]
    assert column(result, "serial") == ["2", "3", "4"]
    assert result.rows[0].values["holder_name_zh"] == "（示例）重庆缙云光电股份有限公司"
    assert column(result, "remark") == ["（首次）", "", ""]
    assert [[w.code for w in row.warnings] for row in result.rows] == [[], ["hidden-row"], []]


def test_fields_and_content_controls_count_by_what_they_show():
    row = read("tracked-changes.docx").rows[2]
    assert (row.values["district"], row.values["kind"]) == ("巴南区", "工业设计企业")


@pytest.mark.parametrize("name", ["linked.docx", "linked.xlsx"])
def test_nothing_elsewhere_is_fetched(name, monkeypatch):
    def refuse(*_address, **_options):
        raise AssertionError("an address was looked up")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read(name).rows[0].values["holder_name_zh"] == "（示例）重庆嘉陵器械有限公司"


def test_a_table_in_a_frame_is_the_table():
    result = read("linked.docx")
    assert (result.sheet, len(result.rows)) == ("（示例）重庆市市级工业设计中心名单", 2)


def test_three_annexes_in_one_document():
    first = read("national-2015.docx")
    assert [sheet[:3] for sheet in first.sheets] == ["附件1", "附件2", "附件3"]
    assert [len(read("national-2015.docx", sheet=sheet).rows) for sheet in first.sheets] == [34, 30, 2]
    assert [problem.code for problem in first.problems] == ["holder-derived", "other-sheets"]
    withdrawn = read("national-2015.docx", sheet=first.sheets[2])
    assert column(withdrawn, "holder_name_zh") == ["吟飞科技（江苏）有限公司", "圣泓工业设计创意有限公司"]
    with pytest.raises(ListRefused, match="no such sheet or table"):
        read("national-2015.docx", sheet="附件4")


def test_three_files_of_another_city():
    files = ("city-2020-granted.xlsx", "city-2020-maintained.csv", "city-2020-withdrawn.xlsx")
    results = [read(name) for name in files]
    assert [len(result.rows) for result in results] == [31, 51, 2]
    assert not any(row.errors for result in results for row in result.rows)
    holders = [name for result in results for name in column(result, "holder_name_zh")]
    assert len(set(holders)) == 84

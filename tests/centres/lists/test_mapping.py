"""Columns as a person corrects them, and as they are remembered."""

import json
from pathlib import Path

from centres.lists import headings_of, map_problems, read_list, remembered

GOOD = Path(__file__).parents[2] / "data" / "good"
LIST = (
    "认定批号,行政区域,企业名称,,联系人\n"
    "甲,北碚区,（示例）重庆甲有限公司,工业设计中心,\n乙,,（示例）重庆乙有限公司,,\n"
)


def read(name, **options):
    return read_list((GOOD / name).read_bytes(), name, **options)


def small(text=LIST, **options):
    return read_list(text.encode(), "a.csv", **options)


def test_a_column_map_repeats_the_reading():
    first = read("utf-8.csv")
    second = read("utf-8.csv", column_map={**first.column_map, "备注": "sector", "类型": None})
    assert second.rows[1].values["sector"] == "首次"
    assert "kind" not in second.rows[1].values
    assert second.rows[1].printed == first.rows[1].printed
    assert read("utf-8.csv", column_map=second.column_map, header_row=1).rows == second.rows


def test_headings_of_two_lines_are_repeated_too():
    first = read("merged.xlsx")
    assert read("merged.xlsx", column_map=first.column_map, header_row=first.header_row).rows == first.rows


def test_a_title_above_is_no_part_of_a_heading():
    titled = small("（示例）名单,,\n序号,企业名称,联系人\n1,（示例）重庆甲有限公司,\n")
    assert list(titled.column_map) == ["序号", "企业名称", "联系人"]


def test_columns_as_a_form_shows_them():
    described = headings_of(small())
    assert [(column.letter, column.heading, column.key) for column in described] == [
        ("A", "认定批号", None),
        ("B", "行政区域", None),
        ("C", "企业名称", "holder_name_zh"),
        ("D", "D", None),
        ("E", "联系人", None),
    ]
    assert described[0].samples == ("甲", "乙")
    assert described[3].samples == ("工业设计中心",)


def test_a_column_without_heading_can_be_used_but_is_not_remembered():
    result = small(column_map={"D": "centre_name_zh"})
    assert result.rows[0].values["centre_name_zh"] == "工业设计中心"
    assert "d" not in remembered(result)["columns"]


def test_what_is_wrong_with_a_map_is_said():
    result = small()
    wrong = {
        "行政区域": "district",
        "联系人": "district",
        "认定批号": "batch",
        "电话": None,
        "企业名称": None,
    }
    problems = map_problems(result, wrong)
    assert [problem.code for problem in problems] == [
        "unknown-heading",
        "unknown-key",
        "key-twice",
        "no-naming",
    ]
    assert "row 1, column E (联系人): This column is given the same meaning as column B" in str(problems[2])
    assert map_problems(result, {"行政区域": "district", "联系人": ""}) == []


def test_a_map_that_can_be_used_is_used():
    stated = {"企业名称": None, "认定批号": "centre_name_zh"}
    result = small(LIST.replace("甲,", "（示例）重庆丙有限公司设计中心,"), column_map=stated, header_row=1)
    assert map_problems(small(), stated) == []
    assert result.rows[0].values["holder_name_zh"] == "（示例）重庆丙有限公司"


def test_columns_are_remembered_for_another_file_of_the_same_body():
    kept = json.loads(json.dumps(remembered(small(column_map={"行政区域": "district"}))))
    other = small("序号,企业 名称,行政 区域\n1,（示例）重庆丙有限公司,巴南区\n", remembered=kept)
    assert other.rows[0].values["district"] == "巴南区"
    assert str(other.problems[0]).endswith("as remembered, not as their headings say: C (行政 区域).")
    corrected = small(remembered=kept, column_map={"行政区域": "recommended_by"})
    assert corrected.rows[0].values["recommended_by"] == "北碚区"
    assert corrected.problems == ()


def test_what_no_longer_fits_is_not_used():
    kept = {"columns": {"企业名称": None, "行政区域": "a key of before"}}
    result = small(remembered=kept)
    assert result.column_map["企业名称"] == "holder_name_zh"
    assert result.column_map["行政区域"] is None
    assert result.problems == ()

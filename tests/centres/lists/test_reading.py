import runpy
from pathlib import Path

import pytest

from centres.lists import COLUMNS, LIST_KINDS, ListRefused, columns_for, read_list, recognise
from centres.lists.template import template_csv, template_xlsx

DATA = Path(__file__).parents[2] / "data"
SHIPPED = Path(__file__).parents[3] / "cityofdesign" / "content" / "lists" / "municipal-2014.csv"


def read(name, **options):
    return read_list((DATA / "good" / name).read_bytes(), name, **options)


def column(result, key):
    return [row.values.get(key, "") for row in result.rows]


def test_the_files_are_those_that_the_script_writes(tmp_path):
    runpy.run_path(str(DATA / "make.py"))["main"](tmp_path)
    for directory in ("good", "bad"):
        made = {path.name: path.read_bytes() for path in (tmp_path / directory).iterdir()}
        assert made == {path.name: path.read_bytes() for path in (DATA / directory).iterdir()}


@pytest.mark.parametrize(
    ("name", "encoding", "header_row"),
    [
        ("utf-8.csv", "utf-8", 1),
        ("utf-8-bom.csv", "utf-8-sig", 1),
        ("gb18030.csv", "gb18030", 1),
        ("semicolon.csv", "utf-8", 1),
        ("tab.csv", "gb18030", 1),
        ("titles-and-notes.csv", "utf-8", 4),
        ("titles-above.xlsx", "xlsx", 3),
    ],
)
def test_one_list_in_many_wrappings(name, encoding, header_row):
    result = read(name)
    assert (result.encoding, result.header_row) == (encoding, header_row)
    assert [row.index for row in result.rows] == [header_row + n for n in range(1, 5)]
    assert column(result, "district") == ["沙坪坝区", "北碚区", "沙坪坝区", "巴南区"]
    assert result.rows[1].values["holder_name_zh"] == "（示例）重庆缙云光电股份有限公司"
    assert not any(row.errors or row.warnings for row in result.rows)
    assert result.column_map == {
        "序号": "serial",
        "单位名称": "holder_name_zh",
        "中心名称": "centre_name_zh",
        "所属区县": "district",
        "类型": "kind",
        "备注": "remark",
    }


def test_lines_below_the_list_are_notes():
    assert [text[:2] for _row, text in read("titles-and-notes.csv").notes] == ["注：", "2.", "合计"]
    assert [row for row, _text in read("titles-above.xlsx").notes] == [8, 9, 10]


def test_merged_cells_and_a_heading_of_two_lines():
    result = read("merged.xlsx")
    assert result.header_row == 3
    assert column(result, "holder_name_zh")[0] == "（示例）重庆嘉陵器械有限公司"
    assert column(result, "holder_name_en")[1] == "(Sample) Chongqing Gele College"
    assert column(result, "district") == ["沙坪坝区", "沙坪坝区", "北碚区"]


def test_subheadings_give_the_kind_and_serials_restart():
    result = read("sections.xlsx")
    assert column(result, "serial") == ["1", "2", "1"]
    assert column(result, "kind") == ["企业工业设计中心", "企业工业设计中心", "工业设计企业"]
    assert "kind" not in result.rows[0].printed


def test_texts_as_excel_keeps_them():
    [row] = read("shared-strings.xlsx").rows
    assert row.values == {
        "serial": "1",
        "holder_name_zh": "（示例）重庆缙云光电股份有限公司",
        "centre_name_zh": "光电工业设计中心",
    }


def test_first_sheet_with_headings_unless_another_is_chosen():
    result = read("two-sheets.xlsx")
    assert (result.sheet, result.sheets) == ("附件1", ("封面", "附件1", "附件2", "底稿"))
    assert [problem.code for problem in result.problems] == ["hidden-sheets", "other-sheets"]
    assert str(result.problems[1]).endswith("which were not read: 附件2.")
    chosen = read("two-sheets.xlsx", sheet="附件2")
    assert column(chosen, "serial") == ["3"]
    assert [problem.code for problem in chosen.problems] == ["hidden-sheets"]
    with pytest.raises(ListRefused, match="附件3.*one of: 封面, 附件1"):
        read("two-sheets.xlsx", sheet="附件3")


def test_dates_numbers_and_full_width_digits():
    row = read("dates-and-numbers.xlsx").rows[0]
    assert row.values["number"] == "CQ-000001"
    assert row.values["credit_code"] == "91500000MA5U00000W"
    assert row.printed["登记编号"] == "ＣＱ－０００００１"
    assert (row.printed["序号"], row.printed["认定时间"], row.printed["得分"]) == ("1", "2021-12-31", "87.5")


def test_dates_in_every_form_are_printed_as_days():
    times = ("认定时间", "复核时间", "登记时间")
    first, second = ([row.printed[heading] for heading in times] for row in read("dates.xlsx").rows)
    assert first == ["2021-12-31", "2023-06-28 09:30:00", "44561"]
    assert second == ["2021年12月31日", "2023.6.28", "2014-02-28"]


def test_full_width_text_from_a_chinese_keyboard():
    first, second = read("full-width.xlsx").rows
    assert (first.values["serial"], first.values["credit_code"]) == ("1", "91500000MA5U00000W")
    assert (first.values["district"], second.values["kind"]) == ("北碚区", "工业设计企业")
    assert first.values["holder_name_zh"] == "（示例）ＡＢＣ科技（重庆）有限公司"
    assert second.values["holder_name_zh"] == "（示例）重庆嘉陵器械有限公司"
    assert "centre_name_zh" not in second.values


def test_headings_of_two_lines_printed_again_on_the_next_page():
    result = read("two-line-headings.csv")
    assert (result.header_row, result.problems, result.notes) == (2, (), ())
    assert column(result, "serial") == ["1", "2", "3", "4"]
    assert result.rows[3].values["district"] == "巴南区"
    for row in (1, 2):
        assert read("two-line-headings.csv", header_row=row).rows == result.rows


def test_another_list_further_down_is_not_read_into_this_one():
    result = read("stacked.xlsx")
    assert column(result, "serial") == ["1", "2"]
    assert [problem.code for problem in result.problems] == ["second-list"]
    assert "row 6: Another list begins here" in str(result.problems[0])
    lines = "企业名称,备注\n（示例）重庆甲有限公司,\n企业名称,撤销原因,备注\n（示例）重庆乙有限公司,,\n"
    assert len(read_list(lines.encode(), "a.csv").rows) == 1


def test_a_list_that_goes_on_under_the_same_title_is_one():
    head = "名单,\n序号,企业名称\n{}\n{}\n序号,企业名称\n{}\n"
    for title in ("名单,", "（示例）认定名单（续）,"):
        text = head.format("1,（示例）重庆甲有限公司", title, "2,（示例）重庆乙有限公司")
        assert column(read_list(text.encode(), "a.csv"), "serial") == ["1", "2"]


def test_a_list_as_it_is_sent():
    result = read("as-sent.xlsx")
    assert (result.sheet, result.header_row, len(result.rows)) == ("认定名单", 5, 4)
    assert column(result, "serial") == ["1", "2", "3", "1"]
    assert column(result, "district") == ["沙坪坝区", "沙坪坝区", "北碚区", "巴南区"]
    assert column(result, "kind")[2:] == ["企业（院校）工业设计中心", "工业设计企业"]
    assert "centre_name_zh" not in result.rows[3].values
    assert [(row.index, w.code) for row in result.rows for w in row.warnings] == [(9, "hidden-row")]
    assert [row for row, _text in result.notes] == [12, 13, 14]
    assert not any(row.errors for row in result.rows)


def test_hidden_rows_and_columns_are_read_and_said():
    result = read("hidden.xlsx")
    assert [(row.index, [str(w) for w in row.warnings]) for row in result.rows if row.warnings] == [
        (3, ["hidden.xlsx, sheet “名单”, row 3: The row is hidden in the file and was read all the same."])
    ]
    assert "F" in str(result.problems[0])


def test_a_formula_counts_by_its_stored_result():
    result = read("formulas.xlsx")
    assert result.rows[0].values["holder_name_zh"] == "（示例）重庆缙云光电股份有限公司"
    assert [error.code for error in result.rows[1].errors] == ["no-result"]
    assert "row 3, column B (单位名称)" in str(result.rows[1].errors[0])


def test_names_fall_under_the_language_they_are_in():
    values = read("english.csv").rows[0].values
    assert values["holder_name_en"] == "(Sample) Chongqing Jialing Instruments Co., Ltd."
    assert values["centre_name_en"] == "Design Center"


def test_holder_is_taken_from_the_centre_where_no_column_has_it():
    result = read("national-names.csv")
    assert [problem.code for problem in result.problems] == ["holder-derived"]
    assert column(result, "holder_name_zh")[4] == "南车株洲电力机车有限公司"
    assert result.rows[1].values == {"serial": "2", "holder_name_zh": "北京洛可可科技有限公司"}
    assert column(result, "holder_name_zh")[8] == "福建(泉州)哈工大工程技术研究院"
    assert not any(row.errors for row in result.rows)


def test_a_stated_total_is_compared():
    result = read("utf-8.csv")
    assert result.total_problem(4) is None
    assert str(result.total_problem(34)).startswith(
        "utf-8.csv: The list states a total of 34; 4 rows were read."
    )


def test_a_serial_column_headed_like_a_number_and_lines_numbered_in_advance():
    text = "编号,企业名称\n1,（示例）重庆甲有限公司\n2,（示例）重庆乙有限公司\n"
    result = read_list(text.encode(), "a.csv")
    assert (column(result, "serial"), column(result, "number")) == (["1", "2"], ["", ""])
    numbered = "序号,企业名称\n1,（示例）重庆甲有限公司\n2,\n3,（示例）重庆乙有限公司\n4,\n5,\n"
    rows = read_list(numbered.encode(), "a.csv").rows
    assert [(row.index, bool(row.errors)) for row in rows] == [(2, False), (3, True), (4, False)]


def test_the_shipped_list_of_2014():
    result = read_list(SHIPPED.read_bytes(), SHIPPED.name)
    assert len(result.rows) == 6
    assert not any(row.errors or row.warnings for row in result.rows)
    assert result.column_map["企业名称(待核实)"] == "holder_name_zh_unverified"
    assert result.rows[0].values["centre_name_en"] == "Changan Automobile Co., Ltd. Automotive Design Center"
    assert set(result.rows[5].values) == {"serial", "holder_name_en", "holder_name_zh_unverified"}


@pytest.mark.parametrize("list_kind", LIST_KINDS)
def test_a_filled_template_is_read(list_kind):
    columns = columns_for(list_kind)
    line = "\t".join(column.example for column in columns)
    text = template_csv(list_kind).decode("utf-8-sig").replace(",", "\t") + line
    result = read_list(text.encode(), "template.csv")
    assert list(result.column_map.values()) == [column.key for column in columns]
    assert not result.rows[0].errors
    assert not result.rows[0].warnings
    with pytest.raises(ListRefused, match="no rows below"):
        read_list(template_xlsx(list_kind), "template.xlsx")


@pytest.mark.parametrize("heading", ["heading", "heading_zh", "heading_en"])
def test_every_heading_is_recognised(heading):
    assert [recognise(getattr(column, heading)) for column in COLUMNS] == [column.key for column in COLUMNS]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("单 位\n名 称", "holder_name_zh"),
        ("企业（单位）名称*", "holder_name_zh"),
        ("企业名称（英文）", "holder_name_en"),
        ("Centre name (English)", "centre_name_en"),
        ("推荐单位", "recommended_by"),
        ("所属区县（自治县）", "district"),
        ("单位名称（全称）", "holder_name_zh"),
        ("中心名称（加盖公章）", "centre_name_zh"),
        ("单位名称（简称）", None),
        ("联系人", None),
        ("", None),
    ],
)
def test_headings_as_printed(heading, key):
    assert recognise(heading) == key

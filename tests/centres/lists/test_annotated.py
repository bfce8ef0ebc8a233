"""The list to download with what was made of each row."""

import csv
import io

import openpyxl
import pytest

from centres.lists import annotated, annotated_csv, read_list

LIST = "名单,,\n序号,企业名称,备注\n1,（示例）重庆甲有限公司,=1+1\n2,（示例）重庆乙有限公司,@SUM(A1)\n"
NOTES = {3: ("New", ["first remark", "=second"]), 4: ("-2", [])}
EXPECTED = [
    ["序号", "企业名称", "备注", "核对结果 / Verdict", "须核对之处 / To check"],
    ["1", "（示例）重庆甲有限公司", "'=1+1", "New", "first remark\n=second"],
    ["2", "（示例）重庆乙有限公司", "'@SUM(A1)", "'-2", ""],
]


def from_xlsx(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def from_csv(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


READERS = pytest.mark.parametrize(("write", "cells"), [(annotated, from_xlsx), (annotated_csv, from_csv)])


@READERS
def test_rows_as_printed_with_verdict_and_remarks(write, cells):
    assert cells(write(read_list(LIST.encode(), "a.csv"), NOTES)) == EXPECTED


@READERS
def test_it_can_be_sent_again_and_its_columns_do_not_double(write, cells):
    again = read_list(write(read_list(LIST.encode(), "a.csv"), NOTES), "again")
    assert [row.values["holder_name_zh"] for row in again.rows] == [row[1] for row in EXPECTED[1:]]
    assert cells(write(again, {}))[0] == EXPECTED[0]
    assert [row[3:] for row in cells(write(again, {}))[1:]] == [["", ""], ["", ""]]


def test_control_characters_and_overlong_cells_do_no_harm():
    text = LIST.replace("=1+1", "甲" * 40_000)
    result = read_list(text.encode(), "a.csv")
    rows = from_xlsx(annotated(result, {3: ("a\x0bb", ["c" * 40_000])}))
    assert (len(rows[1][2]), rows[1][3], len(rows[1][4])) == (32_000, "ab", 32_000)

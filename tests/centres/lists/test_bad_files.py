import csv
import datetime
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centres.lists import (
    DistrictName,
    Districts,
    Index,
    ListRefused,
    Problem,
    Terms,
    judge_list,
    package,
    read_list,
    readers,
)

BAD = Path(__file__).parents[2] / "data" / "bad"
END = datetime.date(2025, 11, 6)
DISTRICTS = Districts(
    [
        DistrictName("500106", ("沙坪坝区", "Shapingba District")),
        DistrictName("500109", ("北碚区", "Beibei District")),
        DistrictName("500112", ("渝北区", "Yubei District"), None, END, ("liangjiang", "500109")),
        DistrictName("500113", ("巴南区", "Banan District")),
        DistrictName("liangjiang", ("两江新区", "Liangjiang New Area"), END),
    ]
)
TERMS = Terms("granted", "municipal-centre", datetime.date(2026, 3, 30), DISTRICTS)

REFUSED = [
    ("empty.csv", "empty", None, "a list with a row of column headings"),
    ("empty.xlsx", "empty", None, "a list with a row of column headings"),
    ("headings-only.csv", "no-rows", 2, "at least one row below"),
    ("no-headings.csv", "no-header", 1, "单位名称 or Holder"),
    ("no-headings.xlsx", "no-header", 1, "单位名称 or Holder"),
    ("cut-short.xlsx", "broken-zip", None, "opens in Excel, Word or WPS"),
    ("damaged-sheet.xlsx", "broken-zip", None, "opens in Excel, Word or WPS"),
    ("password.xlsx", "encrypted", None, "without a password"),
    ("old.xls", "old-excel", None, "Excel workbook (.xlsx)"),
    ("pdf.xlsx", "wrong-type", None, "PDF"),
    ("png.csv", "wrong-type", None, "PNG"),
    ("web-page.xls", "wrong-type", None, "HTML"),
    ("archive.zip", "wrong-type", None, "ZIP"),
    ("macros.xlsx", "macros", None, "keeps no macros"),
    ("macros-by-type.xlsx", "macros", None, "keeps no macros"),
    ("binary.xlsb", "binary-excel", None, "Excel workbook (.xlsx)"),
    ("old.doc", "old-word", None, "Word document (.docx)"),
    ("no-table.docx", "no-table", None, "a table with a row of column headings"),
    ("no-headings.docx", "no-header", 1, "单位名称 or Holder"),
    ("macros.docm", "word-macros", None, "keeps no macros"),
    ("macros-by-type.docx", "word-macros", None, "keeps no macros"),
    ("strict.docx", "word-strict", None, "not as “Strict Open XML document”"),
    ("template.dotx", "wrong-type", None, "DOTX"),
    ("entities.docx", "entities", None, "word/document.xml"),
    ("damaged.docx", "broken-zip", None, "opens in Excel, Word or WPS"),
    ("no-text.docx", "broken-zip", None, "opens in Excel, Word or WPS"),
    ("wide.docx", "too-wide", 1, "at most 100 columns"),
    ("open-document.ods", "open-document", None, "Excel workbook (.xlsx)"),
    ("entities.xlsx", "entities", None, "xl/worksheets/sheet1.xml"),
    ("far-cell.xlsx", "too-many-rows", None, "at most 50000 rows"),
    ("far-column.xlsx", "too-wide", None, "at most 100 columns"),
    ("utf-16.csv", "encoding", None, "CSV UTF-8"),
    ("broken-utf-8.csv", "encoding", 3, "CSV UTF-8"),
    ("open-quote.csv", "csv-quotes", 3, "closed at its end"),
]
ROWS = [
    ("error-cells.xlsx", "cell-error", 3, "D (所属区县)", "typed in"),
    ("error-cells.xlsx", "no-result", 4, "B (单位名称)", "type the value in"),
    ("nested.docx", "nested-table", 3, "B (单位名称)", "the name as text"),
    ("duplicate-lines.csv", "duplicate", 6, "", "repeats row 2"),
    ("districts.csv", "unknown-district-near", 3, "D (所属区县)", "the nearest is 北碚区"),
    ("districts.csv", "district-ended", 4, "D (所属区县)", "on that date: 两江新区, 北碚区"),
    ("no-holder.csv", "no-holder", 3, "B (单位名称)", "in Chinese or in English"),
    ("unknown-kind.csv", "unknown-kind", 2, "E (类型)", "企业工业设计中心"),
    ("bad-codes.csv", "number-form", 2, "B (编号)", "CQ-000001"),
    ("bad-codes.csv", "credit-code", 2, "D (统一社会信用代码)", "GB 32100"),
]


def refused(data, name):
    with pytest.raises(ListRefused) as refusal:
        read_list(data, name)
    return refusal.value.problem


def remarks(name):
    """Everything said about the rows of a file, of which a person sees each with its place."""
    rows = read_list((BAD / name).read_bytes(), name).rows
    for _row, _match, judgement in judge_list(rows, Index([]), {}, TERMS):
        yield from (*judgement.problems, *judgement.warnings)
        yield from (reason for reason in judgement.reasons if isinstance(reason, Problem))


def test_no_bad_file_is_left_out():
    assert {path.name for path in BAD.iterdir()} == {case[0] for case in (*REFUSED, *ROWS)}


@pytest.mark.parametrize(("name", "code", "row", "right"), REFUSED, ids=[case[0] for case in REFUSED])
def test_the_file_is_refused_with_words_that_help(name, code, row, right):
    problem = refused((BAD / name).read_bytes(), name)
    assert problem.code == code
    assert str(problem).startswith(name)
    assert problem.row == row
    assert row is None or f"row {row}" in str(problem)
    assert right in str(problem)


@pytest.mark.parametrize(("name", "code", "row", "column", "right"), ROWS, ids=[case[1] for case in ROWS])
def test_the_row_is_named_with_words_that_help(name, code, row, column, right):
    said = {remark.code: remark for remark in remarks(name)}[code]
    assert str(said).startswith(name)
    assert f"row {row}" in str(said)
    assert not column or f"column {column}" in str(said)
    assert right in str(said)


def test_every_message_can_be_stored_and_said_again():
    for name in {case[0] for case in ROWS}:
        for remark in remarks(name):
            assert str(type(remark).from_dict(remark.as_dict())) == str(remark)


def test_too_large(monkeypatch):
    monkeypatch.setattr(readers, "MAX_BYTES", 1 << 20)
    problem = refused(b"a" * (1 << 20) + b"b", "big.csv")
    assert str(problem) == (
        "big.csv: The file is larger than 1 MB. Expected: a file of at most 1 MB, without pictures."
    )


def test_twenty_megabytes_and_fifty_thousand_rows_are_the_limits():
    assert (readers.MAX_BYTES, readers.MAX_ROWS) == (20 * 1024 * 1024, 50_000)
    text = "企业名称\n" + "（示例）重庆甲有限公司\n" * 50_001
    assert refused(text.encode(), "long.csv").code == "too-many-rows"


SHEET, TEXT = ("empty.xlsx", "xl/worksheets/sheet1.xml"), ("no-table.docx", "word/document.xml")


def padded(file, part, padding, before=b""):
    """A bad file, packed, whose part has `padding` at its end or in front of `before`."""
    source, target = zipfile.ZipFile(BAD / file), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                content = content.replace(before, padding + before) if before else content + padding
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("where", [SHEET, TEXT])
def test_zip_bomb(monkeypatch, where):
    monkeypatch.setattr(package, "MAX_UNPACKED", 10 << 20)
    bomb = padded(*where, b" " * (11 << 20))
    assert len(bomb) < 100_000
    assert refused(bomb, "bomb").code == "zip-bomb"


def test_a_document_of_nothing_but_tags():
    long = padded(*TEXT, b"<w:p/>" * 1_500_001, b"<w:sectPr")
    assert len(long) < 100_000
    assert refused(long, "long.docx").code == "word-too-long"


def test_a_document_with_more_rows_than_a_list_may_have():
    row = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    table = f"<w:tbl>{row.format('企业名称')}{row.format('甲') * 51_000}</w:tbl>".encode()
    assert refused(padded(*TEXT, table, b"<w:sectPr"), "long.docx").code == "too-many-rows"


def test_a_directory_that_lies_about_sizes_is_damage():
    bomb = bytearray(padded(*SHEET, b" " * (11 << 20)))
    real = zipfile.ZipFile(io.BytesIO(bomb)).getinfo("xl/worksheets/sheet1.xml").file_size
    place = bomb.rindex(real.to_bytes(4, "little"))
    bomb[place : place + 4] = (1000).to_bytes(4, "little")
    assert refused(bytes(bomb), "liar.xlsx").code == "broken-zip"


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_junk_is_refused_or_read_and_never_fails(data):
    try:
        said = str(read_list(data, "junk").rows[0].source.file)
    except ListRefused as refusal:
        said = str(refusal)
    assert said.startswith("junk")


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_junk_below_good_headings_is_read_row_by_row(rows):
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["序号", "企业名称", "所属区县", "类型"], *rows])
    try:
        result = read_list(target.getvalue().encode(), "junk.csv")
    except (ListRefused, UnicodeEncodeError):
        return
    for _row, _match, judgement in judge_list(result.rows, Index([]), {}, TERMS):
        assert [str(problem) for problem in judgement.problems] or judgement.verdict != "error"

"""Writes the list files of this directory anew, the same bytes each time: python tests/data/make.py

`good/` holds one file per layout that must be read, `bad/` one per failure. Holders that begin with （示例）
or (Sample) are invented; the names in national-names.csv were printed in lists of the national scheme.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.data import documents, rounds, workbooks  # noqa: E402
from tests.data.parts import HEAD, ROWS, TITLE, book, csv_text, saved, unzipped, with_parts, zipped  # noqa: E402


def good():
    plain = csv_text(HEAD, *ROWS)
    notes = [["注：1.名单排名不分先后。"], ["2.以上单位由区县推荐。"], ["合计", "4家"]]
    changed = ["序号", "原名称", "变更后名称", "原因"]
    moved = ["序号", "登记编号", "单位名称", "变更后区县", "类型"]
    return {
        "utf-8.csv": plain.encode(),
        "utf-8-bom.csv": plain.encode("utf-8-sig"),
        "gb18030.csv": plain.encode("gb18030"),
        "semicolon.csv": csv_text(HEAD, *ROWS, delimiter=";").encode(),
        "tab.csv": csv_text(HEAD, *ROWS, delimiter="\t").encode("gb18030"),
        "titles-and-notes.csv": csv_text([TITLE], [], ["2021年12月31日"], HEAD, *ROWS, [], *notes).encode(),
        "titles-above.xlsx": saved(book(("名单", [[TITLE], [], HEAD, *ROWS, *notes]))),
        "merged.xlsx": workbooks.merged(),
        "sections.xlsx": workbooks.sections(),
        "two-sheets.xlsx": workbooks.two_sheets(),
        "dates-and-numbers.xlsx": workbooks.dates_and_numbers(),
        "hidden.xlsx": workbooks.hidden(),
        "shared-strings.xlsx": workbooks.shared_strings(),
        "formulas.xlsx": workbooks.formulas(),
        "english.csv": csv_text(
            ["No.", "Company", "Centre", "District or county", "Kind"],
            [
                "1",
                "(Sample) Chongqing Jialing Instruments Co., Ltd.",
                "Design Center",
                "Beibei",
                "enterprise centre",
            ],
        ).encode(),
        "withdrawn.csv": csv_text(["序号", "企业名称", "撤销原因"], ["1", ROWS[1][1], "未参加复核"]).encode(),
        "renamed.csv": csv_text(
            changed, ["1", ROWS[0][2], "（示例）重庆两江器械有限公司工业设计中心", "企业更名"]
        ).encode(),
        "transferred.csv": csv_text(
            moved, ["1", "CQ-000004", ROWS[3][1], "渝中区", "企业工业设计中心"]
        ).encode(),
        "national-names.csv": csv_text(["序号", "工业设计中心名称"], *enumerate(NATIONAL, 1)).encode(),
        "two-line-headings.csv": csv_text(*TWO_LINES, *ROWS[:2], [], *TWO_LINES, *ROWS[2:]).encode(),
        "full-width.xlsx": workbooks.full_width(),
        "dates.xlsx": workbooks.dates(),
        "stacked.xlsx": workbooks.stacked(),
        "as-sent.xlsx": workbooks.as_sent(),
        "linked.xlsx": workbooks.linked(),
        **documents.good(),
        "national-2015.docx": rounds.national_2015(),
        **rounds.city_2020(),
    }


TWO_LINES = [
    ["序号", "申报单位", "", "推荐情况", ""],
    ["", "单位名称", "中心名称", "所属区县", "类型", "备注"],
]


NATIONAL = [
    "天津海鸥表业集团有限公司工业设计中心",
    "北京洛可可科技有限公司",
    "福建恒安集团有限公司中国卫生用品工业设计中心",
    "吟飞科技(江苏)有限公司工业设计中心",
    "南车株洲电力机车有限公司轨道交通装备工业设计中心",
    "九牧厨卫股份有限公司工业设计中心",
    "双星集团有限责任公司工业设计中心",
    "海尔集团公司创新设计中心",
    "福建(泉州)哈工大工程技术研究院",
    "大自然科技股份有限公司植物纤维弹性制品工业设计中心",
]


def ole(stream):
    """The header of an OLE file and the name of one stream: all that tells such files apart."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def bad():
    workbook = saved(book(("名单", [HEAD, *ROWS])))
    declaration = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]><worksheet '
    error_cells = book(("名单", [HEAD, *ROWS[:2], ["3", "=B99"]]))
    error_cells.active["D3"], error_cells.active["D3"].data_type = "#N/A", "e"
    lines = [[number, *row[1:]] for number, row in enumerate([*ROWS, ROWS[0]], 1)]
    districts = [
        HEAD,
        ROWS[0],
        [*ROWS[1][:3], "北培区", *ROWS[1][4:]],
        [*ROWS[2][:3], "渝北区", *ROWS[2][4:]],
    ]
    cut = csv_text(HEAD, *ROWS).encode()
    place = cut.index("缙云".encode())
    return {
        "empty.csv": b"",
        "empty.xlsx": saved(book(("名单", []))),
        "headings-only.csv": csv_text(HEAD).encode(),
        "no-headings.csv": csv_text(*ROWS).encode(),
        "no-headings.xlsx": saved(book(("名单", [[TITLE], *ROWS]))),
        "cut-short.xlsx": workbook[: len(workbook) // 2],
        "damaged-sheet.xlsx": with_parts(workbook, xl__worksheets__sheet1_dot_xml=(b"</row>", b"</wor>")),
        "password.xlsx": ole("EncryptedPackage"),
        "old.xls": ole("Workbook"),
        "pdf.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "png.csv": b"\x89PNG\r\n\x1a\n" + bytes(16),
        "web-page.xls": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "macros.xlsx": with_parts(workbook, xl__vbaProject_dot_bin=b"\xd0\xcf"),
        "macros-by-type.xlsx": zipped(
            {
                name: content.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
                for name, content in unzipped(workbook).items()
            }
        ),
        "binary.xlsb": with_parts(workbook, xl__workbook_dot_bin=b"\x83"),
        "old.doc": ole("WordDocument"),
        **documents.bad(),
        "open-document.ods": zipped(
            {"mimetype": b"application/vnd.oasis.opendocument", "content.xml": b"<x/>"}
        ),
        "archive.zip": zipped({"list.csv": csv_text(HEAD, *ROWS).encode()}),
        "entities.xlsx": with_parts(workbook, xl__worksheets__sheet1_dot_xml=(b"<worksheet ", declaration)),
        "far-cell.xlsx": with_parts(workbook, xl__worksheets__sheet1_dot_xml=(b'r="D5"', b'r="D1048576"')),
        "far-column.xlsx": with_parts(workbook, xl__worksheets__sheet1_dot_xml=(b'r="D5"', b'r="XFD5"')),
        "error-cells.xlsx": saved(error_cells),
        "utf-16.csv": csv_text(HEAD, *ROWS).encode("utf-16"),
        "broken-utf-8.csv": cut[:place] + cut[place + 1 :],
        "open-quote.csv": csv_text(HEAD, ROWS[0]).encode() + '2,"（示例）重庆'.encode(),
        "duplicate-lines.csv": csv_text(HEAD, *lines).encode(),
        "districts.csv": csv_text(*districts).encode(),
        "no-holder.csv": csv_text(HEAD, ROWS[0], ["2", "", "工业设计中心", "北碚区"]).encode(),
        "unknown-kind.csv": csv_text(HEAD, [*ROWS[0][:4], "制造业单项冠军"]).encode(),
        "bad-codes.csv": csv_text(
            ["序号", "编号", "单位名称", "统一社会信用代码"], ["1", "甲-7", ROWS[0][1], "91500000MA5U000003"]
        ).encode(),
    }


def main(target=HERE):
    for directory, files in (("good", good()), ("bad", bad())):
        (target / directory).mkdir(exist_ok=True)
        for name, content in files.items():
            (target / directory / name).write_bytes(content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

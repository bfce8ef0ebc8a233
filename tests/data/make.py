"""Writes the list files of this directory anew, the same bytes each time: python tests/data/make.py

`good/` holds one file per layout that must be read, `bad/` one per failure. Holders that begin with （示例）
or (Sample) are invented; the names in national-names.csv were printed in lists of the national scheme.
"""

import csv
import datetime
import io
import re
import sys
import zipfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
HEAD = ["序号", "单位名称", "中心名称", "所属区县", "类型", "备注"]
ROWS = [
    [
        "1",
        "（示例）重庆嘉陵器械有限公司",
        "（示例）重庆嘉陵器械有限公司工业设计中心",
        "沙坪坝区",
        "企业工业设计中心",
        "",
    ],
    ["2", "（示例）重庆缙云光电股份有限公司", "光电工业设计中心", "北碚区", "企业工业设计中心", "首次"],
    ["3", "（示例）重庆歌乐学院", "工业设计中心", "沙坪坝区", "院校工业设计中心", ""],
    ["4", "（示例）重庆巴山设计有限公司", "", "巴南区", "工业设计企业", ""],
]
TITLE = "（示例）重庆市市级工业设计中心名单"


def csv_text(*rows, delimiter=","):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def book(*sheets):
    """A workbook of (title, rows) sheets, not saved yet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([value or None for value in row])
    return workbook


def saved(workbook, *replacements):
    """Its bytes, without dates and compression; `replacements` are (old, new) in the first sheet's XML."""
    target = io.BytesIO()
    workbook.save(target)
    parts = unzipped(target.getvalue())
    for old, new in replacements:
        parts["xl/worksheets/sheet1.xml"] = replaced(parts["xl/worksheets/sheet1.xml"], old, new)
    moment = rb"\g<1>2000-01-01T00:00:00Z<"
    parts["docProps/core.xml"] = re.sub(rb"(W3CDTF\">)[^<]+<", moment, parts["docProps/core.xml"])
    return zipped(parts)


def replaced(content, old, new):
    if old not in content:
        raise ValueError(f"{old!r} is not in the sheet")
    return content.replace(old, new)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def merged():
    """A title over all columns, a heading of two lines, and a district over two rows."""
    workbook = book(
        (
            "名单",
            [
                [TITLE],
                ["序号", "申报单位", "", "中心名称", "所属区县"],
                ["", "中文名称", "英文名称", "", ""],
                [
                    "1",
                    ROWS[0][1],
                    "(Sample) Chongqing Jialing Instruments Co., Ltd.",
                    "工业设计中心",
                    "沙坪坝区",
                ],
                ["2", ROWS[2][1], "(Sample) Chongqing Gele College", "工业设计中心", ""],
                ["3", ROWS[1][1], "", "光电工业设计中心", "北碚区"],
            ],
        )
    )
    for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "E4:E5"):
        workbook.active.merge_cells(cells)
    return saved(workbook)


def sections():
    """Subheadings name the kind, and the numbers begin anew below each."""
    rows = [[TITLE], ["序号", "单位名称", "中心名称"], ["一、企业工业设计中心（2家）"]]
    rows += [[row[0], row[1], row[2]] for row in ROWS[:2]]
    rows += [["二、工业设计企业（1家）"], ["1", ROWS[3][1]], ["注：排名不分先后。"]]
    return saved(book(("名单", rows)))


def two_sheets():
    workbook = book(
        ("封面", [[TITLE], ["2021年12月"]]), ("附件1", [HEAD, *ROWS[:2]]), ("附件2", [HEAD, ROWS[2]])
    )
    workbook.create_sheet("底稿").sheet_state = "hidden"
    return saved(workbook)


def dates_and_numbers():
    head = ["序号", "登记编号", "单位名称", "统一社会信用代码", "认定时间", "得分"]
    row = [
        1,
        "ＣＱ－０００００１",
        ROWS[0][1],
        "９１５０００００ＭＡ５Ｕ０００００Ｗ",
        datetime.date(2021, 12, 31),
        87.5,
    ]
    return saved(book(("名单", [head, row])))


def hidden():
    workbook = book(("名单", [HEAD, *ROWS]))
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.column_dimensions["F"].hidden = True
    return saved(workbook)


def formulas():
    workbook = book(("名单", [HEAD, ["1", "=B9&C9", "", "北碚区"], ["2", "=B9", "", "北碚区"]]))
    return saved(workbook, (b"<f>B9&amp;C9</f><v />", "<v>（示例）重庆缙云光电股份有限公司</v>".encode()))


def shared_strings():
    """What Excel writes: texts kept apart, in several runs and with readings, and empty formatted cells."""
    texts = ["序号", "单位名称", "中心名称", ROWS[1][1]]
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    shared += "<si><r><t>光电</t></r><r><rPr><b/></rPr><t>工业设计中心</t></r>"
    shared += "<rPh sb='0' eb='2'><t>guang</t></rPh></si>"
    cells = ["".join(f'<c r="{"ABC"[n]}1" t="s"><v>{n}</v></c>' for n in range(3))]
    cells.append('<c r="A2"><v>1</v></c><c r="B2" s="0" t="s"><v>3</v></c><c r="C2" t="s"><v>4</v></c>')
    rows = "".join(f'<row r="{n}" spans="1:3">{row}</row>' for n, row in enumerate(cells, 1))
    rows += '<row r="1048576" spans="1:1"><c r="A1048576" s="0"/></row>'
    parts = unzipped(saved(book(("名单", [["-"]]))))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb"(<sheetData>).*(</sheetData>)", rb"\1ROWS\2", sheet
    ).replace(b"ROWS", rows.encode())
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b">" + shared.encode() + b"</sst>"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Id="rIdS" Type="' + kind + b'" Target="sharedStrings.xml"/></Relationships>'
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = replaced(relations, b"</Relationships>", link)
    return zipped(parts)


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
        "merged.xlsx": merged(),
        "sections.xlsx": sections(),
        "two-sheets.xlsx": two_sheets(),
        "dates-and-numbers.xlsx": dates_and_numbers(),
        "hidden.xlsx": hidden(),
        "shared-strings.xlsx": shared_strings(),
        "formulas.xlsx": formulas(),
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
    }


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


def with_parts(data, **parts):
    """The workbook with parts added or, given a (old, new) pair, changed."""
    content = unzipped(data)
    for name, new in parts.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        content[path] = replaced(content[path], *new) if isinstance(new, tuple) else new
    return zipped(content)


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
        "word.docx": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}),
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

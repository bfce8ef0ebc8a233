"""Workbooks in the layouts in which lists are sent."""

import datetime
import re

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.data.parts import HEAD, ROWS, TITLE, book, replaced, saved, unzipped, with_parts, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WIDE_CODE = "９１５０００００ＭＡ５Ｕ０００００Ｗ"
WITHDRAWN = [["序号", "单位名称", "撤销原因"], ["1", ROWS[3][1], "未参加复核"]]


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
    return saved(workbook, (b"<f>B9&amp;C9</f><v></v>", "<v>（示例）重庆缙云光电股份有限公司</v>".encode()))


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


def full_width():
    """As typed with a Chinese input method: digits, Latin letters, brackets and blanks of full width."""
    head = ["序　号", "单位名称（全称）", "统一社会信用代码＊", "中心名称", "所属区县　", "类　型"]
    rows = [
        [
            "１",
            "（示例）ＡＢＣ科技（重庆）有限公司",
            "９１５０００００ＭＡ５Ｕ０００００Ｗ",
            "工业设计中心",
            "北碚区　",
        ],
        ["２", "（示例）重庆　嘉陵　器械有限公司", "", "　", "　沙坪坝区", "工业设计企业　"],
    ]
    return saved(book(("名　单", [["（示例）２０２１年度名单"], head, *rows])))


def dates():
    """Days counted from 1904, in formats of their own, with a time, and typed as text."""
    workbook = book(("名单", [["序号", "单位名称", "认定时间", "复核时间", "登记时间", "备注"]]))
    workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    sheet.append([1, ROWS[0][1], datetime.date(2021, 12, 31), datetime.datetime(2023, 6, 28, 9, 30), 44561])
    sheet.append(["2", ROWS[1][1], "2021年12月31日", "2023.6.28", datetime.date(2014, 2, 28), "首次"])
    sheet["C2"].number_format = 'yyyy"年"m"月"d"日";@'
    sheet["E3"].number_format = "[$-804]yyyy/m/d"
    return saved(workbook)


def stacked():
    """Three lists below each other on one sheet; what was withdrawn must never be read as granted."""
    head = ["序号", "单位名称", "中心名称"]
    rows = [["附件1", "（示例）认定名单"], head, *(row[:3] for row in ROWS[:2])]
    rows += [[], ["附件2"], ["（示例）复核通过名单"], head, ROWS[2][:3]]
    rows += [
        [],
        ["附件3"],
        ["（示例）撤销名单"],
        ["序号", "单位名称", "撤销原因"],
        ["1", ROWS[3][1], "未参加复核"],
    ]
    return saved(book(("名单", rows)))


def as_sent():
    """Much at once: titles, a heading of two lines, subheadings with numbers begun anew, a district over two
    rows, a hidden row, columns that nobody knows, notes below, a second sheet with another list."""
    rows = [
        ["附件"],
        [TITLE],
        ["（2021年12月31日，排名不分先后）"],
        ["序号", "申报单位", "", "中心名称", "所属区县", "联系情况", ""],
        ["", "单位名称", "统一社会信用代码", "", "", "联系部门", "邮编"],
        ["一、企业（院校）工业设计中心（3家）"],
        [
            "1",
            ROWS[0][1],
            "９１５０００００ＭＡ５Ｕ０００００Ｗ",
            "工业设计中心",
            "沙坪坝区",
            "技术部",
            "400030",
        ],
        ["2", ROWS[2][1], "", "工业设计中心", "", "科研处", "400030"],
        ["3", ROWS[1][1], "", "光电工业设计中心", "北碚区", "设计部", "400700"],
        ["二、工业设计企业（1家）"],
        ["1", ROWS[3][1], "", "——", "巴南区", "", ""],
        ["合计", "4家"],
        ["注：1.名单排名不分先后。"],
        ["2.以上单位由区县推荐。"],
    ]
    workbook = book(
        ("认定名单", rows), ("撤销名单", [["序号", "单位名称", "撤销原因"], ["1", ROWS[1][1], "未通过复核"]])
    )
    sheet = workbook.active
    for cells in ("A2:G2", "A3:G3", "A4:A5", "B4:C4", "D4:D5", "E4:E5", "F4:G4", "A6:G6", "E7:E8"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[9].hidden = True
    return saved(workbook)


def linked():
    """Formulas that point into another file, of which only the stored result counts."""
    workbook = book(("名单", [["序号", "单位名称"], ["1", "=[1]Sheet1!A1"]]))
    outside = f'<externalLink xmlns="{MAIN}" xmlns:r="{RELATIONS}"><externalBook r:id="rId1"/></externalLink>'
    address = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/externalLinkPath" '
        'Target="http://192.0.2.1/list.xlsx" TargetMode="External"/></Relationships>'
    )
    return with_parts(
        saved(workbook, (b"<v></v>", f"<v>{ROWS[0][1]}</v>".encode())),
        xl__externalLinks__externalLink1_dot_xml=outside.encode(),
        xl__externalLinks___rels__externalLink1_dot_xml_dot_rels=address.encode(),
    )

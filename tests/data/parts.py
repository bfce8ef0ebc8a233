"""Rows, words and helpers from which the list files are made."""

import csv
import io
import re
import zipfile

import openpyxl

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


def with_parts(data, **parts):
    """The file with parts added or, given a (old, new) pair, changed."""
    content = unzipped(data)
    for name, new in parts.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        content[path] = replaced(content[path], *new) if isinstance(new, tuple) else new
    return zipped(content)

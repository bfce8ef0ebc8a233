"""The lines of a sample list as a file: xlsx with titles, or csv in UTF-8 with BOM or in GB18030."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby

import openpyxl

from centres.lists.columns import BY_KEY

from .planning import Line
from .schedule import Annex, Step

SCHEMES = {
    "national-centre": "国家级工业设计中心",
    "national-branch": "国家级工业设计中心在渝分支机构",
    "municipal-centre": "市级工业设计中心",
    "municipal-institute": "市级工业设计研究院",
    "district-centre": "区县级工业设计中心",
}
KINDS = {
    "enterprise-centre": "企业工业设计中心",
    "college-centre": "院校工业设计中心",
    "design-enterprise": "工业设计企业",
    "institute": "工业设计研究院",
    "branch": "分中心",
}
TITLES = {
    "granted": "认定名单",
    "maintained": "复核通过名单",
    "withdrawn": "撤销名单",
    "suspended": "暂停名单",
    "restored": "恢复名单",
    "expired": "到期名单",
    "renamed": "更名名单",
    "transferred": "变更名单",
    "full": "全部名单",
}
REASONS = {
    "missed": "未参加复核",
    "failed": "复核不合格",
    "own-wish": "企业自愿申请",
    "fraud": "弄虚作假",
    "dishonesty": "严重失信",
    "suspended": "停产整顿",
    "restored": "整改完成",
    "expired": "有效期届满",
    "renamed": "单位或中心更名",
    "transferred": "单位、区县或类型变更",
}
NOTE = "注：本名单为示例数据，所列单位均为虚构。"
ENDING = {"withdrawn", "suspended", "restored", "expired"}
NUMERALS = "一二三四五"
Cells = dict[str, str]


def title(step: Step, annex: Annex) -> str:
    return f"{step.year}年度{SCHEMES[step.scheme]}{TITLES[annex.kind]}（示例）"


def file_of(step: Step, annex: Annex, lines: Sequence[Line]) -> tuple[str, bytes]:
    """(name, content) of the list as a file."""
    rows = [{"serial": str(serial), **cells(step, annex, line)} for serial, line in enumerate(lines, start=1)]
    columns = [key for key in BY_KEY if any(row.get(key) for row in rows)]
    name = f"{step.document} {title(step, annex)}"
    if annex.layout == "csv":
        return f"{name}.csv", as_csv(rows, columns, [BY_KEY[key].heading for key in columns]).encode(
            "utf-8-sig"
        )
    headings = [BY_KEY[key].heading_zh for key in columns]
    if annex.layout == "gb18030":
        return f"{name}.csv", as_csv(rows, columns, headings).encode("gb18030")
    return f"{name}.xlsx", as_xlsx(title(step, annex), rows, columns, headings, annex.layout == "sections")


def cells(step: Step, annex: Annex, line: Line) -> Cells:
    """What the list prints of a line, by column."""
    centre = line.after
    named = {"holder_name_zh": centre.holder_zh, "centre_name_zh": centre.name_zh}
    reason = {"reason": REASONS.get(annex.ground or annex.kind, "")}
    if annex.kind in ENDING:
        return named | reason
    if annex.kind == "maintained":
        return named
    named |= {"holder_name_en": centre.holder_en, "centre_name_en": centre.name_en}
    if annex.kind in {"renamed", "transferred"}:
        named |= reason | {"holder_before": line.before.holder_zh, "name_before": line.before.name_zh}
    if annex.kind == "renamed":
        return named
    named |= {"kind": KINDS[centre.kind], "sector": centre.sector}
    if step.scheme == "national-centre":
        return named
    recommended = f"{centre.district}经济信息委" if centre.district and annex.kind == "granted" else ""
    place = {"district": centre.district, "recommended_by": recommended}
    return named | place | {"branch_of": centre.branch_of}


def as_csv(rows: Sequence[Cells], columns: Sequence[str], headings: Sequence[str]) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headings)
    writer.writerows([row.get(key, "") for key in columns] for row in rows)
    return target.getvalue()


def as_xlsx(
    heading: str, rows: Sequence[Cells], columns: list[str], headings: list[str], sections: bool
) -> bytes:
    """Titles above the headings, a note below the rows; with `sections` the kinds stand between the rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "名单"
    if sections:
        place = columns.index("kind")
        columns, headings = columns[:place] + columns[place + 1 :], headings[:place] + headings[place + 1 :]
    for line in (["附件"], [heading], []):
        sheet.append(line)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(columns))
    sheet.append(headings)
    for number, (kind, group) in enumerate(groupby(rows, key=lambda row: row["kind"] if sections else "")):
        members = list(group)
        if sections:
            sheet.append([f"{NUMERALS[number]}、{kind}（{len(members)}家）"])
        for row in members:
            sheet.append([row.get(key, "") for key in columns])
    sheet.append([])
    sheet.append([NOTE])
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()

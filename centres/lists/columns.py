"""The columns of a list, defined once: template, guidance and the reader's headings come from here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

GRANTING = frozenset({"granted", "maintained", "full"})
ENDING = frozenset({"withdrawn", "suspended", "restored", "expired"})
CHANGING = frozenset({"renamed", "transferred"})
ANY_LENGTH = 10**6
ALL_KINDS = GRANTING | ENDING | CHANGING
LIST_KINDS = (
    "granted",
    "maintained",
    "withdrawn",
    "suspended",
    "restored",
    "expired",
    "renamed",
    "transferred",
    "full",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `heading_zh / heading_en` is printed in the template, `aliases` are read as well.

    `kinds` are the kinds of list whose template has the column; it is read in all. `code` columns hold
    numbers and codes, whose full-width characters and spaces do not matter. Of the required columns one is
    enough. A cell holds at most `limit` characters.
    """

    key: str
    heading_zh: str
    heading_en: str
    help_zh: str
    help_en: str
    example: str
    aliases: tuple[str, ...] = ()
    kinds: frozenset[str] = ALL_KINDS
    required: bool = False
    code: bool = False
    limit: int = 300

    @property
    def heading(self) -> str:
        return f"{self.heading_zh} / {self.heading_en}"


IN_CHINESE = ("中文", "中文名", "中文名称", "Chinese", "in Chinese", "Chinese name")
IN_ENGLISH = ("英文", "英文名", "英文名称", "English", "in English", "English name")
UNVERIFIED = (
    "待核实",
    "未核实",
    "待确认",
    "unverified",
    "to be confirmed",
    "Chinese, unverified",
    "in Chinese, unverified",
)

HOLDER = (
    "单位名称",
    "企业名称",
    "申报单位",
    "申报企业",
    "公司名称",
    "依托单位",
    "建设单位",
    "承担单位",
    "所属单位",
    "所属企业",
    "企业（单位）名称",
    "单位（企业）名称",
    "申报单位名称",
    "单位",
    "企业",
    "公司",
    "holder",
    "holder name",
    "enterprise",
    "enterprise name",
    "company",
    "company name",
    "organisation",
    "organization",
    "unit",
    "unit name",
    "applicant",
)
CENTRE = (
    "中心名称",
    "工业设计中心名称",
    "工业设计中心",
    "设计中心名称",
    "设计中心",
    "研究院名称",
    "机构名称",
    "名称",
    "centre",
    "center",
    "centre name",
    "center name",
    "name of the centre",
    "name of the center",
    "industrial design centre",
    "industrial design center",
    "name",
)


def with_language(bases: tuple[str, ...], marks: tuple[str, ...]) -> tuple[str, ...]:
    """Every base heading with every mark, as `企业名称（英文）`, and 名称 taken in: `企业英文名称`."""
    joined = [f"{base} {mark}" for base in bases for mark in marks]
    inside = [
        base.removesuffix("名称") + mark
        for base in bases
        for mark in marks
        if base.endswith("名称") and base != "名称"
    ]
    return (*joined, *inside, *(f"{marks[-1]} of the {base}" for base in bases if base.isascii()))


# fmt: off
COLUMNS = (
    Column(
        "serial", "序号", "No.",
        "名单中的顺序号，可以重新起编。", "The running number on the list; it may restart.",
        "1", ("No", "Nr", "serial", "serial no", "serial number", "序", "项次"), code=True,
    ),
    Column(
        "number", "登记编号", "Register number",
        "本登记册的编号，格式为 CQ-000001；没有则留空。",
        "The number in this register, like CQ-000001; empty where there is none.",
        "CQ-000001", ("编号", "登记号", "中心编号", "register no", "registration number", "CQ number"),
        code=True,
    ),
    Column(
        "holder_name_zh", "单位名称", "Holder",
        "单位全称，以营业执照为准。中文或英文名称至少填写一项。",
        "Full name of the holder as on its licence. The Chinese or the English name is needed.",
        "（示例）重庆嘉陵器械有限公司", (*HOLDER, *with_language(HOLDER, IN_CHINESE)), required=True,
    ),
    Column(
        "holder_name_en", "单位英文名称", "Holder in English",
        "单位的英文名称。", "English name of the holder.",
        "(Sample) Chongqing Jialing Instruments Co., Ltd.", with_language(HOLDER, IN_ENGLISH), required=True,
    ),
    Column(
        "holder_name_zh_unverified", "企业名称(待核实)", "Holder in Chinese (unverified)",
        "未经原始名单证实的中文名称，仅供检索，页面上注明“名称待确认”。",
        "A Chinese name that no printed list confirms; shown as “name to be confirmed”.",
        "（示例）重庆嘉陵器械有限公司", with_language(HOLDER, UNVERIFIED), kinds=frozenset(),
    ),
    Column(
        "credit_code", "统一社会信用代码", "Unified social credit code",
        "18 位代码，请将该列设为文本格式。", "18 characters; format the column as text.",
        "91500000MA5U00000W", ("信用代码", "社会信用代码", "credit code", "USCC"), code=True,
    ),
    Column(
        "centre_name_zh", "中心名称", "Centre",
        "中心的全称；工业设计企业没有中心名称时留空。",
        "Name of the centre in full; empty for a design enterprise that has none.",
        "（示例）重庆嘉陵器械有限公司工业设计中心", (*CENTRE, *with_language(CENTRE, IN_CHINESE)),
    ),
    Column(
        "centre_name_en", "中心英文名称", "Centre in English",
        "中心的英文名称。", "English name of the centre.",
        "(Sample) Chongqing Jialing Instruments Co., Ltd. Industrial Design Centre",
        with_language(CENTRE, IN_ENGLISH),
    ),
    Column(
        "name_before", "原名称", "Former name",
        "更名前的中心名称或单位名称。", "Name of the centre or of the holder before the change.",
        "（示例）重庆嘉陵工业设计中心",
        ("变更前名称", "更名前名称", "变更前", "更名前", "曾用名", "原中心名称", "变更前中心名称",
         "name before", "previous name", "old name"),
        kinds=frozenset({"renamed"}),
    ),
    Column(
        "name_after", "变更后名称", "New name",
        "更名后的中心名称或单位名称。", "Name of the centre or of the holder after the change.",
        "（示例）重庆嘉陵器械有限公司工业设计中心",
        ("更名后名称", "变更后", "更名后", "现名称", "新名称", "现中心名称", "变更后中心名称", "name after"),
        kinds=frozenset({"renamed"}),
    ),
    Column(
        "holder_before", "原单位名称", "Former holder",
        "变更前的单位。", "The holder before the change.",
        "（示例）重庆两路机械有限公司",
        ("变更前单位", "变更前单位名称", "变更前企业名称", "原企业名称", "原单位", "原申报单位",
         "holder before", "previous holder"),
        kinds=CHANGING,
    ),
    Column(
        "holder_after", "变更后单位名称", "New holder",
        "变更后的单位。", "The holder after the change.",
        "（示例）重庆嘉陵器械有限公司",
        ("变更后单位", "变更后企业名称", "现单位名称", "现企业名称", "新单位名称", "holder after"),
        kinds=CHANGING,
    ),
    Column(
        "kind", "类型", "Kind",
        "企业工业设计中心、院校工业设计中心、工业设计企业、工业设计研究院或分中心。",
        "Enterprise centre, college centre, design enterprise, institute or branch.",
        "企业工业设计中心",
        ("类别", "中心类型", "中心类别", "申报类型", "申报类别", "kind of centre", "type", "category"),
        kinds=GRANTING | {"transferred"},
    ),
    Column(
        "district", "所属区县", "District",
        "名单日期当日存在的区县。", "A district or county that existed on the date of the list.",
        "九龙坡区",
        ("区县", "所在区县", "区县（自治县）", "所属区县（自治县）", "所属区域", "所在区", "所属区", "属地",
         "辖区", "变更后区县", "district or county", "county", "location"),
        kinds=GRANTING | {"transferred"},
    ),
    Column(
        "recommended_by", "推荐单位", "Recommended by",
        "推荐该单位的区县主管部门。", "The authority that recommended it.",
        "九龙坡区经济信息委",
        ("推荐部门", "推荐区县", "推荐机构", "主管部门", "recommending unit", "recommending authority"),
        kinds=GRANTING,
    ),
    Column(
        "sector", "行业", "Industry",
        "所属行业，多个行业用顿号分开。", "Industry; several are separated by semicolons.",
        "装备", ("领域", "所属行业", "行业领域", "所属领域", "设计领域", "产业", "sector", "field"),
        kinds=GRANTING | {"transferred"},
    ),
    Column(
        "branch_of", "所属中心", "Branch of",
        "分中心所属的中心：填写登记编号或中心全称。",
        "Of a branch: register number or full name of the centre that it belongs to.",
        "CQ-000001",
        ("所属国家级工业设计中心", "所属国家工业设计中心", "所属工业设计中心", "所属总中心", "总中心",
         "主中心", "main centre", "parent centre", "belongs to"),
        kinds=GRANTING | {"transferred"},
    ),
    Column(
        "predecessors", "前身中心", "Predecessor",
        "本中心承接或合并的中心：填写登记编号或中心全称，多个用顿号分开。",
        "The centres that this one succeeds: register numbers or full names, separated by semicolons.",
        "CQ-000001",
        ("前身", "承接中心", "合并前中心", "合并来源", "predecessors", "predecessor centre", "succeeds",
         "merged from"),
        kinds=GRANTING | {"transferred"},
    ),
    Column(
        "reason", "原因", "Reason",
        "撤销、暂停、到期或变更的原因。", "Why it was withdrawn, suspended, expired or changed.",
        "未参加复核", ("撤销原因", "变更原因", "更名原因", "暂停原因", "事由", "ground", "grounds"),
        kinds=ENDING | CHANGING,
    ),
    Column(
        "remark", "备注", "Remarks",
        "其他说明。", "Anything else.",
        "", ("说明", "remark", "note", "notes"), limit=ANY_LENGTH,
    ),
)
# fmt: on
BY_KEY = {column.key: column for column in COLUMNS}
NAMING = frozenset(
    {"holder_name_zh", "holder_name_en", "centre_name_zh", "centre_name_en", "name_before", "holder_before"}
)
"""Columns one of which a list must have: they say whom a row is about."""


def columns_for(list_kind: str) -> tuple[Column, ...]:
    """The columns of the template for a kind of list, which are also its guidance."""
    return tuple(column for column in COLUMNS if list_kind in column.kinds)


@lru_cache(maxsize=4096)
def plain_heading(text: str) -> str:
    """A heading without width, case, spaces, punctuation and marks of obligation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+|必填|选填|required|optional", "", text)


def headings_of_columns(columns: Sequence[Column]) -> dict[str, str]:
    """Plain heading -> key, of every heading under which a column is read; the first column goes before."""
    return {
        plain_heading(heading): column.key
        for column in reversed(columns)
        for heading in (*column.aliases, column.heading, column.heading_zh, column.heading_en)
    }


HEADINGS = headings_of_columns(COLUMNS)
REMARK = re.compile(
    r"\s*[（(](?!.*(?:[中英外]文|简称|原|曾用|核实|确认|chinese|english|former|unverified))"
    r"[^（()）]+[）)]\s*$",
    re.I,
)
"""A remark after a heading, like `单位名称（全称）`, which leaves its meaning as it is."""


@lru_cache(maxsize=4096)
def recognise(heading: str) -> str | None:
    """The key of the column that a heading names, in Chinese, English or both; None if it names none."""
    return recognised(heading, HEADINGS)


def recognised(heading: str, headings: Mapping[str, str]) -> str | None:
    """The same by other headings, plain heading -> key."""
    if heading.strip() == "#":
        return "serial"
    if (plain := plain_heading(heading)) in headings:
        return headings[plain]
    if (bare := REMARK.sub("", heading)) != heading:
        return recognised(bare, headings)
    keys = {
        headings.get(plain_heading(part)) for part in re.split(r"[/／|\n]", heading) if plain_heading(part)
    }
    return keys.pop() if len(keys) == 1 else None

"""The list of winners: template, guidance and the reader's headings come from here. No models."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from centres.lists import Layout, PrintedRow, Source
from centres.lists.columns import Column
from centres.lists.names import plain

MOST = 9999
SECTION_NUMBER = re.compile(r"^\s*[（(]?\s*[一二三四五六七八九十\d]+\s*[）)]?\s*[、.．:：]\s*")
SECTION_COUNT = re.compile(r"[（(]\s*共?\s*\d+\s*[项个件名家]?\s*[）)]\s*$")

# fmt: off
COLUMNS = (
    Column(
        "category", "类别", "Category",
        "须与本届赛事登记的类别一致；只有一个类别时可以留空。",
        "One of the categories of the edition; may be empty where there is only one.",
        "产品组", ("组别", "奖项类别", "参赛组别", "参赛类别", "category", "class", "group", "track"),
    ),
    Column(
        "prize_zh", "奖项", "Prize",
        "获得的奖项。", "The prize won.",
        "一等奖", ("奖项名称", "奖级", "获奖等级", "奖项等级", "奖项（中文）", "award", "prize in Chinese"),
        limit=120,
    ),
    Column(
        "prize_en", "奖项英文名", "Prize in English",
        "奖项的英文名称。", "The prize in English.",
        "First prize", ("奖项（英文）", "奖项英文", "award in English"), limit=120,
    ),
    Column(
        "rank", "名次", "Rank",
        "整数名次；不排名次的留空。", "A whole number; empty where there are no ranks.",
        "1", ("排名", "位次", "rank", "ranking"), code=True,
    ),
    Column(
        "work_zh", "作品名称", "Work",
        "获奖作品的名称。作品、设计者、单位至少填写一项。",
        "Title of the work. The work, its designers or their organisation is needed.",
        "（示例）云梯", ("作品", "作品中文名称", "项目名称", "产品名称", "获奖作品", "作品题目", "title",
         "work title",
         "title of the work", "project", "entry"), required=True,
    ),
    Column(
        "work_en", "作品英文名称", "Work in English",
        "作品的英文名称。", "Title of the work in English.",
        "(Sample) Cloud Stair", ("作品英文名", "英文作品名称", "work title in English", "title in English"),
        required=True,
    ),
    Column(
        "designers_zh", "设计者", "Designers",
        "设计者或团队，按公布的写法填写，不填写其他个人信息。",
        "Designers or team as they are to be published, and nothing else about them.",
        "（示例）云梯团队", ("作者", "设计师", "设计团队", "团队", "团队名称", "参赛者", "获奖者", "主创",
         "主创人员",
         "designer", "designer(s)", "team", "designers/team", "author", "authors"),
        required=True, limit=500,
    ),
    Column(
        "designers_en", "设计者英文名", "Designers in English",
        "设计者或团队的英文写法。", "Designers or team in English.",
        "(Sample) Team Stair", ("设计师英文名", "团队英文名", "designers in English", "team in English"),
        required=True, limit=500,
    ),
    Column(
        "organisation_zh", "单位", "Organisation",
        "所属单位的全称；保存前与登记册核对。",
        "The organisation in full; it is compared with the register before saving.",
        "（示例）重庆嘉陵器械有限公司",
        ("单位名称", "参赛单位", "申报单位", "所属单位", "所在单位", "企业名称", "学校", "院校", "报送单位",
         "organization",
         "company", "school", "institution", "affiliation"),
        required=True,
    ),
    Column(
        "organisation_en", "单位英文名称", "Organisation in English",
        "单位的英文名称。", "The organisation in English.",
        "(Sample) Chongqing Jialing Instruments Co., Ltd.",
        ("单位英文名", "英文单位名称", "organization in English", "company in English"), required=True,
    ),
    Column(
        "from_zh", "国家或地区", "Country or place",
        "国家、地区或城市。", "Country, region or city.",
        "中国重庆", ("国家", "地区", "国家/地区", "城市", "所在地", "country", "place", "country/place",
         "region", "city"),
        limit=120,
    ),
    Column(
        "from_en", "国家或地区英文名", "Country or place in English",
        "国家、地区或城市的英文名。", "Country, region or city in English.",
        "Chongqing, China", ("国家英文名", "country in English", "place in English"), limit=120,
    ),
    Column(
        "note", "备注", "Note",
        "将公开显示的说明。", "A remark that is shown in public.",
        "", ("说明", "remark", "remarks", "notes"), limit=1000,
    ),
    Column(
        "serial", "序号", "No.",
        "名单中的顺序号。", "The running number on the list.",
        "1", ("No", "serial", "serial number", "序", "编号"), code=True,
    ),
)
# fmt: on
NAMING = frozenset(column.key for column in COLUMNS if column.required)
PAIRS = tuple((f"{name}_zh", f"{name}_en") for name in ("prize", "work", "designers", "organisation", "from"))
NEEDED = "作品名称, 设计者, 单位, Work, Designers, Organisation"


def layout(categories: Iterable[tuple[str, ...]]) -> Layout:
    """The list of one edition; `categories` are the names of each, in every language."""
    names = [tuple(filter(None, of_one)) for of_one in categories]
    known = {plain(name) for of_one in names for name in of_one}
    choices = _("; ").join(" / ".join(of_one) for of_one in names)

    def section(line: str) -> str:
        bare = SECTION_COUNT.sub("", SECTION_NUMBER.sub("", line)).strip()
        return bare if plain(bare) in known else ""

    def check(values: dict, columns, index: int, source: Source):
        errors = []
        if not NAMING & values.keys():
            errors.append(source.problem("row-empty", index, headings=NEEDED))
        if values.get("category") and plain(values["category"]) not in known:
            errors.append(
                source.problem("not-one-of", index, "category", values["category"], choices=choices)
            )
        elif not values.get("category") and len(names) != 1:
            errors.append(source.problem("not-one-of", index, "category", choices=choices))
        rank = values.get("rank", "1")
        if not (rank.isascii() and rank.isdigit() and 1 <= int(rank) <= MOST):
            errors.append(source.problem("not-whole", index, "rank", rank, most=MOST))
        return errors, []

    return Layout(
        columns=COLUMNS,
        naming=NAMING,
        alone=NAMING,
        needed=NEEDED,
        check=check,
        by_language=PAIRS,
        free=frozenset({"serial", "note"}),
        section=section,
        section_key="category",
    )


def identity(row: PrintedRow) -> tuple[str, ...]:
    """The same for two rows that name the same work of the same people in one category."""
    values = row.values
    parts = (
        values.get(f"{name}_zh") or values.get(f"{name}_en", "")
        for name in ("work", "designers", "organisation")
    )
    return (plain(values.get("category", "")), *map(plain, parts))

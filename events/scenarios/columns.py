"""The list of application scenarios: template, guidance and the reader's headings. No models."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from centres.lists import Layout, Source
from centres.lists.columns import Column

FIRST_YEAR = 2010
TEXT = 5000

# fmt: off
COLUMNS = (
    Column(
        "title_zh", "场景名称", "Scenario",
        "应用场景的名称，中文或英文至少填写一项。", "Title of the scenario, in Chinese or in English.",
        "（示例）智能网联汽车座舱设计",
        ("应用场景", "应用场景名称", "名称", "项目名称", "需求名称", "title", "scenario title", "name"),
        required=True,
    ),
    Column(
        "title_en", "场景英文名称", "Scenario in English",
        "应用场景的英文名称。", "Title of the scenario in English.",
        "(Sample) Cabin of a connected car", ("英文名称", "title in English"), required=True,
    ),
    Column(
        "industry_zh", "行业", "Industry",
        "所属行业，与登记册的行业表核对。", "Industry; it is compared with the table of industries.",
        "智能网联新能源汽车", ("所属行业", "产业", "领域", "行业领域", "产业领域", "sector", "field"),
        limit=200,
    ),
    Column(
        "industry_en", "行业英文名称", "Industry in English",
        "行业的英文名称。", "Industry in English.",
        "Intelligent connected vehicles", ("sector in English",), limit=200,
    ),
    Column(
        "need_zh", "设计需求", "Need",
        "需要什么样的设计。", "What design is wanted.",
        "（示例）座舱交互与内饰的一体化设计", ("需求", "需求内容", "需求描述", "场景需求", "主要内容",
         "内容", "need for design",
         "demand", "description"), limit=TEXT,
    ),
    Column(
        "need_en", "设计需求英文", "Need in English",
        "设计需求的英文。", "What design is wanted, in English.",
        "(Sample) One design for interior and interaction", ("need for design in English",), limit=TEXT,
    ),
    Column(
        "body_zh", "联系单位", "Contact body",
        "负责答复咨询的单位，不填写个人。", "The body that answers enquiries; no person.",
        "（示例）某区经济信息委", ("责任单位", "牵头单位", "发布单位", "需求单位", "单位", "联系部门",
         "contact",
         "body in charge", "organisation", "organization"),
    ),
    Column(
        "body_en", "联系单位英文名称", "Contact body in English",
        "联系单位的英文名称。", "The body in English.",
        "(Sample) District commission", ("contact in English",),
    ),
    Column(
        "email", "单位邮箱", "E-mail of the body",
        "单位的公用邮箱，咨询转到该邮箱，不公开显示。",
        "Its shared mailbox: enquiries go there, it is not shown.",
        "office@example.cn", ("邮箱", "电子邮箱", "联系邮箱", "email", "mail"),
    ),
    Column(
        "year", "年度", "Year",
        "名单所属年度。", "The year of the list.",
        "2023", ("年份", "发布年度", "发布年份", "published in"), code=True,
    ),
    Column(
        "source_name", "来源", "Source",
        "名单的出处，如文件名称或媒体。", "Where the list was published.",
        "cqnews.net", ("来源名称", "信息来源", "发布来源", "source name", "published by"),
    ),
    Column(
        "source_url", "来源网址", "Address of the source",
        "名单所在网页。", "The web page of the list.",
        "https://news.cqnews.net/", ("网址", "链接", "来源链接", "url", "link", "source address"),
        limit=500,
    ),
    Column(
        "serial", "序号", "No.",
        "名单中的顺序号。", "The running number on the list.",
        "1", ("No", "serial", "serial number", "序", "编号"), code=True,
    ),
)
# fmt: on
NAMING = frozenset({"title_zh", "title_en"})
PAIRS = tuple((f"{name}_zh", f"{name}_en") for name in ("title", "industry", "need", "body"))
NEEDED = "场景名称, Scenario"


def check(values: dict, columns, index: int, source: Source):
    """A title, and a year that a list can be of; what else is given must be what it says."""
    errors = []
    if not NAMING & values.keys():
        key = next((key for key in ("title_zh", "title_en") if key in columns), "")
        errors.append(source.problem("row-empty", index, key, headings=NEEDED))
    if not values.get("source_name"):
        errors.append(source.problem("cell-missing", index, "source_name"))
    year, last = values.get("year", ""), timezone.localdate().year
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= last):
        errors.append(source.problem("not-a-year", index, "year", year, first=FIRST_YEAR, last=last))
    for key, code, valid in (
        ("email", "not-an-email", validate_email),
        ("source_url", "not-a-web-address", URLValidator(["http", "https"])),
    ):
        try:
            valid(
                values.get(key) or "a@example.cn"
                if key == "email"
                else values.get(key) or "https://example.cn"
            )
        except ValidationError:
            errors.append(source.problem(code, index, key, values[key]))
    return errors, []


LAYOUT = Layout(
    columns=COLUMNS,
    naming=NAMING,
    alone=NAMING,
    needed=NEEDED,
    check=check,
    by_language=PAIRS,
    free=frozenset({"serial"}),
)

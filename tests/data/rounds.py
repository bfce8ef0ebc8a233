"""Whole rounds as they were announced: the national one of 2015 with 34, 30 and 2 names in one document, and
that of another city in 2020 with 31, 51 and 2 in three files. What no source names is a sample."""

from itertools import product

from tests.data import documents
from tests.data.parts import book, csv_text, saved

PLACES = ("嘉陵", "缙云", "歌乐", "巴山", "南泉", "北泉", "东溪", "西彭", "大足", "永川", "綦江", "江津")
TRADES = ("光电", "器械", "汽车", "仪表", "家具", "陶瓷", "装备", "服饰")
DISTRICTS = ("沙坪坝区", "北碚区", "巴南区", "永川区", "大足区")
GRANTED = ["南车株洲电力机车有限公司轨道交通装备工业设计中心", "九牧厨卫股份有限公司工业设计中心"]
GRANTED += ["厦门松霖科技有限公司工业设计中心", "大连四达高技术发展有限公司"]
MAINTAINED = ["天津海鸥表业集团有限公司工业设计中心"]
WITHDRAWN = ["吟飞科技（江苏）有限公司工业设计中心", "圣泓工业设计创意有限公司"]


def sample_holders():
    return [f"（示例）重庆{place}{trade}有限公司" for place, trade in product(PLACES, TRADES)]


def national_2015():
    """Three annexes in one document, each below a heading that names it; the names are bare full names."""
    holders = iter(sample_holders())
    annexes = (
        ("附件1 新认定的国家级工业设计中心名单", GRANTED, 34),
        ("附件2 通过复核的国家级工业设计中心名单", MAINTAINED, 30),
        ("附件3 撤销的国家级工业设计中心名单", WITHDRAWN, 2),
    )
    blocks = []
    for title, known, total in annexes:
        names = known + [f"{next(holders)}工业设计中心" for _ in range(total - len(known))]
        rows = [[str(number), name] for number, name in enumerate(names, 1)]
        blocks += [("Heading 1", title), [["序号", "工业设计中心名称"], *rows]]
    return documents.saved(documents.document("（示例）三份名单", *blocks))


def lines(start, total):
    """`total` samples with their running number, centre and district."""
    for number, holder in enumerate(sample_holders()[start : start + total], 1):
        yield [str(number), holder, "工业设计中心", DISTRICTS[number % len(DISTRICTS)]]


def city_2020():
    head = ["序号", "企业名称", "工业设计中心名称", "所属区县"]
    title = "（示例）2020年度市级工业设计中心"
    granted = [[f"{title}认定名单"], head, *lines(0, 31)]
    passed = csv_text([f"{title}复核通过名单"], head, *lines(31, 51))
    failed = [[*row[:3], "未通过复核"] for row in lines(82, 2)]
    return {
        "city-2020-granted.xlsx": saved(book(("附件1", granted))),
        "city-2020-maintained.csv": passed.encode("gb18030"),
        "city-2020-withdrawn.xlsx": saved(book(("附件3", [[*head[:3], "撤销原因"], *failed]))),
    }

"""A municipal list of 300 rows as one really arrives, and the register that it is held against."""

import csv
import io

from centres import preparing, publishing, settling
from centres.models import Centre, Round, Scheme
from centres.sample.names import further
from tests.centres.lists_in_short import add, person

DISTRICTS = ["渝中区", "南岸区", "沙坪坝区", "九龙坡区", "大渡口区", "巴南区", "北碚区", "璧山区"]
HELD, MOVED, DOUBTFUL, LEFT, NEW = 279, 4, 3, 2, 12
ROWS = HELD + MOVED + DOUBTFUL + NEW + 2
"""The last two are a line printed twice and one with an error."""
WRONG_DISTRICT = "渝北新县"
NO_SUCH_CODE = "91500000202802570N"
TITLES = ["附件１,,,,,,", "重庆市市级工业设计中心名单（示例）,,,,,,", "（截至２０２４年１２月３０日）,,,,,,"]
HEADINGS = ["序号", "登记编号", "单位名称", "中心名称", "所属区县", "类型", "统一社会信用代码"]
NOTE = "注：本名单所列单位均为虚构，仅供示例。"
WIDE = str.maketrans("0123456789CQ-", "０１２３４５６７８９ＣＱ－")


def line(n: int, *, district: str = "", holder: str = "") -> list[str]:
    """Holder, centre, district and kind of the nth fictional centre, as a list prints them."""
    holder = holder or further(n).name_zh
    return [holder, f"{holder}工业设计中心", district or DISTRICTS[n % len(DISTRICTS)], "企业工业设计中心"]


def misprinted(n: int) -> str:
    """The nth holder with one character of its own name wrong."""
    name = further(n).name_zh
    return name.replace(name[6], "某", 1)


def drawn_up(*lines, scheme="municipal-centre", kind="granted", on="2022-12-30", by="officer2") -> Round:
    """A draft of a sample round with one list, in which every row is settled."""
    officer, year = person(by), int(on[:4])
    named = Scheme.objects.get(key=scheme)
    round_ = preparing.create_round(scheme=named, year=year, user=officer, sample=True)
    add(round_, *map(",".join, lines), kind=kind, on=on, by=by)
    settling.settle_open_as_new(round_, user=officer, confirmed=True)
    return round_


def approved(round_: Round) -> Round:
    publishing.submit(round_, user=round_.participants.get().user)
    return publishing.approve(round_, user=person("approver"))


def published(round_: Round) -> Round:
    return publishing.publish(approved(round_), user=person("approver"))


def hold() -> Round:
    """A published round of 2022 with the centres that the list of 2024 finds, moves, misprints and leaves
    out."""
    return published(drawn_up(*map(line, range(HELD + MOVED + DOUBTFUL + LEFT))))


def rows() -> list[list[str]]:
    """The 300 rows, without serial number: register number first."""
    numbers = list(Centre.objects.filter(sample=True).order_by("number").values_list("number", flat=True))
    held = [["", *line(n), ""] for n in range(HELD)]
    for n in range(5):
        held[n][0] = numbers[n].translate(WIDE)
    moved = [["", *line(n, district="永川区"), ""] for n in range(HELD, HELD + MOVED)]
    first = HELD + MOVED
    doubtful = [["", *line(n, holder=misprinted(n)), ""] for n in range(first, first + DOUBTFUL)]
    doubtful[-1][-1] = NO_SUCH_CODE
    new = [["", *line(n), ""] for n in range(1100, 1100 + 170 * NEW, 170)]
    wrong = ["", *line(4000, district=WRONG_DISTRICT), ""]
    return [*held[:100], *new, *held[100:], *moved, *doubtful, held[7], wrong]


def full_list() -> bytes:
    """The list in GB18030, with titles above the headings, wide digits and a note below."""
    target = io.StringIO(newline="")
    table = csv.writer(target)
    table.writerow(HEADINGS)
    table.writerows([str(n).translate(WIDE), *row] for n, row in enumerate(rows(), 1))
    return "\r\n".join([*TITLES, target.getvalue().strip(), NOTE]).encode("gb18030")


def withdrawn() -> bytes:
    """The second annex: the centres that lose their accreditation."""
    first = HELD + MOVED + DOUBTFUL
    lines = [f"{n},{','.join(line(place)[:2])}" for n, place in enumerate(range(first, first + LEFT), 1)]
    return "\n".join(["序号,单位名称,中心名称", *lines]).encode()

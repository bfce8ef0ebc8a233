"""How long it takes to read a list and to match it with the register: the part without a database.

An xlsx of as many rows as the register has centres. Most rows print a name as it is known or in another
spelling; one in ten is misprinted, one in twenty is unknown. Each run is a process of its own. Times are
those of the processor, since nothing else is waited for; memory is the highest above that after importing.
"""

import datetime
import gc
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.figures import say  # noqa: E402

SIZES = (10_000, 50_000)
RUNS = 3
STEPS = ("read", "index", "match")
WORDS = "嘉陵缙云歌乐巴山南泉东溪西彭大足永川綦江江津合川铜梁璧山荣昌潼南梁平城口垫江武隆忠县开州云阳奉节巫山"
TRADES = ("光电", "器械", "汽车", "仪表", "家具", "陶瓷", "装备", "服饰", "机器人", "新材料")
DISTRICTS = ("沙坪坝区", "北碚区", "巴南区", "永川区", "大足区")
HEAD = ("序号", "单位名称", "中心名称", "所属区县", "类型")


def main():
    say(f"Reading and matching, median of {RUNS} runs, processor seconds and MB")
    say(f"{'rows':>8}{'read':>8}{'index':>8}{'match':>8}{'total':>8}{'µs/row':>8}{'memory':>8}  verdicts")
    for size in SIZES:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            file.write(workbook(size))
            file.flush()
            runs = [measured(file.name, size) for _ in range(RUNS)]
        steps = [statistics.median(run[step] for run in runs) for step in STEPS]
        total = statistics.median(sum(run[step] for step in STEPS) for run in runs)
        memory = statistics.median(run["memory"] for run in runs)
        figures = "".join(f"{figure:8.2f}" for figure in (*steps, total))
        say(f"{size:8}{figures}{total / size * 1e6:8.0f}{memory:8.0f}  {runs[0]['verdicts']}")


def measured(path: str, size: int) -> dict:
    # This file and a size: nothing that a person typed.
    command = [sys.executable, __file__, path, str(size)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def run(path: str, size: int) -> None:
    """One run in this process; prints its figures as JSON."""
    from centres import lists

    known, terms = register(size), lists.Terms("full", "municipal-centre", DAY, lists.Districts(districts()))
    content = Path(path).read_bytes()
    lists.read_list(workbook(2), "warm-up.xlsx")
    gc.collect()
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock = [time.process_time()]
    read = lists.read_list(content, "list.xlsx")
    clock.append(time.process_time())
    index = lists.Index(known)
    clock.append(time.process_time())
    states = {centre.centre_id: state(centre) for centre in known}
    verdicts: dict[str, int] = {}
    for _row, _match, judgement in lists.judge_list(read.rows, index, states, terms):
        verdicts[judgement.verdict] = verdicts.get(judgement.verdict, 0) + 1
    clock.append(time.process_time())
    figures = {step: clock[n + 1] - clock[n] for n, step in enumerate(STEPS)}
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024
    say(json.dumps({**figures, "memory": memory, "verdicts": verdicts}))


DAY = datetime.date(2021, 12, 31)


def holders(size: int) -> list[str]:
    """As many different invented names, the same each time."""
    chance, names = random.Random(size), {}
    while len(names) < size:
        word = "".join(chance.choices(WORDS, k=chance.randint(2, 4)))
        names[f"（示例）重庆{word}{chance.choice(TRADES)}有限公司"] = None
    return list(names)


def workbook(size: int) -> bytes:
    import openpyxl

    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("名单")
    sheet.append(["（示例）市级工业设计中心名单"])
    sheet.append(HEAD)
    for number, holder in enumerate(holders(size), 1):
        district = DISTRICTS[number % len(DISTRICTS)]
        sheet.append([number, printed(number, holder), "工业设计中心", district, "企业工业设计中心"])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def printed(number: int, holder: str) -> str:
    if number % 20 == 0:
        return f"（示例）成都{holder[6:8][::-1]}{number}研究院"
    if number % 10 == 5:
        return holder[:7] + holder[8:]
    if number % 10 == 3:
        return holder.replace("有限公司", "股份有限公司").replace("（", "(").replace("）", ") ")
    return holder


def register(size: int) -> list:
    from centres.lists import Known

    return [
        Known(number, f"CQ-{number:06d}", "", ("工业设计中心",), (holder,), kind="enterprise-centre")
        for number, holder in enumerate(holders(size), 1)
    ]


def state(centre):
    from centres.lists import CentreState

    return CentreState(
        centre.centre_id,
        centre.number,
        name_zh="工业设计中心",
        holder_name_zh=centre.holder_names[0],
        kind_of_centre="enterprise-centre",
        district=DISTRICTS[centre.centre_id % len(DISTRICTS)],
        statuses={"municipal-centre": "accredited"},
        sample=True,
    )


def districts() -> list:
    from centres.lists import DistrictName

    return [DistrictName(name, (name,)) for name in DISTRICTS]


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run(sys.argv[1], int(sys.argv[2]))
    else:
        main()

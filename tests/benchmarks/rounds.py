"""How long a large list takes from upload to publication, beside django-import-export with the same file.

An xlsx with most columns of the template and as many rows as the register has centres: a review of all of
them, none named by its number, one name in ten in another spelling, one district in five changed. Ours reads,
matches, freezes, approves and publishes it, and every row becomes a decision. The peer does its dry run and
its import, each from the file as its admin does, with its defaults, into a plain model with a unique name and
a table of districts.
Both work on SQLite with the shipped settings; each run is a process of its own on a fresh copy. Memory is the
peak above the idle process.

`--full` adds one run of ours with 50 000, to show how time grows with the rows; `--profile` prints where ours
spends its time.
"""

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import say  # noqa: E402
from tests.benchmarks.lists import DISTRICTS, holders  # noqa: E402

SIZE, FULL_SIZE, RUNS = int(os.environ.get("SZ", 10_000)), 50_000, 3
OURS = ("upload", "submit", "approve", "publish")
PEER = ("dry run", "import")
FASTER, MEMORY = "≥ 5", "≤ 0.5"
KIND = "企业工业设计中心"
HEADINGS = {
    "serial": "序号",
    "holder_zh": "单位名称",
    "holder_en": "单位英文名称",
    "centre_zh": "中心名称",
    "centre_en": "中心英文名称",
    "kind": "类型",
    "district": "所属区县",
    "recommended_by": "推荐单位",
    "remark": "备注",
}
DOCUMENT = {"document": "（示例）名单", "filename": "list.xlsx"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"also {FULL_SIZE} rows")
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as path:
        place = Path(path)
        prepared(place, SIZE)
        if asked.profile:
            say(step("profile", place, SIZE))
            return
        runs = (partial(measured, name, place, SIZE) for name in ("ours", "peer"))
        ours, peer = figures.by_turns(*runs, RUNS)
        compare(ours, peer)
        if asked.full:
            prepared(place, FULL_SIZE)
            grown(ours, measured("ours", place, FULL_SIZE))


def compare(ours: list[dict], peer: list[dict]) -> None:
    say(f"A list of {SIZE} rows against a register of {SIZE} centres, median of {RUNS} runs, seconds and MB")
    say(f"{'':24}{'wall':>8}{'CPU':>8}{'memory':>8}")
    for name, steps, runs in (("ours", OURS, ours), ("django-import-export", PEER, peer)):
        for one in steps:
            say(f"  {one:22}{median(runs, one, 'wall'):8.2f}{median(runs, one, 'cpu'):8.2f}")
        say(f"{name:24}{total(runs, 'wall'):8.2f}{total(runs, 'cpu'):8.2f}{memory(runs):8.0f}")
    what = f"list of {SIZE} rows: CPU time of django-import-export by ours"
    figures.compare(what, FASTER, *([total([run], "cpu") for run in runs] for runs in (peer, ours)))
    what = f"list of {SIZE} rows: memory of ours by django-import-export"
    figures.compare(what, MEMORY, *([run["memory"] for run in runs] for runs in (ours, peer)))
    say(f"decisions: {ours[0]['decisions']}; of the peer: {peer[0]['totals']}")


def grown(small: list[dict], large: dict) -> None:
    """How the time of each step grows, as a multiple of what as many rows more would account for."""
    times = FULL_SIZE / SIZE
    say(f"{FULL_SIZE} rows against {FULL_SIZE} centres, one run; growth per row (1.0 is linear)")
    say(f"{'':24}{'wall':>8}{'CPU':>8}{'memory':>8}{'growth':>8}")
    for one in OURS:
        wall, cpu = large[one]["wall"], large[one]["cpu"]
        say(f"  {one:22}{wall:8.2f}{cpu:8.2f}{'':8}{cpu / median(small, one, 'cpu') / times:8.2f}")
    wall, cpu = (sum(large[one][clock] for one in OURS) for clock in ("wall", "cpu"))
    say(f"{'ours':24}{wall:8.2f}{cpu:8.2f}{large['memory']:8.0f}{cpu / total(small, 'cpu') / times:8.2f}")


def median(runs: list[dict], one: str, clock: str) -> float:
    return statistics.median(run[one][clock] for run in runs)


def total(runs: list[dict], clock: str) -> float:
    steps = [one for one in (*OURS, *PEER) if one in runs[0]]
    return statistics.median(sum(run[one][clock] for one in steps) for run in runs)


def memory(runs: list[dict]) -> float:
    return statistics.median(run["memory"] for run in runs)


def prepared(place: Path, size: int) -> None:
    """A database with the register and the peer's table, and the list, all of so many rows."""
    say(f"Preparing a register of {size} centres.")
    (place / "list.xlsx").write_bytes(workbook(size, changed=True))
    (place / "granted.xlsx").write_bytes(workbook(size, changed=False))
    (place / "db.sqlite3").unlink(missing_ok=True)
    step("prepare", place, size)


def workbook(size: int, *, changed: bool) -> bytes:
    import openpyxl

    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("名单")
    sheet.append(list(HEADINGS.values()))
    for number, holder in numbered(size):
        sheet.append(list(cells(number, holder, changed=changed).values()))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def cells(number: int, holder: str, *, changed: bool) -> dict[str, str]:
    """A line of the list by the columns of HEADINGS, as entered or as it is printed in the review."""
    if changed and number % 10 == 3:
        holder = holder.replace("（", "(").replace("）", ") ")
    english = f"(Sample) Chongqing Company {number} Co., Ltd."
    district = DISTRICTS[(number + (changed and number % 5 == 0)) % len(DISTRICTS)]
    line = (str(number), holder, english, f"{holder}工业设计中心", f"{english} Industrial Design Centre")
    return dict(zip(HEADINGS, (*line, KIND, district, f"{district}经济信息委", "首次"), strict=True))


def numbered(size: int):
    return enumerate(holders(size), 1)


def measured(what: str, place: Path, size: int) -> dict:
    with tempfile.TemporaryDirectory(dir=place) as copy:
        for name in ("db.sqlite3", "list.xlsx"):
            shutil.copy(place / name, copy)
        return json.loads(step(what, Path(copy), size).splitlines()[-1])  # above it stand the mails sent


def step(what: str, place: Path, size: int) -> str:
    """What the process that does `what` prints."""
    command = [sys.executable, __file__, "--as", what, str(size)]
    settings = {"DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev", "SAMPLE_REGISTER": "0"}
    environment = os.environ | settings | {"VAR_DIR": str(place), "DATABASE_URL": ""}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


class Meter:
    """Wall and processor seconds of each step, and the peak of memory in MB above the start."""

    def __init__(self):
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
        self.idle, self.steps = peak(), {}

    def __call__(self, name: str, act, *args, **kwargs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = act(*args, **kwargs)
        self.steps[name] = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        return result

    def report(self, **more) -> str:
        return json.dumps({**self.steps, "memory": peak() - self.idle, **more})


def peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def prepare(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from centres.models import District

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    carried_through("granted", "granted.xlsx", 2020)
    model, _resource = plain_model()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    districts = {district.name_zh: district for district in District.objects.all()}
    lines = (cells(number, holder, changed=False) for number, holder in numbered(size))
    plain = (model(**{**line, "district": districts[line["district"]]}) for line in lines)
    model.objects.bulk_create(plain, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def carried_through(kind: str, filename: str, year: int, meter=None):
    """The round with that one list, by two people, each step metered; returns it published."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from centres import preparing, publishing, settling
    from centres.models import Scheme

    meter = meter or (lambda _name, act, *args, **kwargs: act(*args, **kwargs))
    officer, approver = map(get_user_model().objects.get_by_natural_key, ("officer", "approver"))
    scheme = Scheme.objects.get(key="municipal-centre")
    round_ = preparing.create_round(scheme=scheme, year=year, user=officer, sample=True)
    content = (settings.VAR_DIR / filename).read_bytes()
    dates = {"effective_on": f"{year}-05-01", "kind": kind}
    meter("upload", preparing.upload, round_, content=content, user=officer, **DOCUMENT, **dates)
    if kind == "granted":
        settling.settle_open_as_new(round_, user=officer)
    meter("submit", publishing.submit, round_, user=officer)
    meter("approve", publishing.approve, round_, user=approver)
    return meter("publish", publishing.publish, round_, user=approver)


def ours(_size: int) -> None:
    warm_up()
    meter = Meter()
    round_ = carried_through("maintained", "list.xlsx", 2023, meter)
    say(meter.report(decisions=round_.decisions.count()))


def warm_up() -> None:
    """What a running server has long since imported."""
    from django.contrib.auth import get_user_model

    import events.announcements  # noqa: F401
    from centres.lists import read_list

    read_list(workbook(2, changed=False), "warm-up.xlsx")
    get_user_model().objects.first()


def peer(_size: int) -> None:
    from django.conf import settings
    from import_export.formats.base_formats import XLSX

    _model, resource = plain_model()
    XLSX().create_dataset(workbook(2, changed=False))
    meter = Meter()

    def run(dry_run: bool):
        dataset = XLSX().create_dataset((settings.VAR_DIR / "list.xlsx").read_bytes())
        result = resource().import_data(dataset, dry_run=dry_run)
        if result.has_errors() or result.has_validation_errors():
            raise SystemExit("The peer could not import the list.")
        return dict(result.totals)

    meter("dry run", run, dry_run=True)
    say(meter.report(totals=meter("import", run, dry_run=False)))


def plain_model():
    """A model with the columns of the list and its resource, which knows a row by the holder's name and, as
    ours, a district as one of a table."""
    from django.db import models
    from import_export import fields, resources, widgets

    from centres.models import District

    columns = {name: models.CharField(max_length=300, unique=name == "holder_zh") for name in HEADINGS}
    columns["district"] = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    # An app label of its own would need an installed app.
    meta = type("Meta", (), {"app_label": "centres", "db_table": "peer"})
    model = type("PlainCentre", (models.Model,), {**columns, "Meta": meta, "__module__": __name__})
    printed = {name: fields.Field(attribute=name, column_name=heading) for name, heading in HEADINGS.items()}
    printed["district"].widget = widgets.ForeignKeyWidget(District, "name_zh")
    meta = type("Meta", (), {"model": model, "import_id_fields": ["holder_zh"], "fields": tuple(HEADINGS)})
    return model, type("PlainResource", (resources.ModelResource,), {**printed, "Meta": meta})


def profile(_size: int) -> None:
    """Cumulative seconds of our own functions, per step, as the profiler sees them."""
    import cProfile
    import pstats

    warm_up()

    def meter(name, act, *args, **kwargs):
        profiler = cProfile.Profile()
        result = profiler.runcall(act, *args, **kwargs)
        text = io.StringIO()
        pstats.Stats(profiler, stream=text).sort_stats("cumulative").print_stats(45)
        say(f"--- {name}\n{text.getvalue()}")
        return result

    carried_through("maintained", "list.xlsx", 2023, meter)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as"]:
        import django

        django.setup()
        {"prepare": prepare, "ours": ours, "peer": peer, "profile": profile}[sys.argv[2]](int(sys.argv[3]))
    else:
        main()

"""How long the csv of a whole register takes, beside django-import-export with the same rows.

Ours answers the public address of the export: what is read, escaped, encoded and sent, from the first request
of a process, which has no index of the register yet. The peer exports a plain model with a text column for
each of our columns that is a fact, filled with the same cells, as its admin does: its queryset, its resource
and its csv format with formulas escaped. Both write their bytes away as they come.

Both work on SQLite with the shipped settings; each run is a process of its own. Memory is the peak above the
idle process. `SZ` is the number of centres.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import figures  # noqa: E402
from tests.benchmarks.figures import say  # noqa: E402
from tests.benchmarks.rounds import Meter  # noqa: E402

SIZE, RUNS = int(os.environ.get("SZ", 100_000)), 3
ADDRESS = "/en/centres/export.{form}?status=any"
FASTER = "≥ 3"
SMALL = 5


def main():
    with tempfile.TemporaryDirectory(prefix="cityofdesign-bench-") as path:
        say(f"Preparing a register of {SIZE} centres and one of {SIZE // SMALL}.")
        places = {size: Path(path, str(size)) for size in (SIZE, SIZE // SMALL)}
        for size, place in places.items():
            place.mkdir()
            step("prepare", place, size)
        whole, part = places.values()
        ours, peer = figures.by_turns(lambda: run("csv", whole), lambda: run("peer", whole), RUNS)
        compare(ours, peer, run("csv", part))
        for form in ("json", "xlsx"):
            line(form, run(form, whole))


def compare(ours: list[dict], peer: list[dict], part: dict) -> None:
    say(f"csv of {ours[0]['rows']} centres, median of {RUNS} runs, seconds and MB")
    say(f"{'':24}{'wall':>8}{'CPU':>8}{'again':>8}{'memory':>8}{'MB sent':>9}")
    line("ours", middle(ours))
    line(f"ours, {part['rows']} centres", part)
    line("django-import-export", middle(peer))
    for clock, words in (("cpu", "first"), ("again", "again")):
        what = f"csv of {SIZE} centres, {words}: CPU time of django-import-export by ours"
        figures.compare(what, FASTER, *([run[clock] for run in runs] for runs in (peer, ours)))
    what = f"csv of {SIZE} centres: memory of ours by django-import-export"
    figures.compare(what, "", *([run["memory"] for run in runs] for runs in (ours, peer)))


def line(name: str, one: dict) -> None:
    figures = f"{one['wall']:8.2f}{one['cpu']:8.2f}{one['again']:8.2f}{one['memory']:8.0f}{one['sent']:9.1f}"
    say(f"{name:24}{figures}")


def middle(runs: list[dict]) -> dict:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def run(what: str, place: Path) -> dict:
    return json.loads(step(what, place, 0))


def step(what: str, place: Path, size: int) -> str:
    """What the process that does `what` prints."""
    command = [sys.executable, __file__, "--as", what, str(size)]
    settings = {"DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev", "SAMPLE_REGISTER": "0"}
    Path(place, "static").mkdir(exist_ok=True)
    environment = os.environ | settings | {"VAR_DIR": str(place), "DATABASE_URL": "", "LOG_LEVEL": "ERROR"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


def metered(answer) -> None:
    """Time and memory of `answer`, which gives chunks of bytes; asked twice, for what a process keeps."""
    meter = Meter()
    with tempfile.TemporaryFile() as away:
        size = meter("first", drained, answer, away)
        meter("again", drained, answer, away)
        report = json.loads(meter.report())
        away.seek(0)
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: away.read(1 << 20), b"")) // 2 - 1
    first = report["first"]
    figures = {"wall": first["wall"], "cpu": first["cpu"], "again": report["again"]["cpu"]}
    say(json.dumps({**figures, "memory": report["memory"], "sent": size / 1e6, "rows": rows}))


def drained(answer, away) -> int:
    return sum(away.write(chunk) for chunk in answer())


def ours(form: str) -> None:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.get("/healthz")
    metered(lambda: client.get(ADDRESS.format(form=form)))


def peer() -> None:
    from import_export.formats.base_formats import CSV

    model, resource = plain_model()

    def answer():
        data = CSV().export_data(resource().export(model.objects.all()))
        yield data.encode()

    metered(answer)


def prepare(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from centres import exports
    from centres.moments import moment
    from centres.reference import reference

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    entered(size)
    held, when = reference(), moment()
    model, _resource = plain_model()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    headings, *batches = exports.tables(exports.whole(when, held), held)
    names = list(headings[0])
    for batch in batches:
        model.objects.bulk_create(model(**fitting(dict(zip(names, cells, strict=True)))) for cells in batch)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def entered(size: int) -> None:
    """So many centres by one list, and every fifth withdrawn by another."""
    from tests.factories import printed_list, publish, row

    facts = {"district": "500107", "sectors": ["motorcycles"], "name_en": "(Sample) Industrial Design Centre"}
    round_ = publish(
        printed_list("granted", "2020-05", *(row(**facts) for _each in range(size))), sample=True
    )
    ended = list(round_.new_centres.order_by("pk")[::5])
    publish(
        printed_list("withdrawn", "2023-06-30", *(row(centre) for centre in ended), ground="missed"),
        sample=True,
    )


def fitting(cells: dict[str, str]) -> dict[str, str]:
    return {f"c_{name}": text for name, text in cells.items()}


def plain_model():
    """A model with a text column for each column of our csv, and its resource."""
    from django.db import models
    from import_export import resources

    from centres import exports
    from centres.reference import reference

    names = [column.name for column in exports.columns(exports.schemes(2**31 - 1, reference()))]
    columns = {name: models.CharField(max_length=500) for name in fitting(dict.fromkeys(names, ""))}
    # An app label of its own would need an installed app.
    meta = type("Meta", (), {"app_label": "centres", "db_table": "peer"})
    model = type("PlainExport", (models.Model,), {**columns, "Meta": meta, "__module__": __name__})
    meta = type("Meta", (), {"model": model, "fields": tuple(columns)})
    return model, type("PlainResource", (resources.ModelResource,), {"Meta": meta})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as"]:
        import django

        django.setup()
        what, size = sys.argv[2], int(sys.argv[3])
        prepare(size) if what == "prepare" else peer() if what == "peer" else ours(what)
    else:
        main()

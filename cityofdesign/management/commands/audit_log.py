import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from centres.admin.reports.base import EARLIEST, LATEST, RecordedBetween
from cityofdesign.audit.entries import SOURCES, named
from cityofdesign.audit.report import AuditLog


class Command(BaseCommand):
    help = "Who did what, newest first: pages, other content, sign-ins and the decisions of the register."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="to write, .csv or .xlsx; else csv is printed")
        day = {"type": datetime.date.fromisoformat, "metavar": "DAY"}
        parser.add_argument("--from", dest="first", help="first day, such as 2026-01-31", **day)
        parser.add_argument("--to", dest="last", help="last day", **day)
        parser.add_argument("--source", choices=SOURCES, default="", help="one log only")
        parser.add_argument("--language", choices=["en", "zh-hans"], default="en")

    def handle(self, *, file, first, last, source, language, **options):
        first, last = max(first or EARLIEST, EARLIEST), min(last or LATEST, LATEST)
        if last < first:
            raise CommandError("--to is before --from.", returncode=2)
        if file and file.suffix not in {".csv", ".xlsx"}:
            raise CommandError(f"{file}: the name must end with .csv or .xlsx.", returncode=2)
        if file and file.exists():
            raise CommandError(f"{file} exists already; nothing was written.", returncode=2)
        between, report = RecordedBetween(field_name="moment"), AuditLog()
        entries = report.in_parts(named(lambda rows: between.days(rows, first, last), source))
        with translation.override(language):
            if not file:
                self.stdout.write(b"".join(report.stream_csv(entries)).decode("utf-8-sig"), ending="")
            elif file.suffix == ".csv":
                file.write_bytes(b"".join(report.stream_csv(entries)))
            else:
                with file.open("xb") as target:
                    report.write_xlsx(entries, target)

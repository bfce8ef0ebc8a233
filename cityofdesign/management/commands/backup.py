from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cityofdesign.backups import BackupError, backup, folders

NAME = "cityofdesign-%Y-%m-%dT%H%M%S.tar.gz"


class Command(BaseCommand):
    help = "Write database, media and private files with their checksums into one archive."

    def add_arguments(self, parser):
        parser.add_argument("target", nargs="?", help="file, or folder for one named by the time")
        parser.add_argument("--keep", type=int, metavar="N", help="leave only the N newest in the folder")

    def handle(self, *, target, keep, **options):
        path = Path(target or settings.VAR_DIR / "backups")
        if keep is not None and keep < 1:
            raise CommandError("--keep takes 1 or more.", returncode=2)
        if not path.name.endswith(".tar.gz"):
            path /= timezone.now().strftime(NAME)
        elif keep:
            raise CommandError("--keep goes with a folder, not with the name of a file.", returncode=2)
        if path.exists():
            raise CommandError(f"{path} exists already; nothing was written.", returncode=2)
        try:
            made = backup(path)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        for old in sorted(path.parent.glob("cityofdesign-*.tar.gz"))[:-keep] if keep else ():
            old.unlink()
        self.stdout.write(f"{len(made.files)} files, edition {made.edition}, {path.stat().st_size:,} bytes")
        if not folders():
            self.stdout.write("Files are in object storage and not in this archive.")
        self.stdout.write(str(path))

from pathlib import Path

from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cityofdesign.backups import BackupError, restore, verified
from cityofdesign.caching import changed
from cityofdesign.caching.counts import EVERYTHING
from cityofdesign.health import unapplied_migrations
from cityofdesign.search.backend import refresh_index


class Command(BaseCommand):
    help = "Put an archive of `backup` in the place of today's database and files; stop the site first."

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument("--check", action="store_true", help="only check the archive")
        parser.add_argument("--yes", action="store_true", help="really replace what is there")

    def handle(self, *, archive, check, yes, **options):
        try:
            if check:
                made = verified(archive)
                return self.stdout.write(
                    f"Sound: {len(made.files)} files, edition {made.edition}, {made.made_at}"
                )
            if not yes:
                raise CommandError("This replaces the database and all files; add --yes.", returncode=2)
            made = restore(archive)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        if unapplied_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        refresh_index()
        caches["pages"].clear()
        changed(EVERYTHING)
        call_command("verify_register", head=made.head, stdout=self.stdout)

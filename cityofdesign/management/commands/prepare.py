import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cityofdesign.health import unapplied_migrations
from cityofdesign.search.backend import refresh_index


class Command(BaseCommand):
    help = "Make this copy ready to serve (static files, database, shipped content, samples); safe to repeat."
    requires_system_checks = []

    def handle(self, **options):
        self.collect_static()
        if unapplied_migrations():
            self.say("Preparing the database.")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("load_content")
        if refresh_index():
            self.say("Indexed the pages for search.")
        if settings.SAMPLE_REGISTER:
            call_command("load_sample_register")
            call_command("load_sample_competition")

    def collect_static(self):
        record = settings.VAR_DIR / "static.sha256"
        present = static_fingerprint()
        if record.exists() and record.read_text() == present:
            return
        self.say("Collecting static files.")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        record.write_text(present)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def static_fingerprint() -> str:
    """Hex digest over path, size and time of every static file of the code and its packages."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()

"""Uploaded files on the disk of the machine: whole, or not there."""

from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's, but a file that could not be written to its end, as on a full disk, leaves nothing behind."""

    def _save(self, name, content):
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            return super()._save(name, content)
        except OSError:
            if not was_there:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            raise

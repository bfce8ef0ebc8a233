"""Which copy of the code this is."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

PARTS = ("cityofdesign", "centres", "events", "policies", "templates", "locale", "static")


@cache
def release() -> str:
    """A short name that changes with any file of the code, its templates, texts and static files; the same on
    every machine."""
    digest = hashlib.sha256()
    for part in PARTS:
        for path in sorted((Path(settings.BASE_DIR) / part).rglob("*.*")):
            if "__pycache__" not in path.parts and path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]

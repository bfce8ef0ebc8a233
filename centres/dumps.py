"""The whole register and its log as files with checksums: one folder for each edition and day.

A folder appears whole or not at all and is never written again, so that a checksum stays true of its file.
"""

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import csvw, exports, log
from .api import answers
from .models import Edition
from .moments import Moment, moment
from .reference import reference

METADATA = "application/csvm+json"
CSV, JSON = "text/csv; charset=utf-8; header=present", "application/json"
FILES = {
    "register.csv": CSV,
    "register.csv-metadata.json": METADATA,
    "register.json": JSON,
    "decisions.csv": CSV,
    "decisions.csv-metadata.json": METADATA,
    "decisions.json": JSON,
}
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
MEDIA_TYPES = {**FILES, MANIFEST: JSON, SUMS: "text/plain; charset=utf-8"}
BEGUN = ".begun-"
OLD = 60 * 60


def dump() -> Path:
    """The folder of the newest edition and of today, made where it does not exist; only the newest
    `DUMPS_KEPT` are kept."""
    edition, today = Edition.objects.newest(), timezone.localdate()
    folder = place() / f"{mark(edition)}-{today.isoformat()}"
    if not folder.is_dir():
        make(folder, edition, today)
        tidy()
    return folder


def newest() -> Path:
    """The newest folder of the newest edition: perhaps yesterday's, but never that of an edition before."""
    found = sorted(place().glob(f"{mark(Edition.objects.newest())}-*"))
    return found[-1] if found else dump()


def place() -> Path:
    return settings.VAR_DIR / "dumps"


def mark(edition: Edition | None) -> str:
    """Number and hash: another database with as many editions is another register."""
    return f"{edition.number:06d}-{edition.hash[:12]}" if edition else f"{0:06d}-{'0' * 12}"


def make(folder: Path, edition: Edition | None, today: datetime.date) -> None:
    """Write the files elsewhere and give the folder its name at the end."""
    place().mkdir(parents=True, exist_ok=True)
    begun = Path(tempfile.mkdtemp(prefix=BEGUN, dir=place()))
    try:
        fill(begun, moment(today.isoformat(), answers.instant(edition.recorded_at) if edition else ""))
        begun.chmod(0o755)
        with suppress(OSError):  # another process was faster: its files hold the same
            begun.rename(folder)
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def fill(folder: Path, when: Moment) -> None:
    held = reference(when.clock)
    question = exports.whole(when, held)
    described = exports.columns(exports.schemes(when.edition, held))
    count, samples = question.totals()
    write: dict[str, Callable[[], Iterable[bytes]]] = {
        "register.csv": lambda: exports.to_csv(question, held),
        "register.csv-metadata.json": lambda: written(csvw.register("register.csv", described, when)),
        "register.json": lambda: exports.to_json(question, held),
        "decisions.csv": lambda: log.to_csv(when.edition),
        "decisions.csv-metadata.json": lambda: written(csvw.log("decisions.csv", log.columns(), when)),
        "decisions.json": lambda: log.to_json(when),
    }
    sums = {name: saved(folder / name, chunks()) for name, chunks in write.items()}
    manifest = {
        **answers.times(when),
        "hash": exports.head_hash(when.edition),
        "count": count,
        "samples": samples,
        "files": {
            name: {"sha256": digest, "bytes": (folder / name).stat().st_size, "media_type": FILES[name]}
            for name, digest in sums.items()
        },
    }
    sums[MANIFEST] = saved(folder / MANIFEST, written(manifest))
    saved(folder / SUMS, (f"{digest}  {name}\n".encode() for name, digest in sums.items()))


def written(value: dict) -> Iterator[bytes]:
    yield (json.dumps(value, default=str, **csvw.AS_WRITTEN) + "\n").encode()


def saved(path: Path, chunks: Iterable[bytes]) -> str:
    """Write a file to the disk; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / MANIFEST).read_text())


def tidy() -> None:
    """Remove folders beyond the number that is kept, and what a process that was killed left."""
    by_age = sorted(place().iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    whole = [folder for folder in by_age if not folder.name.startswith(BEGUN)]
    an_hour_ago = timezone.now().timestamp() - OLD
    left = [f for f in by_age if f.name.startswith(BEGUN) and f.stat().st_mtime < an_hour_ago]
    for folder in [*whole[settings.DUMPS_KEPT :], *left]:
        shutil.rmtree(folder, ignore_errors=True)

"""One archive with everything that cannot be made again: the database, media and what is kept private.

Files in object storage are no part of it: buckets keep versions of their own.

An archive is a .tar.gz. Its first member, `manifest.json`, names every other with its size and SHA-256, and
says which edition of the register it holds; nothing is put back before all of that has been checked.
"""

import contextlib
import dataclasses
import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from centres.models import Edition

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
FORMAT = 1


class BackupError(Exception):
    """Why an archive cannot be made or put back, in one sentence."""


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What an archive holds. `files` is name -> (bytes, SHA-256)."""

    made_at: str
    vendor: str
    edition: int
    head: str
    migrations: list[str]
    files: dict[str, tuple[int, str]]
    format: int = FORMAT


def folders() -> dict[str, Path]:
    """Folder of an archive -> where its files live; none where they live in object storage."""
    private = settings.STORAGES["private"]["OPTIONS"]
    if "bucket_name" in private:
        return {}
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(private["location"])}


def backup(target: Path) -> Manifest:
    """Write an archive to `target`, whole or not at all. The site may go on working meanwhile."""
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="backup-", dir=target.parent) as place:
            dump = Path(place) / DATABASES[connection.vendor]
            head = dumped(dump)
            # Files after the database: it names no file that was not there yet.
            paths = {dump.name: dump, **dict(stored())}
            manifest = described(head, paths)
            with tarfile.open(part, "w:gz", compresslevel=6) as archive:
                (Path(place) / MANIFEST).write_text(json.dumps(dataclasses.asdict(manifest), indent=1))
                archive.add(Path(place) / MANIFEST, MANIFEST)
                for name in manifest.files:
                    archive.add(paths[name], name)
        verified(part)
        part.chmod(0o600)  # it holds accounts and what the public wrote in confidence
        os.replace(part, target)
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def dumped(path: Path) -> tuple[int, str]:
    """Write the database as it is at one moment to `path`; the edition that it holds, with its hash."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            row = copy.execute("SELECT number, hash FROM centres_edition ORDER BY number DESC").fetchone()
        return row or (0, "")
    newest = Edition.objects.newest()
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
    # Published between the two: the archive holds what was known before, or more; the check on the way back
    # asks for that hash in the chain, not at its end.
    return (newest.number, newest.hash) if newest else (0, "")


def stored() -> Iterator[tuple[str, Path]]:
    """Name in the archive and place of every file, in their order."""
    for folder, root in folders().items():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{folder}/{path.relative_to(root).as_posix()}", path


def described(head: tuple[int, str], paths: dict[str, Path]) -> Manifest:
    return Manifest(
        made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        vendor=connection.vendor,
        edition=head[0],
        head=head[1],
        migrations=sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        files={name: (path.stat().st_size, digest(path)) for name, path in paths.items()},
    )


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verified(path: Path) -> Manifest:
    """The manifest of an archive whose members are all there and as they were. Raises `BackupError`."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST:
                raise BackupError(f"{path} is no backup of this site: {MANIFEST} does not come first.")
            manifest = Manifest(**json.load(archive.extractfile(first)))
            if manifest.format != FORMAT:
                raise BackupError(f"{path} has format {manifest.format}; this release reads {FORMAT}.")
            left = dict(manifest.files)
            for member in iter(archive.next, None):
                expected = left.pop(member.name, None)
                if expected is None or not member.isfile():
                    raise BackupError(f"{path}: {member.name} is not in its manifest.")
                found = hashlib.file_digest(archive.extractfile(member), "sha256").hexdigest()
                if [member.size, found] != list(expected):
                    raise BackupError(f"{path}: {member.name} is not as it was when the archive was made.")
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError, KeyError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error
    if left:
        raise BackupError(f"{path} is incomplete: {min(left)} is missing.")
    return manifest


def restore(path: Path) -> Manifest:
    """Put the database and the files of a checked archive in the place of today's.

    What was there stays beside it until all is in place (`*.before-restore`), then goes.
    """
    manifest = verified(path)
    if manifest.vendor != connection.vendor:
        raise BackupError(f"{path} holds a {manifest.vendor} database; this site uses {connection.vendor}.")
    if strange := set(manifest.migrations) - known_migrations():
        raise BackupError(f"{path} comes from a newer release: it knows {min(strange)}.")
    if not folders() and any("/" in name for name in manifest.files):
        raise BackupError(f"{path} holds files, and this site keeps its files in object storage.")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as place:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(place, filter="data")
        put_database(Path(place) / DATABASES[manifest.vendor])
        for folder, root in folders().items():
            put_folder(Path(place) / folder, root)
    return manifest


def known_migrations() -> set[str]:
    """`app.name` of every migration in the code, and of those that it has taken the place of."""
    shipped = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = (key for migration in shipped.values() for key in migration.replaces)
    return {".".join(key) for key in (*shipped, *replaced)}


def put_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)  # in one transaction: readers see the old or the new
        return
    connection.close()
    run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        str(dump),
    )


def put_folder(new: Path, root: Path) -> None:
    new.mkdir(exist_ok=True)
    before = root.with_name(f"{root.name}.before-restore")
    shutil.rmtree(before, ignore_errors=True)
    if root.exists():
        root.rename(before)
    shutil.move(new, root)
    shutil.rmtree(before, ignore_errors=True)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL against the site's database; the password goes by the environment."""
    database = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environ = {name: str(database[key]) for name, key in named.items() if database.get(key)}
    target = [f"--dbname={database['NAME']}"]
    try:
        subprocess.run(  # noqa: S603
            [program, *target, *arguments],
            env=os.environ | environ,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed (Debian: postgresql-client).") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or ["no reason given"]
        raise BackupError(f"{program}: {said[-1]}") from error

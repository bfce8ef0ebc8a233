"""What is backed up comes back; what is not whole is refused before anything is touched."""

import io
import json
import tarfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from centres.models import Decision, Edition, Standing
from cityofdesign import backups
from cityofdesign.models import CreditedDocument
from events.models import NewsPage
from tests.factories import grant

pytestmark = pytest.mark.django_db(transaction=True)


def run(name, *arguments, **options) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def var(own_folders):
    """With a list that was sent."""
    (own_folders / "private").mkdir()
    (own_folders / "private" / "list.csv").write_text("名称")
    return own_folders


@pytest.fixture
def archive(var):
    grant(3)
    CreditedDocument.objects.create(title="Plan", file=ContentFile(b"%PDF-1", name="plan.pdf"))
    path = var / "backups" / "one.tar.gz"
    run("backup", path)
    return path


def rewritten(path: Path, change) -> Path:
    """The archive with `change(name, content)` for each member; None leaves it out."""
    target = path.with_name("changed.tar.gz")
    with tarfile.open(path) as source, tarfile.open(target, "w:gz") as copy:
        for member in source:
            content = change(member.name, source.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


def test_everything_comes_back(archive, var):
    before = Edition.objects.newest()
    decisions, standings = Decision.objects.count(), Standing.objects.count()
    document = CreditedDocument.objects.get().file.name
    grant(2)
    NewsPage.objects.all().delete()
    (var / "private" / "list.csv").write_text("changed")
    default_storage.delete(document)
    (var / "media" / "later.txt").write_text("uploaded after the backup")

    said = run("restore", archive, "--yes")

    assert (Edition.objects.newest(), Decision.objects.count(), Standing.objects.count()) == (
        before,
        decisions,
        standings,
    )
    assert Edition.objects.newest().hash == before.hash
    assert f"Sound: {decisions} decisions" in said
    assert NewsPage.objects.live().exists()
    assert (var / "private" / "list.csv").read_text() == "名称"
    assert (var / "media" / document).read_bytes() == b"%PDF-1"
    assert not (var / "media" / "later.txt").exists()
    assert not list(var.glob("*.before-restore"))


def test_manifest_says_what_is_in_it(archive):
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile(backups.MANIFEST))
    newest = Edition.objects.newest()
    assert (manifest["edition"], manifest["head"]) == (newest.number, newest.hash)
    assert {name.split("/")[0] for name in manifest["files"]} == {
        backups.DATABASES[connection.vendor],
        "media",
        "private",
    }
    assert archive.stat().st_mode & 0o077 == 0
    assert run("restore", archive, "--check").startswith("Sound: ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, content: content + b"x" if name == "private/list.csv" else content, "is not as it was"),
        (
            lambda name, content: None if name == "private/list.csv" else content,
            "private/list.csv is missing",
        ),
        (lambda name, content: None if name == "manifest.json" else content, "is no backup of this site"),
        (
            lambda name, content: (
                content.replace(b'"format": 1', b'"format": 9') if name == "manifest.json" else content
            ),
            "has format 9",
        ),
        (
            lambda name, content: (
                content.replace(b'"vendor": "', b'"vendor": "other-') if name == "manifest.json" else content
            ),
            "holds a other-",
        ),
        (
            lambda name, content: (
                content.replace(b'"centres.0001_initial"', b'"centres.9999_future"')
                if name == "manifest.json"
                else content
            ),
            "comes from a newer release: it knows centres.9999_future",
        ),
    ],
)
def test_unsound_archive_touches_nothing(archive, var, change, said):
    (var / "private" / "list.csv").write_text("today")
    before = Decision.objects.count()
    with pytest.raises(CommandError, match=said) as refusal:
        run("restore", rewritten(archive, change), "--yes")
    assert refusal.value.returncode == 2
    assert (var / "private" / "list.csv").read_text() == "today"
    assert Decision.objects.count() == before


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_archive_is_refused(var, content):
    path = var / "x.tar.gz"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read|is no backup"):
        run("restore", path, "--yes")


def test_cut_off_archive_is_refused(archive):
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(CommandError, match="cannot be read"):
        run("restore", archive, "--check")


def test_restore_asks_first(archive):
    with pytest.raises(CommandError, match="add --yes"):
        run("restore", archive)


def test_same_name_twice_is_refused(archive):
    content = archive.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        run("backup", archive)
    assert archive.read_bytes() == content


def test_full_disk_leaves_no_half_an_archive(var, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.tarfile, "open", full)
    with pytest.raises(CommandError, match="No space left on device"):
        run("backup", var / "backups" / "one.tar.gz")
    assert list((var / "backups").iterdir()) == []


def test_only_the_newest_are_kept(var):
    folder = var / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"cityofdesign-2026-01-0{day}T000000.tar.gz").touch()
    run("backup", folder, "--keep", "2")
    assert [path.name[13:23] for path in sorted(folder.iterdir())][0] == "2026-01-03"
    assert len(list(folder.iterdir())) == 2

"""The disk is full: what was to be written is not there at all, what was there before is untouched."""

import errno
import io
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from centres import dumps, publishing
from centres.models import Decision, Edition, Round, RoundList
from centres.verifying import faults
from cityofdesign.management.commands.scheduler import run_due
from cityofdesign.models import CreditedDocument, private_files
from tests.centres.lists_in_short import add, drafted, person, printed, submitted
from tests.factories import grant

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOLDER = "重庆层台机械有限公司"


def no_space(*args, **kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Full(io.FileIO):
    """A file of which a part is written before the disk is full."""

    def write(self, data):
        super().write(data[: len(data) // 2])
        no_space()


@pytest.fixture
def var(own_folders):
    """Lists too are kept in the folders of their own."""
    file = RoundList._meta.get_field("file")
    before, file.storage = file.storage, private_files()
    yield own_folders
    file.storage = before


@pytest.fixture
def full(monkeypatch):
    """Call it and the disk is full; with "over" there is room again."""

    def fill(over=False):
        monkeypatch.undo()
        if not over:
            place = "django.core.files.storage.filesystem.os.fdopen"
            monkeypatch.setattr(place, lambda descriptor, mode: Full(descriptor, "w"))

    return fill


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_list_that_cannot_be_kept_is_not_in_the_round(var, full):
    round_ = drafted(HOLDER)
    before = files(var / "private")
    full()
    with pytest.raises(OSError, match="No space left"):
        add(round_, "重庆长桥机械有限公司")
    assert (round_.lists.count(), files(var / "private")) == (1, before)
    full(over=True)
    assert add(round_, "重庆长桥机械有限公司").rows.count() == 1
    assert len(files(var / "private")) == 2


def test_whoever_uploads_is_told_and_can_upload_again(var, full, client):
    client.force_login(person("officer"))
    client.raise_request_exception = False
    round_ = drafted(HOLDER)
    said = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "2023-05-01"}
    address = f"/admin/register/rounds/{round_.pk}/upload/"
    full()
    file = ContentFile(printed("重庆长桥机械有限公司"), name="more.csv")
    assert client.post(address, {**said, "file": file}).status_code == 500
    assert round_.lists.count() == 1
    full(over=True)
    file.seek(0)
    assert client.post(address, {**said, "file": file}).status_code == 302
    assert round_.lists.count() == 2


def test_a_document_that_cannot_be_kept_is_not_listed(var, full):
    full()
    with pytest.raises(OSError, match="No space left"):
        CreditedDocument.objects.create(title="Plan", file=ContentFile(b"%PDF-1" * 100, name="plan.pdf"))
    assert (CreditedDocument.objects.count(), files(var)) == (0, [])


def test_files_of_the_day_are_whole_or_those_of_before(var, monkeypatch):
    grant(2)
    before = dumps.dump()
    held = {path.name: path.read_bytes() for path in before.iterdir()}
    grant(1)
    with monkeypatch.context() as patch:
        patch.setattr("centres.dumps.os.fsync", no_space)
        with pytest.raises(OSError, match="No space left"):
            dumps.dump()
    assert [folder.name for folder in dumps.place().iterdir()] == [before.name]
    assert {path.name: path.read_bytes() for path in before.iterdir()} == held
    assert dumps.manifest_of(dumps.dump())["count"] == dumps.manifest_of(before)["count"] + 1


def test_a_backup_that_does_not_fit_leaves_the_last_one(var, monkeypatch):
    grant(1)
    path = var / "backups" / "one.tar.gz"
    call_command("backup", path, stdout=io.StringIO())
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("cityofdesign.backups.tarfile.TarFile.add", no_space)
        with pytest.raises(CommandError, match="No space left") as refused:
            call_command("backup", path.with_name("two.tar.gz"), stdout=io.StringIO())
    assert refused.value.returncode in {1, 2}
    assert (files(var / "backups"), path.read_bytes()) == (["one.tar.gz"], before)


@pytest.fixture
def full_database():
    """Call it and the database takes no more pages (SQLite), or says so where it takes decisions (PostgreSQL,
    whose server would have to be given a small disk)."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO centres_standing"):
            from psycopg.errors import DiskFull

            raise OperationalError("could not extend file: No space left on device") from DiskFull()
        return execute(sql, params, many, context)

    def fill(over=False):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count")
                (most,) = cursor.fetchone()
                cursor.execute("PRAGMA page_count")
                (held,) = cursor.fetchone()
                cursor.execute(f"PRAGMA max_page_count = {4294967294 if over else held + 8}")
            assert over or most > held
        elif over:
            connection.execute_wrappers.remove(refuse)
        else:
            connection.execute_wrappers.append(refuse)

    yield fill
    if connection.vendor == "sqlite":
        fill(over=True)
    elif refuse in connection.execute_wrappers:
        connection.execute_wrappers.remove(refuse)


def test_a_publication_for_which_the_database_has_no_room(full_database):
    rows = [f"重庆{a}{b}灯具有限公司" for a in "嘉缙歌巴南北东西大永" for b in "綦江津涪万黔金木水火土"]
    round_ = publishing.approve(submitted(*rows), user=person("approver"))
    editions, decisions = Edition.objects.count(), Decision.objects.count()
    full_database()
    with pytest.raises(OperationalError, match="disk is full|No space left"):
        publishing.publish(round_, user=person("approver"))
    assert Round.objects.get(pk=round_.pk).state == "approved"
    assert (Edition.objects.count(), Decision.objects.count()) == (editions, decisions)
    assert list(faults()) == []
    full_database(over=True)
    assert publishing.publish(round_, user=person("approver")).state == "published"
    assert Decision.objects.count() == decisions + len(rows)
    assert list(faults()) == []


@pytest.mark.usefixtures("own_folders")
def test_the_scheduler_goes_on_when_one_of_its_jobs_finds_no_room(settings, monkeypatch, caplog):
    settings.SCHEDULED_JOBS = {"centres.dumps.dump": 60, "cityofdesign.jobs.beat": 30}
    monkeypatch.setattr("centres.dumps.tempfile.mkdtemp", no_space)
    due = dict.fromkeys(settings.SCHEDULED_JOBS, 0.0)
    run_due(due, now=1.0)
    assert due == {"centres.dumps.dump": 61.0, "cityofdesign.jobs.beat": 31.0}
    assert "centres.dumps.dump failed; it is tried again in 60 seconds" in caplog.text

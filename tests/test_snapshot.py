import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Locale, Page

from tests.snapshot import take_snapshot


def test_a_snapshot_brings_back_what_a_test_emptied(transactional_db):
    before = set(Group.objects.values_list("pk", "name")), Page.objects.count(), Locale.objects.count()
    snapshot = take_snapshot()
    Group.objects.all().delete()
    Group.objects.create(name="left over")
    snapshot.restore()
    after = set(Group.objects.values_list("pk", "name")), Page.objects.count(), Locale.objects.count()
    assert after == before
    assert len(before[0]) > 0
    assert Group.objects.create(name="new").pk not in dict(before[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has this mode")
def test_sqlite_keeps_its_write_ahead_log_after_a_restore(transactional_db):
    snapshot = take_snapshot()
    snapshot.restore()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
    snapshot.close()

"""A database of the first release comes to today with everything that is in it.

`tests/data/first_release.sqlite3.xz` was made by the code of then (3d199f9, the last with nothing but the
first migrations): `migrate`, `load_content`, `load_sample_register`; only its search index was emptied.
"""

import contextlib
import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "data" / "first_release.sqlite3.xz"
HEAD = "130daceced3e0918738f5604be5a14e9c6c629cb3de1598c5f27230e7585fca1"
OURS = {"centres", "cityofdesign", "events", "policies"}
FIRST = {"centres": "0001", "events": "0001", "policies": "0001", "cityofdesign": "0003", "editing": "zero"}
FACTS = {
    "centres_decision": "number, kind, effective_on, recorded_at, centre_id, holder_name_zh, hash",
    "centres_edition": "number, recorded_at, decisions_total, hash",
    "centres_standing": "centre_id, scheme_id, status, valid_from, valid_to, known_from, known_to, name_zh",
    "centres_centre": "number, sample",
    "centres_organisationname": "organisation_id, name_zh, name_en, edition_id",
    "centres_roundrow": 'list_id, "index", printed, facts, action, centre_id',
    "wagtailcore_page": "path, title, slug, live, url_path",
    "events_newspage": "page_ptr_id, date_from, date_to, summary, body, sources",
    "events_milestonepage": "page_ptr_id, date_from, date_to, summary, body, sources",
    "policies_policypage": "page_ptr_id, document_number, written_from, effective_from, status, body",
    "policies_figure": "key, value, unit_en, as_of, source_name",
    "cityofdesign_user": "username, password",
}
"""Table -> columns that an upgrade leaves as they are."""
LINKS_THEN = """SELECT page_ptr_id, 'implements', implements_id FROM policies_policypage WHERE implements_id
    UNION SELECT page_ptr_id, 'supersedes', supersedes_id FROM policies_policypage WHERE supersedes_id"""
LINKS_TODAY = "SELECT page_id, kind, target_id FROM policies_relation ORDER BY page_id, kind"
WALK = """
import django
django.setup()
from django.test import Client
from wagtail.models import Page
client, found = Client(headers={"host": "127.0.0.1"}), []
pages = Page.objects.live().filter(depth__gt=1).order_by("path").specific()
for page in pages:
    found.append((page.get_url(), client.get(page.get_url()).status_code))
print(len(found), [one for one in found if one[1] != 200])
"""


class Site:
    def __init__(self, var: Path):
        self.database = var / "db.sqlite3"
        self.database.write_bytes(lzma.decompress(KEPT.read_bytes()))
        self.environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(var), "SAMPLE_REGISTER": "0"}
        self.environ |= {"DJANGO_SETTINGS_MODULE": "cityofdesign.settings.dev"}

    def run(self, *arguments: str) -> str:
        argv = [sys.executable, *arguments]
        done = subprocess.run(argv, cwd=ROOT, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def rows(self, query: str) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute(query).fetchall()

    def facts(self, starting: str = "") -> dict[str, list]:
        return {
            table: self.rows(f"SELECT {columns} FROM {table} ORDER BY {columns}")  # noqa: S608  (ours)
            for table, columns in FACTS.items()
            if table.startswith(starting)
        }

    def assert_sound(self):
        assert self.manage("verify_register", "--head", HEAD).startswith("Sound: 390 decisions")


@pytest.mark.slow
def test_the_first_release_comes_to_today_with_everything_in_it_and_goes_back(tmp_path):
    site = Site(tmp_path)
    before, links = site.facts(), site.rows(LINKS_THEN)
    assert all(before.values())
    site.manage("migrate", "--verbosity", "0")
    assert (site.facts(), site.rows(LINKS_TODAY)) == (before, links)
    site.assert_sound()
    for app, migration in FIRST.items():
        site.manage("migrate", "--verbosity", "0", app, migration)
    assert (site.facts(), site.rows(LINKS_THEN)) == (before, links)
    site.manage("prepare")
    register = {table: rows for table, rows in before.items() if table.startswith("centres_")}
    assert site.facts("centres_") == register
    site.assert_sound()
    count, _, faults = site.run("-c", WALK).strip().partition(" ")
    assert (int(count) >= 200, faults) == (True, "[]")


@pytest.mark.django_db
def test_every_migration_of_ours_goes_back_or_says_that_it_does_not():
    ours = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OURS}
    shipped = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found = [migration for (app, _name), migration in shipped.items() if app in ours]
    assert len(found) > 25
    for migration in found:
        said = sys.modules[migration.__module__].__doc__ or ""
        for operation in migration.operations:
            assert operation.reversible or "cannot be taken back" in said, (migration, operation)

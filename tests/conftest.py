import os
import shutil

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils import translation

from centres import columns, finding, growth, reconciling, reference
from centres.views import rows
from cityofdesign.caching import once
from cityofdesign.search.views import centres_suggested
from policies import counting
from tests.snapshot import take_snapshot

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in this thread

# The headless shell is the fastest; it draws letters otherwise, so stored pictures ask for Chromium itself.
NAMES = (os.environ.get("BROWSER"), "chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, filter(None, NAMES))), None)
NO_CHROMIUM = "no Chromium on this machine (apt-get install chromium)"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if CHROMIUM or not item.get_closest_marker("browser"):
        return
    if os.environ.get("REQUIRE_BROWSER") or os.environ.get("CI"):
        pytest.fail(NO_CHROMIUM, pytrace=False)
    pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    sandbox = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": sandbox}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}}


def load_reference_data():
    """What every test finds in the database, besides what migrations write."""
    call_command("load_content", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with its reference data, which no test can spoil: see tests/snapshot.py."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        load_reference_data()
        snapshot = take_snapshot()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: snapshot.restore())
        with django_db_blocker.block():
            yield
        snapshot.close()


@pytest.fixture
def own_folders(settings, tmp_path):
    """A folder of the test's own for what the site keeps beside the database."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh_process():
    """No test sees the language of another, or its caches by edition (numbers recur after a rollback)."""
    cache.clear()
    growth.runs.cache_clear()
    growth.growth.cache_clear()
    growth.placed.cache_clear()
    growth.by_district.cache_clear()
    finding.forget()
    reconciling.forget()
    columns.forget()
    reference.forget()
    rows.forget()
    counting.forget()
    once.forget()
    centres_suggested.cache_clear()
    translation.activate("en")

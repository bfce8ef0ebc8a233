"""A Redis that dies, comes back with what it had, or never was; a disk that is full."""

import errno
import socket
import time

import pytest
from django.core.cache import caches

from centres.models import Centre
from cityofdesign.caching import changed, patient
from cityofdesign.models import SiteSettings
from tests.cityofdesign.caching.redis_server import BACKEND, needs_redis
from tests.factories import grant

LIST, HOME, ABOUT = "/en/centres/", "/en/", "/en/about/"


def newest() -> bytes:
    """The number of a centre that has just been entered."""
    grant(1)
    return Centre.objects.order_by("-pk")[0].number.encode()


@needs_redis
def test_pages_are_kept_in_redis(on_redis, ask):
    assert [ask(LIST).kept for _ in range(2)] == ["miss", "hit"]
    assert any(b"page:" in key for key in on_redis.client.keys())


@needs_redis
def test_without_redis_every_page_is_there_and_right(on_redis, ask):
    ask(LIST)
    on_redis.kill()
    assert [ask(address).status for address in (HOME, LIST, "/zh-hans/", "/en/search/?q=x")] == [200] * 4
    assert newest() in ask(LIST).body
    assert ask(LIST).kept == "hit"  # in memory now
    assert newest() in ask(LIST).body


@needs_redis
def test_redis_that_comes_back_with_old_pages_is_not_believed(on_redis, ask):
    ask(LIST)
    kept = {key: on_redis.client.dump(key) for key in on_redis.client.keys()}
    on_redis.kill()
    number = newest()
    on_redis.start()
    for key, value in kept.items():
        on_redis.client.restore(key, 0, value)
    again = ask(LIST)
    assert (again.kept, number in again.body) == ("miss", True)
    assert ask(LIST).kept == "hit"


@needs_redis
def test_what_was_written_while_redis_was_away_is_forgotten_there(on_redis):
    cache, other = caches["default"], patient.RedisCache(on_redis.url, {})
    for name in ("changed", "deleted", "untouched"):
        cache.set(name, "old")
    kept = {key: on_redis.client.dump(key) for key in on_redis.client.keys()}
    on_redis.kill()
    cache.set("changed", "new")
    cache.delete("deleted")
    assert cache.get("changed") == "new"
    on_redis.start()
    for key, value in kept.items():
        on_redis.client.restore(key, 0, value)
    assert cache.get("untouched") == "old"
    assert other.get_many(["changed", "deleted", "untouched"]) == {"untouched": "old"}


@needs_redis
@pytest.mark.usefixtures("_at_once")
def test_a_server_that_says_nothing_is_not_waited_for_long(settings, ask):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        one = {"BACKEND": BACKEND, "LOCATION": address}
        settings.CACHES = {"default": one, "pages": one}
        patient.AGAIN = 60
        before = time.monotonic()
        assert [ask(address).status for address in (HOME, LIST, ABOUT)] == [200] * 3
        assert time.monotonic() - before < 10


@needs_redis
def test_without_redis_attempts_to_sign_in_are_still_counted(on_redis, client, db):
    on_redis.kill()
    answers = [
        client.post("/admin/login/", {"login": f"n{n}", "password": "x"}).status_code for n in range(31)
    ]
    assert (set(answers[:30]), answers[30]) == ({200}, 429)


@needs_redis
def test_settings_saved_while_redis_was_away_are_shown_once_it_is_back(on_redis, ask):
    site = SiteSettings.objects.first()
    site.report_number = "12377-1"
    site.save()
    assert b"12377-1" in ask(ABOUT).body
    kept = {key: on_redis.client.dump(key) for key in on_redis.client.keys()}
    on_redis.kill()
    SiteSettings.objects.update(report_number="12377-2")
    changed("settings")  # saved by a process that has no time left to forget anything
    on_redis.start()
    for key, value in kept.items():
        on_redis.client.restore(key, 0, value)
    assert b"12377-2" in ask(ABOUT).body


@pytest.mark.usefixtures("_at_once")
def test_a_full_disk_costs_no_answer(settings, tmp_path, monkeypatch, ask, client):
    files = "cityofdesign.caching.patient.PatientFileCache"
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": files, "LOCATION": tmp_path / "cache"}}

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", full)
        patch.setattr(patient, "AGAIN", 60)
        assert [ask(address).status for address in (HOME, LIST)] == [200] * 2
        answer = client.post("/admin/login/", {"login": "editor", "password": "x"})
        assert answer.status_code == 200
        caches["default"].set("name", "value")
        assert caches["default"].get("name") == "value"
    caches["default"].state.until = 0  # the minute is over
    caches["default"].set("name", "again")
    assert caches["default"].get("name") == "again"
    assert list((tmp_path / "cache").glob("*.djcache"))

"""What changed is what the next reader sees, wherever pages are kept and whenever that place dies."""

import pytest
from django.core.cache import caches
from wagtail.models import Page, PageViewRestriction

from events.models import NewsPage
from tests.cityofdesign.caching.redis_server import needs_redis
from tests.factories import grant

HOME, LIST, NEWS = "/en/", "/en/centres/", "/en/news/"
NEW = "Another headline altogether"


class Memory:
    """Without Redis: each process keeps its own pages; another than that of the readers makes the change."""

    def __init__(self, settings):
        self.settings = settings
        self.process("of readers")

    def process(self, name):
        kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"pages {name}"}
        self.settings.CACHES = self.settings.CACHES | {"pages": kept}

    def around(self, change):
        self.process("of an editor")
        change()
        self.process("of readers")


class Dying:
    """Redis dies, or dies and comes back with the pages that it had, before the change or after it."""

    def __init__(self, server, *, before, back):
        self.server, self.before, self.back = server, before, back

    def around(self, change):
        held = {key: self.server.client.dump(key) for key in self.server.client.keys()}
        if self.before:
            self.server.kill()
        change()
        if not self.before:
            self.server.kill()
        if self.back:
            self.server.start()
            for key, value in held.items():
                self.server.client.restore(key, 0, value)


@pytest.fixture(
    params=[
        "memory",
        *(
            pytest.param(name, marks=needs_redis)
            for name in ("dead-before", "dead-after", "back-from-before", "back-from-after")
        ),
    ]
)
def place(request, settings):
    if request.param == "memory":
        yield Memory(settings)
        caches["pages"].clear()
    else:
        server = request.getfixturevalue("on_redis")
        yield Dying(server, before="before" in request.param, back="back" in request.param)


def article() -> NewsPage:
    """The one at the top of the list."""
    return NewsPage.objects.live().filter(locale__language_code="en").newest_first().first()


def kept(ask, *addresses):
    for address in addresses:
        assert [ask(address).kept for _ in range(2)] == ["miss", "hit"]


def test_a_published_page_is_read_at_once(place, ask):
    page = article()
    path = page.get_url(request=None)
    kept(ask, path, NEWS, HOME)
    page.title = NEW
    place.around(lambda: page.save_revision().publish())
    assert all(NEW.encode() in ask(address).body for address in (path, NEWS))
    assert ask(path).kept == "hit"


def test_what_is_taken_back_is_gone_at_once(place, ask):
    page = article()
    path = page.get_url(request=None)
    kept(ask, path, NEWS)
    text = page.summary.encode()
    assert all(text in ask(address).body for address in (path, NEWS))
    place.around(page.unpublish)
    assert not any(text in ask(address).body for address in (path, NEWS))


def test_what_is_closed_is_closed_at_once(place, ask):
    page = article()
    path = page.get_url(request=None)
    kept(ask, path)
    text = page.summary.encode()
    assert text in ask(path).body
    closed = {"restriction_type": PageViewRestriction.PASSWORD, "password": "x"}
    place.around(lambda: PageViewRestriction.objects.create(page=page, **closed))
    assert text not in ask(path).body


def test_an_edition_is_read_at_once(place, ask):
    kept(ask, LIST)
    place.around(lambda: grant(1, holder_name_en=NEW))
    assert NEW.encode() in ask(LIST).body


@needs_redis
def test_redis_that_dies_while_a_page_is_made_costs_no_answer(on_redis, ask, monkeypatch):
    make = Page.get_view_restrictions

    def dying(page):
        on_redis.kill()
        return make(page)

    with monkeypatch.context() as patch:
        patch.setattr(Page, "get_view_restrictions", dying)
        first = ask(NEWS)
    assert (first.status, first.kept) == (200, "miss")
    page = article()
    page.title = NEW
    page.save_revision().publish()
    assert NEW.encode() in ask(NEWS).body

"""Which answers are kept, for whom, and what ends that."""

import datetime

import pytest
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from centres.models import District
from cityofdesign.caching import application, changed, keeping
from cityofdesign.models import SiteSettings
from events.models import NewsPage
from tests.factories import grant, person

LIST, HOME, NEWS, POLICIES = "/en/centres/", "/en/", "/en/news/", "/en/policies/"
KEPT = (HOME, LIST, NEWS, POLICIES, "/zh-hans/news/", "/en/districts/", "/en/milestones/", "/en/notices/")


def article(language="en"):
    return NewsPage.objects.live().filter(locale__language_code=language).first()


def kept_after(ask, change) -> set[str]:
    """The addresses that are still given out from what was kept before `change()`."""
    for address in KEPT:
        ask(address)
    assert {ask(address).kept for address in KEPT} == {"hit"}
    change()
    return {address for address in KEPT if ask(address).kept == "hit"}


@pytest.mark.parametrize("address", KEPT)
def test_the_second_reader_gets_what_the_first_got(ask, address):
    first, second = ask(address), ask(address)
    assert (first.status, first.kept, second.kept) == (200, "miss", "hit")
    assert second.body == first.body
    del first.headers["x-request-id"]  # of the request that the page was made for
    assert second.headers == first.headers | {"x-page-cache": "hit"}


def test_published_page_ends_only_what_shows_its_type(ask):
    gone = set(KEPT) - kept_after(ask, lambda: article().save_revision().publish())
    assert gone == {HOME, NEWS, "/zh-hans/news/"}


def test_draft_ends_nothing(ask):
    assert kept_after(ask, lambda: article().save_revision()) == set(KEPT)


def test_unpublishing_ends_what_showed_the_page(ask):
    page = article("zh-hans")
    path = page.get_url(request=None)
    assert ask(path).status == 200
    gone = set(KEPT) - kept_after(ask, page.unpublish)
    assert gone == {"/zh-hans/news/", NEWS}  # an English list says what is in Chinese only
    assert "此页面只有英文版" in ask(path).body.decode()


def test_edition_ends_what_shows_the_register(ask):
    gone = set(KEPT) - kept_after(ask, lambda: grant(1))
    assert gone >= {HOME, LIST, "/en/districts/"}
    assert gone.isdisjoint({NEWS, "/zh-hans/news/", "/en/milestones/"})


def test_change_that_is_rolled_back_ends_nothing(ask):
    def change():
        try:
            with transaction.atomic():
                article().save_revision().publish()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    assert kept_after(ask, change) == set(KEPT)


def test_site_settings_end_every_page(ask):
    assert kept_after(ask, lambda: SiteSettings.objects.first().save()) == set()


def test_district_ends_the_register_but_no_news(ask):
    left = kept_after(ask, lambda: District.objects.first().save())
    assert LIST not in left
    assert NEWS in left


def test_moved_page_ends_everything(ask):
    page = article()
    assert kept_after(ask, lambda: page.move(page.get_parent(), pos="first-child")) == set()


def test_page_behind_a_password_is_never_kept(ask):
    page = article()
    path = page.get_url(request=None)
    ask(path)
    assert ask(path).kept == "hit"
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert [ask(path).kept for _ in range(2)] == ["", ""]


def test_someone_signed_in_neither_finds_nor_leaves_anything(ask, client):
    client.force_login(person("editor"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    assert ask(HOME, HTTP_COOKIE=cookie).kept == ""
    assert ask(HOME).kept == "miss"
    assert ask(HOME, HTTP_COOKIE=cookie).kept == ""


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/api/v1/centres/", "/en/search/?q=design", "/en/nothing/", "/healthz", "/en/tickets/"],
)
def test_what_is_never_kept(ask, address):
    assert [ask(address).kept for _ in range(2)] == ["", ""]


def test_preview_is_never_kept(ask, client):
    page = article()
    page.title = "Only a draft"
    client.force_login(person("admin"))
    assert b"Only a draft" in page.make_preview_request().content
    assert b"Only a draft" not in ask(page.get_url(request=None)).body


def test_foreign_host_is_never_kept(ask, settings):
    settings.ALLOWED_HOSTS = ["city.example"]
    assert ask(HOME, HTTP_HOST="evil.example").status == 400
    assert ask(HOME, HTTP_HOST="city.example").kept == "miss"


def test_reader_who_holds_the_page_is_told_so(ask):
    etag = ask(LIST).headers["etag"]
    again = ask(LIST, HTTP_IF_NONE_MATCH=etag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert "content-length" not in again.headers
    assert ask(LIST, HTTP_IF_NONE_MATCH='"another"').status == 200


def test_only_the_head(ask):
    page = ask(LIST)
    head = ask(LIST, method="HEAD")
    assert (head.status, head.body, head.kept) == (200, b"", "hit")
    assert head.headers["content-length"] == page.headers["content-length"]


def test_a_new_day_is_a_new_page(ask, monkeypatch):
    ask(LIST)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(keeping.timezone, "localdate", lambda **_: tomorrow)
    assert ask(LIST).kept == "miss"


def test_answers_by_compression(ask):
    plain, packed = ask(HOME), ask(HOME, HTTP_ACCEPT_ENCODING="gzip, deflate")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 3


def test_cache_that_is_away_costs_nothing_but_time(ask, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(caches["pages"], "get", away)
    monkeypatch.setattr(caches["pages"], "set", away)
    assert [ask(HOME).status for _ in range(2)] == [200, 200]


def test_cache_that_comes_back_with_old_pages_is_not_believed(ask, monkeypatch):
    ask(NEWS)
    with monkeypatch.context() as patch:
        patch.setattr(caches["pages"], "set", lambda *args: None)
        article().save_revision().publish()
        ask(NEWS)
    assert ask(NEWS).kept == "miss"


def test_database_that_is_away_is_left_to_django(ask, monkeypatch):
    ask(HOME)

    def away():
        raise DatabaseError

    monkeypatch.setattr(application, "counts", away)
    assert ask(HOME).kept == ""


def test_change_while_a_page_is_made_makes_it_old_at_once(ask, monkeypatch):
    """A reader's page is begun before a publication and done after it."""
    make = Page.get_view_restrictions

    def slow(page):
        changed("events.newspage:en")
        return make(page)

    monkeypatch.setattr(Page, "get_view_restrictions", slow)
    ask(NEWS)
    monkeypatch.undo()
    assert ask(NEWS).kept == "miss"

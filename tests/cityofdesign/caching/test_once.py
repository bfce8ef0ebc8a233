"""What is made once for all readers is made anew as soon as it would be another."""

import datetime
from itertools import count

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from cityofdesign.caching import changed, once
from cityofdesign.caching.counts import COUNTS
from cityofdesign.models import StandardPage
from cityofdesign.routes import address_of, in_language, public
from events.models import NewsPage
from tests.events.editions import edition

pytestmark = pytest.mark.django_db
HOUR = datetime.datetime(2026, 12, 1, 2, tzinfo=datetime.UTC)
ARTICLE = "/en/news/first-municipal-round/"
IN_ENGLISH = '<link rel="alternate" hreflang="en" href="http'


@pytest.fixture
def asked():
    """What a request gets that asks for a number which is made by counting."""
    numbers = count(1)

    def asked(path="/en/", method="GET", key="number", **attributes) -> int:
        request = RequestFactory().generic(method, path)
        for name, value in attributes.items():
            setattr(request, name, value)
        with once.reading(request):
            return once.once(key, lambda: next(numbers))

    return asked


def article() -> NewsPage:
    return NewsPage.objects.get(slug="first-municipal-round", locale__language_code="en")


def test_readers_get_what_was_made_once(asked):
    assert [asked(), asked("/zh-hans/news/"), asked(method="HEAD"), asked(key="other")] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    "other",
    [{"path": "/admin/"}, {"path": "/api/v1/centres/"}, {"method": "POST"}, {"is_dummy": True}],
    ids=str,
)
def test_for_all_else_it_is_made_anew_and_not_kept(asked, other):
    assert [asked(), asked(**other), asked(**other), asked()] == [1, 2, 3, 1]


def test_without_a_request_it_is_made_anew():
    assert [once.once("number", lambda n=n: n) for n in (1, 2)] == [1, 2]


def test_a_change_of_anything_that_readers_see_ends_it(asked):
    assert asked() == 1
    changed("figures")
    assert [asked(), asked()] == [2, 2]


def test_what_the_application_counted_before_the_request_is_believed(asked, django_assert_num_queries):
    """What changes while a page is made ends with that page: it was counted before."""
    counted = {"figures": 1}
    request = RequestFactory().get("/en/")
    request.META[COUNTS] = counted
    with once.reading(request):
        assert once.once("number", lambda: "early") == "early"
    with once.reading(request), django_assert_num_queries(0):
        assert once.once("number", lambda: "late") == "early"
    assert asked() == 1


def test_the_end_of_the_day_and_an_hour_of_release_end_it(asked):
    edition(1, embargo_until=HOUR)
    second = datetime.timedelta(seconds=1)
    midnight = datetime.datetime(2026, 11, 30, 16, tzinfo=datetime.UTC)
    for moment in (midnight, HOUR):
        with time_machine.travel(moment - second, tick=False):
            before = asked()
            assert asked() == before
        with time_machine.travel(moment, tick=False):
            assert asked() == before + 1


def test_none_is_not_kept_and_there_is_an_end_to_what_is(asked, monkeypatch):
    request = RequestFactory().get("/en/")
    monkeypatch.setattr(once, "MOST", 3)
    with once.reading(request):
        assert once.once("thing", lambda: None) is None
        assert once.once("thing", lambda: "here") == "here"
        for n in range(9):
            once.once(n, lambda: "another")
    assert len(once._now.things) <= 3


def test_an_article_asks_for_nothing_twice(client, django_assert_num_queries):
    client.get(ARTICLE)
    with django_assert_num_queries(2):  # what changed, and its own links to centres
        client.get(ARTICLE)


def test_readers_do_not_share_a_page(client, monkeypatch):
    seen = []

    def serve(page, request, *args, **kwargs):
        seen.append(page)
        page.title = f"{page.title}!"
        return HttpResponse(page.title)

    monkeypatch.setattr(NewsPage, "serve", serve)
    first, second, third = (client.get(ARTICLE).content for _ in range(3))
    assert first == second == third
    assert len({id(page) for page in seen}) == 3


def test_a_page_that_is_renamed_moved_or_taken_away_is_found_no_more(client):
    assert client.get(ARTICLE).status_code == 200
    page = article()
    page.slug = "round-one"
    page.save_revision().publish()
    assert client.get(ARTICLE)["Location"] == "/en/news/round-one/"
    assert client.get("/en/news/round-one/").status_code == 200
    page.unpublish()
    assert client.get("/en/news/round-one/").status_code == 404
    page.save_revision().publish()
    assert client.get("/en/news/round-one/").status_code == 200
    NewsPage.objects.get(pk=page.pk).delete()
    assert client.get("/en/news/round-one/").status_code == 404


def test_addresses_that_lead_nowhere_take_no_room(client):
    client.get(ARTICLE)
    before = len(once._now.things)
    for n in range(5):
        assert client.get(f"/en/news/nothing-{n}/").status_code == 404
    assert not [key for key in once._now.things if "nothing-" in str(key)]
    assert len(once._now.things) <= before + 2  # what the page about it is made of


def test_a_page_becomes_private_for_readers_who_had_it(client, sister_address):
    assert client.get(ARTICLE).status_code == 200
    assert IN_ENGLISH in client.get(sister_address).content.decode()
    parent = article().get_parent()
    parent.view_restrictions.create(restriction_type="login")
    assert client.get(ARTICLE).status_code == 302
    assert client.get(ARTICLE).status_code == 302
    assert IN_ENGLISH not in client.get(sister_address).content.decode()
    parent.view_restrictions.all().delete()
    assert client.get(ARTICLE).status_code == 200


@pytest.fixture
def sister_address() -> str:
    """An address that shows the article: its translation, which links to it."""
    page = NewsPage.objects.get(translation_key=article().translation_key, locale__language_code="zh-hans")
    return page.get_url()


def test_lists_of_public_pages_leave_out_what_is_private():
    page = article()
    assert public(NewsPage.objects.filter(pk=page.pk)).exists()
    page.get_parent().view_restrictions.create(restriction_type="login")
    assert not public(NewsPage.objects.filter(pk=page.pk)).exists()


def test_addresses_of_pages_by_language():
    page = article()
    assert in_language(page, "zh-hans").startswith("/zh-hans/news/")
    assert address_of(page) == ARTICLE
    assert in_language(StandardPage(translation_key=None, locale=page.locale), "zh-hans") == ""


@pytest.mark.parametrize("model", [Site, Locale])
def test_sites_and_languages_are_counted(asked, model):
    assert asked() == 1
    model.objects.first().save()
    assert asked() == 2


def test_a_preview_shows_the_draft_and_leaves_readers_what_they_have(client, admin_client):
    client.get(ARTICLE)
    page = article()
    page.title = "A draft"
    page.save_revision()
    view = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "A draft" in admin_client.get(view).content.decode()
    assert "A draft" not in client.get(ARTICLE).content.decode()
    assert Page.objects.get(pk=page.pk).title != "A draft"

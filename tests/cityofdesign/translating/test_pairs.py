import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from cityofdesign.models import User
from cityofdesign.translating.pairs import State, outdated_translations, pairs
from cityofdesign.translating.sidebyside import counterpart
from events.models import NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def english():
    return NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()


def found(page):
    return next(pair for pair in pairs() if page.pk in {pair.pk, pair.translation and pair.translation.pk})


def publish_again(page, who="moderator"):
    page.summary += " More."
    user = User.objects.get(username=who)
    page.save_revision(user=User.objects.get(username="editor")).publish(user=user)
    return NewsPage.objects.get(pk=page.pk)


def test_shipped_pairs_are_up_to_date(django_assert_num_queries):
    pairs()  # content types are kept from here on
    with django_assert_num_queries(2):  # pages, translations begun
        everything = pairs()
    assert {pair.state for pair in everything} == {State.CURRENT}
    assert len(everything) * 2 == Page.objects.filter(depth__gt=1).count()


def test_outdated_since_the_first_change_and_by_whom(english):
    first = publish_again(english)
    since = first.last_published_at
    publish_again(first, who="admin")
    pair = found(english)
    assert (pair.state, pair.by.username) == (State.OUTDATED, "moderator")
    assert abs(pair.since - since).total_seconds() < 1


def test_who_may_change_the_translation_is_told(english):
    publish_again(english)
    assert [pair.pk for pair in outdated_translations(User.objects.get(username="editor"))] == [english.pk]
    assert outdated_translations(User.objects.get(username="officer")) == []


def test_a_translation_published_after_its_original_is_up_to_date(english):
    publish_again(english)
    publish_again(counterpart(english).specific)
    assert found(english).state == State.CURRENT


def test_missing_and_unpublished(english):
    counterpart(english).unpublish()
    assert found(english).state == State.DRAFT
    counterpart(english).delete()
    assert found(english).state == State.MISSING


def test_the_report_filters_exports_and_confirms(client, english):
    publish_again(english)
    client.force_login(User.objects.get(username="editor"))
    address = reverse("translations:matrix")
    shown = client.get(address, {"state": "outdated"}).content.decode()
    assert english.title in shown
    assert "moderator" in shown
    assert shown.count('class="translation-state"') == 1
    assert "was left out" in client.get(address, {"state": "junk"}).content.decode()
    sheet = client.get(address, {"state": "outdated", "export": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values)
    assert rows[0][0] == "Page"
    assert (rows[1][0], rows[1][7]) == (english.title, "moderator")
    assert len(rows) == 2
    assert english.title in client.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig")
    client.post(reverse("translations:confirm", args=[counterpart(english).pk]))
    assert found(english).state == State.CURRENT


def test_others_do_not_see_the_report(client):
    client.force_login(User.objects.get(username="officer"))
    assert client.get(reverse("translations:matrix")).status_code in (302, 403)

"""Which page goes where, and what a page refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import Locale
from wagtail.test.utils import WagtailPageTestCase

from cityofdesign.models import FieldIndexPage, HomePage, StandardPage
from events.models import (
    AnnouncementPage,
    CompetitionPage,
    EventIndexPage,
    EventPage,
    MilestoneIndexPage,
    MilestonePage,
    NewsIndexPage,
    NewsPage,
    RoundIndexPage,
)

INDEXES = {
    MilestoneIndexPage: {MilestonePage},
    NewsIndexPage: {NewsPage},
    EventIndexPage: {EventPage, CompetitionPage},
    RoundIndexPage: {AnnouncementPage},
}


class PlacesOfPages(WagtailPageTestCase):
    def test_indexes_stand_below_a_home_page_and_hold_their_own(self):
        for index, children in INDEXES.items():
            with self.subTest(index=index):
                self.assertAllowedParentPageTypes(index, {HomePage})
                self.assertAllowedSubpageTypes(index, children)

    def test_their_pages_stand_there_alone_and_hold_none(self):
        for index, children in INDEXES.items():
            for child in children:
                with self.subTest(page=child):
                    self.assertAllowedParentPageTypes(child, {index})
                    self.assertAllowedSubpageTypes(child, {})

    def test_standard_pages_do_not_stand_in_indexes(self):
        self.assertCanNotCreateAt(NewsIndexPage, StandardPage)
        self.assertCanNotCreateAt(FieldIndexPage, NewsPage)

    def test_nobody_creates_an_announcement(self):
        assert not AnnouncementPage.can_create_at(RoundIndexPage.objects.first())


pytestmark = pytest.mark.django_db


def index(model):
    return model.objects.get(locale=Locale.objects.get(language_code="en"))


def test_news_needs_a_date_once_it_is_published():
    page = index(NewsIndexPage).add_child(instance=NewsPage(title="Undated", live=False))
    with pytest.raises(ValidationError, match="News needs a date"):
        page.save_revision().publish()


def test_entries_close_after_they_open():
    page = CompetitionPage(title="Cup", entries_open="2024-05", entries_close="2024-04")
    with pytest.raises(ValidationError, match="Entries must close after they open"):
        index(EventIndexPage).add_child(instance=page)


def test_lists_are_newest_first_with_undated_ones_last():
    pages = list(index(EventIndexPage).children())
    dated = [page.date_to for page in pages if page.date_to]
    assert dated == sorted(dated, reverse=True)
    assert all(page.date_to is None for page in pages[len(dated) :])
    news = [page.date_to for page in index(NewsIndexPage).children()]
    assert news == sorted(news, reverse=True)


def test_a_page_number_out_of_range_is_the_last_page():
    request = RequestFactory().get("/", {"page": "999"})
    page_obj = index(NewsIndexPage).get_context(request)["page_obj"]
    assert page_obj.number == page_obj.paginator.num_pages

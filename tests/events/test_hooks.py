import pytest
from django.urls import reverse
from wagtail.models import Page

from events.models import AnnouncementPage, NewsPage
from events.wagtail_hooks import remember_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def announcement():
    return AnnouncementPage.objects.filter(locale__language_code="en").first()


@pytest.fixture
def admin(client, django_user_model):
    client.force_login(django_user_model.objects.get(username="admin"))
    return client


@pytest.mark.parametrize("action", ["delete", "unpublish", "copy"])
@pytest.mark.parametrize("which", ["itself", "index"])
def test_the_admin_refuses_with_a_reason(admin, announcement, action, which):
    page = announcement if which == "itself" else announcement.get_parent()
    before = Page.objects.count()
    answer = admin.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert "stays as it is" in answer.content.decode()
    assert Page.objects.count() == before
    assert AnnouncementPage.objects.get(pk=announcement.pk).live


def test_an_announcement_cannot_be_moved(admin, announcement):
    news = NewsPage.objects.first().get_parent()
    address = reverse("wagtailadmin_pages:move_confirm", args=[announcement.pk, news.pk])
    admin.post(address)
    assert AnnouncementPage.objects.get(pk=announcement.pk).path == announcement.path


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_nor_with_many_pages_at_once(admin, announcement, action):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    answer = admin.post(f"{address}?id={announcement.pk}", {"chooser": announcement.get_parent().pk})
    assert answer.status_code == 302
    kept = AnnouncementPage.objects.get(pk=announcement.pk)
    assert (kept.live, kept.path) == (True, announcement.path)


def test_other_pages_can_be_deleted(admin):
    page = NewsPage.objects.first()
    page.unpublish()
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()


def test_the_language_switch_learns_which_page_is_served(announcement, rf):
    request = rf.get("/")
    assert remember_page(announcement, request, [], {}) is None
    assert request.wagtail_page == announcement

import pytest
from django.urls import reverse

from cityofdesign.models import User
from cityofdesign.translating.slugs import LONGEST, slug_of
from events.models import NewsIndexPage, NewsPage


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("重庆2025年名单", "chongqing-2025-nian-ming-dan"),
        ("设计之都在重庆", "she-ji-zhidu-zai-chongqing"),
        ("Six centres, 六家中心", "six-centres-liu-jia-zhong-xin"),
        ("长安汽车", "chang-an-qi-che"),
        ("——", ""),
    ],
)
def test_titles_are_read_aloud(title, slug):
    assert slug_of(title) == slug


def test_long_titles_end_between_words():
    slug = slug_of("重庆市工业设计中心认定工作总结" * 6)
    assert len(slug) <= LONGEST
    assert not slug.endswith("-")


@pytest.mark.django_db
def test_a_page_without_an_address_gets_it_from_its_chinese_title():
    index = NewsIndexPage.objects.get(locale__language_code="zh-hans")
    for ending in ("", "-2"):
        page = NewsPage(title="重庆新闻", date="2026-05-04")
        index.add_child(instance=page)
        assert page.slug == f"chongqing-xin-wen{ending}"


@pytest.mark.django_db
def test_the_form_asks_while_a_title_is_typed(client):
    client.force_login(User.objects.get(username="editor"))
    assert client.get(reverse("translations:slug"), {"title": "重庆新闻"}).json() == {
        "slug": "chongqing-xin-wen"
    }
    index = NewsIndexPage.objects.get(locale__language_code="zh-hans")
    form = client.get(reverse("wagtailadmin_pages:add", args=["events", "newspage", index.pk]))
    assert "js/admin/slug.js" in form.content.decode()

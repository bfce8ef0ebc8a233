import pytest
from django.utils import translation

from cityofdesign.translating.elsewhere import only_elsewhere
from cityofdesign.translating.sidebyside import counterpart
from events.models import NewsIndexPage, NewsPage
from policies.models import PolicyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    """A news article whose Chinese page is gone."""
    page = NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()
    counterpart(page).delete()
    return page


def test_the_other_address_says_that_the_page_is_missing_and_leads_to_it(client, english):
    answer = client.get(english.url.replace("/en/", "/zh-hans/"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="zh-Hans">' in html
    assert "此页面只有英文版" in html
    assert f"<h2>{english.title}</h2>" in html
    assert '<div class="wrap prose stack" lang="en">' in html
    assert 'content="noindex, follow"' in html
    assert f'href="{english.url}"' in html


def test_the_language_switch_leads_there_and_no_alternate_is_named(client, english):
    html = client.get(english.url).content.decode()
    assert f'href="{english.url.replace("/en/", "/zh-hans/")}" lang="zh-Hans"' in html
    assert "此页没有中文版" in html
    assert 'rel="alternate" hreflang' not in html


def test_the_index_of_the_other_language_lists_it_with_its_language(
    client, english, django_assert_num_queries
):
    index = NewsIndexPage.objects.get(locale__language_code="zh-hans")
    with translation.override("zh-hans"):
        only_elsewhere(index)
        with django_assert_num_queries(2):  # pages that are private, pages of the other language only
            found = only_elsewhere(index)
    assert [(other["page"].pk, other["lang"]) for other in found] == [(english.pk, "en")]
    html = client.get(index.url).content.decode()
    assert "只有英文版" in html
    assert f'<a href="{english.url}" lang="en" hreflang="en">{english.title}</a>' in html
    assert "只有英文版" not in client.get("/zh-hans/milestones/").content.decode()


@pytest.mark.parametrize("hidden", ["unpublished", "private"])
def test_what_is_not_public_is_not_announced(client, english, hidden):
    if hidden == "private":
        english.view_restrictions.create(restriction_type="login")
    else:
        english.unpublish()
    assert client.get(english.url.replace("/en/", "/zh-hans/")).status_code == 404
    assert english.title not in client.get("/zh-hans/news/").content.decode()


def test_a_translation_at_another_address_is_found(client):
    english = NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()
    page = counterpart(english).specific
    page.slug = "ling-yi-di-zhi"
    page.save_revision().publish()
    answer = client.get(english.url.replace("/en/", "/zh-hans/"))
    assert (answer.status_code, answer["Location"]) == (302, "/zh-hans/news/ling-yi-di-zhi/")


def test_a_policy_in_english_says_that_the_chinese_text_is_official(client):
    page = PolicyPage.objects.filter(locale__language_code="en").first()
    assert "The Chinese text is the official one" in client.get(page.url).content.decode()
    assert "official-note" not in client.get(counterpart(page).url).content.decode()


@pytest.mark.parametrize("path", ["/zh-hans/nothing/", "/zh-hans/news/nothing/", "/en/news/没有/"])
def test_what_is_nowhere_is_not_found(client, path):
    assert client.get(path).status_code == 404

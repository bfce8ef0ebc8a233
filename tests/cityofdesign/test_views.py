"""What search engines are told, and what is shown where nothing is found."""

from xml.etree import ElementTree

import pytest
from django.http import Http404

from cityofdesign import views
from events.models import NewsPage

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_robots_says_who_may_read_and_where_the_data_are(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "AI models" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text
    assert f"{settings.BASE_URL}/api/v1/centres/" in text
    assert "Disallow: /admin/" in text


@pytest.fixture
def sitemap(client):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314


def test_the_sitemap_has_every_section_and_centre_in_both_languages(sitemap, settings):
    found = {url.findtext(f"{LOC}loc").removeprefix(settings.BASE_URL) for url in sitemap}
    paths = ["", "milestones/", "news/plan-2027/", "rounds/", "centres/", "districts/", "centres/CQ-000006/"]
    paths += ["policies/targets/", "policies/targets/municipal-centres-target-2025/"]
    assert {f"/{language}/{path}" for language in ("en", "zh-hans") for path in paths} <= found
    assert len(found) == len(sitemap)


def test_every_address_names_both_languages_and_its_last_change(sitemap, settings):
    for url in sitemap:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert set(links) == {"en", "zh-Hans"}
        assert url.findtext(f"{LOC}loc") in links.values()
        changed, path = (
            url.findtext(f"{LOC}lastmod"),
            url.findtext(f"{LOC}loc").removeprefix(settings.BASE_URL),
        )
        undated = path.split("/")[2] in {"competitions", "scenarios", "awards"}  # nothing of them has a date
        assert changed is None if undated else len(changed) == 10


def test_the_sitemap_leaves_out_what_is_not_public(client):
    page = NewsPage.objects.get(slug="plan-2027", locale__language_code="en")
    page.unpublish()
    private = NewsPage.objects.get(slug="cloud-platform", locale__language_code="en")
    private.view_restrictions.create(restriction_type="login")
    text = client.get("/sitemap.xml").content.decode()
    assert "/en/news/plan-2027/" not in text
    assert "/en/news/cloud-platform/" not in text
    assert "/zh-hans/news/plan-2027/" in text


def test_the_sitemap_does_not_ask_more_for_more_centres(client, django_assert_max_num_queries):
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(11):
        client.get("/sitemap.xml")


def test_what_is_not_found_in_the_interface_is_a_problem(rf):
    answer = views.not_found(rf.get("/api/v1/nothing/"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    broken = views.server_error(rf.get("/api/v1/centres/"))
    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")


def test_a_page_that_is_not_found_says_so_in_the_language_of_its_address(client):
    for language, marked in (("en", "en"), ("zh-hans", "zh-Hans")):
        answer = client.get(f"/{language}/no-such-page/")
        assert answer.status_code == 404
        assert f'<html lang="{marked}">' in answer.content.decode()


def test_a_broken_page_is_explained_in_both_languages(rf):
    answer = views.server_error(rf.get("/en/"))
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()
    assert "本站出现故障" in answer.content.decode()


@pytest.mark.parametrize("name", ["nothing.jpg", "x" * 5_000, "a\0b"])
def test_a_picture_that_cannot_be_is_not_found(rf, name):
    with pytest.raises(Http404):
        views.media(rf.get("/media/"), name)

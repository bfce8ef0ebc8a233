"""Pictures and words for where a page is shared."""

import io
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from centres.models import Standing
from centres.views.share import share_of
from cityofdesign.drawing import share as drawing
from events.models import NewsPage
from tests.factories import enter, grant

pytestmark = pytest.mark.django_db
MOST_BYTES = 120_000


def shared(client, path):
    """What the head of a page says to those who share it."""
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}


def drawn(response):
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < MOST_BYTES
    return image.convert("RGB")


@pytest.fixture
def article():
    return NewsPage.objects.live().public().filter(locale__language_code="en").first()


@pytest.mark.parametrize(
    "path", ["/", "/centres/", "/districts/", "/search/", "/news/", "/notices/", "/milestones/"]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_says_how_it_is_shared(client, language, path):
    said = shared(client, f"/{language}{path}")
    assert said["og:title"]
    assert said["og:description"]
    assert said["og:url"] == f"{settings.BASE_URL}/{language}{path}"
    assert said["og:locale"] == {"en": "en_GB", "zh-hans": "zh_CN"}[language]
    drawn(client.get(said["og:image"].removeprefix(settings.BASE_URL)))


def test_a_centre_has_a_picture_of_its_own_in_each_language(client):
    number = enter().centre.number
    addresses = [shared(client, f"/{one}/centres/{number}/")["og:image"] for one in ("en", "zh-hans")]
    paths = [urlsplit(address).path for address in addresses]
    assert paths == [f"/en/share/{number}.png", f"/zh-hans/share/{number}.png"]
    english, chinese = (drawn(client.get(path)).tobytes() for path in paths)
    assert english != chinese


def test_a_withdrawal_is_seen_at_once_and_the_hill_loses_its_colour(client):
    centre = enter(on="2020-01-01").centre
    path = f"/en/share/{centre.number}.png"
    before = client.get(path)
    assert share_of(centre.number).mark == Standing.Status.ACCREDITED
    enter(centre, "withdrawn", "2021-01-01")
    after = client.get(path, headers={"If-None-Match": before["ETag"]})
    assert share_of(centre.number).ended
    teal = (11, 100, 96)
    assert teal in colours(drawn(before))
    assert teal not in colours(drawn(after))


def colours(image):
    return {colour for count, colour in image.getcolors(1 << 20)}


def test_a_picture_is_kept_and_revalidated(client, monkeypatch):
    path = f"/en/share/{enter().centre.number}.png"
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=86400"
    monkeypatch.setattr("cityofdesign.sharing.share_picture", None)  # drawn no second time
    assert client.get(path).content == first.content
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_queries(client, article):
    centre = grant(3)[0]
    for path, most in ((f"/en/share/{centre.number}.png", 5), (f"/en/share/{article.pk}.png", 4)):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) <= most, [query["sql"][:90] for query in queries]


def test_nothing_private_or_unknown_is_drawn(client, article):
    assert client.get(f"/zh-hans/share/{article.pk}.png").status_code == 404  # an English page
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/en/share/{article.pk}.png").status_code == 404
    assert client.get("/en/share/CQ-999999.png").status_code == 404


def test_words_too_long_are_cut_and_without_a_chinese_font_latin_is_left(monkeypatch):
    lines, _size = drawing._fitted("a very long title of a document " * 20, 1000)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    monkeypatch.setattr(drawing, "CJK", ())
    drawing._chinese.cache_clear()
    assert [part for _font, part in drawing._runs("CQ-000001 中心", "text", 20)] == ["CQ-000001 "]
    drawing._chinese.cache_clear()

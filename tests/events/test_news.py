"""News: what an article shows of credits, corrections and centres, its list, and its feed."""

import datetime
import gc
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from centres.models import Centre
from cityofdesign.models import CreditedImage, User
from events.choosers import named, standing
from events.models import EventPage, NewsCentre, NewsIndexPage, NewsPage
from events.newsroom import newsroom
from tests.factories import enter, printed_list, publish, row, take_back
from tests.rights.world import picture

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def index():
    return NewsIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def article(index):
    return NewsPage.objects.child_of(index).live().newest_first().first()


@pytest.fixture
def centre():
    publish(printed_list("granted", "2024-05", row(name_en="Bridge Design Centre", name_zh="大桥设计中心")))
    return Centre.objects.order_by("-number").first()


def test_an_article_shows_its_credits_and_every_correction_with_its_date(client, article):
    article.author, article.translator, article.editor = "News desk", "Language desk", "Desk of the day"
    article.attribution, article.attribution_url = "Daily, by permission", "https://daily.example/1"
    article.corrections = [
        ("correction", {"date": datetime.date(2026, 5, 9), "text": "It was 165, not 156."}),
        ("correction", {"date": datetime.date(2026, 6, 1), "text": "The year was 2022."}),
    ]
    article.save()
    told = client.get(article.url).text
    for words in ("News desk", "Language desk", "Desk of the day", "Daily, by permission", "2 corrections"):
        assert words in told
    shown = told[told.index('id="corrections"') :]
    assert shown.index("The year was 2022.") < shown.index("It was 165, not 156.")
    assert '<time datetime="2026-05-09">9 May 2026</time>' in told
    assert '"correction": ["It was 165' in told


def test_an_update_is_told_with_its_note_and_the_time_of_the_note(client, article, time_machine):
    def publish(month, **changes):
        time_machine.move_to(datetime.datetime(2026, month, 1, 4, tzinfo=datetime.UTC), tick=False)
        for name, value in changes.items():
            setattr(article, name, value)
        article.save_revision().publish()
        article.refresh_from_db()
        return client.get(article.url).text

    article.first_published_at = article.last_published_at = None
    article.save()
    publish(1)
    assert "1 February 2026 12:00: A second source" in publish(2, change_note="A second source")
    shown = publish(3, summary="In other words.")
    assert "1 February 2026 12:00: A second source" in shown
    assert "1 March 2026 12:00" in shown
    assert "1 April 2026 12:00: A third" in publish(4, change_note="A third")
    assert "A third" not in publish(5, change_note="")


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_a_correction_was_made_by_today(article, days, refused):
    day = timezone.localdate() + datetime.timedelta(days=days)
    article.corrections = [("correction", {"date": day, "text": "It was May."})]
    found = [one.place for one in article.own_problems() if one.field == "corrections"]
    assert found == ([(0, "date")] if refused else [])


def test_a_picture_has_words_of_its_article_or_none_at_all(article):
    article.image = CreditedImage(title="Bridge", credit="A studio", rights="CC BY 4.0")
    assert [problem.field for problem in article.own_problems()] == ["image_alt"]
    article.image_alt = "A bridge over the river at night"
    assert not list(article.own_problems())
    article.image_decorative = True
    assert article.alt == ""
    assert not list(article.own_problems())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("credit", "rights", "source", "words"),
    [
        ("A studio", "CC BY 4.0", "https://studio.example/1", "A studio, CC BY 4.0, source"),
        ("A studio", "", "", "A studio"),
        ("", "CC0", "", "Author not stated, CC0"),
    ],
)
def test_credit_rights_and_source_stand_under_the_picture(
    client, article, own_folders, credit, rights, source, words
):
    facts = {"credit": credit, "rights": rights, "source_url": source}
    article.image = CreditedImage.objects.create(title="Bridge", file=picture(), **facts)
    article.image_alt = "A bridge over the river at night"
    article.save()
    figure = BeautifulSoup(client.get(article.url).content, "html.parser").find(
        "figure", class_="story-media"
    )
    assert figure.img["alt"] == article.image_alt
    assert figure.figcaption.text.strip() == words
    assert [link["href"] for link in figure.figcaption.find_all("a")] == [source] * bool(source)
    gc.collect()  # of the rendition


def test_an_article_and_its_centre_show_each_other_with_the_standing(client, article, centre):
    article.centre_links = [NewsCentre(centre=centre)]
    article.save()
    told = client.get(article.url).text
    assert "Bridge Design Centre" in told
    assert centre.number in told
    assert "In force since May 2024" in told
    assert f'href="{article.url}"' in client.get(reverse("centres:detail", args=[centre.number])).text
    article.unpublish()
    assert f'href="{article.url}"' not in client.get(reverse("centres:detail", args=[centre.number])).text


def test_an_article_about_a_centre_opens_again_in_its_form(client, article, centre):
    article.centre_links.add(NewsCentre(centre=centre))
    article.save_revision()
    for user in ("editor", "admin"):
        client.force_login(User.objects.get(username=user))
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
        assert answer.status_code == 200
        assert f"{centre.number}, Bridge Design Centre" in answer.text


def test_a_centre_is_named_once(article, centre):
    NewsCentre.objects.create(page=article, centre=centre)
    with pytest.raises(IntegrityError):
        NewsCentre.objects.create(page=article, centre=centre)


def test_centres_are_chosen_by_number_or_any_name(client, centre):
    client.force_login(User.objects.create_superuser("chief"))
    for words in (centre.number, "bridge design", "大桥"):
        answer = client.get(reverse("centre_chooser:choose_results"), {"q": words})
        assert f"{centre.number}, Bridge Design Centre, 大桥设计中心" in answer.text
    assert "Bridge" not in client.get(reverse("centre_chooser:choose_results"), {"q": "nobody"}).text
    assert named(centre).startswith(centre.number)


def test_centres_are_told_apart_by_level_and_status(client, centre):
    client.force_login(User.objects.create_superuser("chief"))
    results = reverse("centre_chooser:choose_results")
    words = "Municipal industrial design centre: Accredited"
    assert words in client.get(results, {"q": centre.number}).text
    chosen = client.get(reverse("centre_chooser:chosen", args=[centre.pk])).json()
    assert chosen["result"]["title"] == f"{named(centre)} ({words})"
    take_back(centre.created_in)
    assert words not in client.get(results, {"q": centre.number}).text


def test_the_chooser_tells_the_end_of_a_standing_in_the_reader_s_language(centre):
    enter(centre, "withdrawn", "2025-01-01")
    with translation.override("zh-hans"):
        assert standing(Centre.objects.get(pk=centre.pk)).endswith(": 撤销")


def listed(index, **query):
    return newsroom(index, RequestFactory().get("/", query))


def test_the_list_is_by_year_and_kind(index, article):
    article.kind = "interview"
    article.save()
    whole = listed(index)
    assert [year["key"] for year in whole["years"]] == sorted(
        {page.date_to.year for page in NewsPage.objects.child_of(index)}, reverse=True
    )
    assert whole["total"] == sum(kind["count"] for kind in whole["kinds"])
    one = listed(index, kind="interview", year=str(article.date_to.year))
    assert [page.pk for _year, pages in one["groups"] for page in pages] == [article.pk]
    assert one["page_obj"].paginator.count == 1


@pytest.mark.parametrize(
    "query", [{"kind": "gossip"}, {"year": "1999"}, {"year": "²⁰²³"}, {"year": "\0" * 9}]
)
def test_a_bad_value_is_named_and_filters_nothing(index, client, query):
    assert list(listed(index, **query)["errors"]) == list(query)
    assert listed(index, **query)["page_obj"].paginator.count == listed(index)["total"]
    assert client.get(index.url, query).status_code == 200


def test_queries_of_the_list(index, django_assert_num_queries):
    with django_assert_num_queries(3):  # restrictions, years and kinds, the articles
        listed(index)


@pytest.mark.parametrize(("address", "section"), [("news_feed", "news"), ("events_feed", "events")])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_feeds_speak_each_language_and_hold_nothing_private(client, address, section, language):
    path = f"/{language}/{section}/feed.atom"
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314
    entries = root.findall("a:entry", ATOM)
    assert entries
    assert all(f"/{language}/" in entry.find("a:link", ATOM).get("href") for entry in entries)
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == len(entries)
    model = NewsPage if section == "news" else EventPage
    model.objects.filter(locale__language_code=language).first().view_restrictions.create(
        restriction_type="login"
    )
    again = ET.fromstring(client.get(path).content)  # noqa: S314
    assert len(again.findall("a:entry", ATOM)) == len(entries) - 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_feed_names_the_author_and_tells_every_correction(client, article, language):
    page = NewsPage.objects.get(translation_key=article.translation_key, locale__language_code=language)
    page.author = "News & desk"
    page.corrections = [
        ("correction", {"date": datetime.date(2026, 5, 9), "text": "It was 165 < 250."}),
        ("correction", {"date": datetime.date(2026, 6, 1), "text": "The year was 2022."}),
    ]
    page.save()
    root = ET.fromstring(client.get(f"/{language}/news/feed.atom").content)  # noqa: S314
    entries = {one.find("a:link", ATOM).get("href"): one for one in root.findall("a:entry", ATOM)}
    entry = entries.pop(page.full_url)
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "News & desk"
    summary = entry.find("a:summary", ATOM)
    assert summary.get("type") == "html"
    told = [line.text for line in BeautifulSoup(summary.text, "html.parser").find_all("p")]
    first, second = {
        "en": ("Corrected on 1 June 2026: {}", "Corrected on 9 May 2026: {}"),
        "zh-hans": ("2026年6月1日更正：{}", "2026年5月9日更正：{}"),
    }[language]
    assert told[-2:] == [first.format("The year was 2022."), second.format("It was 165 < 250.")]
    assert {one.find("a:author", ATOM) for one in entries.values()} == {None}
    site = {"en": "Chongqing City of Design", "zh-hans": "重庆·设计之都"}[language]
    assert root.findtext("a:author/a:name", namespaces=ATOM) == site


def test_queries_of_the_feed(client, django_assert_num_queries):
    client.get("/en/news/feed.atom")
    with django_assert_num_queries(3):  # the language, restrictions, the articles
        client.get("/en/news/feed.atom")

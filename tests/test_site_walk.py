"""Every page of the sitemap, in both languages, as a reader and a crawler meet it."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
LITERAL = re.compile(r'_\("((?:[^"\\]|\\.)*)"')
DATED = re.compile(r"(19|20)\d\d|undated|未注明日期")
SAME_IN_BOTH = {"API", "Atom", "CSV", "JSON", "XLSX"}
LEFT_OUT = ("/admin/", "/static/", "/media/", "/documents/")
CONTAINERS = ["li", "article", "aside", "section", "header"]


def parsed(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Path -> parsed page, of the whole sitemap; the walk only reads."""
    with django_db_blocker.unblock(), translation.override("en"):
        client = Client()
        tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
        paths = [urlsplit(loc.text).path for loc in tree.iter(LOC)]
        found = {path: client.get(path) for path in paths}
        assert {path: r.status_code for path, r in found.items() if r.status_code != 200} == {}
        return {path: parsed(response) for path, response in found.items()}


def content_pages(pages):
    return {path: page for path, page in pages.items() if "/centres/" not in path and "/rounds/" not in path}


def test_the_sitemap_holds_both_languages(pages):
    languages = Counter(path.split("/")[1] for path in pages)
    assert languages["en"] == languages["zh-hans"] > 90


def test_every_page_says_its_language_and_has_one_heading(pages):
    wanted = {"en": "en", "zh-hans": "zh-Hans"}
    wrong = {
        path: (page.html["lang"], len(page.find_all("h1")))
        for path, page in pages.items()
        if page.html["lang"] != wanted[path.split("/")[1]] or len(page.find_all("h1")) != 1
    }
    assert wrong == {}


def test_no_page_shows_the_word_none_or_an_unfilled_placeholder(pages):
    bad = re.compile(r"\bNone\b|%\(\w+\)s|\{\{|\{%")
    assert [path for path, page in pages.items() if bad.search(page.get_text(" "))] == []


def test_every_page_has_a_title_of_its_own_and_a_description(pages):
    for language in ("en", "zh-hans"):
        titles = Counter(p.title.get_text() for path, p in pages.items() if path.startswith(f"/{language}/"))
        assert [title for title, n in titles.items() if n > 1] == []
    described = {path: page.find("meta", {"name": "description"})["content"] for path, page in pages.items()}
    assert [path for path, text in described.items() if not text.strip()] == []


def interface_strings():
    found = {literal for file in TEMPLATES.rglob("*.html") for literal in LITERAL.findall(file.read_text())}
    return {text for text in found if re.search(r"[a-z]{2}", text) and "%(" not in text} - SAME_IN_BOTH


def in_english(node):
    return any((parent.get("lang") or "") == "en" for parent in node.parents)


def test_no_interface_string_stays_english_on_chinese_pages(pages):
    strings, left = interface_strings(), Counter()
    for path, page in pages.items():
        if path.startswith("/zh-hans/"):
            texts = (node for node in page.body.find_all(string=True) if not in_english(node))
            left.update(text.strip() for text in texts if text.strip() in strings)
    assert left == {}


def links(pages):
    """Internal addresses with a page that has each, fragments kept."""
    found = {}
    for path, page in pages.items():
        for anchor in page.find_all("a", href=True):
            target = urljoin(f"http://testserver{path}", anchor["href"])
            parts = urlsplit(target)
            if parts.netloc == "testserver" and not parts.path.startswith(LEFT_OUT):
                found.setdefault(target.removeprefix("http://testserver"), path)
    return found


def answer(client, address):
    """The parsed page behind an address, None for a file, an exception where nothing answers."""
    response = client.get(address, follow=True)
    assert response.status_code == 200
    if response.streaming:
        assert list(response)  # to the end, which closes the file
    return parsed(response) if response.headers["Content-Type"].startswith("text/html") else None


def test_every_internal_link_answers(pages, client):
    broken, reached = {}, dict(pages)
    for target, path in links(pages).items():
        address, _, fragment = target.partition("#")
        try:
            page = reached[address] if address in reached else answer(client, address)
        except AssertionError:
            broken[target] = path
            continue
        reached[address] = page
        if fragment and page.find(id=fragment) is None:
            broken[target] = path
    assert broken == {}


def test_links_between_languages_lead_to_the_same_page(pages):
    other = {"en": "zh-hans", "zh-hans": "en"}
    for path, page in pages.items():
        language, rest = path.split("/")[1], path.split("/", 2)[2]
        assert page.find("a", class_="language")["href"] == f"/{other[language]}/{rest}"


def test_every_large_figure_stands_with_a_date_and_a_source(pages):
    bare = []
    for path, page in content_pages(pages).items():
        for value in page.find_all(class_="figure__value"):
            around = value.find_parent(class_=["figure", "ask"]) if not value.find_parent("li") else None
            around = around if around and around.find("a") else value.find_parent([*CONTAINERS, "main"])
            text = around.get_text(" ")
            named = around.find("a", href=re.compile("^http|/centres/")) or re.search(r"\w\.\w{2,}", text)
            if not (DATED.search(text) and named):
                bare.append((path, value.get_text()))
    assert bare == []

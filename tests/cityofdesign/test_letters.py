"""Mails are text, and the same words in the look of the site."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from cityofdesign.letters import letter

TEXT = """Round 7 was published. It entered:
- Enters: 3
- Renamed: 1

Read {base}/en/rounds/7/ and https://elsewhere.example/x
<script>alert(1)</script>"""


@pytest.fixture
def base(settings):
    settings.BASE_URL = "https://city.example"
    return settings.BASE_URL


def page_of(mail) -> BeautifulSoup:
    ((html, kind),) = mail.alternatives
    assert kind == "text/html"
    return BeautifulSoup(html, "html.parser")


def test_both_say_the_same(base):
    text = TEXT.format(base=base)
    mail = letter("Published & entered", text, ["a@example.org"], reply_to=["b@example.org"])
    page = page_of(mail)
    assert (mail.body, mail.to, mail.reply_to) == (text, ["a@example.org"], ["b@example.org"])
    assert page.h1.text == page.title.text == mail.subject
    assert [item.text for item in page.select("ul li")] == ["Enters: 3", "Renamed: 1"]
    assert [one.text for one in page.select("p:not(.foot)")][0] == "Round 7 was published. It entered:"
    assert mail.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_only_addresses_of_the_site_become_links_and_nothing_typed_becomes_markup(base):
    page = page_of(letter("x", TEXT.format(base=base), ["a@example.org"]))
    assert [link["href"] for link in page.select("a")] == [f"{base}/en/rounds/7/", f"{base}/"]
    assert page.script is None
    assert "<script>alert(1)</script>" in page.text
    assert "https://elsewhere.example/x" in page.text


def test_it_loads_nothing_and_speaks_the_language_of_whoever_gets_it(base):
    with translation.override("zh-hans"):
        page = page_of(letter("已发布", "第7批", ["a@example.org"]))
    assert page.html["lang"] == "zh-Hans"
    assert "重庆·设计之都" in page.select_one(".name").text
    assert not page.select("img, link, script, [src]")

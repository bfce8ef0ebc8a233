"""The feed of changes, as a feed reader meets it."""

import re

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from centres import feeds
from tests.factories import empty_register, enter, grant, take_back

pytestmark = pytest.mark.django_db
FEED = "/en/centres/changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(autouse=True)
def _empty_register(settings):
    settings.BASE_URL = "https://cod.example"
    empty_register()


def read(client, address=FEED, **query):
    response = client.get(address.removeprefix("https://cod.example"), query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    return parsed


def related(entry, relation):
    return [link["href"] for link in entry.links if link["rel"] == relation]


def test_an_entry_tells_one_decision(client):
    centre = enter(on="2014-02", name_en="Kettle <Works>", document="No. 1 & 2").centre
    decision = enter(centre, "withdrawn", "2020-05-01", ground="missed")
    newest, oldest = read(client).entries
    assert newest.title == f"Withdrawn: Kettle <Works>, No. {centre.number}"
    assert newest.id == f"tag:cod.example,2026:en/decisions/{decision.number}"
    assert newest.updated == newest.published == decision.recorded_at.isoformat()
    assert "in effect from 1 May 2020." in newest.summary
    assert f"Hash of the entry: {decision.hash}." in newest.summary
    assert related(newest, "alternate") == [f"https://cod.example/en/centres/{centre.number}/"]
    assert related(newest, "related") == [f"https://cod.example/en/rounds/{decision.round_id}/"]
    assert "in effect from February 2014." in oldest.summary
    assert "Document: No. 1 &amp; 2." in oldest.summary


def test_the_feed_names_itself_its_language_and_the_head_hash(client):
    decision = enter(on="2014-02")
    feed = read(client).feed
    assert feed.id == "tag:cod.example,2026:en/changes"
    assert feed.updated == decision.recorded_at.isoformat()
    assert feed.subtitle == f"Edition 1. Hash of its newest decision: {decision.hash}."
    assert feed.rights == "CC BY 4.0"
    chinese = read(client, "/zh-hans/centres/changes.atom")
    assert (feed.language, chinese.feed.language) == ("en", "zh-Hans")
    assert chinese.entries[0].id == f"tag:cod.example,2026:zh-hans/decisions/{decision.number}"
    assert "2014年2月" in chinese.entries[0].summary


def test_a_sample_says_so_in_its_title_and_text(client):
    grant(1, sample=True)
    entry = read(client).entries[0]
    assert entry.title.endswith("(sample)")
    assert "it is fictional" in entry.summary


def test_an_annulment_tells_what_it_takes_back(client):
    decision = enter(name_en="Kettle Works")
    take_back(decision.round)
    entry = read(client).entries[0]
    assert entry.title.startswith("Annulled: Kettle Works")
    assert f"Entry {decision.number} was wrong and is taken back." in entry.summary


def test_an_entry_never_changes(client):
    decision = enter(holder_name_en="Old Works")
    before = read(client).entries[0]
    enter(decision.centre, "renamed", "2016", holder_name_en="New Works")
    take_back(decision.round)
    titles = [entry.title.split(":")[0] for entry in read(client).entries]
    assert titles == ["Annulled", "Renamed", "Granted"]
    assert read(client).entries[-1] == before


def test_pages_lead_to_every_decision_once(client):
    grant(2 * feeds.PER_PAGE + 3)
    address, found = FEED, []
    while address:
        page = read(client, address)
        found += [entry.id for entry in page.entries]
        address = next(iter(related(page.feed, "next")), "")
        assert related(page.feed, "first") == ["https://cod.example/en/centres/changes.atom"]
    assert len(found) == len(set(found)) == 2 * feeds.PER_PAGE + 3


def test_a_page_of_old_entries_stays_as_it_is(client):
    grant(feeds.PER_PAGE + 5)
    following = related(read(client).feed, "next")[0]
    before = read(client, following).entries
    enter()
    assert read(client, following).entries == before


def test_feeds_of_a_scheme_a_district_and_a_centre(client):
    national = enter(scheme="national-centre", district="500107")
    moved = enter(district="500105", holder_name_en="Port Works")
    enter(moved.centre, "withdrawn", "2020", ground="missed")
    number = national.centre.number
    told = {
        name: [e.title.split(":")[0] for e in read(client, **{name: value}).entries]
        for name, value in (("scheme", "national-centre"), ("district", "500105"), ("centre", number))
    }
    assert told == {"scheme": ["Granted"], "district": ["Withdrawn", "Granted"], "centre": ["Granted"]}
    assert len(read(client, district="liangjiang").entries) == 2
    assert read(client, centre=number).feed.id.endswith(f"changes?centre={number}")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("scheme=x", 422),
        ("district=x", 422),
        ("centre=1", 422),
        ("centre=CQ-999999", 404),
        ("before=0", 422),
        ("before=99999999999999999999", 422),
        ("scheme=%00", 422),
        ("before=1", 200),
        (f"nonsense={'x' * 10_000}", 200),
        ("before=5&before=7", 200),
    ],
)
def test_what_does_not_exist_is_refused(client, query, status):
    response = client.get(f"{FEED}?{query}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/")


def test_the_feed_follows_the_rules_of_atom(client):
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have exactly once."""
    grant(3, name_en="Control \x0b character")
    root = etree.fromstring(client.get(FEED).content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert DATE.fullmatch(element.findtext(f"{ATOM}updated"))
        links = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert links.count(("alternate", None)) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"https://cod.example{FEED}"
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 3


def test_an_empty_feed_is_a_feed(client):
    parsed = read(client)
    assert parsed.entries == []
    assert parsed.feed.subtitle == "The register has no edition yet."


def test_a_reader_who_holds_the_feed_is_told_so(client):
    enter()
    first = client.get(FEED)
    held = {"If-None-Match": first["ETag"]}
    assert client.get(FEED, headers=held).status_code == 304
    assert client.get("/zh-hans/centres/changes.atom", headers=held).status_code == 200
    enter()
    assert client.get(FEED, headers=held).status_code == 200


@pytest.mark.parametrize("count", [2, 40])
def test_four_queries_whatever_the_number_of_entries(client, count):
    grant(count)
    client.get(FEED)
    with CaptureQueriesContext(connection) as queries:
        client.get(FEED)
    parts = ["SELECT 'Scheme'", "hash", "LIMIT 51", '"centre_id" IN']
    sql = [query["sql"] for query in queries]
    assert len(sql) == len(parts)
    assert all(any(part in one for one in sql) for part in parts)


def test_pages_name_their_feeds(client):
    number = enter().centre.number
    link = '<link rel="alternate" type="application/atom+xml" href="/en/centres/changes.atom'
    assert f'{link}"' in client.get("/en/centres/").content.decode()
    assert f'{link}?centre={number}"' in client.get(f"/en/centres/{number}/").content.decode()

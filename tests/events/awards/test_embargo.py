"""Before the hour nothing public knows of winners: every address of the resolver and of the sitemap is asked,
in both languages; after it they are found."""

import datetime
import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Revision
from wagtail.search.models import IndexEntry

from centres.models import Decision
from events.models import CompetitionPage, EditionDocument
from tests.events.editions import award, edition, pages, with_picture
from tests.factories import grant
from tests.test_junk import LANGUAGES, PART
from tests.test_junk import addresses as of_resolver

pytestmark = pytest.mark.django_db
HOUR = datetime.datetime(2026, 12, 1, 2, tzinfo=datetime.UTC)
BEFORE, AT = HOUR - datetime.timedelta(seconds=1), HOUR
WORK, WORK_EN, TEAM, PRIZE = "样例云梯凳", "Sampled Ladderstool", "样例攀登队", "样例金梯奖"
SECRETS = [text.encode() for text in (WORK, WORK_EN, TEAM, PRIZE)]
SECRETS += [json.dumps(text)[1:-1].encode() for text in (WORK, TEAM, PRIZE)]
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
DAYS = ("", "?on=2026-11-30&known=2026-11-30")
QUERIES = ("?q=云梯", "?q=攀登", "?q=Ladderstool")
ASKED = ("/search", "/centres/", "/api/v1/centres", "/scenarios/", "/data/", "/reconcile")
SAMPLES = {
    "number": ["CQ-000001"],
    "int": ["1"],
    "str": ["2026-11-01", "2026-12-31"],
    "form": ["csv", "json"],
    "table": ["csv", "json"],
    "datafile": ["register.json", "decisions.csv"],
    "ticket": ["OBJ-7K4M-2XQP"],
    "slug": ["csv", "sample-stair"],
    "path": ["awards/2026/picture.webp", "tables/2026/x.csv", "competitions/2026/kit.pdf"],
    r"\d+": ["1"],
    ".*": ["list.pdf"],
}


@pytest.fixture
def embargoed():
    """A complete edition whose winners are public from `HOUR` on, one of them of a centre of the register."""
    with time_machine.travel(BEFORE, tick=False):
        (centre,) = grant(1, holder_name_zh="示例公司")
        of = edition(1, page=pages(), embargo_until=HOUR)
        found = award(
            of,
            WORK,
            work_en=WORK_EN,
            designers_zh=TEAM,
            prize_zh=PRIZE,
            centre=centre,
            organisation=Decision.objects.get(centre=centre).holder,
        )
        with_picture(found)
        EditionDocument.objects.create(
            edition=of, kind="results", title_en=WORK_EN, title_zh=WORK, file="competitions/2026/kit.pdf"
        )
        cache.clear()
        yield found


def every_address() -> set[str]:
    """Every public address, each of its variable parts filled in the ways that may exist, and the sitemap."""
    found = set().union(*({"/" + one for one in filled(pattern)} for pattern in of_resolver()))
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)  # noqa: S314
    return found | {urlsplit(loc.text).path for loc in tree.iter(LOC)}


def filled(pattern: str) -> set[str]:
    place = PART.search(pattern)
    if place is None:
        return {pattern}
    values = SAMPLES.get(place[1] or place[2] or "str", ["1"])
    return set().union(*(filled(pattern.replace(place[0], value, 1)) for value in values))


def telling(client, addresses) -> set[str]:
    """The addresses, with their query, whose answer tells of the winners."""
    found = set()
    for address in addresses:
        of_page = re.match("/(en|zh-hans)/(news|policies|milestones|fields|about)/.", address)
        with_q = QUERIES if any(part in address for part in ASKED) else ()
        for query in ("",) if of_page else (*DAYS, *with_q):
            answer = client.get(address + query, follow=True)
            assert answer.status_code < 500, address + query
            if holds(answer):
                found.add(address + query)
    return found


def holds(answer) -> bool:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return any(secret in body + repr(answer.headers).encode() for secret in SECRETS)


def test_nothing_public_tells_of_winners_before_the_hour_and_what_shall_does_at_it(embargoed, client):
    with time_machine.travel(BEFORE, tick=False):
        assert telling(client, every_address()) == set()
    with time_machine.travel(AT, tick=False):
        page, number = "/events/sample-stair-award/", embargoed.centre.number
        shall = {
            f"/{language}{path}"
            for language in LANGUAGES
            for path in (page, f"/awards/{embargoed.pk}/", f"/centres/{number}/", "/search/?q=云梯")
        }
        assert {address for address in shall if holds(client.get(address))} == shall
        assert f"/zh-hans/awards/{embargoed.pk}/" in client.get("/sitemap.xml").content.decode()


def test_pictures_and_documents_have_no_address_before_the_hour(embargoed, client):
    kit = EditionDocument.objects.get()
    kit.file.save("kit.pdf", ContentFile(b"%PDF- winners"))
    picture, document = f"/files/awards/{embargoed.pk}.webp", f"/files/competitions/{kit.pk}"
    raw = [f"/media/{embargoed.picture.name}", f"/media/{kit.file.name}", f"/static/{kit.file.name}"]
    with time_machine.travel(BEFORE, tick=False):
        assert {
            address: client.get(address).status_code for address in (picture, document, *raw)
        } == dict.fromkeys((picture, document, *raw), 404)
    with time_machine.travel(AT, tick=False):
        served = client.get(picture)
        assert served.headers["Content-Type"] == "image/webp"
        assert b"".join(served.streaming_content).startswith(b"RIFF")
        assert b"".join(client.get(document).streaming_content) == b"%PDF- winners"
        assert {client.get(address).status_code for address in raw} == {404}


def test_no_preview_version_or_index_of_a_page_holds_winners(embargoed):
    with time_machine.travel(BEFORE, tick=False):
        for page in CompetitionPage.objects.filter(translation_key=embargoed.edition.translation_key):
            page.save_revision().publish()
            assert not any(secret in page.make_preview_request().content for secret in SECRETS)
        kept = [str(revision.content) for revision in Revision.objects.all()]
        kept += [str(entry.__dict__) for entry in IndexEntry.objects.all()]
        assert not any(secret.decode() in text for text in kept for secret in SECRETS)


def test_results_written_into_a_page_wait_for_the_hour_too(embargoed, client):
    text = [{"type": "paragraph", "value": f"<p>{WORK}</p>"}]
    for page in CompetitionPage.objects.filter(translation_key=embargoed.edition.translation_key):
        page.results = json.dumps(text)
        page.save()
    path = "/zh-hans/events/sample-stair-award/"
    with time_machine.travel(BEFORE, tick=False):
        assert WORK not in client.get(path).content.decode()
    with time_machine.travel(AT, tick=False):
        assert client.get(path).content.decode().count(WORK) > 1

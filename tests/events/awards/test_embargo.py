"""Before the hour nothing public knows of winners or of a shortlist: every address of the resolver and of the
sitemap is asked, in both languages; after it they are found."""

import datetime
import io
import json
import re
import zipfile
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.models import Revision
from wagtail.search.models import IndexEntry

from centres.models import Centre, Decision
from events.awards import press
from events.models import CompetitionPage, EditionDocument
from tests.centres.lists_in_short import person, published
from tests.events.editions import award, edition, pages, with_picture
from tests.rights.world import BRIDGE
from tests.test_junk import LANGUAGES

from .addresses import NEVER, every_address, questions

pytestmark = pytest.mark.django_db
HOUR = datetime.datetime(2026, 12, 1, 2, tzinfo=datetime.UTC)
BEFORE, AT = HOUR - datetime.timedelta(seconds=1), HOUR
WORK = "样例云梯凳"
WINNER = {
    "work_zh": WORK,
    "work_en": "Sampled Ladderstool",
    "designers_zh": "样例攀登队",
    "designers_en": "Sampled Climbers",
    "organisation_zh": "样例登高院",
    "organisation_en": "Sampled Institute of Heights",
    "prize_zh": "样例金梯奖",
    "prize_en": "Sampled Golden Rung",
}
SHORTLISTED = {
    "work_zh": "样例浮桥椅",
    "work_en": "Sampled Pontoonchair",
    "designers_zh": "样例渡江队",
    "designers_en": "Sampled Ferrymen",
    "organisation_zh": "样例渡口院",
    "organisation_en": "Sampled Institute of Landings",
}
WORDS = {*WINNER.values(), *SHORTLISTED.values()}
SOUGHT = ("云梯", "攀登", "Ladderstool", "浮桥")
KIT = b"%PDF- every winner"


@pytest.fixture
def embargoed():
    """The winner of a complete edition, public from `HOUR` on as its shortlist is; both are of one centre, as
    is the winner of the year before, which is public."""
    with time_machine.travel(BEFORE - datetime.timedelta(days=3), tick=False):
        centre = Centre.objects.get(created_in=published(BRIDGE))
    with time_machine.travel(BEFORE, tick=False):
        entry = {"centre": centre, "organisation": Decision.objects.get(centre=centre).holder}
        past = edition(
            1,
            page=pages("Sample Stair Award 2025", "示例阶梯奖2025"),
            key="sample-stair-2025",
            year=2025,
            embargo_until=HOUR - datetime.timedelta(days=365),
        )
        with_picture(award(past, "样例石阶灯", **entry), "navy")
        paper(past, "results", "Results of 2025", "2025年获奖名单", b"%PDF- results")
        of = edition(1, page=pages(), embargo_until=HOUR, shortlist_at=HOUR)
        found = with_picture(award(of, **entry, **WINNER))
        with_picture(award(of, kind="shortlist", **entry, **SHORTLISTED), "olive")
        paper(of, "results", WINNER["work_en"], WORK, KIT)
        paper(of, "call", "Call", "征集", b"%PDF- call")
        cache.clear()
        yield found


def paper(of, kind: str, title_en: str, title_zh: str, content: bytes) -> None:
    file = ContentFile(content, f"{kind}.pdf")
    EditionDocument.objects.create(edition=of, kind=kind, title_en=title_en, title_zh=title_zh, file=file)


def link(of, recipient: str) -> str:
    """The token of a link for the press."""
    until = HOUR + datetime.timedelta(days=1)
    return press.token(press.open_link(of, recipient=recipient, expires_at=until, user=person("moderator")))


def secrets_of(edition) -> dict[bytes, str]:
    """What must not be told, in each form in which an answer may hold it."""
    forms = (str, lambda word: json.dumps(word)[1:-1], quote)
    found = {form(word).encode(): word for word in WORDS for form in forms}
    for one in edition.awards.all():
        with one.picture.open() as file:
            found[file.read()] = f"picture of {one.kind}"
    return {**found, KIT: "kit"}


def told(answer, secrets: dict[bytes, str]) -> set[str]:
    """Also inside of xlsx, in folded lines of a calendar, and where a part of a word is marked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(map(packed.read, packed.namelist()))
    body += re.sub(rb"\r\n |</?mark>", b"", body) + repr(answer.headers).encode()
    return {word for form, word in secrets.items() if form in body}


def crawled(client, of, secrets, addresses) -> tuple[set[str], set[str]]:
    """The addresses that answer 200, and those that tell a secret whatever they are asked."""
    number, answering, telling = of.awards.first().centre.number, set(), set()
    for address in addresses:
        for query in questions(address, number, SOUGHT):
            answer = client.get(address + query, follow=True)
            assert answer.status_code < 500, address + query
            if answer.status_code == 200:
                answering.add(address)
            if told(answer, secrets):
                telling.add(address)
    return answering, telling


def test_nothing_public_tells_of_winners_before_the_hour(embargoed, client):
    of = embargoed.edition
    secrets = secrets_of(of)
    with time_machine.travel(BEFORE, tick=False):
        token, ended = link(of, "Sample Daily"), link(of, "Sample Weekly")
        press.revoke(press.found(ended), user=person("moderator"))
        patterns = every_address(of)
        answering, telling = crawled(client, of, secrets, patterns)
    of_the_press = {"/en/press/", "/zh-hans/press/", "/files/press/"}
    assert {address.partition(token)[0] for address in telling} == of_the_press
    assert {address for address in answering if ended in address} == set()
    assert set(patterns.values()) - {patterns[address] for address in answering} == set(NEVER)


def test_at_the_hour_they_are_public_in_both_languages(embargoed, client):
    of, secrets = embargoed.edition, secrets_of(embargoed.edition)
    short, kit = of.awards.get(kind="shortlist"), of.documents.get(kind="results")

    def shown(*addresses):
        return set().union(*(told(client.get(address), secrets) for address in addresses))

    with time_machine.travel(AT, tick=False):
        assert shown(*(f"/{language}/events/sample-stair-award/" for language in LANGUAGES)) == WORDS
        of_shortlist = shown(*(f"/{language}/awards/{short.pk}/" for language in LANGUAGES))
        assert of_shortlist >= set(SHORTLISTED.values())
        pictures = shown(*(f"/files/awards/{one.pk}.webp" for one in (embargoed, short)))
        assert pictures == {"picture of winner", "picture of shortlist"}
        assert shown(f"/files/competitions/{kit.pk}") == {"kit"}
        winner = f"awards/{embargoed.pk}/"
        for language, work, part in (("en", WINNER["work_en"], "Ladderstool"), ("zh-hans", WORK, "云梯")):
            for path in (winner, f"centres/{embargoed.centre.number}/", f"search/?q={part}"):
                assert work in shown(f"/{language}/{path}")
            assert f"/{language}/{winner}" in client.get("/sitemap.xml").text


def test_pictures_and_documents_have_no_address_before_the_hour(embargoed, client):
    kit = embargoed.edition.documents.get(kind="results")
    picture, document = f"/files/awards/{embargoed.pk}.webp", f"/files/competitions/{kit.pk}"
    raw = [f"/media/{embargoed.picture.name}", f"/media/{kit.file.name}", f"/static/{kit.file.name}"]
    with time_machine.travel(BEFORE, tick=False):
        assert {client.get(address).status_code for address in (picture, document, *raw)} == {404}
    with time_machine.travel(AT, tick=False):
        served = client.get(picture)
        assert served.headers["Content-Type"] == "image/webp"
        assert b"".join(served.streaming_content).startswith(b"RIFF")
        assert b"".join(client.get(document).streaming_content) == KIT
        assert {client.get(address).status_code for address in raw} == {404}


def test_no_preview_version_or_index_of_a_page_holds_winners(embargoed):
    secrets = secrets_of(embargoed.edition)
    with time_machine.travel(BEFORE, tick=False):
        for page in CompetitionPage.objects.filter(translation_key=embargoed.edition.translation_key):
            page.save_revision().publish()
            assert told(page.make_preview_request(), secrets) == set()
        kept = [str(revision.content) for revision in Revision.objects.all()]
        kept += [str(entry.__dict__) for entry in IndexEntry.objects.all()]
        assert [word for word in WORDS for text in kept if word in text] == []


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

"""Every public address, each of its variable parts filled with something that exists."""

import json
import re
from itertools import product
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from django.core.files.base import ContentFile
from django.test import Client

from centres.dumps import MEDIA_TYPES as DATA_FILES
from centres.models import Edition as Register
from centres.views.exports import MEDIA_TYPES as EXPORTS
from cityofdesign.models import CreditedDocument, CreditedImage
from events.awards import press
from events.models import Award, CompetitionPage, EditionDocument, Scenario
from events.scenarios.enquiries import enquire
from policies.models import Figure
from tests.policies.test_document import text, write
from tests.policies.test_library import policy
from tests.rights.world import HARBOUR, on_notice, picture
from tests.test_junk import LANGUAGES, PART
from tests.test_junk import addresses as of_resolver

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
DAYS = ("2026-11-29", "2026-11-30")
POLICIES = ("municipal-measures-2023", "municipal-measures-2016")
PLAIN = re.compile("/(en|zh-hans)/(news|policies|milestones|fields|about)/.")
SEEKING = ("/search", "/centres", "/scenarios/", "/reconcile/suggest/")
NEVER = {
    "api/v1/<path:rest>": "takes what no other address takes",
    "documents/authenticate_with_password/<int:restriction_id>/": "takes a password that is posted",
    "en/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": "the same of a page",
    "zh-hans/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": "the same",
    "metrics": "answers Prometheus alone, by its token",
    "favicon.ico": "leads to a static file, which is not collected in tests",
}
"""Addresses that answer 200 to no reader, and why."""


def parts(edition) -> dict[str, list]:
    """Variable part of a pattern -> what may stand there."""
    awards, papers, centre = Award.objects.all(), EditionDocument.objects.all(), edition.awards.first().centre
    scenario = Scenario.objects.create(title_en="Cockpit", title_zh="座舱", year=2026, source_name="Sample")
    image = CreditedImage.objects.create(title="Stair", file=picture())
    paper = CreditedDocument.objects.create(title="Paper", file=ContentFile(b"x", "paper.pdf"))
    for slug, language in product(POLICIES, LANGUAGES):
        write(policy(slug, language), full_text=text("第一条"))
    return {
        "awards/<int:pk>": [f"awards/{one.pk}" for one in awards],
        "competitions/<int:pk>": [f"competitions/{one.pk}" for one in papers],
        "competitions/<slug:key>": [f"competitions/{edition.series.key}"],
        "documents/(\\d+)/(.*)": [paper.url.strip("/")],
        "notices/<int:pk>": [f"notices/{on_notice(HARBOUR).pk}"],
        "scenarios/<int:pk>": [f"scenarios/{scenario.pk}"],
        "share/<int:pk>": [f"share/{page.pk}" for page in CompetitionPage.objects.all()],
        "targets/<slug:key>": [f"targets/{Figure.objects.filter(type='target').first().key}"],
        "<int:round>/lists/<int:number>": [f"{centre.created_in_id}/lists/1"],
        "<slug:form>": ["csv", "xlsx"],
        "<int:id>": [centre.created_in_id],
        "<number:number>": [centre.number],
        "<str:number>": [centre.number],
        "<number>": [centre.number],
        "<slug:slug>.ics": [f"{edition.series.key}-award.ics"],
        "<str:slug>": ["events"],
        "<str:token>": [press.token(link) for link in edition.press_links.all()],
        "<ticket:ticket>": [enquire(scenario, text="Whose?", email="reader@example.org").ticket],
        "<slug:newer>": [POLICIES[0]],
        "<slug:older>": [POLICIES[1]],
        "<str:on>": DAYS,
        "<str:known>": DAYS,
        "<str:first>": DAYS,
        "<str:second>": DAYS,
        "<form:form>": EXPORTS,
        "<table:form>": ["csv", "json"],
        "<datafile:name>": DATA_FILES,
        "<str:what>": ["entity", "type", "property"],
        "<path:path>": [image.file.name, *(one.picture.name for one in awards)],
        "<path:rest>": ["nothing"],
        "<int:restriction_id>": [1],
        "<int:page_view_restriction_id>": [1],
        "<int:page_id>": [1],
    }


def filled(pattern: str, values: dict[str, list]) -> set[str]:
    part = next((part for part in values if part in pattern), None)
    if part is None:
        assert not PART.search(pattern), f"{pattern} has a part for which no value is named"
        return {"/" + pattern}
    return set().union(*(filled(pattern.replace(part, str(value), 1), values) for value in values[part]))


def every_address(edition) -> dict[str, str]:
    """Address -> the pattern it is of; those of the sitemap too."""
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)  # noqa: S314
    found = {urlsplit(loc.text).path: "sitemap" for loc in tree.iter(LOC)}
    values = parts(edition)
    for pattern in of_resolver():
        found |= dict.fromkeys(filled(pattern, values), pattern)
    return found


def questions(address: str, number: str, words) -> list[str]:
    """What an address is asked: nothing, a day, the words, and what it needs to be asked."""
    if PLAIN.match(address):
        return [""]
    edition = Register.objects.newest().pk
    name = "prefix" if "/reconcile/" in address else "q"
    sought = words if any(part in address for part in SEEKING) else ()
    candidates = {word: {"query": word} for word in (*words, number)}
    properties = {"ids": [number], "properties": [{"id": "holder"}, {"id": "name_zh"}]}
    needed = {
        "/data/changes.json": ["since=0", f"since=0&until={edition}"],
        "/verify/": [f"number={number}"],
        "/api/v1/decisions/": [f"centre={number}", f"edition={edition}"],
        "/api/v1/reconcile": [f"queries={asked(candidates)}", f"extend={asked(properties)}"],
        "/api/v1/reconcile/preview": [f"id={number}"],
        "/api/v1/reconcile/flyout/entity": [f"id={number}"],
        "/api/v1/reconcile/flyout/type": ["id=centre"],
        "/api/v1/reconcile/flyout/property": ["id=holder"],
    }
    queries = [f"on={DAYS[-1]}&known={DAYS[-1]}", *(f"{name}={quote(word)}" for word in sought)]
    return ["", *("?" + query for query in (*queries, *needed.get(address, ())))]


def asked(found: dict) -> str:
    return quote(json.dumps(found))

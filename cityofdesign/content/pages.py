"""Shipped milestones, events, competitions and policies, in both languages."""

import json
import uuid
from graphlib import TopologicalSorter

from events.models import CompetitionPage, Edition, EventPage, MilestonePage, Series
from policies.models import IssuingBody, PolicyPage, Relation

from .ledger import listed, table, translation_key
from .shelf import LANGUAGES, Shelf

SAME = ("document_number", "level", "written", "effective", "ended", "status")
REFERENCES = ("supersedes_key", "amends_key", "implements_key", "cites_key")
SUFFIX = {"en": "_en", "zh-hans": "_zh"}
WORDS = {
    "en": {
        "aliases": "Also called",
        "bodies": "Issued jointly",
        "unofficial": "Chinese title",
        "translated": "Translated for this site; no source with the official Chinese title has been found.",
        "further": "Further",
        "separator": ", ",
    },
    "zh-hans": {
        "aliases": "又称",
        "bodies": "联合发文",
        "unofficial": "中文标题",
        "translated": "本站译名，未见载有正式中文标题的来源。",
        "further": "相关内容",
        "separator": "、",
    },
}


def load(shelf: Shelf) -> None:
    for language in LANGUAGES:
        load_events(shelf, language)
        load_policies(shelf, language)
        load_milestones(shelf, language)
    load_editions(shelf)


def in_language(row: dict, language: str, *columns: str) -> dict[str, str]:
    """The cells of `row` in a language, by the names of their columns without the language."""
    return {column: row[column + SUFFIX[language]] for column in columns}


def sources(row: dict) -> str:
    """The sources of a row as a StreamField stores them; names and addresses go in pairs."""
    pairs = zip(listed(row["source_name"]), listed(row["source_url"]), strict=True)
    return stream({"type": "source", "value": {"name": name, "url": url}} for name, url in pairs)


def stream(blocks) -> str:
    return json.dumps(list(blocks), ensure_ascii=False)


def items(values) -> list[dict]:
    """A list block as stored."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def story(row: dict, language: str) -> dict[str, str]:
    """What every page made from a row has in common."""
    summary = row["summary" + SUFFIX[language]]
    return {"summary": summary, "search_description": summary, "sources": sources(row)}


def load_milestones(shelf: Shelf, language: str) -> None:
    for row in sorted(table("milestones"), key=lambda row: int(row["position"])):
        leads_to = shelf.find(f"policy/{row['policy_key']}", language)
        page = MilestonePage(
            date=row["date"],
            kind=row["kind"],
            related_page_id=leads_to or shelf.find(f"event/{row['event_key']}", language),
            **in_language(row, language, "title", "date_as_printed"),
            **story(row, language),
        )
        shelf.put(page, f"milestone/{row['key']}", language, "milestones")


def load_events(shelf: Shelf, language: str) -> None:
    for row in table("events"):
        facts = {
            "title": row["name" + SUFFIX[language]],
            "date": row["date"],
            "name_translated": language == "zh-hans" and row["name_zh_official"] == "false",
            "other_names": WORDS[language]["separator"].join(listed(row["aliases"])),
            **in_language(row, language, "date_as_printed", "venue", "organiser"),
            **story(row, language),
        }
        if row["page_type"] == "competition":
            days = {column: row[column] for column in ("entries_open", "entries_close", "results_on")}
            page = CompetitionPage(**facts, **days)
        else:
            page = EventPage(kind=row["kind"], **facts)
        shelf.put(page, f"event/{row['key']}", language, "events")


def load_editions(shelf: Shelf) -> None:
    """The series of the shipped competitions; their winners were published elsewhere."""
    for row in shelf.ledger.fresh("series", table("series")):
        Series.objects.get_or_create(key=row["key"], defaults=names_of(row))
    series = {one.key: one for one in Series.objects.all()}
    competitions = [row for row in table("events") if row["page_type"] == "competition"]
    for row in shelf.ledger.fresh("edition", [row for row in competitions if row["series_key"] in series]):
        shared = {"series": series[row["series_key"]], "year": int(row["date"][:4]), "winners_here": False}
        shared["translation_key"] = translation_key(f"event/{row['key']}")
        Edition.objects.get_or_create(key=row["key"], defaults={**names_of(row), **shared})


def names_of(row: dict) -> dict[str, str]:
    return {name: row[name] for name in ("name_en", "name_zh")}


def load_policies(shelf: Shelf, language: str) -> None:
    topics = {row["key"]: row for row in table("topics")}
    bodies = {body.key: body for body in IssuingBody.objects.all()}
    for row in earlier_first(table("policies")):
        page = PolicyPage(
            title_other=row["title_zh" if language == "en" else "title_en"],
            topic=topics[row["topic"]]["name" + SUFFIX[language]],
            published_on=row["published"],
            relations=relations(row, shelf, language),
            body=stream(known_of(row, shelf, language)),
            **{column: row[column] for column in SAME},
            **in_language(row, language, "title", "status_note"),
            **story(row, language),
        )
        page.issuing_bodies.set(bodies[key] for key in row["issuing_body_key"].split() if key in bodies)
        shelf.put(page, f"policy/{row['key']}", language, "policies")


def relations(row: dict, shelf: Shelf, language: str) -> list[Relation]:
    """What a document does to earlier ones that are there; each is named once."""
    found: dict[int, Relation] = {}
    for kind in Relation.Kind:
        for key in row[f"{kind}_key"].split():
            if target := shelf.find(f"policy/{key}", language):
                found.setdefault(target, Relation(kind=kind, target_id=target))
    return list(found.values())


def earlier_first(rows: list[dict]) -> list[dict]:
    """The policies in an order in which whatever one refers to stands before it."""
    by_key = {row["key"]: row for row in rows}
    order = TopologicalSorter()
    for key, row in by_key.items():
        order.add(key, *(other for column in REFERENCES for other in row[column].split()))
    return [by_key[key] for key in order.static_order()]


def known_of(row: dict, shelf: Shelf, language: str) -> list[dict]:
    """Blocks for what the table knows of a policy and its page has no field for."""
    words = WORDS[language]
    known = [
        (words["aliases"], words["separator"].join(listed(row["aliases"]))),
        (words["bodies"], row["joint_bodies" + SUFFIX[language]]),
        (words["unofficial"], words["translated"] if row["title_zh_official"] == "false" else ""),
    ]
    facts = items({"term": term, "fact": fact} for term, fact in known if fact)
    found = [{"type": "facts", "value": {"title": "", "facts": facts}}] if facts else []
    further = [f"policy/{key}" for key in row["cites_key"].split()]
    return found + links(shelf, further, language)


def links(shelf: Shelf, keys: list[str], language: str) -> list[dict]:
    """A block of links to shipped pages, under their titles; none for pages that are gone."""
    pages = [(pk, shelf.titles[pk]) for key in keys if (pk := shelf.find(key, language))]
    values = items({"text": title, "page": pk, "url": ""} for pk, title in pages)
    block = {"type": "links", "value": {"title": WORDS[language]["further"], "links": values}}
    return [block] if values else []

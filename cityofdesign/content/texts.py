"""Shipped texts: news, the fields of design and the standing pages, written as Markdown in both languages."""

import re
from decimal import Decimal

from django.utils.translation import override
from wagtail.models import Page

from cityofdesign.dates import ImpreciseDate
from cityofdesign.models import FieldPage
from events.models import NewsPage
from policies.models import Figure
from policies.targets import promised

from .ledger import FILES, listed, table
from .markdown import blocks, read
from .pages import SUFFIX, links, sources, stream
from .shelf import LANGUAGES, Shelf
from .structure import TEXTS

LINK = re.compile(r'<a href="(page|news|policy|milestone|event|field):([a-z0-9-]+)">(.*?)</a>')
VIEWS = {"centres", "districts", "search"}  # sections that are not pages of Wagtail
RELATED = {"milestone": "related_milestones", "policy": "related_policies", "event": "related_events"}


def load(shelf: Shelf) -> None:
    """Add the pages, then write their texts: these link to each other."""
    for language in LANGUAGES:
        written = [*load_news(shelf, language), *load_fields(shelf, language), *sections(shelf, language)]
        for page, head, text in written:
            page.body = stream(body(shelf, language, head, text))
            page.save()


def files(kind: str, language: str) -> list[tuple[dict, str]]:
    """`(head, text)` of every text of a kind, by date or order."""
    found = [read(path) for path in (FILES / language / kind).glob("*.md")]
    return sorted(found, key=lambda text: (text[0].get("date", ""), text[0].get("order", ""), text[0]["key"]))


def load_news(shelf: Shelf, language: str):
    for head, text in files("news", language):
        page = NewsPage(
            title=head["title"],
            date=head["date"],
            figure=head.get("figure", ""),
            summary=head["summary"],
            search_description=head["summary"],
            sources=sources(head),
        )
        if shelf.put(page, f"news/{head['key']}", language, "news"):
            yield page, head, text


def load_fields(shelf: Shelf, language: str):
    for head, text in files("fields", language):
        page = FieldPage(
            title=head["title"],
            slug=head["slug"],
            summary=head["lede"],
            search_description=head["summary"],
            sources=sources(head),
        )
        if shelf.put(page, f"field/{head['key']}", language, "fields"):
            yield page, head, text


def sections(shelf: Shelf, language: str):
    """The standing pages, which the structure of the site has put up already."""
    for head, text in files("pages", language):
        if head["page"] in TEXTS and shelf.ledger.is_new(f"text/{head['key']}/{language}"):
            pk = shelf.find(head["page"], language)
            if pk:
                yield Page.objects.get(pk=pk).specific, head, text


def body(shelf: Shelf, language: str, head: dict, text: str) -> list[dict]:
    """The blocks of a text: its leading figure, its words, the figures it rests on, what it leads to."""
    found = blocks(text, head["key"])
    for block in found:
        if block["type"] == "paragraph":
            block["value"] = linked(shelf, language, block["value"])
    keys = [f"{kind}/{key}" for kind, column in RELATED.items() for key in head.get(column, "").split()]
    return [*leading_figure(head, language), *found, *figures(head, language), *links(shelf, keys, language)]


def linked(shelf: Shelf, language: str, html: str) -> str:
    """Rich text with `page:about`, `news:<key>` and the like made links; plain words where a page is gone."""

    def link(match: re.Match) -> str:
        kind, key, words = match.groups()
        if kind == "page" and key in VIEWS:
            return f'<a href="/{language}/{key}/">{words}</a>'
        pk = shelf.find(key if kind == "page" else f"{kind}/{key}", language)
        return f'<a linktype="page" id="{pk}">{words}</a>' if pk else words

    return LINK.sub(link, html)


def figure(value: str, unit: str, date: ImpreciseDate, language: str, source: dict) -> dict:
    value = {
        "value": value,
        "unit": unit,
        "date": date.display(language),
        "source_name": ", ".join(dict.fromkeys(listed(source["source_name"]))),
        "source_url": listed(source["source_url"])[0],
    }
    return {"type": "figure", "value": value}


def leading_figure(head: dict, language: str) -> list[dict]:
    if not head.get("figure_label"):
        return []
    date = ImpreciseDate.parse(head["date"])
    return [figure(head["figure"], head["figure_label"], date, language, head)]


def figures(head: dict, language: str) -> list[dict]:
    """The figures that a field of design names, each with its date and source."""
    if "order" not in head:
        return []
    rows = {row["key"]: row for row in table("figures")}
    return [
        figure(
            amount(row, language),
            row["metric" + SUFFIX[language]],
            ImpreciseDate.parse(row["as_of"]),
            language,
            row,
        )
        for row in (rows[key] for key in head.get("related_figures", "").split())
    ]


def amount(row: dict, language: str) -> str:
    """The value with what its source says of it: “more than 300”."""
    values = {name: Decimal(row[name]) for name in ("value", "value_zh") if row[name]}
    with override(language):
        return promised(Figure(comparator=row["comparator"], **values))

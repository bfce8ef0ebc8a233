"""What the csv files hold, in the form of "CSV on the Web" (https://www.w3.org/TR/tabular-metadata/)."""

from collections.abc import Iterable

from .api import answers
from .exports import SEPARATOR, Column
from .models import Standing
from .moments import Moment

AS_WRITTEN = {"ensure_ascii": False, "indent": 1}
NULL = "\\N"
"""In the log an empty fact says that there is none; this says that the decision does not state it."""
DIALECT = {"encoding": "utf-8", "lineTerminators": ["\r\n"], "quoteChar": '"', "doubleQuote": True}
DATATYPES = {
    "string": "string",
    "key": {"base": "string", "format": "[a-z0-9-]*"},
    "keys": {"base": "string", "format": "[a-z0-9-]+"},
    "number": {"base": "string", "format": "CQ-[0-9]{6}"},
    "numbers": {"base": "string", "format": "CQ-[0-9]{6}"},
    "imprecise": {"base": "string", "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
    "status": {"base": "string", "format": "|".join(Standing.Status.values)},
    "hash": {"base": "string", "format": "[0-9a-f]{64}"},
    "address": "anyURI",
    "integer": "integer",
    "date": "date",
    "moment": "dateTimeStamp",
    "boolean": {"base": "boolean", "format": "true|false"},
    "list": "json",
}
REQUIRED = {"id", "number"}
ESCAPED = (
    "Text that a spreadsheet would take for a formula has an apostrophe before it: take one away from a cell "
    "that begins with apostrophes and then one of = + - @ (of any width), a tab or a line break."
)


def register(url: str, columns: Iterable[Column], when: Moment) -> dict:
    """Of a csv with the columns of `exports.columns`."""
    titles = {
        "en": "Register of industrial design centres, Chongqing",
        "zh-Hans": "重庆市工业设计中心名录",
    }
    return table(url, titles, when, columns, "number")


def log(url: str, columns: Iterable[Column], when: Moment) -> dict:
    """Of a csv of the log of decisions."""
    titles = {
        "en": "Decisions about industrial design centres, Chongqing",
        "zh-Hans": "重庆市工业设计中心认定决定日志",
    }
    return {**table(url, titles, when, columns, "number"), "null": NULL}


def table(url: str, titles: dict, when: Moment, columns: Iterable[Column], key: str) -> dict:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": [{"@value": text, "@language": language} for language, text in titles.items()],
        "dc:license": {"@id": answers.LICENCE},
        "dc:description": ESCAPED,
        "dc:coverage": when.on.isoformat(),
        "dc:modified": answers.instant(when.known_at) or "",
        "dialect": DIALECT,
        "tableSchema": {"columns": [described(column) for column in columns], "primaryKey": key},
    }


def described(column: Column) -> dict:
    """`und` repeats the heading, as the file has it in every language."""
    return {
        "name": column.name,
        "titles": {"und": column.name, "en": column.title_en, "zh-Hans": column.title_zh},
        "datatype": DATATYPES[column.datatype],
        **({"required": True} if column.name in REQUIRED else {}),
        **({"separator": SEPARATOR} if column.datatype in {"keys", "numbers"} else {}),
    }

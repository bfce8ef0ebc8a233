"""What a client of the reconciliation service sends, checked, and what it is told of a centre."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lists.names import has_chinese
from ..models import Kind, Standing
from ..moments import Moment
from ..reconciling import PROPERTIES, Candidate, Query
from ..reference import Reference
from ..views.titles import titled
from .parameters import BadParameters

MOST_QUERIES, MOST_IDS, MOST_RESULTS, LONGEST = 50, 500, 25, 300
FEW = 5
TYPE = "centre"
NAMES = {
    "holder": gettext_lazy("Holder"),
    "district": gettext_lazy("District or county"),
    "kind": gettext_lazy("Kind"),
    "scheme": gettext_lazy("Scheme"),
    "number": gettext_lazy("Register number"),
    "name_en": gettext_lazy("Name in English"),
    "name_zh": gettext_lazy("Name in Chinese"),
    "holder_name_en": gettext_lazy("Holder in English"),
    "holder_name_zh": gettext_lazy("Holder in Chinese"),
    "district_code": gettext_lazy("Code of the district"),
    "status": gettext_lazy("Standing"),
    "since": gettext_lazy("Since"),
}
"""Properties that can be fetched; those of PROPERTIES can also be sent with a query."""


class TooMuch(ValueError):
    """More than a request may ask, in words."""


def type_() -> dict[str, str]:
    return {"id": TYPE, "name": _("Industrial design centre")}


def parsed(text: str, parameter: str) -> dict:
    """A JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadParameters({parameter: _("This is no JSON.")}) from None
    if not isinstance(found, dict):
        raise BadParameters({parameter: _("A JSON object is expected.")})
    return found


def queries(text: str) -> dict[str, Query | None]:
    """The queries of a batch; None for one about another type, which finds nothing."""
    batch = parsed(text, "queries")
    if len(batch) > MOST_QUERIES:
        raise TooMuch(
            _("A batch has at most %(most)s queries; this one has %(count)s.")
            % {"most": MOST_QUERIES, "count": len(batch)}
        )
    return {key: query(key, asked) for key, asked in batch.items()}


def query(key: str, asked: object) -> Query | None:
    where = f"queries.{shown(key)}"
    if not isinstance(asked, dict):
        raise BadParameters({where: _("A JSON object is expected.")})
    text, properties = asked.get("query", ""), given(asked.get("properties"), where)
    if not isinstance(text, str):
        raise BadParameters({where: _("The query is no text.")})
    text = clean(text)
    if len(text) > LONGEST:
        raise BadParameters({where: _("A query has at most %(most)s characters.") % {"most": LONGEST}})
    if not text and not asked.get("properties"):
        raise BadParameters({where: _("There is neither a query nor a property.")})
    types = asked.get("type") or []
    types = types if isinstance(types, list) else [types]
    names = [one.get("id") if isinstance(one, dict) else one for one in types]
    return None if names and TYPE not in names else Query(text, limit(asked.get("limit"), where), properties)


def limit(asked: object, where: str) -> int:
    if asked is None:
        return FEW
    if isinstance(asked, bool) or not isinstance(asked, int | float) or not asked >= 1:
        raise BadParameters({where: _("The limit is a number from 1.")})
    return int(min(asked, MOST_RESULTS))


def given(asked: object, where: str) -> dict[str, tuple[str, ...]]:
    """The values of the properties that the service knows; others are ignored."""
    if asked is None:
        return {}
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked):
        raise BadParameters({where: _("The properties are a list of objects with pid and v.")})
    found: dict[str, tuple[str, ...]] = {}
    for one in asked:
        name, values = one.get("pid"), one.get("v")
        if isinstance(name, str) and name in PROPERTIES:
            values = values if isinstance(values, list) else [values]
            found[name] = (*found.get(name, ()), *filter(None, map(value, values)))
    return found


def value(given: object) -> str:
    """A value as text; an entity goes by its id."""
    if isinstance(given, dict):
        given = given.get("id")
    return clean(given)[:LONGEST] if isinstance(given, str) else ""


def clean(text: str) -> str:
    """Without halves of surrogate pairs, which no encoding can hold, and in one line."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def shown(key: str) -> str:
    return clean(key)[:40]


def extension(text: str) -> tuple[list[str], list[str]]:
    """`(ids, properties)` of a request to fetch values."""
    asked = parsed(text, "extend")
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise BadParameters({"extend.ids": _("A list of register numbers is expected.")})
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise BadParameters({"extend.properties": _("A list of objects with an id is expected.")})
    if len(ids) > MOST_IDS:
        raise TooMuch(
            _("At most %(most)s records can be asked for at once; these are %(count)s.")
            % {"most": MOST_IDS, "count": len(ids)}
        )
    names = [one.get("id") for one in wanted]
    if not all(isinstance(name, str) for name in names):
        raise BadParameters({"extend.properties": _("A list of objects with an id is expected.")})
    return ids, names[: len(NAMES) * 2]


def told(
    one: Candidate,
    asked: str,
    standings: list[Standing],
    names: tuple[str, ...],
    when: Moment,
    held: Reference,
) -> dict:
    """A candidate as the protocol has it."""
    return {
        "id": one.number,
        "name": name_of(one.number, asked, standings, names),
        "description": description(one.number, standings, when, held),
        "score": one.score,
        "match": one.certain,
        "type": [type_()],
        "features": [{"id": "properties_agree", "value": one.agrees}],
    }


def name_of(number: str, asked: str, standings: list[Standing], names: tuple[str, ...]) -> str:
    """The name in the language of the query, else the one that there is."""
    if not standings:
        return next(iter(names), number)
    first = standings[0]
    chinese, english = first.name_zh or first.holder_name_zh, first.name_en or first.holder_name_en
    return ((chinese or english) if has_chinese(asked) else (english or chinese)) or number


def description(number: str, standings: list[Standing], when: Moment, held: Reference) -> str:
    """What tells two centres of like names apart: both names, district, standing, whether it is a sample."""
    if not standings:
        return _("%(number)s, not in force on any date yet") % {"number": number}
    first = standings[0]
    title = titled(vars(first), number)
    district = held.district_on(first.district_id, when.on)
    said = [_("sample, invented")] if first.centre.sample else []
    said += [number, title.first, title.second, district.name if district else ""]
    said += [f"{one.scheme.name}{_(': ')}{one.get_status_display()}" for one in standings]
    return _(", ").join(filter(None, said))


def values(name: str, number: str, standings: list[Standing], when: Moment, held: Reference) -> list[dict]:
    """The values of a property of a centre, as the protocol has them; none where nothing is stated."""
    if not standings or name not in NAMES:
        return []
    first, district = standings[0], held.district_on(standings[0].district_id, when.on)
    many = {
        "scheme": [one.scheme.name for one in standings],
        "status": [f"{one.scheme.key}: {one.status}" for one in standings],
        "since": [f"{one.scheme.key}: {one.since}" for one in standings],
        "number": [number],
        "holder": [title_of_holder(first)],
        "kind": [str(Kind(first.kind_of_centre).label)] if first.kind_of_centre else [],
        "district": [district.name] if district else [],
        "district_code": [district.code] if district else [],
    }
    found = many[name] if name in many else [getattr(first, name)]
    return [{"str": one} for one in found if one]


def title_of_holder(standing: Standing) -> str:
    names = {"name_en": "", "name_zh": "", "holder_name_zh_unconfirmed": False}
    holder = {name: getattr(standing, name) for name in ("holder_name_en", "holder_name_zh")}
    return titled({**names, **holder}).first

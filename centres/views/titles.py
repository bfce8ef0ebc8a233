"""Under which names a centre stands, each with the language that it is in."""

import dataclasses
from collections.abc import Mapping

from django.utils.translation import get_language

HTML_LANG = {"en": "en", "zh": "zh-Hans"}


@dataclasses.dataclass(frozen=True, slots=True)
class Title:
    """The leading name and, if known, the one in the other language. A language is empty where it is the
    page's; `to_confirm`: one of the two is a Chinese name that no list prints."""

    first: str
    first_lang: str
    second: str
    second_lang: str
    to_confirm: bool


def page_language() -> str:
    return "zh" if (get_language() or "en").startswith("zh") else "en"


def titled(facts: Mapping, number: str = "") -> Title:
    """The title of facts with `name_en`, `name_zh`, `holder_name_en`, `holder_name_zh` and
    `holder_name_zh_unconfirmed`: the centre's own names, or its holder's where the list prints none."""
    here = page_language()
    other = "en" if here == "zh" else "zh"
    own = {language: facts[f"name_{language}"] for language in HTML_LANG}
    holder = {language: facts[f"holder_name_{language}"] for language in HTML_LANG}
    leading = own if any(own.values()) else holder
    first = here if leading[here] else other if leading[other] else here
    second = "en" if first == "zh" else "zh"
    beside = own[second] or holder[second]
    from_holder = {first: leading is holder, second: not own[second]}
    return Title(
        first=leading[first] or number,
        first_lang="" if first == here else HTML_LANG[first],
        second=beside,
        second_lang="" if second == here else HTML_LANG[second],
        to_confirm=bool(facts["holder_name_zh_unconfirmed"] and from_holder["zh"] and holder["zh"]),
    )

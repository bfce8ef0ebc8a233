"""Which text of a translation stands where which text of its original does. Reads pages, writes nothing."""

import re
from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

LANGUAGE = re.compile(r"^/(en|zh-hans)/")


class Different(Exception):
    """The two texts are not built alike; the message names the place in words."""


class Aligned(NamedTuple):
    """By path in the original: the translated strings, their links marked as the original's are, and values
    such as addresses and pages that the translation has of its own."""

    strings: dict[tuple[str, int], str]
    values: dict[str, object]


class Text(NamedTuple):
    """What a page consists of, by place: a path with the number and kind of each block instead of its id."""

    strings: dict[str, list[StringSegmentValue]]
    values: dict[str, OverridableSegmentValue]
    templates: dict[str, str]


def aligned(original: Page, translation: Page) -> Aligned:
    """Raises `Different` where something of the translation would have no place in the original."""
    theirs, ours = text_of(original), text_of(translation)
    for place in ours.strings:
        if len(ours.strings[place]) != len(theirs.strings.get(place, ())):
            raise Different(in_words(translation, place))
    for place, template in ours.templates.items():
        if theirs.templates.get(place) != template:
            raise Different(in_words(translation, place))
    keys = link_keys([*flat(theirs), *flat(ours)])
    strings, values = {}, {}
    for place, found in ours.strings.items():
        for number, (theirs_here, ours_here) in enumerate(zip(theirs.strings[place], found, strict=True)):
            strings[theirs_here.path, number], own = relinked(theirs_here, ours_here, keys)
            values |= own
    for place, value in theirs.values.items():
        if place in ours.values and ours.values[place].data != value.data:
            values[value.path] = ours.values[place].data
    return Aligned(strings, values)


def flat(text: Text) -> list[StringSegmentValue]:
    return [segment for segments in text.strings.values() for segment in segments]


def text_of(page: Page) -> Text:
    names = block_names(page)
    strings, values, templates = defaultdict(list), {}, {}
    for segment in extract_segments(page):
        place = ".".join(names.get(part, part) for part in segment.path.split("."))
        if isinstance(segment, StringSegmentValue):
            strings[place].append(segment)
        elif isinstance(segment, TemplateSegmentValue):
            templates[place] = segment.template
        elif isinstance(segment, OverridableSegmentValue):
            values[place] = segment
    return Text(strings, values, templates)


def block_names(page: Page) -> dict[str, str]:
    """Block id -> number and kind of the block among its siblings, through all levels."""
    names: dict[str, str] = {}

    def walk(value) -> None:
        if isinstance(value, dict):
            value = value.values()
        elif not isinstance(value, list):
            return
        for number, part in enumerate(value):
            if isinstance(part, dict) and "id" in part and "value" in part:
                names[part["id"]] = f"{number}-{part.get('type', 'item')}"
                walk(part["value"])
            else:
                walk(part)

    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            walk(list(getattr(page, field.name).get_prep_value()))
    return names


def in_words(page: Page, place: str) -> str:
    """ "Text, part 3": the field, and the block counted from one."""
    field, _dot, rest = place.partition(".")
    name = str(page._meta.get_field(field).verbose_name)
    number = rest.partition("-")[0]
    if not number.isdigit():
        return name
    return _("%(field)s, part %(number)s") % {"field": name, "number": int(number) + 1}


def link_keys(segments: list[StringSegmentValue]) -> dict[str, str]:
    """Primary key of each page that is linked to -> what it has in common with its translation."""
    ids = {
        attrs["id"]
        for segment in segments
        for attrs in (segment.attrs or {}).values()
        if attrs.get("linktype") == "page"
    }
    return {
        str(pk): str(key) for pk, key in Page.objects.filter(pk__in=ids).values_list("pk", "translation_key")
    }


def meant(attrs: dict, keys: dict[str, str]) -> str:
    """Where a link leads, the same for both languages."""
    if attrs.get("linktype") == "page":
        return keys.get(str(attrs["id"]), "")
    return LANGUAGE.sub("/", str(attrs.get("href", attrs)))


def relinked(original: StringSegmentValue, translation: StringSegmentValue, keys: dict[str, str]) -> tuple:
    """`(translated string with its links marked as the original's are, {path of an address: its own})`."""
    marks, own = {}, {}
    left = dict(original.attrs or {})
    for mark, attrs in (translation.attrs or {}).items():
        same = [other for other in left if meant(left[other], keys) == meant(attrs, keys)]
        elsewhere = [other for other in left if "href" in left[other] and "href" in attrs]
        if not same and not elsewhere:
            raise Different(links_of(translation))
        marks[mark] = (same or elsewhere)[0]
        href = left.pop(marks[mark]).get("href")
        if href != attrs.get("href"):
            own[f"{original.path}.{quote_path_component(href)}"] = attrs["href"]
    if left:
        raise Different(links_of(translation))
    mark = re.compile(r'(?<=<a id=")[^"]+(?=")')
    return mark.sub(lambda found: marks.get(found[0], found[0]), translation.string.data), own


def links_of(segment: StringSegmentValue) -> str:
    return _("the links in “%(text)s”") % {"text": segment.render_text()[:60]}

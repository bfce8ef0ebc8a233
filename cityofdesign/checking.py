"""What stands between a page and its publication, and what could be better: pure functions over a page.

`problems(page)` is the whole list, `errors(page)` what forbids publishing. A draft may have any of them. A
page type says what it needs by `needs_summary` and `needs_source` and adds its own by `own_problems()`; other
apps add advice by `advise()`, which forbids nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from unicodedata import east_asian_width

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.images import get_image_model

ERROR, WARNING = "error", "warning"
LONGEST_TITLE = 110  # columns, a Chinese character counting two: what search engines and lists show
EMPTY_WORDS = {
    *"here|click|click here|this|this link|this page|link|more|read more|read on|see more|learn more".split(
        "|"
    ),
    *"details|continue|go|download|这里|此处|点此|点击|点击这里|点击此处|点击查看|链接|更多".split("|"),
    *"查看更多|阅读更多|了解更多|详情|查看详情|点击详情|下载|点击下载|本链接".split("|"),
}
ADDRESS = re.compile(
    r"(?:[a-z]+://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:cn|com|org|net|gov|edu|design)(?:/\S*)?", re.I
)

Place = tuple[int | str, ...]


class Problem(NamedTuple):
    """One thing to mend; `field` is a field of the page, "" for the page, `place` leads into its blocks."""

    severity: str
    field: str
    message: str
    place: Place = ()

    def __str__(self) -> str:
        return self.message

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


Check = Callable[..., Iterable[Problem]]
ADVISERS: list[Check] = []


def advise(check: Check) -> None:
    """From now on `check(page)` is asked too; it gives warnings only."""
    if check not in ADVISERS:
        ADVISERS.append(check)


def problems(page) -> list[Problem]:
    """Everything to mend before a page is published, errors first; messages in the active language."""
    return [*content(page), *advice(page)]


def advice(page) -> list[Problem]:
    return [problem for check in ADVISERS for problem in check(page)]


def content(page) -> list[Problem]:
    """What the page says of itself, errors first."""
    found = [
        *title_and_summary(page),
        *times(page),
        *(problem for name, stream in streams(page) for problem in text(name, stream)),
        *pictures_of_fields(page),
        *sources(page),
        *getattr(page, "own_problems", list)(),
    ]
    return sorted(found, key=lambda problem: not problem.is_error)


def errors(page) -> list[Problem]:
    return [problem for problem in content(page) if problem.is_error]


def title_and_summary(page) -> Iterator[Problem]:
    if (width := columns(page.title)) > LONGEST_TITLE:
        message = _("The title takes %(width)s columns; lists and search engines cut it after %(most)s.")
        yield Problem(WARNING, "title", message % {"width": width, "most": LONGEST_TITLE})
    if getattr(page, "needs_summary", False) and not page.summary.strip():
        message = _("Write one or two sentences: lists, feeds and search engines show them.")
        yield Problem(ERROR, "summary", message)


def columns(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in words)


def times(page) -> Iterator[Problem]:
    """A page that went live at its time keeps that time; one that is still to go live needs one ahead."""
    now = timezone.now()
    done = page.last_published_at and page.go_live_at and page.last_published_at >= page.go_live_at
    if page.go_live_at and page.go_live_at < now and not done:
        message = _("This time is past. Choose a later one, or leave it empty to publish at once.")
        yield Problem(ERROR, "go_live_at", message)
    if page.expire_at and page.expire_at < now:
        yield Problem(ERROR, "expire_at", _("This time is past. Choose a later one, or leave it empty."))


def sources(page) -> Iterator[Problem]:
    if getattr(page, "needs_source", False) and not len(page.sources):
        yield Problem(
            ERROR,
            "sources",
            _("Name at least one source: who published it and, where it has one, its address."),
        )


def streams(page) -> Iterator[tuple[str, Iterable]]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field.name, getattr(page, field.name)


def pictures_of_fields(page) -> Iterator[Problem]:
    for field in page._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is get_image_model():
            if image := getattr(page, field.name):
                yield from rights(image, field.name)


def rights(image, field: str, place: Place = ()) -> Iterator[Problem]:
    """Whose work a picture is and why it may be shown."""
    if not image.credit.strip():
        message = _("“%(picture)s” does not say who made it. Enter its credit under Images.")
        yield Problem(ERROR, field, message % {"picture": image.title}, place)
    if not image.rights.strip():
        message = _(
            "“%(picture)s” has no rights. Enter under Images its licence, or by whose permission it is shown."
        )
        yield Problem(ERROR, field, message % {"picture": image.title}, place)


class Outline(HTMLParser):
    """The headings and links of a rich text: levels, and (address, words)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.links: list[tuple[str, str]] = []
        self._words: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self._words = []
            self.links.append((dict(attrs).get("href") or "", ""))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._words is not None:
            self.links[-1] = (self.links[-1][0], " ".join("".join(self._words).split()))
            self._words = None


def text(field: str, stream: Iterable) -> Iterator[Problem]:
    """The blocks of one text. Headings of blocks are of level 2, those inside a paragraph of level 3."""
    level = 1
    for index, block in enumerate(stream):
        if block.block_type == "heading":
            level = 2
            if not str(block.value).strip():
                yield Problem(ERROR, field, _("This heading is empty."), (index,))
        for html, place in rich_texts(block, index):
            outline = Outline(html)
            for below in outline.levels:
                if below > level + 1:
                    message = _(
                        "A heading of level %(below)s follows one of level %(above)s: "
                        "one between them is missing."
                    )
                    yield Problem(ERROR, field, message % {"below": below, "above": level}, place)
                level = below
            for _address, words in outline.links:
                yield from link_words(words, field, place)
        if check := BLOCKS.get(block.block_type):
            yield from check(block.value, field, (index,))


def rich_texts(block, index: int) -> list[tuple[str, Place]]:
    if block.block_type == "paragraph":
        return [(block.value.source, (index,))]
    if block.block_type == "callout":
        return [(block.value["text"].source, (index, "text"))]
    return []


def link_words(words: str, field: str, place: Place) -> Iterator[Problem]:
    """A link says where it leads, also to somebody who hears nothing but the links of a page."""
    bare = words.strip(" .…。>»→:：").lower()
    if not bare:
        yield Problem(ERROR, field, _("A link has no words. Write where it leads."), place)
    elif bare in EMPTY_WORDS:
        message = _("The link “%(words)s” does not say where it leads. Name the page or the document.")
        yield Problem(ERROR, field, message % {"words": words}, place)
    elif ADDRESS.fullmatch(bare):
        message = _("The link “%(words)s” is a bare address. Name the page or the document instead.")
        yield Problem(ERROR, field, message % {"words": words[:80]}, place)


def picture(value, field: str, place: Place) -> Iterator[Problem]:
    image = value["image"]
    if not image:
        yield Problem(ERROR, field, _("Choose a picture, or remove the block."), (*place, "image", "image"))
        return
    yield from rights(image, field, (*place, "image", "image"))
    if not image.decorative:
        yield from alternative(image.contextual_alt_text, image, field, (*place, "image", "alt_text"))


def alternative(alt: str | None, image, field: str, place: Place = ()) -> Iterator[Problem]:
    """The words for those who do not see a picture that is not only decoration."""
    if not (alt or "").strip():
        message = _("Say in words what the picture shows, or mark it as decorative.")
        yield Problem(ERROR, field, message, place)
    elif re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", alt.strip(), re.I) or alt.strip() == image.filename:
        message = _("“%(alt)s” is the name of a file. Say in words what the picture shows.")
        yield Problem(ERROR, field, message % {"alt": alt}, place)


def links(value, field: str, place: Place) -> Iterator[Problem]:
    for index, link in enumerate(value["links"]):
        here = (*place, "links", index)
        yield from link_words(link["text"] or "", field, (*here, "text"))
        if not link["page"] and not link["url"]:
            message = _("Choose a page of this site or enter an address.")
            yield Problem(ERROR, field, message, (*here, "page"))


BLOCKS: dict[str, Callable[..., Iterator[Problem]]] = {"picture": picture, "links": links}

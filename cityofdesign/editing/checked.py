"""What the public pages say that should be looked at. Found once for as long as nothing changes."""

from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from centres.models import Edition
from cityofdesign import checking
from cityofdesign.release import release
from cityofdesign.routes import public
from cityofdesign.translating.pairs import outdated_translations
from policies.models import Figure

from .lines import Line, editor, kind_of, named

HOURS = 12


def disagreements(user) -> list[Line]:
    """Typed numbers that differ from the register or the reported figures."""
    return kept("disagreements", checking.advice)


def problems(user) -> list[Line]:
    """What the checks of content find: pictures without words, sources that are missing and the like."""
    return kept("problems", checking.content)


def outdated(user) -> list[Line]:
    """Translations whose originals were published anew since, with who changed them."""
    return [
        Line(
            pair.translation.title,
            editor(pair.translation),
            kind_of(pair.translation),
            _("The original has changed."),
            named(pair.by),
            pair.since,
        )
        for pair in outdated_translations(user)
    ]


def kept(name: str, check: Callable) -> list[Line]:
    """The findings of `check` on every public page, kept until a page, a figure or the register changes."""
    key = f"editing-{name}-{get_language()}-{state()}"
    lines = cache.get(key)
    if lines is None:
        lines = list(findings(check))
        cache.set(key, lines, HOURS * 60 * 60)
    return lines


def state() -> str:
    """Changes with whatever the findings depend on."""
    pages = Page.objects.live().aggregate(n=Count("pk"), at=Max("last_published_at"))
    figures = Figure.objects.aggregate(n=Count("pk"), at=Max("changed_at"))
    edition = Edition.objects.newest()
    stamps = [moment and int(moment.timestamp() * 1000) for moment in (pages["at"], figures["at"])]
    parts = [release(), timezone.localdate(), edition and edition.number, pages["n"], figures["n"], *stamps]
    return "-".join(map(str, parts))


def findings(check: Callable) -> Iterator[Line]:
    pages = public(Page.objects.filter(depth__gt=2)).select_related("locale").order_by("path")
    for page in pages.specific():
        for finding in check(page):
            yield Line(page.title, editor(page), kind_of(page), str(finding), "", page.last_published_at)

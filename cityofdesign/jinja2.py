"""The environment of the public site's templates."""

import re
import zoneinfo
from datetime import date
from functools import lru_cache

from django.contrib import messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from jinja2 import Environment as JinjasEnvironment
from jinja2 import pass_context
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from centres.models import in_language
from cityofdesign import drawing
from policies.living import expand

from .caching.once import once
from .dates import ImpreciseDate
from .passages import only_in, passages
from .routes import address_of
from .search.marking import marked
from .translating.elsewhere import official_note, only_elsewhere

WORDS = re.compile(r"([^\W\d_]+(?:\s+[^\W\d_]+)*\s*)")
DRAWINGS = {name: getattr(drawing, name) for name in drawing.__all__}


class Environment(JinjasEnvironment):
    """Jinja's, with its globals as one dictionary: an import in a template compares their names each time,
    which takes a chain of dictionaries a hundred times as long."""

    def make_globals(self, d):
        return {**self.globals, **(d or {})}


def gettext(message: str, **variables) -> Markup:
    """A string of the interface in the language of the page. What carries no variable is put together once: a
    page of the register says a hundred of them."""
    language = translation.get_language()
    if variables:
        return _in_language(language, message) % variables
    return _filled(language, message)


@lru_cache(maxsize=4096)
def _in_language(language: str, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704  (our own catalogue)


@lru_cache(maxsize=4096)
def _filled(language: str, message: str) -> Markup:
    return _in_language(language, message) % {}


@lru_cache(maxsize=256)
def _made(language: str, macro: Macro, *arguments) -> Markup:
    return macro(*arguments)


def made_once(macro: Macro, *arguments) -> Markup:
    """What a macro makes of its arguments in the language of the page, made once: for parts that stand on
    every page and depend on nothing else."""
    return _made(translation.get_language(), macro, *arguments)


@pass_context
def part_once(context, template: str) -> Markup:
    """A part of a page that is the same for all readers of a language, drawn once until something changes. It
    may use nothing of the request and of the page itself."""

    def draw() -> Markup:
        return Markup(context.environment.get_template(template).render(context.get_all()))  # noqa: S704

    return once(("part", translation.get_language(), template), draw)


def url(name: str, *args, **kwargs) -> str:
    if args or kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _fixed_address(translation.get_language(), name)


@lru_cache(maxsize=256)
def _fixed_address(language: str, name: str) -> str:
    return reverse(name)


def querystring(request, **changes) -> str:
    """The address of the page with some query parameters replaced; `None` removes one."""
    query = {**dict(request.GET.lists()), **{name: as_list(value) for name, value in changes.items()}}
    written = urlencode(query, doseq=True)
    return f"{request.path}?{written}" if written else request.path


def as_list(value) -> list:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def imprecise(value) -> str:
    """A date as exact as it is known, in the language of the page."""
    language = translation.get_language() or "en"
    return value.display(language) if isinstance(value, ImpreciseDate) else _day(language, value)


@lru_cache(maxsize=4096)
def _day(language: str, value: date | None) -> str:
    return (ImpreciseDate.from_date(value) if value else ImpreciseDate.parse("")).display(language)


def moment(value, zone: str = "") -> str:
    """A clock time in Asia/Shanghai, or in another zone, to the minute."""
    value = localtime(value, zoneinfo.ZoneInfo(zone) if zone else None)
    return f"{imprecise(value.date())} {value:%H:%M}"


def grouped(value) -> str:
    """A number with its thousands grouped."""
    return number_format(value, use_l10n=True, force_grouping=True)


def worded(value) -> Markup:
    """A figure whose words, as in “more than 300”, are set smaller than its number."""
    parts = [escape(part) for part in WORDS.split(str(value))]
    parts[1::2] = [Markup("<small>{}</small>").format(word) for word in parts[1::2]]
    return Markup("").join(parts)


def environment(**options) -> Environment:
    # Django hands over autoescape=True.
    env = Environment(**{"trim_blocks": True, "lstrip_blocks": True, **options})  # noqa: S701
    env.install_gettext_callables(
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        {
            **DRAWINGS,
            "_": gettext,
            "gettext": gettext,
            "address_of": address_of,
            "made_once": made_once,
            "part_once": part_once,
            "url": url,
            "static": static,
            "querystring": querystring,
            "get_messages": messages.get_messages,
            "official_note": official_note,
            "only_elsewhere": only_elsewhere,
            "only_in": only_in,
        }
    )
    env.filters.update(
        {
            "imprecise": imprecise,
            "moment": moment,
            "grouped": grouped,
            "worded": worded,
            "in_language": in_language,
            "passages": passages,
            "marked": marked,
            "living": expand,
        }
    )
    return env

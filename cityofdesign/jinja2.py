"""The environment of the public site's templates."""

from django.contrib import messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.timezone import localtime
from jinja2 import Environment

from centres.models import in_language
from cityofdesign import drawing

from .dates import ImpreciseDate
from .passages import passages
from .search.marking import marked

DRAWINGS = {name: getattr(drawing, name) for name in drawing.__all__}


def url(name: str, *args, **kwargs) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def querystring(request, **changes) -> str:
    """The address of the page with some query parameters replaced; `None` removes one."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, value)
        else:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def imprecise(value) -> str:
    """A date as exact as it is known, in the language of the page."""
    if not isinstance(value, ImpreciseDate):
        value = ImpreciseDate.from_date(value) if value else ImpreciseDate.parse("")
    return value.display(translation.get_language() or "en")


def moment(value) -> str:
    """A clock time in Asia/Shanghai, to the minute."""
    value = localtime(value)
    return f"{imprecise(value.date())} {value:%H:%M}"


def grouped(value) -> str:
    """A number with its thousands grouped."""
    return number_format(value, use_l10n=True, force_grouping=True)


def environment(**options) -> Environment:
    # Django hands over autoescape=True.
    env = Environment(**{"trim_blocks": True, "lstrip_blocks": True, **options})  # noqa: S701
    env.install_gettext_callables(
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        {
            **DRAWINGS,
            "url": url,
            "static": static,
            "querystring": querystring,
            "get_messages": messages.get_messages,
        }
    )
    env.filters.update(
        {
            "imprecise": imprecise,
            "moment": moment,
            "grouped": grouped,
            "in_language": in_language,
            "passages": passages,
            "marked": marked,
        }
    )
    return env

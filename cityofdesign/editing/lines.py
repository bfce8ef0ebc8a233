"""What the start page and its reports list: one line a page, round or other thing."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

Text = str | Promise


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing to see to.

    `kind` says what it is, `state` where it stands, `who` whose hands it is in; `compare` leads to draft and
    public page side by side, where there are both.
    """

    title: str
    url: str
    kind: Text = ""
    state: Text = ""
    who: str = ""
    at: datetime.datetime | None = None
    compare: str = ""


@dataclasses.dataclass(frozen=True)
class Subject:
    """One list of the start page, with the report behind it. `lines` takes the reader."""

    key: str
    heading: Text
    nothing: Text
    icon: str
    order: int
    lines: Callable[[object], list[Line]]
    may_see: Callable[[object], bool]
    state: Text
    who: Text
    at: Text


def writes_pages(user) -> bool:
    return PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"})


def named(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def pages_by_id(keys: Iterable) -> dict[int, Page]:
    """Pages with their languages, without their texts; one query."""
    return Page.objects.select_related("locale").in_bulk({int(key) for key in keys})


def kind_of(page: Page) -> str:
    """`News article · English`."""
    model = page.cached_content_type.model_class()
    kind = capfirst(str(model._meta.verbose_name)) if model else ""
    return f"{kind} · {page.locale}"


def editor(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def comparison(page: Page) -> str:
    """Draft and public page side by side; empty where one of them is missing."""
    if not (page.live and page.has_unpublished_changes and page.live_revision_id):
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])


def revisions_without_text():
    return Revision.objects.defer("content").select_related("user")


def found(path: str):
    """The function at a dotted path, None while the code has none: parts of the site that may be left out."""
    module, _dot, name = path.rpartition(".")
    try:
        return getattr(import_module(module), name, None) if find_spec(module) else None
    except ModuleNotFoundError:
        return None

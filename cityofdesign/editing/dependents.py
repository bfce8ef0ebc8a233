"""What hangs on a page: shown before it is taken offline or deleted."""

import dataclasses

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from centres.models import Centre

MOST = 20


@dataclasses.dataclass(frozen=True)
class Dependent:
    """One thing that refers to a page, or shows it."""

    kind: str
    title: str
    url: str
    how: str


def dependents(page: Page, user) -> list[Dependent]:
    """Milestones, policies, figures and texts that lead to the page or to one below it; then the centres on
    whose pages it is shown."""
    pages = page.get_descendants(inclusive=True)
    keys = {str(pk) for pk in pages.values_list("pk", flat=True)}
    kind = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=keys)
    finder, found = AdminURLFinder(user), []
    for source, ways in references.group_by_source_object():
        if isinstance(source, Page) and str(source.pk) in keys:
            continue
        how = ", ".join(dict.fromkeys(capfirst(str(way.describe_source_field())) for way in ways))
        url = finder.get_edit_url(source) or ""
        found.append(Dependent(capfirst(source._meta.verbose_name), str(source), url, how))
    return found + shown_on(keys, kind)


def shown_on(pages: set[str], kind: ContentType) -> list[Dependent]:
    """The centres that the pages name: their public pages show them."""
    named = ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=pages)
    numbers = named.filter(to_content_type=ContentType.objects.get_for_model(Centre))
    keys = [int(key) for key in numbers.values_list("to_object_id", flat=True)]  # the index keeps text
    centres = Centre.objects.filter(pk__in=keys).order_by("number")
    how = _("shows it as related")
    return [
        Dependent(capfirst(Centre._meta.verbose_name), centre.number, centre.get_absolute_url(), how)
        for centre in centres
    ]


def why_it_stays(page: Page) -> str:
    """Why a page may not be deleted, whoever asks; empty where it may."""
    pages = page.get_descendants(inclusive=True)
    name = page.get_admin_display_title()
    if pages.filter(locked=True).exists():
        return _("“%(page)s” is locked, or has a locked page below it: unlock it before you delete it.") % {
            "page": name
        }
    if pages.live().exists():
        return _(
            "“%(page)s” is online, or has a page below it that is: unpublish it before you delete it."
        ) % {"page": name}
    return ""


def before_delete(request, page):
    if reason := why_it_stays(page):
        messages.error(request, reason)
        return redirect("wagtailadmin_pages:edit" if page.depth > 1 else "wagtailadmin_explore", page.pk)
    return None


def before_bulk(request, action_type, objects, bulk_action):
    if action_type != "delete":
        return None
    reasons = [reason for page in objects if isinstance(page, Page) and (reason := why_it_stays(page))]
    for reason in reasons:
        messages.error(request, reason)
    return redirect(bulk_action.next_url) if reasons else None

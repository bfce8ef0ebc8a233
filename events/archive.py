"""Editions by year, each with its page in the reader's language."""

from itertools import groupby

from django.db.models import Count, Q, QuerySet
from wagtail.models import Locale

from cityofdesign.routes import public

from .models import Award, CompetitionPage, Edition


def page_of(edition: Edition) -> CompetitionPage | None:
    """The public page of an edition in the active language, else in the other."""
    return pages_of([edition]).get(edition.translation_key)


def pages_of(editions) -> dict:
    """Translation key -> public page, that of the active language first; one query."""
    keys = [edition.translation_key for edition in editions if edition.translation_key]
    found, active = {}, Locale.get_active().pk
    pages = public(CompetitionPage.objects.filter(translation_key__in=keys))
    for page in pages.select_related("locale"):
        if page.locale_id == active or page.translation_key not in found:
            found[page.translation_key] = page
    return found


def archive(editions: QuerySet) -> list[tuple[int, list[dict]]]:
    """`[(year, [{"edition", "page", "winners"}])]` of public editions, newest first; six queries.

    `winners` counts those that are released."""
    winners = Count(
        "awards", filter=Q(awards__in=Award.objects.released().winners(), awards__withdrawn=False)
    )
    listed = list(editions.public().annotate(winners=winners).order_by("-year", "key"))
    pages = pages_of(listed)
    entries = []
    for edition in listed:
        page = pages[edition.translation_key]
        page.edition = edition
        entries.append({"edition": edition, "page": page, "winners": edition.winners})
    return [(year, list(group)) for year, group in groupby(entries, key=lambda entry: entry["edition"].year)]

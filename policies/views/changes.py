"""Two versions of a document side by side."""

from collections import Counter

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from cityofdesign.context import HTML_LANG
from policies.models import PolicyPage, Relation
from policies.versions import paragraphs, passages


@require_safe
def changes(request, newer, older):
    """What a document changed against one that it supersedes, where both have a text; else not found."""
    pages = PolicyPage.objects.filter(locale=Locale.get_active()).published()
    found = {page.slug: page for page in pages.filter(slug__in=[newer, older])}
    if newer not in found or older not in found or not linked(found[newer], found[older]):
        raise Http404
    old, new = found[older], found[newer]
    shown = passages(paragraphs(old.full_text), paragraphs(new.full_text))
    request.language_link = in_other_language(new, old)
    context = {
        "old": old,
        "new": new,
        "passages": shown,
        "counts": Counter(passage.kind for passage in shown),
    }
    return render(request, "policies/changes.html", context)


def linked(newer: PolicyPage, older: PolicyPage) -> bool:
    named = Relation.objects.filter(page=newer, target__translation_key=older.translation_key)
    superseded = named.filter(kind=Relation.Kind.SUPERSEDES).exists()
    return superseded and bool(newer.full_text) and bool(older.full_text)


def in_other_language(newer: PolicyPage, older: PolicyPage) -> dict:
    """The same comparison, or the page of the newer document where the other language has none."""
    other = "zh-hans" if newer.locale.language_code == "en" else "en"
    keys = [newer.translation_key, older.translation_key]
    pages = PolicyPage.objects.filter(locale__language_code=other, translation_key__in=keys).published()
    found = {page.translation_key: page for page in pages}
    link = {"lang": HTML_LANG[other], "label": {"en": "English", "zh-hans": "中文"}[other], "missing": False}
    if len(found) == 2 and all(page.full_text for page in found.values()):
        with override(other):
            slugs = [found[key].slug for key in keys]
            return {**link, "href": reverse("policies:changes", args=slugs)}
    return {**link, "href": f"/{other}/policies/", "missing": True}

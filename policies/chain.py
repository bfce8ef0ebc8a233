"""Documents that supersede, amend or carry out earlier ones: no way along them leads back.

Documents are meant by their translation key: what the Chinese page says of an earlier one binds the English.
"""

import uuid
from collections import defaultdict, deque
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Revision

Edges = dict[uuid.UUID, set[uuid.UUID]]


def way(edges: Edges, start: uuid.UUID, goal: uuid.UUID) -> list[uuid.UUID]:
    """The shortest way along the edges, both ends included; empty where there is none."""
    came_from: dict[uuid.UUID, uuid.UUID | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            found = [here]
            while (here := came_from[here]) is not None:
                found.append(here)
            return found[::-1]
        for there in sorted(edges.get(here, ()), key=str):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def published(without: int | None = None) -> Edges:
    """What the published versions say, and pages that were never published; one query."""
    from .models import Relation

    edges: Edges = defaultdict(set)
    rows = Relation.objects.exclude(page_id=without)
    for page, target in rows.values_list("page__translation_key", "target__translation_key"):
        edges[page].add(target)
    return edges


def with_drafts(without: int | None = None) -> Edges:
    """The same and what drafts and scheduled versions say; three queries."""
    from .models import PolicyPage

    edges = published(without)
    keys = dict(PolicyPage.objects.values_list("pk", "translation_key"))
    pending = PolicyPage.objects.filter(Q(has_unpublished_changes=True) | Q(live=False)).exclude(pk=without)
    drafts = Revision.objects.filter(object_id__in=[str(pk) for pk in pending.values_list("pk", flat=True)])
    drafts = drafts.filter(
        Q(pk__in=pending.values("latest_revision")) | Q(approved_go_live_at__isnull=False)
    ).filter(base_content_type__app_label="wagtailcore")
    for draft in drafts.values_list("content", flat=True):
        for relation in draft.get("relations", ()):
            if relation["target"] in keys and draft["pk"] in keys:
                edges[keys[draft["pk"]]].add(keys[relation["target"]])
    return edges


def circle(page, target, edges: Edges) -> list[uuid.UUID]:
    """The documents of the circle that `page` would close by naming `target`; empty where it closes none."""
    return way(edges, target.translation_key, page.translation_key)


def named(keys: Iterable[uuid.UUID], page) -> str:
    """The titles of documents in the language of the page, in quotation marks, the page itself as it is."""
    from .models import PolicyPage

    keys = list(keys)
    same = Q(locale_id=page.locale_id)
    titles = dict(
        PolicyPage.objects.filter(~same, translation_key__in=keys).values_list("translation_key", "title")
    )
    titles |= dict(
        PolicyPage.objects.filter(same, translation_key__in=keys).values_list("translation_key", "title")
    )
    titles[page.translation_key] = page.title
    quoted = [_("“%(title)s”") % {"title": titles.get(key, "")} for key in keys]
    return pgettext("between documents of a circle", " → ").join(quoted)


def refusal(keys: list[uuid.UUID], page) -> ValidationError:
    """What is wrong with a circle, its documents named."""
    if len(keys) == 1:
        return ValidationError(_("A document cannot come before itself."), code="circle")
    message = _("This would be a circle: %(documents)s. Name only earlier documents.")
    way_round = [page.translation_key, *keys]
    return ValidationError(message % {"documents": named(way_round, page)}, code="circle")


def refuse_circle(relation) -> None:
    """ValidationError if what is in the database would lead from the target back to the page."""
    edges = published()
    if keys := circle(relation.page, relation.target, edges):
        raise refusal(keys, relation.page)

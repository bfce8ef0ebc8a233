"""What a centre looks like today, for lists of candidates and matches."""

import dataclasses
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone

from ..models import Standing


@dataclasses.dataclass(frozen=True)
class Face:
    """A centre by its newest facts; `statuses` holds `(scheme, status in words)` as of today."""

    pk: int
    number: str
    name: str
    holder: str
    district: str
    kind: str
    sample: bool
    statuses: tuple[tuple[str, str], ...]


def faces(centre_ids) -> dict[int, Face]:
    """Faces by primary key, in one query; a centre whose decisions are all annulled has none."""
    today = timezone.localdate()
    standings = Standing.objects.filter(known_to__isnull=True, centre_id__in=set(centre_ids))
    held = defaultdict(list)
    for standing in standings.select_related("scheme", "district", "centre").order_by("valid_from", "pk"):
        held[standing.centre_id].append(standing)
    return {pk: face(history, today) for pk, history in held.items()}


def face(history: list[Standing], today) -> Face:
    """`history` holds the standings of one centre as known now, oldest first."""
    newest = history[-1]
    statuses = tuple(
        (str(standing.scheme), standing.get_status_display())
        for standing in sorted(history, key=lambda standing: standing.scheme.order)
        if standing.valid_from <= today and (standing.valid_to is None or today < standing.valid_to)
    )
    return Face(
        pk=newest.centre_id,
        number=newest.centre.number,
        name=newest.name,
        holder=newest.holder_name_zh or newest.holder_name_en,
        district=str(newest.district or ""),
        kind=newest.get_kind_of_centre_display(),
        sample=newest.centre.sample,
        statuses=statuses,
    )


def named(text: str) -> Q:
    """Standings with `text` in a name of the centre or of its holder, or with that register number."""
    fields = ("name_en", "name_zh", "holder_name_en", "holder_name_zh", "centre__number")
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": text})
    return found

"""What editions changed: with it, a copy of the register as one edition knew it becomes that of another."""

from collections.abc import Iterator

from django.http import Http404
from django.utils.translation import gettext as _

from .api import answers
from .api.parameters import BadParameters, ChangesQuery
from .exports import as_json, batches, told
from .models import Decision, Edition
from .moments import Moment, moment
from .reference import Reference, reference


def compared(params: ChangesQuery) -> tuple[Moment, Moment]:
    """The register on one day as two editions know it. Raises `BadParameters`, `BadMoment`,
    `Http404`."""
    now = moment(params.on or "")
    until = now.edition if params.until is None else params.until
    for number in (params.since, until):
        if number > now.edition:
            raise Http404(
                _("There is no edition %(number)s; the newest is %(newest)s.")
                % {"number": number, "newest": now.edition}
            )
    if params.since > until:
        raise BadParameters({"since": _("This edition is later than the one in until.")})
    at = dict(Edition.objects.filter(number__in=[params.since, until]).values_list("number", "recorded_at"))
    stays = "" if params.until is None else answers.instant(at.get(until)) or ""
    before, after = (
        Moment(now.on, number, at.get(number), params.on or "", stays, now.clock)
        for number in (params.since, until)
    )
    return before, after


def to_json(before: Moment, after: Moment) -> Iterator[bytes]:
    """`{licence, on, since, until, results: [{change, number, centre}]}`, ordered by number; `change` is
    added, changed or removed, `centre` as the later edition tells it, null for a removed one. since and until
    have the number of the edition, `known` and `hash`."""
    editions = Edition.objects.in_bulk([before.edition, after.edition])
    head = {
        "licence": answers.LICENCE,
        "on": after.on,
        "since": edition(before, editions),
        "until": edition(after, editions),
    }
    return as_json(head, changes(before, after, reference(after.clock)))


def edition(when: Moment, editions: dict[int, Edition]) -> dict:
    found = editions.get(when.edition)
    return {
        "edition": when.edition,
        "known": answers.instant(found.recorded_at) if found else None,
        "hash": found.hash if found else None,
    }


def changes(before: Moment, after: Moment, held: Reference) -> Iterator[list[dict]]:
    """Only a centre about which an edition in between decided can differ. One query, and two for each batch
    of such centres."""
    decided = Decision.objects.filter(edition__gt=before.edition, edition__lte=after.edition)
    centres = decided.order_by("centre__number").values_list("centre_id", "centre__number").distinct()
    for batch in batches(centres.iterator(chunk_size=2000)):
        pks = [pk for pk, _number in batch]
        old, new = ({one["number"]: one for one in told(pks, when, held)} for when in (before, after))
        numbers = [number for _pk, number in batch if old.get(number) != new.get(number)]
        yield [change(number, old.get(number), new.get(number)) for number in numbers]


def change(number: str, old: dict | None, new: dict | None) -> dict:
    name = "removed" if new is None else "added" if old is None else "changed"
    return {"change": name, "number": number, "centre": new}

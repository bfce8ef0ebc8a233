"""What editions changed: with it, a copy of the register as one edition knew it becomes that of another."""

from collections.abc import Iterator

from django.http import Http404
from django.utils.translation import gettext as _

from .api import answers
from .api.parameters import BadParameters, ChangesQuery
from .exports import as_json, batches, told
from .finding import Among
from .models import Centre, Decision, Edition, Standing
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
        Moment(now.on, number, at.get(number), params.on or "", stays, clock)
        for number, clock in (
            (params.since, now.clock.as_known(params.since)),
            (until, now.clock if params.until is None else now.clock.as_known(until)),
        )
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
    return as_json(head, changes(before, after))


def edition(when: Moment, editions: dict[int, Edition]) -> dict:
    found = editions.get(when.edition)
    return {
        "edition": when.edition,
        "known": answers.instant(found.recorded_at) if found else None,
        "hash": found.hash if found else None,
    }


def changes(before: Moment, after: Moment) -> Iterator[list[dict]]:
    """Four queries, and two for each batch of centres that may differ."""
    tables = [reference(when.clock) for when in (before, after)]
    maybe = Among("pk", may_differ(before, after, *tables))
    centres = Centre.objects.filter(maybe).order_by("number").values_list("pk", "number")
    for batch in batches(centres.iterator(chunk_size=2000)):
        pks = [pk for pk, _number in batch]
        old, new = (
            {one["number"]: one for one in told(pks, when, held)}
            for when, held in zip((before, after), tables, strict=True)
        )
        numbers = [number for _pk, number in batch if old.get(number) != new.get(number)]
        yield [change(number, old.get(number), new.get(number)) for number in numbers]


def may_differ(before: Moment, after: Moment, old: Reference, new: Reference) -> set[int]:
    """Centres about which an edition in between decided, whose holder's credit code it learned, or whose
    district is told otherwise."""
    between = {"edition__gt": before.edition, "edition__lte": after.edition}
    learned = {
        "holder__credit_code_from__gt": before.edition,
        "holder__credit_code_from__lte": after.edition,
    }
    districts = [
        pk
        for pk in new.districts
        if answers.district(old.district_on(pk, after.on), after.on)
        != answers.district(new.district_on(pk, after.on), after.on)
    ]
    standing = Standing.objects.known_in(after.edition)
    found = set(Decision.objects.filter(**between).values_list("centre_id", flat=True))
    found |= set(standing.filter(**learned).values_list("centre_id", flat=True))
    if districts:
        found |= set(standing.filter(district_id__in=districts).values_list("centre_id", flat=True))
    return found


def change(number: str, old: dict | None, new: dict | None) -> dict:
    name = "removed" if new is None else "added" if old is None else "changed"
    return {"change": name, "number": number, "centre": new}

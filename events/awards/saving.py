"""Saving a list of winners: the whole file or nothing, and only while its hour is not set."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centres.models import Centre, Decision
from centres.preparing import Refused

from ..models import Award, Edition, Upload
from ..tables import CHANGED, NEW, Table
from .reading import table


def require_open(edition: Edition, kind: str) -> None:
    """Winners whose hour is set stand as they are; public ones are corrected one by one, with a note."""
    hour = edition.hour_of(kind)
    if hour is None:
        return
    if hour <= timezone.now():
        raise Refused(_("These entries are public. Correct them one by one, each with a note."))
    raise Refused(_("The hour of release is set. Call the release off before changing the entries."))


@transaction.atomic
def save(upload: Upload, *, centres: Mapping[int, int | None], remove_absent: bool = False, user) -> Table:
    """Save every row. `centres` is row in the file -> primary key of the centre that a person confirmed, of
    those that were suggested; rows that are not in it keep what they have."""
    edition = Edition.objects.select_for_update().get(pk=upload.edition_id)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("edition").get(pk=upload.pk)
    if upload.saved_at:
        raise Refused(_("%(file)s has been saved.") % {"file": upload.filename})
    require_open(edition, upload.kind)
    found = table(upload)
    if found.wrong:
        raise Refused(_("Nothing was saved: %(problem)s") % {"problem": found.wrong[0].problems[0]})
    holders = holders_of(pk for pk in centres.values() if pk)
    for line in found.lines:
        if line.row.index in centres:
            link(line, centres[line.row.index], holders)
        line.entry.upload = upload
        line.entry.full_clean(exclude=["picture"])
        line.entry.save()
    removed = 0
    if remove_absent:
        removed = Award.objects.filter(pk__in=[award.pk for award in found.absent]).delete()[0]
    upload.saved_at = timezone.now()
    upload.save(update_fields=["saved_at"])
    counts = {"new": found.count(NEW), "changed": found.count(CHANGED), "removed": removed}
    log(edition, "events.import", user=user, data={"file": upload.filename, **counts})
    return found


def link(line, centre: int | None, holders: Mapping[int, int]) -> None:
    if centre and centre not in {pk for pk, *_rest in line.matches}:
        raise Refused(_("Row %(row)s: this centre was not among those suggested.") % {"row": line.row.index})
    line.entry.centre_id = centre
    line.entry.organisation_id = holders.get(centre) if centre else None


def holders_of(centres) -> dict[int, int]:
    """Centre -> organisation that holds it by the newest decision."""
    pks = list(centres)
    decisions = Decision.objects.filter(centre__in=pks, holder__isnull=False).order_by("number")
    return dict(decisions.values_list("centre_id", "holder_id"))


def holder_of(centre: Centre | None) -> int | None:
    return holders_of([centre.pk]).get(centre.pk) if centre else None

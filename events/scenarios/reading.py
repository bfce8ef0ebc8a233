"""What each row of a list of scenarios means, and saving all of them at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centres.lists import SectorName, Sectors
from centres.lists.names import plain
from centres.models import Sector
from centres.preparing import Refused

from ..models import Scenario, Upload
from ..tables import CHANGED, NEW, UNCHANGED, WRONG, Line, Table, changes, read
from .columns import LAYOUT, PAIRS

FIELDS = (*(name for pair in PAIRS for name in pair), "email", "source_name", "source_url")


def table(upload: Upload) -> Table:
    as_read = read(upload, LAYOUT)
    saved = {key_of(vars(scenario)): scenario for scenario in Scenario.objects.all()}
    sectors = {sector.key: sector for sector in Sector.objects.all()}
    names = Sectors(SectorName(one.key, (one.name_en, one.name_zh)) for one in sectors.values())
    first: dict[tuple, int] = {}
    lines = []
    for row in as_read.rows:
        if row.errors:
            lines.append(Line(row, WRONG, problems=row.errors))
        elif (key := key_of(row.values)) in first:
            again = row.source.problem("same-entry", row.index, first=first[key])
            lines.append(Line(row, WRONG, problems=[again]))
        else:
            first[key] = row.index
            lines.append(line(row, saved.get(key), names, sectors))
    return Table(as_read, lines)


def line(row, saved: Scenario | None, names: Sectors, sectors: dict[str, Sector]) -> Line:
    entry = saved or Scenario(year=int(row.values["year"]))
    changed = changes(entry, FIELDS, {name: row.values.get(name, "") for name in FIELDS})
    printed = row.values.get("industry_zh") or row.values.get("industry_en", "")
    keys, unknown = names.find(printed)
    sector = sectors.get(keys[0]) if keys else None
    if saved and entry.sector_id != (sector.pk if sector else None):
        changed.append((str(_("industry")), str(entry.sector or ""), str(sector or "")))
    entry.sector = sector
    verdict = (CHANGED if changed else UNCHANGED) if saved else NEW
    return Line(row, verdict, entry, (), unknown, changes=changed if saved else ())


def key_of(values) -> tuple:
    """The same for two scenarios of one year with one title in one industry."""
    title, industry = (
        values.get(f"{name}_zh") or values.get(f"{name}_en", "") for name in ("title", "industry")
    )
    return (str(values["year"]), plain(title), plain(industry))


@transaction.atomic
def save(upload: Upload, *, user) -> Table:
    """Save every row, or none."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.saved_at:
        raise Refused(_("%(file)s has been saved.") % {"file": upload.filename})
    found = table(upload)
    if found.wrong:
        raise Refused(_("Nothing was saved: %(problem)s") % {"problem": found.wrong[0].problems[0]})
    for one in found.lines:
        one.entry.upload = upload
        one.entry.full_clean()
        one.entry.save()
    upload.saved_at = timezone.now()
    upload.save(update_fields=["saved_at"])
    counts = {"new": found.count(NEW), "changed": found.count(CHANGED), "removed": 0}
    log(upload, "events.import", user=user, data={"file": upload.filename, **counts})
    return found

"""What each row of a list of winners means: a category of the edition, a winner there already or a new one,
an organisation of the register. Nothing here is saved."""

from collections.abc import Iterable, Iterator

from centres.lists import Index, Known, Layout, Match, PrintedRow
from centres.lists.names import plain
from centres.models import Centre
from centres.reading import known_centres

from ..models import Award, AwardCategory, Edition, Upload
from ..tables import CHANGED, NEW, UNCHANGED, WRONG, Line, Table, changes, read
from .columns import PAIRS, identity, layout

TEXTS = (*(name for pair in PAIRS for name in pair), "note")


def layout_of(edition: Edition) -> Layout:
    return layout((category.name_zh, category.name_en) for category in edition.categories.all())


def table(upload: Upload) -> Table:
    """The list with what would become of each row; one match per row that names an organisation."""
    edition = upload.edition
    as_read = read(upload, layout_of(edition))
    saved = {
        key_of(award): award for award in Award.objects.filter(edition=edition, kind=upload.kind).shown()
    }
    index = register(edition) if any(asks(row) for row in as_read.rows) else None
    lines = list(judged(as_read.rows, edition, upload, saved, index))
    held = {line.entry.pk for line in lines if line.entry and line.entry.pk}
    return Table(as_read, lines, [award for award in saved.values() if award.pk not in held])


def judged(
    rows: Iterable[PrintedRow], edition: Edition, upload: Upload, saved: dict, index
) -> Iterator[Line]:
    categories = list(edition.categories.all())
    by_name = {plain(name): one for one in categories for name in (one.name_en, one.name_zh)}
    first: dict[tuple, int] = {}
    for place, row in enumerate(rows, start=1):
        if row.errors:
            yield Line(row, WRONG, problems=row.errors)
            continue
        category = by_name[plain(row.values["category"])] if row.values.get("category") else categories[0]
        key = (category.pk, *identity(row)[1:])
        if key in first:
            again = row.source.problem("same-entry", row.index, first=first[key])
            yield Line(row, WRONG, problems=[again])
            continue
        first[key] = row.index
        yield line(row, place, category, saved.get(key), upload, index)


def line(
    row: PrintedRow, place: int, category: AwardCategory, saved: Award | None, upload: Upload, index
) -> Line:
    entry = saved or Award(edition=upload.edition, kind=upload.kind)
    values = {name: row.values.get(name, "") for name in TEXTS}
    values |= {"category_id": category.pk, "rank": int(row.values["rank"]) if "rank" in row.values else None}
    changed = changes(entry, TEXTS, values)
    changed += changes(entry, ("rank",), values)
    entry.category, entry.place = category, place
    match = index.match(as_holder(row)) if index and asks(row) else None
    verdict = (CHANGED if changed else UNCHANGED) if saved else NEW
    notes = match.warnings if match else ()
    return Line(row, verdict, entry, (), notes, match, candidates(match, index), changed if saved else ())


def asks(row: PrintedRow) -> bool:
    return "organisation_zh" in row.values or "organisation_en" in row.values


def as_holder(row: PrintedRow) -> dict[str, str]:
    """The organisation of a row as the register's matching asks for it."""
    names = {"holder_name_zh": "organisation_zh", "holder_name_en": "organisation_en"}
    return {key: row.values[name] for key, name in names.items() if name in row.values}


def register(edition: Edition) -> Index:
    """The centres that an award may be of: real ones for a real edition, sample ones for a sample."""
    allowed = set(Centre.objects.filter(sample=edition.sample).values_list("pk", flat=True))
    return Index(known for known in known_centres() if known.centre_id in allowed)


def candidates(match: Match | None, index: Index) -> list[tuple[int, str, str, str]]:
    if match is None:
        return []
    return [
        (c.centre_id, c.number, name_of(index.known[c.centre_id]), c.reason.message) for c in match.candidates
    ]


def name_of(known: Known) -> str:
    current = [name for name in (*known.names, *known.holder_names) if name and name not in known.former]
    return next(iter(current), known.number)


def key_of(award: Award) -> tuple:
    """As the identity of a row, by the primary key of its category."""
    names = ("work", "designers", "organisation")
    parts = (getattr(award, f"{name}_zh") or getattr(award, f"{name}_en") for name in names)
    return (award.category_id, *map(plain, parts))

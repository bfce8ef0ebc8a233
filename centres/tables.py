"""The tables of reference as JSON, as they are kept with an edition, and back."""

import copy
import datetime

from django.db.models import Model

from .models import Completeness, District, Scheme, SchemeRule, Sector

NAMES = ("name_en", "name_zh")
NOTES = ("note_en", "note_zh")
PERIOD = ("pk", "valid_from", "valid_to")
COLUMNS = {
    District: ("pk", "code", *NAMES, "kind", "valid_from", "valid_to", *NOTES),
    Scheme: (
        *("pk", "key", *NAMES, "level", "order", "subject_en", "subject_zh"),
        *("authority_en", "authority_zh", *NOTES),
    ),
    SchemeRule: (
        *(*PERIOD, "document_number", "document_title_en", "document_title_zh", "document_url"),
        *("validity_years", "review_interval_years", "notice_working_days"),
        *("ban_years", "ban_years_serious"),
    ),
    Completeness: (*PERIOD, *NOTES),
    Sector: ("pk", "key", *NAMES),
}
"""What of each table readers are told; the rest (spellings on lists, coordinates) is always as at present."""


def row_of(entry: Model) -> dict:
    """The columns of an entry; dates as ISO 8601, None where nothing is stated."""
    values = {name: getattr(entry, name) for name in COLUMNS[type(entry)]}
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }


def entry_of(model: type[Model], row: dict, present: Model | None = None) -> Model:
    """The entry of a row of `row_of`; what the row does not tell is that of `present`."""
    entry = copy.copy(present) if present else model(pk=row["pk"])
    for name in COLUMNS[model][1:]:
        setattr(entry, name, model._meta.get_field(name).to_python(row[name]))
    return entry

"""Rows of the register list, drawn once for an edition, day and language and then kept in the process.

Most of a list page is its rows, and most of a row its drawing. What a row shows is bound to the edition and
the day, so nothing has to be thrown away but for room.
"""

import dataclasses

from django.template.loader import get_template
from django.utils.translation import get_language
from markupsafe import Markup

from .. import finding
from ..filters import Question, facts_of, standings_of
from ..reference import Reference
from .entries import Entry, entry

MOST_KEPT = 5_000
"""Rows in memory at a time; one takes about 4 KB."""


@dataclasses.dataclass(frozen=True)
class Row:
    """A centre in the list: its facts (`filters.FACTS`), what is shown of them, and the row itself."""

    facts: dict
    entry: Entry
    html: Markup


class Kept:
    """Rows by moment, language and centre, as long as the tables of reference stay as they are."""

    def __init__(self, held: Reference | None = None):
        self.held, self.rows = held, {}

    def keep(self, key: tuple, row: Row) -> Row:
        while len(self.rows) >= MOST_KEPT:
            self.rows.pop(next(iter(self.rows)), None)
        self.rows[key] = row
        return row


_kept = Kept()


def forget() -> None:
    """For tests, in which the numbers of editions recur."""
    global _kept
    _kept = Kept()


def rows(question: Question, pks: list[int], held: Reference) -> list[Row]:
    """The rows of the centres with these primary keys; two queries where one of them was not drawn yet."""
    global _kept
    if _kept.held is not held:
        _kept = Kept(held)
    kept, when = _kept, question.moment
    moment = (when.edition, when.on, when.asked_on, when.asked_known, get_language())
    found = {pk: kept.rows.get((moment, pk)) for pk in pks}
    if missing := [pk for pk, row in found.items() if row is None]:
        facts, standings = facts_of(missing, when), standings_of(missing, when)
        for pk in missing:
            drawn = row_of(facts[pk], entry(facts[pk], standings[pk], when, held))
            found[pk] = kept.keep((moment, pk), drawn)
    if not question.q:
        return list(found.values())
    former = finding.former(question.q, when, [row.facts for row in found.values()])
    return [with_former_name(row, former.get(pk, "")) for pk, row in found.items()]


def row_of(facts: dict, shown: Entry) -> Row:
    return Row(facts, shown, Markup(get_template("centres/_row.html").render({"e": shown})))  # noqa: S704


def with_former_name(row: Row, name: str) -> Row:
    """The row with the name by which a search found it; as it is without one."""
    return row_of(row.facts, dataclasses.replace(row.entry, formerly=name)) if name else row

"""The shipped files, and which of their items were loaded already."""

import csv
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from cityofdesign.models import LoadedContent

FILES = Path(__file__).parent
NAMESPACE = uuid.UUID("5f0d6c1e-9a55-4d6b-8a53-1f6f0f0e2014")


def table(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.csv`, a dictionary of column -> text each."""
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(text: str) -> list[str]:
    """The parts of a cell that holds several, separated by `;`; empty for an empty cell."""
    return [part.strip() for part in text.split(";") if part.strip()]


def translation_key(key: str) -> uuid.UUID:
    """What the pages of a shipped item have in common in both languages, whatever editors rename."""
    return uuid.uuid5(NAMESPACE, key)


class Ledger:
    """Remembers every shipped item by a key such as `milestone/groundwork/en`; nothing is loaded twice."""

    def __init__(self) -> None:
        self.known = set(LoadedContent.objects.values_list("key", flat=True))
        self.added: list[str] = []

    def is_new(self, key: str) -> bool:
        """Whether the item was never loaded; from now on it counts as loaded."""
        if key in self.known:
            return False
        self.known.add(key)
        self.added.append(key)
        return True

    def fresh(self, prefix: str, rows: Iterable[dict], *columns: str) -> Iterator[dict]:
        """The rows never loaded before; `columns` together name a row (by default its `key`)."""
        for row in rows:
            if self.is_new("/".join([prefix, *(row[column] for column in columns or ("key",))])):
                yield row

    def close(self) -> None:
        LoadedContent.objects.bulk_create([LoadedContent(key=key) for key in self.added], batch_size=500)

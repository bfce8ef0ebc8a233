"""docs/rights.md: who may open what. The test holds the site to the table there; nothing else says it."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

ROLES = ("anonymous", "guest", "editor", "moderator", "officer", "approver", "admin")
TABLE = Path(__file__).parents[2] / "docs" / "rights.md"
SAYS = {"yes", "no", "–"}
METHOD = re.compile(r"(GET|POST)( \w+)?")  # a word more: of what the public is not to see


class Row:
    """Views, by name or pattern, a method, and what each role gets."""

    def __init__(self, cells: list[str]):
        self.patterns, self.method, *said = re.findall(r"`([^`]+)`", cells[0]), *cells[1:]
        assert len(said) == len(ROLES), cells
        assert set(said) <= SAYS, cells
        self.said = dict(zip(ROLES, said, strict=True))

    def matches(self, name: str, method: str) -> bool:
        return self.method == method and any(fnmatchcase(name, pattern) for pattern in self.patterns)


def rows() -> Iterator[Row]:
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip().replace("¦", "|") for cell in line.strip("|").split("|")]
        if len(cells) == len(ROLES) + 2 and METHOD.fullmatch(cells[1]):
            yield Row(cells)


def line(names: list[str], method: str, said: dict[str, str]) -> str:
    """A row of the table, as it is written."""
    views = " ".join(f"`{name.replace('|', '¦')}`" for name in names)
    return f"| {views} | {method} | {' | '.join(said[role] for role in ROLES)} |"

"""The centres that one belongs with: whose branch it is, its own branches, predecessors and successors."""

import dataclasses

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Standing
from ..moments import Moment
from ..reference import reference
from ..relations import naming, with_lists
from .holder import Beside, entry


@dataclasses.dataclass(frozen=True)
class Relation:
    """Centres of one kind of relation, under its name."""

    label: str
    centres: list[Beside]


def relations(number: str, facts: dict, when: Moment) -> dict[str, Relation]:
    """branch_of, predecessors, successors and branches, those that there are; one query."""
    own = [*filter(None, [facts["branch_of"]]), *facts["predecessors"]]
    rows = with_lists(when).filter(naming(number) | Q(centre__number__in=own))
    found: dict[str, Standing] = {}
    for standing in reference(when.clock).in_order(rows.select_related("centre").order_by("pk")):
        found.setdefault(standing.centre.number, standing)
    found = dict(sorted(found.items()))
    groups = {
        "branch_of": (_("Branch of"), [facts["branch_of"]]),
        "predecessors": (_("Predecessors"), facts["predecessors"]),
        "successors": (_("Successors"), [n for n, s in found.items() if number in (s.predecessors or ())]),
        "branches": (_("Branches"), [n for n, s in found.items() if s.branch_of == number]),
    }
    return {
        key: Relation(label, [entry(n, found[n], when) for n in numbers if n in found])
        for key, (label, numbers) in groups.items()
        if any(n in found for n in numbers)
    }

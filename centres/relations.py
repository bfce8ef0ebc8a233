"""Which centres belong together: branches and the centre that they belong to, predecessors and successors.

A branch states whom it belongs to, a centre whom it succeeds. The other way is asked of the standings.
"""

import dataclasses

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from .models import Standing
from .moments import Moment


@dataclasses.dataclass(frozen=True)
class Related:
    """The register numbers of the centres that name a centre, in order."""

    branches: list[str]
    successors: list[str]


def naming(number: str) -> Q:
    """The condition that a standing's centre names centre `number`; of standings `with_lists`."""
    return Q(branch_of=number) | Q(predecessors__isnull=False, listed__contains=f'"{number}"')


def with_lists(when: Moment) -> QuerySet[Standing]:
    return Standing.objects.on(when.on, when.edition).alias(listed=Cast("predecessors", TextField()))


def related(number: str, when: Moment) -> Related:
    """One query."""
    found = with_lists(when).filter(naming(number))
    rows = list(found.values_list("centre__number", "branch_of", "predecessors"))
    return Related(
        branches=sorted({other for other, of, _before in rows if of == number}),
        successors=sorted({other for other, _of, before in rows if number in (before or ())}),
    )

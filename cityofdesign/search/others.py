"""Released awards and published scenarios that hold what was searched for, asked by the clock of now."""

from django.db.models import Q, QuerySet

from events.models import Award, Scenario

MOST = 10
AWARD = ("work", "designers", "organisation", "prize")
SCENARIO = ("title", "need", "industry", "body")


def awards_with(q: str) -> list[Award]:
    """The first ten, newest editions first; three queries."""
    found = Award.objects.released().filter(holding(q, AWARD), withdrawn=False)
    return list(found.select_related("category", "edition").order_by("-edition__year", "place", "pk")[:MOST])


def scenarios_with(q: str) -> list[Scenario]:
    """The first ten, newest first; one query."""
    found: QuerySet = Scenario.objects.published().filter(holding(q, SCENARIO))
    return list(found.select_related("sector")[:MOST])


def holding(q: str, names: tuple[str, ...]) -> Q:
    """Every word somewhere in these fields, in either language."""
    wanted = Q()
    for word in q.split():
        fields = [f"{name}_{code}__icontains" for name in names for code in ("en", "zh")]
        wanted &= Q(*((field, word) for field in fields), _connector=Q.OR)
    return wanted

"""The log of decisions, by when they were recorded and when they took effect."""

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from ...models import Decision, Standing, in_language
from ..sheets import moment
from .base import (
    NOWRAP,
    WIDE,
    Between,
    Choice,
    RecordedBetween,
    RegisterReport,
    centre_column,
    round_column,
    sample_column,
    schemes,
    without_json,
)

BEGINNING = ("valid_from", "pk")


class DecisionFilters(WagtailFilterSet):
    recorded = RecordedBetween(field_name="recorded_at", label=gettext_lazy("Recorded between"))
    effective = Between(field_name="effective_on_to", label=gettext_lazy("In effect between"))
    scheme = Choice(field_name="scheme__key", choices=schemes, label=gettext_lazy("Scheme"))
    kind = Choice(choices=Decision.Kind.choices, label=gettext_lazy("Decision"))

    class Meta:
        model = Decision
        fields = []


class Decisions(RegisterReport):
    name = "decisions"
    menu_label = gettext_lazy("Decisions between two dates")
    header_icon = "history"
    filterset_class = DecisionFilters
    nothing = gettext_lazy("Nothing has been decided yet.")
    columns = [
        Column("number", label=pgettext_lazy("register", "Number")),
        Column("edition", label=gettext_lazy("Edition"), accessor="edition_id"),
        Column(
            "recorded",
            label=gettext_lazy("Recorded"),
            accessor=lambda decision: moment(decision.recorded_at),
            classname=NOWRAP,
        ),
        Column(
            "effective",
            label=gettext_lazy("In effect"),
            accessor=lambda decision: decision.effective_on.display(get_language()),
            classname=NOWRAP,
        ),
        Column("kind", label=gettext_lazy("Decision"), accessor="get_kind_display", classname=NOWRAP),
        Column("scheme", label=gettext_lazy("Scheme")),
        centre_column(),
        sample_column("centre.sample"),
        Column("name", label=gettext_lazy("Name"), accessor="said.name", width=WIDE),
        Column("holder", label=gettext_lazy("Holder"), accessor="said.holder", width=WIDE),
        Column(
            "document",
            label=pgettext_lazy("official", "Document"),
            accessor=lambda decision: decision.row.list.document if decision.row_id else "",
        ),
        round_column("round"),
        Column(
            "row",
            label=gettext_lazy("Row in the file"),
            accessor=lambda decision: decision.row.index if decision.row_id else "",
        ),
        Column("annulled", label=gettext_lazy("Annulled by"), accessor="annulled_by.number"),
    ]

    def get_base_queryset(self):
        decisions = Decision.objects.select_related(
            "scheme", "centre", "round__scheme", "row__list", "annuls", "annulled_by"
        )
        return decisions.defer(*without_json("row")).order_by("-number")

    def lines(self, rows):
        """Each decision with `said`, the names of its centre on the day in effect."""
        held = {}
        standings = Standing.objects.filter(known_to__isnull=True)
        for standing in standings.filter(centre__in={row.centre_id for row in rows}).order_by(*BEGINNING):
            held.setdefault(standing.centre_id, []).append(standing)
        for decision in rows:
            decision.said = Said(names_of(decision, held.get(decision.centre_id, [])))
        return rows


class Said:
    """The names of a centre in the reader's language."""

    def __init__(self, facts):
        self.holder = in_language(facts, "holder_name")
        self.name = in_language(facts, "name") or self.holder


def names_of(decision: Decision, standings: list[Standing]) -> Standing | Decision:
    """What names the centre of a decision: its standing on the day in effect, else its newest; where all its
    decisions are annulled, the decision itself or the one that it annuls."""
    day = decision.effective_on.upper
    then = [
        standing
        for standing in standings
        if standing.valid_from <= day and (standing.valid_to is None or day < standing.valid_to)
    ]
    return (then or standings or [decision.annuls or decision])[-1]

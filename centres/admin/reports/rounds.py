"""Where every round stands."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from ...models import Round, RoundList
from .. import stages
from ..sheets import moment
from .base import NOWRAP, Choice, RegisterReport, sample_column, schemes, years


class RoundFilters(WagtailFilterSet):
    scheme = Choice(field_name="scheme__key", choices=schemes, label=_("Scheme"))
    state = Choice(choices=Round.State.choices, label=_("State"))
    year = Choice(choices=years, label=_("Year"))

    class Meta:
        model = Round
        fields = []


class Rounds(RegisterReport):
    name = "rounds"
    menu_label = _("Rounds and their stage")
    filterset_class = RoundFilters
    nothing = _("There is no round yet.")
    columns = [
        TitleColumn("round", label=_("Round"), accessor="__str__", url_name="rounds:detail", width="25%"),
        Column("pk", label=pgettext_lazy("register", "Number")),
        Column("counters", label=_("Takes back round"), accessor="counters_id"),
        sample_column("sample"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("next", label=_("Next step"), accessor=stages.next_step),
        Column("who", label=_("Who may do it"), accessor=stages.who_may),
        Column(
            "since", label=_("Since"), accessor=lambda round_: moment(stages.since(round_)), classname=NOWRAP
        ),
        Column("lists", label=_("Lists"), accessor=lambda round_: round_.counted["lists"]),
        Column("rows", label=_("Rows"), accessor=lambda round_: round_.counted["rows"]),
        Column("open", label=_("Rows open"), accessor=lambda round_: round_.counted["open"]),
    ]

    def get_base_queryset(self):
        return Round.objects.for_listing()

    def lines(self, rows):
        lists = RoundList.objects.filter(round__in=rows).order_by().values("round")
        counts = lists.annotate(
            n=Count("pk", distinct=True),
            rows_=Count("rows"),
            open=Count("rows", filter=Q(rows__action="")),
        ).values_list("round", "n", "rows_", "open")
        found = {pk: dict(zip(("lists", "rows", "open"), numbers, strict=True)) for pk, *numbers in counts}
        for round_ in rows:
            round_.counted = found.get(round_.pk, {"lists": 0, "rows": 0, "open": 0})
        return rows

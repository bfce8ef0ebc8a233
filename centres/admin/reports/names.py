"""Names: those that are missing, those that lists print otherwise, those that people settled."""

from django import forms
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from ...lists import Note
from ...models import Alias, Centre, Round, RoundRow, Standing
from .. import stages
from ..faces import faces
from ..sheets import moment
from .base import (
    NOWRAP,
    WIDE,
    Choice,
    LinkColumn,
    RegisterReport,
    centre_column,
    districts,
    round_column,
    sample_column,
    schemes,
    without_json,
    years,
)

UNNAMED = Q(name_en="", name_zh="")
MISSING = {
    # A centre without a name of its own stands under its holder's.
    "en": Q(name_en="") & (~UNNAMED | Q(holder_name_en="")),
    "zh": Q(name_zh="") & (~UNNAMED | Q(holder_name_zh="")),
    "unconfirmed": Q(holder_name_zh_unconfirmed=True),
}
LABELS = {
    "en": gettext_lazy("English name"),
    "zh": gettext_lazy("Chinese name"),
    "unconfirmed": gettext_lazy("holder’s Chinese name to be confirmed"),
}


PRINTED = {
    "holder_name_zh": ("holder_name_zh", "holder_name_zh_unverified"),
    "holder_name_en": ("holder_name_en",),
    "name_zh": ("centre_name_zh",),
    "name_en": ("centre_name_en",),
}
"""Fact in the register -> columns of a list that print it, the first that is filled."""
UNUSED = ("printed", "problems", "changes", "warnings", "stated", "facts", "reasons")


def in_force_today() -> QuerySet[Standing]:
    """The standings of today as the newest edition has them."""
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    return Standing.objects.filter(lasting, known_to__isnull=True, valid_from__lte=today)


def held_today(centres) -> dict[int, list[Standing]]:
    """The standings of today by centre, in one query."""
    held: dict[int, list[Standing]] = {}
    standings = in_force_today().filter(centre__in=set(centres)).select_related("scheme", "district")
    for standing in standings.order_by("scheme__order", "pk"):
        held.setdefault(standing.centre_id, []).append(standing)
    return held


class MissingFilters(WagtailFilterSet):
    missing = Choice(method="lacking", choices=list(LABELS.items()), label=gettext_lazy("What is missing"))
    scheme = Choice(method="standing", choices=schemes, label=gettext_lazy("Scheme"))
    district = Choice(
        method="standing", choices=districts, widget=forms.Select, label=gettext_lazy("District")
    )

    class Meta:
        model = Centre
        fields = []

    def lacking(self, queryset, name, value):
        return queryset.filter(pk__in=centres_with(MISSING[value]))

    def standing(self, queryset, name, value):
        column = {"scheme": "scheme__key", "district": "district__code"}[name]
        return queryset.filter(pk__in=centres_with(Q(**{column: value})))


def centres_with(condition: Q) -> QuerySet:
    """Primary keys of centres of which a standing of today meets the condition; all those of a centre have
    the same names."""
    return in_force_today().filter(condition).values("centre")


class Missing(RegisterReport):
    """Centres whose name is not known in both languages, by the standings of today."""

    name = "missing-names"
    menu_label = gettext_lazy("Centres without an English or a Chinese name")
    header_icon = "globe"
    filterset_class = MissingFilters
    nothing = gettext_lazy("Every centre has an English name and a confirmed Chinese one.")
    columns = [
        LinkColumn(
            "centre",
            label=gettext_lazy("Centre"),
            accessor="number",
            url_name="centre:inspect",
            classname=NOWRAP,
        ),
        sample_column("sample"),
        Column("missing", label=gettext_lazy("What is missing"), accessor="lacks"),
        Column("name_zh", label=gettext_lazy("Centre in Chinese"), accessor="now.name_zh"),
        Column("name_en", label=gettext_lazy("Centre in English"), accessor="now.name_en"),
        Column("holder_zh", label=gettext_lazy("Holder in Chinese"), accessor="now.holder_name_zh"),
        Column("holder_en", label=gettext_lazy("Holder in English"), accessor="now.holder_name_en"),
        Column("statuses", label=gettext_lazy("Standing today")),
        Column("district", label=gettext_lazy("District"), accessor="now.district"),
    ]

    def get_base_queryset(self):
        anything = MISSING["en"] | MISSING["zh"] | MISSING["unconfirmed"]
        return Centre.objects.filter(pk__in=centres_with(anything)).order_by("number")

    def lines(self, rows):
        held, between = held_today(centre.pk for centre in rows), pgettext("between items of a list", ", ")
        for centre in rows:
            standings = held[centre.pk]
            centre.now = standings[-1]
            centre.lacks = between.join(str(LABELS[what]) for what in lacking(centre.now))
            words = (f"{standing.scheme}: {standing.get_status_display()}" for standing in standings)
            centre.statuses = "; ".join(words)
        return rows


def lacking(standing: Standing) -> list[str]:
    """The keys of `MISSING` that hold for a standing."""
    unnamed = not (standing.name_en or standing.name_zh)
    found = [
        language
        for language in ("en", "zh")
        if not getattr(standing, f"name_{language}")
        and not (unnamed and getattr(standing, f"holder_name_{language}"))
    ]
    return [*found, "unconfirmed"] if standing.holder_name_zh_unconfirmed else found


class DifferingFilters(WagtailFilterSet):
    scheme = Choice(field_name="list__round__scheme__key", choices=schemes, label=gettext_lazy("Scheme"))
    year = Choice(field_name="list__round__year", choices=years, label=gettext_lazy("Year"))
    state = Choice(field_name="list__round__state", choices=Round.State.choices, label=gettext_lazy("State"))

    class Meta:
        model = RoundRow
        fields = []


class Differing(RegisterReport):
    """Rows that mean a centre whose names in the register are today other texts than the printed ones."""

    name = "differing-names"
    menu_label = gettext_lazy("Names on lists that differ from the register")
    header_icon = "edit"
    filterset_class = DifferingFilters
    nothing = gettext_lazy("Every name on a list is the one in the register.")
    columns = [
        round_column("list.round"),
        Column("state", label=gettext_lazy("State"), accessor="list.round.get_state_display"),
        Column("list", label=gettext_lazy("Kind of list"), accessor="list.get_kind_display"),
        Column("file", label=gettext_lazy("File"), accessor="list.filename"),
        Column("row", label=gettext_lazy("Row in the file"), accessor="index"),
        Column("printed", label=gettext_lazy("As printed"), accessor="as_printed", width=WIDE),
        Column("now", label=gettext_lazy("In the register now"), width=WIDE),
        centre_column(),
        sample_column("centre.sample"),
        Column("how", label=gettext_lazy("How it was matched")),
        Column("action", label=pgettext_lazy("of a row", "Action"), accessor="get_action_display"),
    ]

    def get_base_queryset(self):
        # From the standings to the rows: asked the other way, SQLite goes through all standings for each row.
        printed = {
            f"printed_{fact}": Coalesce(
                *(KeyTextTransform(column, "centre__rows__values") for column in columns),
                F(fact),
                output_field=CharField(),
            )
            for fact, columns in PRINTED.items()
        }
        same = {fact: F(f"printed_{fact}") for fact in PRINTED}
        differing = in_force_today().alias(**printed).exclude(**same).values("centre__rows")
        rows = RoundRow.objects.filter(pk__in=differing)
        rows = rows.select_related("centre", "list__round__scheme").defer(*UNUSED)
        return rows.order_by("-list__round__year", "-list__round", "list", "index")

    def lines(self, rows):
        held = held_today(row.centre_id for row in rows)
        for row in rows:
            pairs = differing(row.values, held[row.centre_id][-1])
            row.as_printed = " / ".join(printed for printed, _now in pairs)
            row.now = " / ".join(now or "–" for _printed, now in pairs)
            row.how = how(row)
        return rows


def differing(values: dict[str, str], now: Standing) -> list[tuple[str, str]]:
    """`(as printed, in the register)` of the names that are not the same text."""
    pairs = []
    for fact, columns in PRINTED.items():
        printed = next((values[column] for column in columns if column in values), None)
        if printed is not None and printed != getattr(now, fact):
            pairs.append((printed, getattr(now, fact)))
    return pairs


def how(row: RoundRow) -> str:
    """Why the row was taken to mean its centre, in words."""
    reasons = (entry["reason"] for entry in row.candidates if entry["centre"] == row.centre_id)
    words = [str(Note.from_dict(reason)) for reason in reasons]
    if row.settled_by_id:
        words.append(_("Settled by a person."))
    return " ".join(words)


class AliasFilters(WagtailFilterSet):
    scheme = Choice(field_name="row__list__round__scheme__key", choices=schemes, label=gettext_lazy("Scheme"))
    year = Choice(field_name="row__list__round__year", choices=years, label=gettext_lazy("Year"))

    class Meta:
        model = Alias
        fields = []


class Aliases(RegisterReport):
    """Names that a person settled as meaning a centre, newest first."""

    name = "learned-names"
    menu_label = gettext_lazy("Names learned from lists")
    header_icon = "link"
    filterset_class = AliasFilters
    nothing = gettext_lazy("No name has been learned yet: that happens when a person matches a row.")
    columns = [
        centre_column(),
        sample_column("centre.sample"),
        Column("holder", label=gettext_lazy("Holder as printed")),
        Column("name", label=gettext_lazy("Centre as printed")),
        Column("now", label=gettext_lazy("In the register now"), accessor="face.name"),
        round_column("row.list.round"),
        Column("file", label=gettext_lazy("File"), accessor="row.list.filename"),
        Column("row", label=gettext_lazy("Row in the file"), accessor="row.index"),
        Column(
            "who",
            label=gettext_lazy("Settled by"),
            accessor=lambda alias: stages.shown(alias.row.settled_by) if alias.row.settled_by_id else "",
        ),
        Column(
            "when",
            label=gettext_lazy("Settled at"),
            accessor=lambda alias: moment(alias.row.settled_at),
            classname=NOWRAP,
        ),
    ]

    def get_base_queryset(self):
        aliases = Alias.objects.select_related("centre", "row__list__round__scheme", "row__settled_by")
        return aliases.defer(*without_json("row")).order_by("-pk")

    def lines(self, rows):
        known = faces(alias.centre_id for alias in rows)
        for alias in rows:
            alias.face = known.get(alias.centre_id)
        return rows

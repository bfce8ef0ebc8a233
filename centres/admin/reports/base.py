"""What the reports on the register have in common: who sees them, filters, pages, files to download."""

import datetime
from collections.abc import Iterator
from itertools import islice

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusFlagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from ...models import Round
from ...reference import reference
from ..access import RoundsOnly
from ..sheets import ColumnFiles

CHUNK = 1000
NOWRAP = "w-whitespace-nowrap"
WIDE = "220"
STYLES = forms.Media(css={"all": ["css/admin/rounds.css"]})
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
LONG = (
    "printed",
    "values",
    "problems",
    "reasons",
    "changes",
    "warnings",
    "candidates",
    "stated",
    "facts",
)


def schemes() -> list[tuple[str, str]]:
    return [(scheme.key, str(scheme)) for scheme in reference().schemes]


def districts() -> list[tuple[str, str]]:
    return [(district.code, str(district)) for district in reference().districts.values()]


def years() -> list[tuple[int, int]]:
    found = Round.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, year) for year in found]


def without_json(path: str) -> list[str]:
    """The columns of a row, reached by `path`, that a report does not need and that are long."""
    return [f"{path}__{name}" for name in LONG]


class Choice(django_filters.ChoiceFilter):
    """One of a few values."""

    def __init__(self, *args, **kwargs):
        radio = {"widget": forms.RadioSelect, "empty_label": gettext_lazy("All")}
        super().__init__(*args, **{**radio, **kwargs})


class Between(django_filters.DateFromToRangeFilter):
    """From one day to another, both included. `days` takes the bounds, either of which may be None."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"widget": DateRangePickerWidget, **kwargs})

    def filter(self, queryset, value):
        if not value:
            return queryset
        # The ends are moments in the zone of whoever is signed in; what is meant are days.
        first, last = (timezone.localdate(end) if end else None for end in (value.start, value.stop))
        return self.days(queryset, max(first or EARLIEST, EARLIEST), min(last or LATEST, LATEST))

    def days(self, queryset, first: datetime.date, last: datetime.date):
        bounds = {f"{self.field_name}__gte": first, f"{self.field_name}__lte": last}
        return queryset.filter(**bounds)


class RecordedBetween(Between):
    """Moments from the beginning of one day to the end of another, in Asia/Shanghai."""

    def days(self, queryset, first, last):
        zone, one = timezone.get_default_timezone(), datetime.timedelta(days=1)
        begin, end = (datetime.datetime.combine(day, datetime.time(), zone) for day in (first, last + one))
        return queryset.filter(**{f"{self.field_name}__gte": begin, f"{self.field_name}__lt": end})


class LinkColumn(TitleColumn):
    """A link that is not the title of its row."""

    cell_template_name = "centres/admin/link_cell.html"


def centre_column() -> LinkColumn:
    """The number of the centre of a line."""
    return LinkColumn(
        "centre",
        label=gettext_lazy("Centre"),
        url_name="centre:inspect",
        id_accessor="centre_id",
        classname=NOWRAP,
    )


def round_column(path: str) -> LinkColumn:
    """The round that `path` leads to from a line."""
    return LinkColumn(
        "round",
        label=gettext_lazy("Round"),
        accessor=path,
        url_name="rounds:detail",
        id_accessor=f"{path}.pk",
    )


def sample_column(accessor: str) -> StatusFlagColumn:
    """Marks samples; a file says it in the same word."""
    label = gettext_lazy("sample")
    marked = Column(accessor, accessor=accessor).get_value
    return StatusFlagColumn(
        "sample",
        label=gettext_lazy("Sample"),
        true_label=label,
        accessor=lambda line: label if marked(line) else "",
        classname=NOWRAP,
    )


class Report(ColumnFiles, ReportView):
    """A table. A page and a file show the same columns; a file holds all rows.

    `lines` makes of some rows what the columns show, in a number of queries that does not depend on them.
    """

    name = ""
    namespace = ""
    menu_label = ""
    header_icon = "clipboard-list"
    results_template_name = "centres/admin/report_results.html"
    nothing = gettext_lazy("There is nothing to report.")
    filterset_class: type[WagtailFilterSet]

    @property
    def page_title(self):
        return self.menu_label

    @property
    def index_url_name(self):
        return f"{self.namespace}:{self.name}"

    @property
    def index_results_url_name(self):
        return f"{self.namespace}:{self.name}_results"

    def lines(self, rows: list) -> list:
        return rows

    def get(self, request, *args, **kwargs):
        if self.is_export and not self.refused:
            return self.as_spreadsheet(self.all_lines(), request.GET["export"])
        self.is_export = False
        return super().get(request, *args, **kwargs)

    def get_filtered_queryset(self):
        return self.get_queryset()

    def filter_queryset(self, queryset):
        """By the filters that make sense; `refused` names the others."""
        for name, value in self.chosen.items():
            queryset = self.filters.filters[name].filter(queryset, value)
        return queryset

    @property
    def chosen(self) -> dict:
        self.filters.is_valid()
        return self.filters.form.cleaned_data

    @property
    def refused(self) -> list[tuple[str, str]]:
        """`(filter, what is wrong with its value)`."""
        form = self.filters.form
        return [(form[name].label, " ".join(errors)) for name, errors in form.errors.items()]

    def get_table(self, object_list):
        return super().get_table(self.lines(list(object_list)))

    @property
    def no_results_message(self):
        return _("Nothing matches these filters.") if self.is_filtering else str(self.nothing)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, refused=self.refused, **kwargs)
        context["media"] += STYLES
        return context

    @property
    def export_filename(self):
        return self.name

    def all_lines(self) -> Iterator:
        return self.in_parts(self.get_queryset())

    def in_parts(self, queryset) -> Iterator:
        rows = queryset.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            yield from self.lines(chunk)


class RegisterReport(RoundsOnly, Report):
    """What the register holds."""

    namespace = "register_reports"

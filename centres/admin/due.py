"""The review-due board: who is due under each scheme and year, and the lists filled in with them."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, StatusFlagColumn, Table, TitleColumn

from .. import due, notices
from ..lists import filled_csv, filled_xlsx
from ..models import RoundList, Scheme, Standing
from ..reference import reference
from . import stages
from .access import RoundsOnly
from .files import CSV, XLSX
from .overview import RoundPage

PER_PAGE = 50
YEARS = range(1990, 2101)
FILLED = {"xlsx": (filled_xlsx, XLSX), "csv": (filled_csv, CSV)}
OVERDUE = "overdue"


class DueBoard(RoundPage):
    """Schemes by year: how many are due, and the rounds that there are."""

    header_icon = "history"
    page_title = gettext_lazy("Reviews due")
    template_name = "centres/admin/due/board.html"

    def trail(self):
        return []

    def get_context_data(self, **kwargs):
        today = notices.today()
        years = due.years_shown(today)
        return super().get_context_data(
            today=today, years=years, first=years[0], lines=due.board(today), **kwargs
        )


class DueReviews:
    """A view about one scheme and year: those due in it or, with `?show=overdue`, before it."""

    @cached_property
    def scheme(self) -> Scheme:
        if (scheme := reference().scheme(self.kwargs["scheme"])) is None or self.year not in YEARS:
            raise Http404
        return scheme

    @property
    def year(self) -> int:
        return self.kwargs["year"]

    @cached_property
    def show(self) -> str:
        return OVERDUE if self.request.GET.get("show") == OVERDUE else ""

    @cached_property
    def groups(self) -> dict[str, list[due.Due]]:
        """Those due in the year under "", those overdue from before it under "overdue"."""
        dues = due.reviews(notices.today(), self.scheme)
        return {"": due.due_in(dues, self.year), OVERDUE: due.overdue(dues, self.year)}


class DueList(DueReviews, RoundPage):
    """The centres due under one scheme in one year."""

    header_icon = "history"
    template_name = "centres/admin/due/list.html"

    def trail(self):
        return [(_("Reviews due"), reverse("reviews-due:index"))]

    def get_page_title(self):
        return _("Reviews due: %(scheme)s, %(year)s") % {"scheme": self.scheme.name, "year": self.year}

    def get_context_data(self, **kwargs):
        scheme, groups = self.scheme, self.groups
        paginator = WagtailPaginator(groups[self.show], PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "scheme": scheme,
            "year": self.year,
            "show": self.show,
            "known": any(due.interval(rule) for rule in reference().rules[scheme.pk]),
            "due": due.Count.of(groups[""]),
            "overdue": due.Count.of(groups[OVERDUE]),
            "rounds": due.rounds_of([self.year])[scheme.pk, self.year],
            "may_prepare": self.request.user.has_perm(stages.PREPARE),
            "table": Table(COLUMNS, standings(page.object_list), caption=self.get_page_title()),
            "items": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
        }


class DueDownload(DueReviews, RoundsOnly, View):
    """The list of a round of reviews, filled in with those that are due."""

    def get(self, request, scheme, year, form):
        scheme = self.scheme
        if form not in FILLED:
            raise Http404
        make, content_type = FILLED[form]
        rows = list(due.list_rows(self.groups[self.show], scheme, notices.today()))
        name = "-".join(filter(None, ["reviews", scheme.key, str(year), self.show]))
        disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
        return HttpResponse(
            make(RoundList.Kind.MAINTAINED, rows), content_type=content_type, headers=disposition
        )


def standings(dues: list[due.Due]) -> list[Standing]:
    """The standings of a page of reviews, in that order, each with its `review`; one query."""
    reviews = {entry.standing: entry.review for entry in dues}
    found = Standing.objects.filter(pk__in=reviews).select_related("centre", "district").in_bulk()
    for pk, review in reviews.items():
        found[pk].review = review
    return [found[pk] for pk in reviews]


def rule_words(standing: Standing) -> str:
    """By which rule the review is due, counted from which year."""
    review = standing.review
    words = ngettext(
        "%(n)s year from %(start)s, %(rule)s", "%(n)s years from %(start)s, %(rule)s", review.years
    )
    said = {"n": review.years, "start": review.due - review.years}
    return words % {**said, "rule": review.rule.document_number or review.rule.valid_from}


def late_words(standing: Standing) -> str:
    if not (n := standing.review.late):
        return ""
    return ngettext("%(n)s year overdue", "%(n)s years overdue", n) % {"n": n}


COLUMNS = [
    TitleColumn(
        "number",
        label=pgettext_lazy("register", "Number"),
        accessor="centre.number",
        get_url=lambda standing: reverse("centre:inspect", args=[standing.centre_id]),
    ),
    Column("name", label=gettext_lazy("Name")),
    Column(
        "holder",
        label=gettext_lazy("Holder"),
        accessor=lambda standing: standing.holder_name_zh or standing.holder_name_en,
    ),
    Column("district", label=gettext_lazy("District")),
    Column("status", label=gettext_lazy("Standing"), accessor="get_status_display"),
    Column("due", label=gettext_lazy("Due"), accessor="review.due"),
    Column("rule", label=gettext_lazy("Rule"), accessor=rule_words),
    Column("late", label=gettext_lazy("Overdue"), accessor=late_words),
    StatusFlagColumn(
        "sample", label=gettext_lazy("Sample"), accessor="centre.sample", true_label=gettext_lazy("sample")
    ),
]

"""The climb: milestones by year, each year a terrace, with the count that was reported at its end."""

import dataclasses
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from policies.models import Figure

from .models import MilestoneIndexPage, MilestonePage
from .models.milestones import targets

ORDERS = ("newest", "oldest")
COUNTED = ("municipal-centre", "national-centre")  # whose count stands at the end of a year, by preference


@dataclasses.dataclass(frozen=True)
class Terrace:
    """The milestones of one year, or undated ones that their source places after the year `after`.

    `step` counts the terraces from the oldest, 0 upwards; `figure` is the last count reported for the year.
    """

    year: int | None
    after: int | None
    step: int
    milestones: tuple[MilestonePage, ...]
    figure: Figure | None

    @property
    def anchor(self) -> str:
        return f"y-{self.year}" if self.year else f"y-{self.after or 0}-undated"


def climb(index: MilestoneIndexPage, request) -> dict:
    """What the timeline shows; five queries.

    - `order`: "newest" or "oldest"; `kind`: a key of MilestonePage.Kind or ""; `errors`: parameter -> message
    - `terraces`: in the order asked for, see `Terrace`
    - `kinds`: [{"key", "label", "count", "selected"}] of every kind that occurs, most frequent first
    - `precisions`: precision -> number of milestones known to the day, month, year ... or "undated"
    - `examples`: precision -> the latest date that is known so exactly, for a ruler
    - `total`: all milestones; `shown`: those of the kind asked for
    """
    errors: dict[str, str] = {}
    order = request.GET.get("order") or ORDERS[0]
    if order not in ORDERS:
        errors["order"] = _("“%(value)s” is not an order; the newest come first.") % {"value": order[:40]}
        order = ORDERS[0]
    kind = request.GET.get("kind") or ""
    if kind and kind not in MilestonePage.Kind.values:
        errors["kind"] = _("“%(value)s” is not a kind of milestone; all are shown.") % {"value": kind[:40]}
        kind = ""
    pages = list(MilestonePage.objects.child_of(index).published().order_by("path"))
    found = targets(pages)
    for page in pages:
        page.leads_to = found.get(page.related_page_id)
    counts = Counter(page.kind for page in pages)
    shown = [entry for entry in placed(pages) if not kind or entry[1].kind == kind]
    return {
        "order": order,
        "kind": kind,
        "errors": errors,
        "terraces": terraces(shown, order),
        "kinds": [
            {"key": key, "label": MilestonePage.Kind(key).label, "count": n, "selected": key == kind}
            for key, n in counts.most_common()
        ],
        "precisions": Counter(page.date.precision for page in pages),
        "examples": {page.date.precision: page.date for page in pages},
        "total": len(pages),
        "shown": len(shown),
    }


def placed(pages: Iterable[MilestonePage]) -> list[tuple[tuple[int, bool], MilestonePage]]:
    """`((year, undated), page)`, oldest first. An undated page whose printed date says where its source has
    it comes after the one before it in the tree; of any other nothing is known, and it stands at the end."""
    entries, last = [], 0
    for position, page in enumerate(pages):
        if page.date_to or page.date_from:
            last = (page.date_from or page.date_to).year
            entries.append(((last, False), page.date, position, page))
        else:
            entries.append(((last if page.date_as_printed else 0, True), page.date, position, page))
    entries.sort(key=lambda entry: entry[:3])
    return [(place, page) for place, _date, _position, page in entries]


def newest_first(milestones) -> list[MilestonePage]:
    """A queryset of milestones as the climb has them."""
    return [page for _place, page in reversed(placed(milestones.order_by("path")))]


def terraces(entries: list[tuple[tuple[int, bool], MilestonePage]], order: str) -> list[Terrace]:
    by_place: dict[tuple[int, bool], list[MilestonePage]] = {}
    for place, page in entries:
        by_place.setdefault(place, []).append(page)
    figures = year_end_figures()
    found = [
        Terrace(
            year=None if undated else year,
            after=year or None if undated else None,
            step=step,
            milestones=tuple(pages if order == "oldest" else reversed(pages)),
            figure=None if undated else figures.get(year),
        )
        for step, ((year, undated), pages) in enumerate(by_place.items())
    ]
    return found if order == "oldest" else found[::-1]


def year_end_figures() -> dict[int, Figure]:
    """Per year the last count reported for it: of municipal centres, else of national ones."""
    figures = Figure.objects.reported().of_city().filter(scheme__key__in=COUNTED, as_of_to__isnull=False)
    counted = list(figures.select_related("scheme").by_date())
    found: dict[int, Figure] = {}
    for key in COUNTED:
        found = {f.as_of_to.year: f for f in counted if f.scheme.key == key} | found
    return found

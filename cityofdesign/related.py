"""What one part of the site shows of another: figures beside counts, announcements beside centres."""

import datetime
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import get_language
from wagtail.models import Locale

from centres.models import Centre, Scheme, Standing
from centres.moments import moment
from centres.views.holder import Beside
from centres.views.holder import entry as standing_entry
from events.around import leading_to
from events.models import AnnouncementPage, Award, MilestonePage, NewsPage
from policies.models import Figure

from .dates import ImpreciseDate
from .drawing import Step
from .routes import public

MOST = 12
"""How many pages of a kind stand beside one."""
SHORT = {"en": {"day": "j M Y", "month": "M Y", "year": "Y"}, "zh-hans": {"day": "Y.n.j", "month": "Y.n"}}


def reported_figure(scheme: Scheme, date: datetime.date) -> Figure | None:
    """The newest exact figure reported for the whole city that counts a scheme on `date` or before."""
    figures = Figure.objects.reported().of_city().filter(scheme_id=scheme.pk, as_of_to__lte=date)
    figures = figures.filter(comparator=Figure.Comparator.EQ)
    return figures.order_by("-as_of_to", "-pk").first()


def announcements(centre: Centre) -> list[AnnouncementPage]:
    """The announcements, in the active language, of the rounds that decided about a centre, newest first."""
    pages = AnnouncementPage.objects.filter(
        locale=Locale.get_active(), round__in=centre.decisions.values("round_id")
    )
    pages = public(pages).select_related("round__scheme", "round__edition")
    return list(pages.order_by("-round__edition__number"))


def milestones_to(page) -> list[MilestonePage]:
    """The milestones that lead to a page."""
    return leading_to(page)


def news_of(centre: Centre) -> list[NewsPage]:
    """The articles about a centre in the active language, newest first."""
    pages = NewsPage.objects.filter(locale__language_code=get_language(), centre_links__centre=centre)
    pages = pages.published()
    return list(pages.newest_first().defer_streamfields()[:MOST])


def centres_of(keys: Iterable[int]) -> list[Beside]:
    """The centres with these primary keys, each with its name and standing today, by number."""
    wanted = list(keys)
    if not wanted:
        return []
    now = moment()
    rows = Standing.objects.on(now.on, now.edition).filter(centre__in=wanted)
    found: dict[str, Standing] = {}
    for standing in rows.select_related("centre").order_by("centre__number", "scheme__order"):
        found.setdefault(standing.centre.number, standing)
    return [standing_entry(number, standing, now) for number, standing in found.items()]


def awards(centre: Centre) -> list[Award]:
    """Released awards of a centre, newest edition first; withdrawn ones stand on the edition's page alone."""
    own = Award.objects.winners().filter(centre=centre, withdrawn=False)
    if not own.exists():
        return []
    found = own.released().select_related("category", "edition")
    return list(found.order_by("-edition__year", "category__sort_order", "pk"))


def steps(figures: Iterable[Figure]) -> list[Step]:
    """The figures as steps of a drawing, oldest first; a count that only repeats the one before is no step.

    A month or a year counts from its last day. Figures without a last day are left out.
    """
    found: list[Step] = []
    for figure in sorted((f for f in figures if f.as_of_to), key=lambda f: (f.as_of_to, f.pk)):
        value = int(figure.value) if figure.value == int(figure.value) else float(figure.value)
        if not found or found[-1].value != value:
            found.append(Step(figure.as_of_to, value, figure.value_text, short(figure.as_of)))
    return found


def short(date: ImpreciseDate) -> str:
    """A date for a drawing, in the active language: “31 Dec 2022”, “2022.12.31”."""
    language = get_language() or "en"
    pattern = SHORT.get(language, SHORT["en"]).get(date.precision)
    return date_format(date.upper, pattern) if pattern else date.display(language)

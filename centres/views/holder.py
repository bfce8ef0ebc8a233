"""The other centres of a holder: a branch beside the centre that it belongs to, a second centre beside the
first."""

import dataclasses

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models import Centre, Kind, Standing
from ..moments import Moment
from ..reference import reference
from .entries import centre_address
from .titles import Title, titled

MOST = 12


@dataclasses.dataclass(frozen=True)
class Beside:
    """One centre with its kind and standing in words."""

    href: str
    title: Title
    words: str


def beside(centre: Centre, facts: dict, when: Moment) -> list[Beside]:
    """The centres that stand under the same holder on the day, in the order of their numbers; one query."""
    rows = Standing.objects.on(when.on, when.edition).filter(holder_id=facts["holder_id"])
    rows = rows.exclude(centre=centre).select_related("centre").order_by("centre__number")
    found = {}
    for standing in reference(when.clock).in_order(rows[: 4 * MOST]):
        found.setdefault(standing.centre.number, standing)
    return [entry(number, standing, when) for number, standing in sorted(found.items())[:MOST]]


def entry(number: str, standing: Standing, when: Moment) -> Beside:
    title = titled(vars(standing), number)
    kind = str(Kind(standing.kind_of_centre).label) if standing.kind_of_centre else ""
    since = standing.since.display(get_language())
    status = {
        Standing.Status.ACCREDITED: _("In force since %(date)s"),
        Standing.Status.SUSPENDED: _("Suspended since %(date)s"),
        Standing.Status.WITHDRAWN: _("Withdrawn, %(date)s"),
        Standing.Status.EXPIRED: _("Expired, %(date)s"),
    }[standing.status]
    words = _(", ").join(filter(None, [number, kind, status % {"date": since}]))
    return Beside(centre_address(number, when), title, words)

"""The picture of a centre for where its page is shared: its hill, its names, its number and its standing."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cityofdesign.drawing.share import Share

from ..models import Centre, Standing
from ..moments import moment
from ..reference import reference
from ..replay import in_force
from .centre import facts_on, known_decisions, state
from .standing import holds
from .titles import titled


def share_of(number: str) -> Share:
    """What the picture says today."""
    centre = get_object_or_404(Centre, number=number)
    when = moment()
    held = reference(when.clock)
    decisions = known_decisions(centre, when)
    alive = in_force(decisions)
    standings = Standing.objects.known_in(when.edition).filter(centre=centre)
    current = [one for one in held.in_order(standings) if holds(one, when.on)]
    accredited = [one for one in current if one.status == Standing.Status.ACCREDITED]
    told = next(iter(accredited or current), None)
    title = titled(facts_on(alive or decisions, when, held), number)
    annulled = state(decisions, alive, current) == "annulled"
    return Share(
        number=centre.serial,
        title=title.first,
        second=title.second,
        above=told.scheme.name if told else "",
        level=told.scheme.level if told else "",
        standing=str(told.get_status_display()) if told else _("Annulled") if annulled else "",
        mark=told.status if told else "annulled" if annulled else "",
        place=f"{number} · {_('sample, invented')}" if centre.sample else number,
        brand=_("Chongqing City of Design"),
        ended=not accredited,
    )

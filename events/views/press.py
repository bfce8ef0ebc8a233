"""Winners as the press sees them before the hour, under a link that expires."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ..awards import press
from ..editions import by_category
from ..models import Award, EditionDocument, PressLink
from .files import PRIVATE, sent_document, sent_picture

GONE = 410


def named(token: str) -> PressLink:
    link = press.found(token)
    if link is None:
        raise Http404
    return link


@require_safe
def winners(request, token: str):
    """All winners with the press kit, or a clear word that the link has ended; seven queries."""
    link = named(token)
    if not link.is_open:
        return closed(render(request, "events/press_over.html", {"link": link}, status=GONE))
    if request.method == "GET":
        press.visited(link)
    awards = Award.objects.filter(edition=link.edition).winners().filter(withdrawn=False).shown().in_order()
    context = {
        "link": link,
        "edition": link.edition,
        "token": token,
        "winners": by_category(awards),
        "documents": link.edition.documents.all(),
    }
    return closed(render(request, "events/press.html", context))


@require_safe
def picture(request, token: str, pk: int):
    link = named(token)
    award = (
        get_object_or_404(Award.objects.exclude(picture=""), edition=link.edition, pk=pk)
        if link.is_open
        else None
    )
    if award is None:
        raise Http404
    return sent_picture(award, OF_PRESS)


@require_safe
def document(request, token: str, pk: int):
    link = named(token)
    if not link.is_open:
        raise Http404
    return sent_document(get_object_or_404(EditionDocument, edition=link.edition, pk=pk), OF_PRESS)


OF_PRESS = {**PRIVATE, "Referrer-Policy": "no-referrer"}


def closed(response):
    """Nobody keeps, lists or passes on such a page."""
    for name, value in OF_PRESS.items():
        response[name] = value
    patch_vary_headers(response, ["Cookie"])
    return response

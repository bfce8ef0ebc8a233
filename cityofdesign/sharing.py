"""Pictures for where pages of this site are shared: what each says, and how it is given out."""

import hashlib
import zlib
from functools import wraps

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from centres.api.rates import Rate
from centres.views.share import share_of
from events.models import AnnouncementPage, CompetitionPage, EventPage, MilestonePage, NewsPage
from policies.models import PolicyPage

from .drawing.share import Share, share_picture
from .models import FieldPage
from .routes import public

PNG = "image/png"
DAY = 24 * 60 * 60
KEPT = 30 * DAY  # under what it says, so that a change of that is another picture
HILLS = 999_983


def picture(view):
    """The picture of the Share that a view returns: made once, revalidated by ETag, limited as the API is."""

    @wraps(view)
    @require_safe
    def answer(request, *args, **kwargs):
        limit = Rate()
        if not limit.allow_request(request):
            response = HttpResponse(_("Too many requests. Try again later."), status=429)
            response["Retry-After"] = str(int(limit.wait() or 1) + 1)
            return response
        share = view(request, *args, **kwargs)
        mark = hashlib.sha256(repr(share).encode()).hexdigest()[:32]
        etag = f'"{mark}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            drawn = cache.get_or_set(f"share/{mark}", lambda: share_picture(share), KEPT)
            response = HttpResponse(drawn, content_type=PNG)
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={DAY}"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@picture
def of_site(request) -> Share:
    return Share(
        3, _("Chongqing City of Design"), second="重庆 设计之都", brand=_("UNESCO Creative City of Design")
    )


@picture
def of_centre(request, number: str) -> Share:
    return share_of(number)


@picture
def of_page(request, pk: int) -> Share:
    """Of any page that the public may read, in its own language."""
    pages = public(Page.objects.filter(locale=Locale.get_active()))
    page = pages.specific().filter(pk=pk).first()
    if page is None:
        raise Http404
    return Share(
        number=zlib.crc32(page.translation_key.bytes) % HILLS,
        title=getattr(page, "headline", "") or page.title,
        above=kind_of(page),
        place=place_of(page),
        brand=_("Chongqing City of Design"),
    )


def kind_of(page: Page) -> str:
    """What a page is, in a word that stands above its title."""
    words = {
        AnnouncementPage: _("Accreditation announcement"),
        CompetitionPage: _("Competition"),
        EventPage: _("Event"),
        FieldPage: _("Field of design"),
        MilestonePage: _("Milestone"),
        NewsPage: _("News"),
        PolicyPage: _("Policy document"),
    }
    return words.get(type(page), "")


def place_of(page: Page) -> str:
    """Where a page stands in time: its date, or the number of a document."""
    if number := getattr(page, "document_number", ""):
        return number
    date = getattr(page, "date", None)
    return date.display(get_language()) if date else ""

"""The feed of changes: of the whole register, a scheme, a district or a centre."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import feeds
from ..api.parameters import BadParameters, FeedQuery, read
from ..models import Centre
from ..moments import moment
from ..reference import Reference, reference
from .open_data import etag, open_data, sent


@open_data
def changes(request: HttpRequest) -> HttpResponseBase:
    params = read(FeedQuery, request.GET)
    when = moment()
    held = reference(when.clock)
    words = titled(params, held)
    query = {name: str(value) for name, value in params.model_dump(exclude_unset=True).items()}

    def make() -> HttpResponse:
        scheme = held.scheme(params.scheme) if params.scheme else None
        decisions = feeds.chosen(when, held, params.centre or "", scheme, params.district or "")
        return HttpResponse(feeds.feed(decisions, when, query, **words).writeString("utf-8"))

    response = sent(request, when, etag(when, "feed", query, get_language(), settings.BASE_URL), make)
    response["Content-Type"] = feeds.PagedFeed.content_type
    return response


def titled(params: FeedQuery, held: Reference) -> dict[str, str]:
    """Title and link of the feed. What does not exist is refused."""
    parts, link = [], reverse("centres:list")
    if params.scheme is not None:
        if (scheme := held.scheme(params.scheme)) is None:
            raise BadParameters({"scheme": _("There is no scheme “%(key)s”.") % {"key": params.scheme}})
        parts.append(scheme.name)
    if params.district is not None:
        if (district := held.districts_by_code.get(params.district)) is None:
            raise BadParameters({"district": _("There is no district “%(key)s”.") % {"key": params.district}})
        parts.append(district.name)
    if params.centre is not None:
        if not Centre.objects.filter(number=params.centre).exists():
            raise Http404(_("There is no centre %(number)s in the register.") % {"number": params.centre})
        parts.append(params.centre)
        link = reverse("centres:detail", args=[params.centre])
    title = _("Changes of the register of industrial design centres")
    return {"title": _(", ").join([title, *parts]), "link": settings.BASE_URL + link}

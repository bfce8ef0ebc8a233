"""How files of data are sent: open to every origin, limited and refused as the API does, revalidated."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from ..api import answers
from ..api.pages import A_DAY
from ..api.parameters import BadParameters
from ..api.rates import Rate
from ..api.site import bad_moment, bad_parameters, not_found, open_to_all, problem, suspicious
from ..exports import in_json
from ..moments import BadMoment, Moment
from ..reference import clock


def open_data(view: Callable) -> Callable:
    """A view that answers GET and HEAD; what it cannot answer is told as problem+json."""
    return wraps(view)(open_to_all(view, answered))


def answered(request: HttpRequest, view: Callable, *args, **kwargs) -> HttpResponseBase:
    rate = Rate()
    if not rate.allow_request(request):
        response = problem(HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests. Try again later."))
        response["Retry-After"] = str(int(rate.wait() or 0) + 1)
        return response
    try:
        return view(request, *args, **kwargs)
    except BadMoment as error:
        return bad_moment(request, error)
    except BadParameters as error:
        return bad_parameters(request, error)
    except Http404 as error:
        return not_found(request, error)
    except SuspiciousOperation as error:
        return suspicious(request, error)


def etag(when: Moment, *parts) -> str:
    """Changes with what was asked, the day, the edition and the tables of reference."""
    stamp = (when.clock or clock()).stamp
    known = answers.times(when)
    return f'"{hashlib.sha256(in_json([*parts, known, stamp]).encode()).hexdigest()[:32]}"'


def sent(
    request: HttpRequest, when: Moment, tag: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer of `make`, which is called only where the reader does not hold it already.

    Only an answer that stays the same for ever may be judged by its date: the day goes on without an edition.
    """
    modified = int(when.known_at.timestamp()) if when.known_at else None
    response = get_conditional_response(request, tag, modified if when.is_fixed else None)
    if response is None:
        # A stream, since the length of what GET would answer is not zero.
        response = StreamingHttpResponse() if request.method == "HEAD" else make()
    response["ETag"] = tag
    response["Cache-Control"] = A_DAY if when.is_fixed else "public, no-cache"
    if modified:
        response["Last-Modified"] = http_date(modified)
    response["Register-On"] = when.on.isoformat()
    response["Register-Known"] = answers.times(when)["known"] or ""
    response["Register-Edition"] = str(when.edition)
    return response

"""What is shown where nothing is found or something broke, and the pictures where no web server has them."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotFound, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import static

PROBLEM = "application/problem+json"


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        detail = _("There is nothing at this address; /api/v1/docs tells what there is.")
        problem = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail}
        return JsonResponse(problem, status=404, content_type=PROBLEM)
    return HttpResponseNotFound(loader.render_to_string("404.html", request=request))


def server_error(request):
    """Without the request: whatever broke may lie in what every page shows."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status, title = (503, "The database does not answer") if away else (500, "Internal error")
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status}
        response = JsonResponse(problem, status=status, content_type=PROBLEM)
    else:
        response = HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
    if away:
        response["Retry-After"] = "30"
    return response


def media(request, path):
    """Django's own view, to which a name longer than the file system allows is not found like any other."""
    try:
        return static.serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError:
        raise Http404 from None

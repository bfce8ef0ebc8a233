"""What is shown where nothing is found or something broke, and the pictures where no web server has them."""

from django.conf import settings
from django.http import Http404, HttpResponseNotFound, HttpResponseServerError, JsonResponse
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
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Internal error", "status": 500}
        return JsonResponse(problem, status=500, content_type=PROBLEM)
    return HttpResponseServerError(loader.render_to_string("500.html"))


def media(request, path):
    """Django's own view, to which a name longer than the file system allows is not found like any other."""
    try:
        return static.serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError:
        raise Http404 from None

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware as DjangosSessionMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import resolve


class ProbesMiddleware:
    """Whether all is well is told under any name: a balancer knows a process by its address only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in {"/healthz", "/readyz"}:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        return request.resolver_match.func(request)


class SessionMiddleware(DjangosSessionMiddleware):
    """Django's, but a cookie that cannot be of ours is dropped: PostgreSQL refuses to look for a NUL."""

    def process_request(self, request):
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").isalnum():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but an address that exists without a language answers for itself, also when it finds nothing.

    Wagtail's pages make any path valid under a language: /api/v1/centres/x would lead on to /en/api/….
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.resolver_match:
            return response
        return super().process_response(request, response)


class HeadersMiddleware:
    """What browsers are told besides Django's own headers: the admin's policy, and that uploads never run."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if request.path_info.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        elif request.path_info.startswith(("/documents/", settings.MEDIA_URL)):
            response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

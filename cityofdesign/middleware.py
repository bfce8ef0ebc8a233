from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware as DjangosSessionMiddleware
from django.middleware.locale import LocaleMiddleware


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

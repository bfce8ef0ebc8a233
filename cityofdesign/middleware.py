from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but an address that exists without a language answers for itself, also when it finds nothing.

    Wagtail's pages make any path valid under a language: /api/v1/centres/x would lead on to /en/api/….
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.resolver_match:
            return response
        return super().process_response(request, response)

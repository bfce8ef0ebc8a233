from django.middleware.http import ConditionalGetMiddleware


class PageETags(ConditionalGetMiddleware):
    """Django's, for answers without an ETag of their own. Those that have one were judged where it was made:
    of most, the date says nothing, since the day goes on without an edition."""

    def process_response(self, request, response):
        return response if response.has_header("ETag") else super().process_response(request, response)

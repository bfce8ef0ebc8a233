import io
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from cityofdesign.caching.application import PageCache


@pytest.fixture
def ask(db):
    """Asks the application as a server does; the answer has `status`, `headers` and `body`."""
    application = PageCache(get_wsgi_application())

    def ask(address, method="GET", **environ):
        answer = SimpleNamespace()

        def start_response(status, headers, exc_info=None):
            answer.status, answer.headers = int(status.split()[0]), {n.lower(): v for n, v in headers}

        request = RequestFactory().generic(method, address, **environ)
        chunks = application({**request.environ, "wsgi.input": io.BytesIO()}, start_response)
        answer.body = b"".join(chunks)
        answer.kept = answer.headers.get("x-page-cache", "")
        getattr(chunks, "close", lambda: None)()
        return answer

    caches["pages"].clear()
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)  # the connection holds the transaction of the test
    yield ask
    for signal in signals:
        signal.connect(close_old_connections)

import io
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from cityofdesign.caching import patient
from cityofdesign.caching.application import PageCache
from tests.cityofdesign.caching.redis_server import BACKEND, Redis


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


@pytest.fixture
def server(tmp_path):
    server = Redis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def _at_once(monkeypatch):
    """A place that was away is asked again with the next request."""
    monkeypatch.setattr(patient, "AGAIN", 0)
    monkeypatch.setattr(patient, "places", {})


@pytest.fixture
def on_redis(server, settings, _at_once):
    """Both caches on the server, as in production."""
    one = {"BACKEND": BACKEND, "LOCATION": server.url}
    settings.CACHES = {"default": one, "pages": one}
    yield server
    for cache in caches.all():
        cache.spare.clear()
        cache.close()
        cache._cache._get_connection_pool(write=True).disconnect()

"""What a proxy is told when something changes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from cityofdesign.caching import changed
from cityofdesign.caching.proxies import urls
from events.models import NewsPage

BACKEND = "cityofdesign.caching.proxies.NginxBackend"


@pytest.fixture
def proxy(settings):
    """A server in the place of nginx; the requests that it got, as (path, host, token, encoding)."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            got.append((self.path, *map(self.headers.get, ("Host", "X-Purge", "Accept-Encoding"))))
            self.send_response(200 if self.headers.get("X-Purge") == "secret" else 403)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.WAGTAILFRONTENDCACHE = {"nginx": {"BACKEND": BACKEND, "LOCATION": address, "TOKEN": "secret"}}
    settings.BASE_URL = "https://city.example"
    yield got
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_proxy_fetches_anew_what_a_published_page_stands_on(proxy):
    page = NewsPage.objects.live().get(slug__startswith="first", locale__language_code="en")
    page.save_revision().publish()
    paths = {path for path, _host, token, _encoding in proxy if token == "secret"}
    assert {"/en/", "/en/news/", page.get_url(request=None)} <= paths
    assert [path for path in paths if path.startswith(("/zh-hans/", "/en/policies/"))] == []
    assert {encoding for *_rest, encoding in proxy} == {"br", "gzip", "identity"}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_is_rolled_back(proxy):
    with transaction.atomic():
        changed("register")
        transaction.set_rollback(True)
    assert proxy == []


@pytest.mark.django_db(transaction=True)
def test_proxy_that_is_away_holds_nothing_up_is_named_once_and_told_when_it_is_back(
    proxy, settings, caplog, monkeypatch
):
    monkeypatch.setattr("cityofdesign.caching.proxies.away", {})
    there, nobody = settings.WAGTAILFRONTENDCACHE["nginx"]["LOCATION"], "http://127.0.0.1:9"
    settings.WAGTAILFRONTENDCACHE["nginx"]["LOCATION"] = nobody
    changed("register")
    changed("register")
    assert [(one.levelname, nobody in one.getMessage()) for one in caplog.records] == [("WARNING", True)]
    settings.WAGTAILFRONTENDCACHE["nginx"]["LOCATION"] = there
    changed("register")
    assert proxy


@pytest.mark.django_db(transaction=True)
def test_proxy_that_refuses_a_page_is_named_with_it_and_told_of_the_next(proxy, settings, caplog):
    settings.WAGTAILFRONTENDCACHE["nginx"]["TOKEN"] = "another"
    changed("register")
    assert "did not fetch /en/centres/ anew" in caplog.text
    assert len({path for path, *_rest in proxy}) > 1


@pytest.mark.django_db
def test_an_edition_stands_on_these_pages(settings):
    settings.BASE_URL = "https://city.example"
    found = urls({"register"})
    assert {"https://city.example/en/centres/", "https://city.example/zh-hans/districts/"} <= found
    assert "https://city.example/en/notices/" not in found

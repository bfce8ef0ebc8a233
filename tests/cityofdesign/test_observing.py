"""What operators see of a running site: log lines, request ids, metrics, and a database that is away."""

import io
import json
import logging

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from cityofdesign.logs import JSONFormatter
from cityofdesign.models import Heartbeat

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer let-me-in"}


@pytest.fixture
def lines():
    """The log of the site as JSON, one object a line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONFormatter())
    logger = logging.getLogger("cityofdesign.requests")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def test_a_request_is_one_line_with_its_id(lines, client):
    answer = client.get("/en/centres/", headers={"X-Request-ID": "proxy-12345678"})
    [line] = lines()
    assert answer["X-Request-ID"] == "proxy-12345678"
    assert (line["request"], line["path"], line["status"]) == ("proxy-12345678", "/en/centres/", 200)
    assert line["level"] == "INFO"
    assert line["milliseconds"] > 0


@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, 'quote"quote"'])
def test_an_id_that_cannot_be_believed_is_not_taken_over(client, given):
    told = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert told != given
    assert len(told) == 32


def test_a_fault_keeps_its_traceback_on_one_line():
    try:
        raise ZeroDivisionError("nothing")
    except ZeroDivisionError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "lost %s", ("it",), (type(error), error, None))
    line = JSONFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == "lost it"
    assert "ZeroDivisionError: nothing" in json.loads(line)["fault"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "let-me-in"}])
def test_metrics_are_not_there_for_anybody_else(client, settings, headers):
    if headers != {"Authorization": "let-me-in"}:
        settings.METRICS_TOKEN = "let-me-in"
    assert client.get("/metrics", headers=headers).status_code == 404


def test_metrics_tell_how_the_site_is_doing(client, settings, tmp_path):
    settings.METRICS_TOKEN, settings.METRICS_DIR = "let-me-in", tmp_path
    Heartbeat.objects.create(name="scheduler", at=timezone.now())
    text = client.get("/metrics", headers=TOKEN).content.decode()
    assert "cityofdesign_database_up 1.0" in text
    assert 'cityofdesign_heartbeat_age_seconds{name="scheduler"} 0.' in text
    assert "cityofdesign_jobs_waiting 0.0" in text


def test_metrics_without_a_database(client, settings, tmp_path, monkeypatch):
    settings.METRICS_TOKEN, settings.METRICS_DIR = "let-me-in", tmp_path

    def away():
        raise OperationalError

    monkeypatch.setattr("cityofdesign.metrics.Edition.objects.newest", away)
    assert b"cityofdesign_database_up 0.0" in client.get("/metrics", headers=TOKEN).content


@pytest.mark.parametrize(
    ("address", "kind"), [("/en/", "text/html"), ("/api/v1/centres/", "application/problem+json")]
)
def test_a_database_that_is_away_is_told_kindly(monkeypatch, address, kind):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("centres.moments.clock", away)
    answer = Client(raise_request_exception=False).get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"].startswith(kind)
    assert b"connection refused" not in answer.content

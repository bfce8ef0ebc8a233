"""What the log on standard error tells of requests that are not answered with 200."""

import io
import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """What the shipped settings write to standard error."""
    [console] = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    monkeypatch.setattr(console, "stream", io.StringIO())
    return console.stream.getvalue


def test_a_slip_of_a_reader_is_not_in_the_log(written, settings):
    client = Client(enforce_csrf_checks=True)
    settings.ALLOWED_HOSTS = ["testserver"]
    answers = [
        client.get("/en/nothing/"),
        client.get("/api/v1/centres/?on=0"),
        client.get("/en/centres/export.csv?on=0"),
        client.post("/en/search/"),
        client.post("/en/centres/CQ-000001/report/"),
        client.get("/en/", headers={"Host": "other.example"}),
        client.get("/en/centres/?" + "&".join(f"x{n}=" for n in range(6000))),
        Client().post("/admin/login/", b"x", content_type="multipart/form-data; boundary="),
    ]
    assert [answer.status_code for answer in answers] == [404, 422, 422, 403, 403, 400, 400, 400]
    assert written() == ""


def test_a_fault_of_ours_is_in_the_log_with_its_traceback(written, monkeypatch):
    monkeypatch.setattr("cityofdesign.search.views.asked", None)
    assert Client(raise_request_exception=False).get("/en/search/").status_code == 500
    assert "ERROR django.request: Internal Server Error: /en/search/" in written()
    assert "Traceback" in written()

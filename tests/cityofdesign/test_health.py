import pytest
from django.db import OperationalError, connection
from django.test import override_settings

from centres.models import Edition
from cityofdesign.models import User

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_readyz_names_the_edition(client):
    response = client.get("/readyz")
    newest = Edition.objects.newest()
    assert response.status_code == 200
    assert response.json() == {"ready": True, "edition": newest and newest.number, "problems": []}
    assert "no-store" in response["Cache-Control"]


def test_readyz_refuses_while_migrations_are_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'centres'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "migrations are not applied" in response.json()["problems"][0]


def test_readyz_refuses_without_a_database(client, monkeypatch):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setattr("cityofdesign.health.unapplied_migrations", gone)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["problems"]) == (503, ["The database does not answer."])


def test_readyz_and_checks_refuse_active_demo_accounts(client):
    User.objects.update(is_active=False)
    User.objects.update_or_create(username="officer", defaults={"is_active": True})
    with override_settings(DEMO_CONTENT=False):
        assert client.get("/readyz").json()["problems"] == [
            "Demo accounts are active in the database: officer."
        ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_answer_by_whatever_name_they_are_called(client, path, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["city.example"], True
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/en/", headers={"host": "10.0.0.7:8000"}, secure=True).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_read(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405

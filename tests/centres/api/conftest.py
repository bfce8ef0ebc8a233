import pytest

from tests.centres.api.addresses import API
from tests.factories import empty_register


@pytest.fixture(autouse=True)
def _empty_register(db, settings):
    settings.BASE_URL = "https://cod.example"
    empty_register()


@pytest.fixture
def get(client):
    """The parsed body of an answer that must be 200."""

    def get(path, **params):
        response = client.get(path if path.startswith("https") else API + path, params)
        assert response.status_code == 200, response.content
        return response.json()

    return get

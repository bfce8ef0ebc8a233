import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Whatever language the request of an earlier test left active."""
    with translation.override("en"):
        yield

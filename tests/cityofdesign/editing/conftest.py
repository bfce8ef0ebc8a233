import pytest

from tests.cityofdesign.editing.writing import Writer, person


@pytest.fixture
def desk():
    """Signs somebody in at the admin, where pages are written."""

    def sit(username) -> Writer:
        writer = Writer()
        writer.force_login(person(username))
        return writer

    return sit

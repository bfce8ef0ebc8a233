import pytest

from tests.cityofdesign.caching.conftest import ask  # noqa: F401

from .copies import Nursery, PostgresCopies, SqliteCopies

ROWS = 200


@pytest.fixture(scope="session")
def copies(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.db import connection

    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    kind = SqliteCopies if connection.vendor == "sqlite" else PostgresCopies
    with django_db_blocker.unblock():
        made = kind(connection, nursery)
        yield made
        made.close()
    nursery.close()


@pytest.fixture(scope="session")
def original(copies, tmp_path_factory):
    """The database with its rounds prepared, and what `prepare` says of them."""
    copy = copies.first(tmp_path_factory.mktemp("original"))
    copy.rounds = copy.run("prepare", 2, ROWS)
    return copy


@pytest.fixture(scope="session")
def publication(original, copies, tmp_path_factory):
    """The round of 200 rows published undisturbed: how many steps it took, and what there is afterwards."""
    copy, pk = copies.of(original, tmp_path_factory.mktemp("publication")), original.rounds["approved"][0]
    before = copy.run("look", pk)
    done = copy.run("act", "publish", pk, "approver")
    after = copy.run("look", pk)
    session = original.rounds["session"]
    return {"round": pk, "session": session, "steps": done["steps"], "before": before, "after": after}


@pytest.fixture
def rounds(original):
    return original.rounds


@pytest.fixture
def copy(original, copies, tmp_path):
    return copies.of(original, tmp_path)

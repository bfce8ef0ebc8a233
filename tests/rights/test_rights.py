"""Every role at every view, as docs/rights.md says."""

import pytest

from cityofdesign.models import User
from tests.rights.addresses import View, views
from tests.rights.contest import HIDDEN
from tests.rights.outcome import outcome, sign_in
from tests.rights.table import ROLES, line, rows
from tests.rights.world import world

pytestmark = [
    pytest.mark.django_db,
    # What a view says of an empty post is its own matter here.
    pytest.mark.filterwarnings("ignore"),
]
METHODS = ("GET", "POST")
TWIN = {"officer2": "officer"}


def said_of(view: View, method: str) -> dict[str, str] | None:
    """What the first row that matches says."""
    return next((row.said for row in TABLE if row.matches(view.name, method)), None)


TABLE = list(rows())


def test_every_view_has_a_row():
    missing = [(view, method) for view in views() for method in METHODS if not said_of(view, method)]
    lines = [line([view.name], method, dict.fromkeys(ROLES, "no")) for view, method in missing]
    assert not missing, (
        "docs/rights.md says nothing about these views. Add them to a row whose answers are meant, or a row "
        "of their own with yes, no or – (nothing there) for each role:\n" + "\n".join(lines)
    )


def test_no_row_is_for_nothing():
    names = {view.name for view in views()}
    unused = [
        pattern
        for row in TABLE
        for pattern in row.patterns
        if not any(row.matches(name, row.method) for name in names)
    ]
    assert unused == []


@pytest.mark.slow
@pytest.mark.parametrize("username", [*ROLES, *TWIN])
def test_the_table_is_true(username):
    role = TWIN.get(username, username)
    if role == "guest":
        User.objects.create_user("guest")
    things = world()
    client = sign_in(None if role == "anonymous" else User.objects.get(username=username))
    asked = [(view, method, view.address(things)) for view in views() for method in METHODS]
    for state, kept in HIDDEN.items():
        hidden = {**things, **kept(f"Kept {state}")}
        addresses = ((view, view.address(hidden)) for view in views())
        asked += [(view, f"GET {state}", at) for view, at in addresses if at != view.address(things)]
    wrong = []
    for view, method, address in asked:
        said = said_of(view, method)
        found = outcome(client, method.split()[0], address)
        if said is None or found != said[role]:
            meant = said[role] if said else "nothing, for it has no row"
            wrong.append(f"{method} {view.name} ({address}): meant {meant}, is {found}")
    assert not wrong, f"For {username}:\n" + "\n".join(wrong)

"""Steps that are taken only by whoever has just shown who they are."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from centres import publishing
from centres.models import Round
from tests.centres.lists_in_short import person, submitted
from tests.cityofdesign.signin.keys import CODE, app_of, code
from tests.rights.addresses import views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_strict")]
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
MINUTES = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60
PASSWORD_AGAIN = "/admin/account/confirm/"


def approved() -> Round:
    return publishing.approve(submitted(TERRACE), user=person("approver"))


def is_set(round_: Round) -> bool:
    return round_.publish_at is not None


# View -> the round before the step, what is posted, whether the step was taken.
STEPS: dict[str, tuple[Callable, Callable, Callable]] = {
    "rounds:approve": (lambda: submitted(TERRACE), dict, lambda round_: round_.state == "approved"),
    "rounds:publish": (approved, dict, lambda round_: round_.state == "published"),
    "rounds:publish-at": (
        approved,
        lambda: {"at": f"{timezone.localtime() + datetime.timedelta(days=2):%Y-%m-%dT%H:%M}"},
        is_set,
    ),
}
grave = pytest.mark.parametrize("name", sorted(settings.CONFIRMED_VIEWS))


class Approver:
    """Somebody who signed in with a password and a code, before the page of a step."""

    def __init__(self, door, name):
        before, self.posted, self.was_taken = STEPS[name]
        self.round = before()
        self.address = reverse(name, args=[self.round.pk])
        self.secret = app_of(person("approver"))
        self.browser, asked = door("approver")
        self.browser.post(asked.headers["Location"], {"code": code(self.secret)})

    def takes_the_step(self):
        return self.browser.post(self.address, self.posted())

    def shows_a_code(self, code, where=CODE):
        return self.browser.post(where, {"code": code})

    @property
    def took_it(self) -> bool:
        self.round.refresh_from_db()
        return self.was_taken(self.round)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def test_every_such_step_exists_and_is_tried_here():
    assert settings.CONFIRMED_VIEWS == set(STEPS)
    assert settings.CONFIRMED_VIEWS <= {view.name for view in views()}


@grave
def test_a_sign_in_alone_does_not_take_it(door, clock, name):
    approver = Approver(door, name)
    answer = approver.takes_the_step()
    assert answer.headers["Location"].startswith(CODE)
    assert not approver.took_it


@grave
def test_a_code_takes_the_step_that_waited_for_it(door, clock, name):
    approver = Approver(door, name)
    confirming = approver.takes_the_step().headers["Location"]
    clock.shift(30)
    wrong = approver.shows_a_code("000000", where=confirming)
    assert wrong.status_code == 200
    assert not approver.took_it
    approver.shows_a_code(code(approver.secret), where=confirming)
    assert approver.took_it


@grave
def test_a_confirmation_is_good_for_some_minutes(door, clock, name):
    approver = Approver(door, name)
    clock.shift(30)
    approver.shows_a_code(code(approver.secret))
    clock.shift(60 * MINUTES + 1)
    assert approver.takes_the_step().headers["Location"].startswith(CODE)
    assert not approver.took_it
    approver.shows_a_code(code(approver.secret))
    clock.shift(60 * MINUTES - 1)
    approver.takes_the_step()
    assert approver.took_it


@grave
def test_whoever_needs_no_factor_is_asked_for_the_password(door, name):
    before, posted, was_taken = STEPS[name]
    round_ = before()
    browser, _answer = door("officer")
    answer = browser.post(reverse(name, args=[round_.pk]), posted())
    assert answer.headers["Location"].startswith(PASSWORD_AGAIN)
    round_.refresh_from_db()
    assert not was_taken(round_)


@grave
def test_nothing_is_asked_where_second_factors_are_off(door, settings, name):
    settings.SECOND_FACTOR = False
    approver = Approver(door, name)
    approver.takes_the_step()
    assert approver.took_it

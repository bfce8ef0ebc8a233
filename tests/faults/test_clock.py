"""The clock of the machine moves back or far ahead, and the register stays in its order."""

import datetime

import pytest
import time_machine

from centres import publishing
from centres.models import Decision, Edition, Round
from centres.verifying import faults
from tests.centres.lists_in_short import person, published, submitted

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOON = datetime.datetime(2040, 3, 2, 12, tzinfo=datetime.UTC)  # after the editions that are shipped
YEAR, HOUR = datetime.timedelta(days=365), datetime.timedelta(hours=1)


def approved(*rows):
    return publishing.approve(submitted(*rows), user=person("approver"))


def test_a_clock_set_back_keeps_the_order_of_editions():
    with time_machine.travel(NOON, tick=False) as clock:
        first = published("重庆层台机械有限公司").edition
        clock.move_to(NOON - YEAR)
        second = published("重庆长桥机械有限公司").edition
        third = published("重庆两江灯具有限公司").edition
        clock.move_to(NOON + HOUR)
        fourth = published("重庆嘉缙灯具有限公司").edition
    moments = [edition.recorded_at for edition in (first, second, third, fourth)]
    assert moments == sorted(set(moments))
    assert moments[1] - moments[0] < HOUR  # no later than it must be
    assert moments[3] == NOON + HOUR
    assert list(faults()) == []


def test_a_set_time_comes_once_whatever_the_clock_does():
    editions, decisions = Edition.objects.count(), Decision.objects.count()
    with time_machine.travel(NOON, tick=False) as clock:
        round_ = approved("重庆层台机械有限公司")
        publishing.publish(round_, user=person("approver"), at=NOON + HOUR)
        assert publishing.publish_due() == []
        clock.move_to(NOON - YEAR)
        assert publishing.publish_due() == []
        clock.move_to(NOON + YEAR)
        assert publishing.publish_due() == [round_]
        clock.move_to(NOON)
        assert publishing.publish_due() == []
        clock.move_to(NOON + 2 * YEAR)
        assert publishing.publish_due() == []
    assert (Edition.objects.count(), Decision.objects.count()) == (editions + 1, decisions + 1)
    assert Round.objects.get(pk=round_.pk).state == "published"
    assert list(faults()) == []


def test_what_is_known_is_told_by_editions_and_not_by_a_clock_set_back(client):
    with time_machine.travel(NOON, tick=False) as clock:
        before = client.get("/api/v1/centres/").json()
        published("重庆层台机械有限公司")
        clock.move_to(NOON - HOUR)
        published("重庆长桥机械有限公司")
        clock.move_to(NOON + HOUR)
        answer = client.get("/api/v1/centres/", {"known": NOON.isoformat()}).json()
        assert (answer["count"], answer["edition"]) == (before["count"] + 1, before["edition"] + 1)
        answer = client.get("/api/v1/centres/").json()
        assert (answer["count"], answer["edition"]) == (before["count"] + 2, before["edition"] + 2)


def test_a_page_kept_on_a_day_that_comes_again_is_made_anew(ask):
    with time_machine.travel(NOON, tick=False) as clock:
        published("重庆层台机械有限公司")
        assert [ask("/zh-hans/centres/").kept for _ in range(2)] == ["miss", "hit"]
        clock.move_to(NOON - 2 * HOUR * 24)
        published("重庆长桥机械有限公司")
        clock.move_to(NOON)
        again = ask("/zh-hans/centres/")
    assert (again.kept, "重庆长桥机械有限公司" in again.body.decode()) == ("miss", True)

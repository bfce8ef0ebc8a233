import datetime

import pytest
import time_machine
from django.utils import timezone

from centres.moments import KNOWN, ON, BadMoment, day_asked, instant_asked, moment
from tests.factories import empty_register, enter

NOON = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-12-31", "2021-12-31"),
        ("2024-02", "2024-02-29"),
        ("2014-02", "2014-02-28"),
        ("2021", "2021-12-31"),
        ("2026-01-31", "2026-01-31"),
        ("2026-01", "2026-01-31"),
        ("0001", "0001-12-31"),
    ],
)
def test_a_month_and_a_year_mean_their_last_day(text, day):
    assert day_asked(text).isoformat() == day


@pytest.mark.parametrize(
    "text",
    ["0", "20211231", "2021-1-1", "2021-12-31T00:00", " 2021", "2021\n", "２０２１", "٢٠٢١", "", "\x00"],
)
def test_a_malformed_day_is_told_from_an_impossible_one(text):
    with pytest.raises(BadMoment) as refused:
        day_asked(text)
    assert (refused.value.parameter, refused.value.malformed) == ("on", True)


@pytest.mark.parametrize(
    "text",
    ["2026-02-01", "2026-02", "2026", "9999", "2021-13", "2021-02-30", "2021-00", "2021-05-00", "0000"],
)
def test_impossible_and_future_days_are_refused(text):
    with pytest.raises(BadMoment) as refused:
        day_asked(text)
    assert (refused.value.parameter, refused.value.malformed) == ("on", False)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-30", "2026-01-30T15:59:59.999999+00:00"),
        ("2026-01-31T12:00:00+08:00", "2026-01-31T04:00:00+00:00"),
        ("2026-01-31T04:00Z", "2026-01-31T04:00:00+00:00"),
        ("2026-01-31T03:59:59.5Z", "2026-01-31T03:59:59.500000+00:00"),
        ("2020-06-01T00:00:00.123456-05:00", "2020-06-01T05:00:00.123456+00:00"),
    ],
)
def test_a_past_moment_or_the_end_of_a_past_day_in_shanghai(text, instant):
    assert instant_asked(text).isoformat() == instant


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "2026",
        "2026-01",
        "2026-01-30 12:00",
        "2026-01-30T12:00",
        "2026-01-30T12:00:00 08:00",
        "1769832000",
    ],
)
def test_a_malformed_moment(text):
    with pytest.raises(BadMoment) as refused:
        instant_asked(text)
    assert (refused.value.parameter, refused.value.malformed) == ("known", True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",  # not over yet
        "2026-01-31T12:00:01+08:00",
        "2021-02-30",
        "2021-01-01T25:00Z",
        "2021-01-01T00:00+99:00",
        "9999-12-31",
        "0000-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
    ],
)
def test_impossible_and_future_moments_are_refused(text):
    with pytest.raises(BadMoment) as refused:
        instant_asked(text)
    assert (refused.value.parameter, refused.value.malformed) == ("known", False)


@pytest.mark.django_db
def test_before_the_first_edition_nothing_is_known():
    empty_register()
    now = moment()
    assert (now.on, now.edition, now.known_at, now.is_today) == (timezone.localdate(), 0, None, True)
    assert moment(known="2020-01-01").edition == 0


@pytest.mark.django_db
def test_the_edition_that_was_newest_then():
    empty_register()
    first = enter(at=NOON - datetime.timedelta(days=2)).edition
    second = enter(at=NOON - datetime.timedelta(days=1)).edition
    assert (moment().edition, moment().known_at) == (second.number, second.recorded_at)
    assert moment(known="2026-01-28").edition == 0
    assert moment(known="2026-01-29").edition == first.number
    assert moment(known=first.recorded_at.isoformat()).edition == first.number
    assert moment(known="2026-01-30").known_at == second.recorded_at


@pytest.mark.django_db
def test_an_answer_is_fixed_once_both_times_are_given():
    assert moment("2021", "2026-01-30").is_fixed
    assert not moment("2021").is_fixed
    assert not moment(known="2026-01-30").is_fixed
    assert not moment("2021").is_today


def test_the_patterns_are_plain_enough_for_json_schema():
    assert all("(?P" not in pattern.pattern and "\\Z" not in pattern.pattern for pattern in (ON, KNOWN))

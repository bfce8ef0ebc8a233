"""A page that is kept before an hour of release is not given out at it."""

import datetime

import pytest
import time_machine

from tests.events.editions import CLOUD, award, edition

pytestmark = pytest.mark.django_db
HOUR = datetime.datetime(2026, 12, 1, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize("proxy", [0, 600])
def test_a_kept_page_ends_at_the_hour_of_the_winners(ask, settings, proxy):
    settings.PROXY_SECONDS = proxy
    award(edition(1, embargo_until=HOUR))
    path = "/zh-hans/events/sample-stair-award/"
    with time_machine.travel(HOUR - datetime.timedelta(seconds=2), tick=False):
        first, second = ask(path), ask(path)
        assert (first.kept, second.kept) == ("miss", "hit")
        assert CLOUD.encode() not in second.body
        assert first.headers.get("x-accel-expires") == ("2" if proxy else None)
    with time_machine.travel(HOUR, tick=False):
        third = ask(path)
        assert third.kept == "miss"
        assert CLOUD.encode() in third.body

"""What is kept from the public is told at no address that anybody may open, in either language."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.rights.addresses import views
from tests.rights.contest import private, unpublished
from tests.rights.outcome import OPEN, judged
from tests.rights.world import world

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
WORD = "Unheard"


@pytest.mark.slow
@pytest.mark.parametrize("kept", [unpublished, private])
def test_no_public_address_tells_of_it(kept):
    things = world()
    shown = f"{WORD} {kept.__name__}"
    hidden = {**things, **kept(shown)}
    cache.clear()
    client = Client(raise_request_exception=False)
    telling, opened = [], 0
    for view in views():
        for address in {view.address(things), view.address(hidden)}:
            for asked in {address, address.replace("/en/", "/zh-hans/", 1)}:
                answer = client.get(asked, {"q": kept.__name__})
                opened += judged(answer) == OPEN
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if WORD.encode() in body + repr(answer.headers).encode():  # its address is in lower case
                    telling.append(asked)
    assert opened > 100
    assert telling == []

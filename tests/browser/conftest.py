"""Staff at the admin, each in a browser window of their own, and the pictures of the guides."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.users.models import UserProfile

from cityofdesign.jobs import SCHEDULER
from cityofdesign.models import Heartbeat
from tests.centres.lists_in_short import person

from .guide import Guide
from .people import Person
from .watching import Watch

LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}


@pytest.fixture
def window(browser):
    """Opens windows in which nothing may go wrong: no error in the console, no address not there or away."""
    windows, watches = [], []

    def opened(language="en"):
        size = {"width": 1280, "height": 900}
        windows.append(
            context := browser.new_context(viewport=size, locale=LOCALES[language], accept_downloads=True)
        )
        page = context.new_page()
        watches.append(Watch(page))
        return page

    yield opened
    for context in windows:
        context.close()
    assert [wrong for watch in watches for wrong in watch.wrong] == []


@pytest.fixture
def staff(window, live_server):
    """Signs one person in, in a window of their own, and returns its page."""

    def sign_in(username, language="en"):
        UserProfile.objects.update_or_create(
            user=person(username), defaults={"preferred_language": language if language != "en" else ""}
        )
        page = window(language)
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", settings.DEMO_PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(re.compile(r"/admin/$"))
        return page

    return sign_in


@pytest.fixture(params=["en", pytest.param("zh-hans", marks=pytest.mark.slow)])
def guide(request):
    """The pictures of the chapter that the test's mark `chapter` names, in one language; all are taken."""
    pictures = Guide(request.node.get_closest_marker("chapter").args[0], request.param)
    yield pictures
    assert pictures.taken == list(pictures.names)


@pytest.fixture
def desk(staff, guide, live_server):
    """A member of staff who works in the language of the guide and takes its pictures."""

    Heartbeat.objects.create(name=SCHEDULER, at=timezone.now())

    def sit(username):
        return Person(staff(username, guide.language), live_server.url, guide)

    return sit


@pytest.fixture
def reader(window, guide, live_server):
    """One of the public, who reads in the language of the guide."""
    return Person(window(guide.language), live_server.url, guide)

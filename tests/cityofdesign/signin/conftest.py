import pytest
from django.test import Client

from cityofdesign.models import User
from tests.centres.lists_in_short import person
from tests.cityofdesign.signin.keys import LOGIN, PASSWORD


@pytest.fixture
def door():
    """Opens a browser and signs `username` in with the password; returns (browser, answer)."""

    def sign_in(username, password=PASSWORD, **extra):
        User.objects.filter(username=username).exists() or person(username)
        user = User.objects.get(username=username)
        user.set_password(PASSWORD)
        user.save()
        browser = Client()
        return browser, browser.post(LOGIN, {"login": username, "password": password, **extra})

    return sign_in


@pytest.fixture
def _strict(settings):
    settings.SECOND_FACTOR = True

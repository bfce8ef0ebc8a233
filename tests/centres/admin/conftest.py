import pytest
from django.test import Client
from django.urls import reverse

from tests.centres.lists_in_short import person


class Desk(Client):
    """A member of staff at the admin."""

    def open(self, name, *args, **query):
        return self.get(reverse(f"rounds:{name}", args=args), query)

    def do(self, name, *args, **data):
        """Post a step and return the page it leads to, with what it says in `said`."""
        response = self.post(reverse(f"rounds:{name}", args=args), data, follow=True)
        response.said = " ".join(str(message) for message in response.context["messages"])
        return response


@pytest.fixture
def desk():
    def sit(username):
        client = Desk()
        client.force_login(person(username))
        return client

    return sit

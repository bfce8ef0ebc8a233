"""What an address says to somebody: yes, no, or that there is nothing for them, refused or not."""

import re
from unittest.mock import patch

from django.contrib.messages import get_messages
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client

OPEN, REFUSED, NOTHING = "yes", "no", "–"
REFUSALS = re.compile(r"not have permission|may not|cannot approve|prepared it")

# Rights are decided before a page is drawn, and drawing takes most of the time.
UNDRAWN = patch.object(SimpleTemplateResponse, "rendered_content", "")


def sign_in(user) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def outcome(client: Client, method: str, address: str) -> str:
    """What comes of it; nothing that it changes stays, and the client stays signed in."""
    cookies = {key: morsel.value for key, morsel in client.cookies.items()}
    with UNDRAWN, transaction.atomic():
        answer = client.generic(method, address)
        found = judged(answer)
        transaction.set_rollback(True)
    client.cookies.clear()
    for key, value in cookies.items():
        client.cookies[key] = value
    return found


def judged(answer) -> str:
    location = answer.headers.get("Location", "")
    said = " ".join(map(str, get_messages(answer.wsgi_request)))
    if answer.status_code == 403 or location.startswith("/admin/login/?") or REFUSALS.search(said):
        return REFUSED
    # An empty post that Wagtail's editor cannot read is a fault of the post: whoever gets there may post.
    return NOTHING if answer.status_code in {404, 405, 410} else OPEN

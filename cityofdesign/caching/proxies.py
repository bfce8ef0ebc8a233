"""Proxies and networks in front of the site that keep its pages for a moment too.

They are told through Wagtail's interface (`WAGTAILFRONTENDCACHE`), so that nginx and any network that Wagtail
knows are set up alike. A page that is not named here is given out for `PROXY_SECONDS` more at the longest.
"""

import logging
import time
from functools import partial
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page

from ..routes import address, public
from .subjects import ADDRESSES, PAGES, of_address, spoken

logger = logging.getLogger(__name__)
SECONDS = 3
"""A proxy that does not answer within that is left to forget by itself."""
AGAIN = 10
"""After so many seconds a proxy that was away is told again."""
away: dict[str, float] = {}
"""Where nobody answered, in this process -> when it is tried again."""


class NginxBackend(BaseBackend):
    """Has nginx fetch pages anew: a request with the token goes past what it keeps, and is kept instead."""

    def __init__(self, params: dict):
        super().__init__(params)
        self.location, self.token = params["LOCATION"].rstrip("/"), params["TOKEN"]

    def purge(self, url: str) -> None:
        if time.monotonic() < away.get(self.location, 0):
            return
        parts = urlsplit(url)
        address = f"{self.location}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        # Each compression is kept by itself.
        for encoding in ("br", "gzip", "identity"):
            headers = {"Host": parts.netloc, "X-Purge": self.token, "Accept-Encoding": encoding}
            headers["X-Forwarded-Proto"] = parts.scheme
            try:
                urlopen(Request(address, headers=headers), timeout=SECONDS).read()  # noqa: S310
            except HTTPError as error:
                logger.error("%s did not fetch %s anew: %s", self.location, parts.path, error)
                return
            except OSError as error:
                return self.leave(error)
        away.pop(self.location, None)

    def leave(self, error: OSError) -> None:
        """Nobody is there, as before nginx is set up or while it is restarted; said once."""
        if self.location not in away:
            told = "%s is away (%s); what it keeps it may give out for %s s"
            logger.warning(told, self.location, error, settings.PROXY_SECONDS)
        away[self.location] = time.monotonic() + AGAIN


def tell(subjects: set[str]) -> None:
    """Once the running transaction is committed, proxies forget the pages that show one of the subjects."""
    transaction.on_commit(partial(purge, subjects))


def purge(subjects: set[str]) -> None:
    for backend in get_backends().values():
        backend.purge_batch(sorted(urls(subjects)))


def urls(subjects: set[str]) -> set[str]:
    """The public pages that show one of the subjects; not those of single centres, which are too many."""
    found: set[str] = set()
    for language, _name in settings.LANGUAGES:
        for name in ADDRESSES:
            if not subjects.isdisjoint(of_address(name, language) or ()):
                with translation.override(language):
                    try:
                        found.add(settings.BASE_URL + reverse(name))
                    except NoReverseMatch:
                        continue
        for label, shown in PAGES.items():
            if not subjects.isdisjoint(spoken(subject, language) for subject in shown):
                app, model = label.split(".")
                pages = Page.objects.filter(content_type__app_label=app, content_type__model=model)
                pages = public(pages.filter(locale__language_code=language))
                found |= {address(page) for page in pages}
    return found

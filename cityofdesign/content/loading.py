"""Everything that the site ships, loaded in one transaction; what was loaded before is left alone."""

from django.conf import settings
from django.db import transaction

from cityofdesign.caching import changed
from cityofdesign.caching.counts import EVERYTHING

from . import pages, people, structure, tables, texts
from .ledger import Ledger
from .shelf import Shelf


@transaction.atomic
def load() -> int:
    """Load what is new; returns how many items that were."""
    ledger = Ledger()
    tables.load(ledger)
    shelf = Shelf(ledger)
    structure.load(shelf)
    pages.load(shelf)
    texts.load(shelf)
    tables.load_figures(ledger, shelf)
    if settings.DEMO_CONTENT:
        people.load_accounts(ledger)
        people.load_first_round(ledger)
    ledger.close()
    if ledger.added:
        changed(EVERYTHING)
    return len(ledger.added)

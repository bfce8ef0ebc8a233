"""Texts made of blocks are validated one after the other.

For a draft, Wagtail lets the blocks ask for less by changing the blocks themselves, which all threads share
(`Block.clean_deferred`): of two people who saved in the same moment one was answered with a fault, and what
one published could be let pass because the other saved a draft.
"""

import threading
from functools import wraps

from wagtail.blocks.base import BlockField

LOCK = threading.RLock()


def install() -> None:
    clean = BlockField.clean

    @wraps(clean)
    def one_by_one(field, value):
        with LOCK:
            return clean(field, value)

    BlockField.clean = one_by_one

"""Somebody saves a draft in the moment in which somebody else publishes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.base import BlockField


def test_a_draft_that_is_saved_meanwhile_lets_nothing_unfinished_be_published():
    reached, go_on = threading.Event(), threading.Event()

    class Slow(blocks.CharBlock):
        def clean(self, value):
            reached.set()
            go_on.wait(10)
            return super().clean(value)

    body = blocks.StreamBlock([("slow", Slow()), ("title", blocks.CharBlock())])
    draft, published = BlockField(body), BlockField(body)
    draft.is_deferred_validation = True
    with ThreadPoolExecutor() as people:
        saved = people.submit(draft.clean, blocks.StreamValue(body, [("slow", ""), ("title", "")]))
        assert reached.wait(10)
        refused = people.submit(published.clean, blocks.StreamValue(body, [("title", "")]))
        threading.Timer(0.3, go_on.set).start()
        assert saved.result(10)
        with pytest.raises(ValidationError):
            refused.result(10)

"""Links to pages within rich text, each looked up once for all readers."""

from functools import partial

from django.utils.translation import get_language
from wagtail.rich_text.pages import PageLinkHandler

from .caching.once import once


class PageLinks(PageLinkHandler):
    """Links to pages within rich text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        make = partial(super().expand_db_attributes_many, attrs_list)
        return once(("links", get_language(), *(attrs.get("id") for attrs in attrs_list)), make)

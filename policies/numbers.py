"""Document numbers as people write them: 渝府办〔2022〕2号, 渝府办[2022]2号 and 渝府办 (2022) 2 are one."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cityofdesign.checking import WARNING, Problem

BRACKETS = re.compile(r"[\s〔〕\[\]()（）【】［］{}]+")


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def bare(text: str) -> str:
    """A number without its brackets and spaces, to be compared with another such."""
    return BRACKETS.sub("", plain(text))


def warnings(page) -> Iterator[Problem]:
    """Names another document in the language of the page that has the number of the page; one query."""
    from .models import PolicyPage

    number = isinstance(page, PolicyPage) and bare(page.document_number).removesuffix("号")
    if not number:
        return
    others = PolicyPage.objects.filter(locale_id=page.locale_id).exclude(pk=page.pk)
    for title, other in others.exclude(document_number="").values_list("title", "document_number"):
        if bare(other).removesuffix("号") == number:
            message = _(
                "“%(title)s” has this document number too. Correct one, or keep one page of the document."
            )
            yield Problem(WARNING, "document_number", message % {"title": title})

from django import template
from wagtail.models import Page

from ..dependents import MOST, dependents
from ..moments import in_words

register = template.Library()
register.filter("in_words", in_words)


@register.inclusion_tag("editing/dependents.html", takes_context=True)
def what_depends(context, item):
    """What hangs on a page; nothing for what is no page."""
    page = item.get("item") if isinstance(item, dict) else item
    if not isinstance(page, Page):
        return {"page": None}
    found = dependents(page, context["request"].user)
    return {"page": page, "dependents": found[:MOST], "more": max(len(found) - MOST, 0)}

"""Wagtail's choosers without a script in the page; date pickers and inline panels have templates of ours.

Pickers of dates and times also leave alone what somebody types: by themselves they turn what they do not
understand into the present day, and nobody is told. What a page chooser asks for is said in the language of
whoever reads it, not of whoever opened it first.
"""

import json

from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import (
    AdminDateInput,
    AdminDateTimeInput,
    AdminPageChooser,
    AdminTimeInput,
    BaseChooser,
)
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.models import Page

begin = AdminPageChooser.__init__
STARTER = '<span hidden data-controller="start" data-start-{}-value="{}" data-start-with-value="{}"></span>'


def render(chooser, name, value, attrs=None, renderer=None):
    """As BaseChooser.render, but the chooser is started by static/js/admin/start.js."""
    id_ = attrs["id"]
    data = chooser.get_value_data(value)
    how, what, arguments = started(chooser, id_, name, data)
    return format_html(
        "{}" + STARTER, chooser.render_html(name, data, attrs), how, what, json.dumps(arguments)
    )


def started(chooser, id_, name, data) -> tuple[str, str, list]:
    if isinstance(chooser, AdminTaskChooser):
        return "call", "createTaskChooser", [id_]
    return "make", chooser.js_constructor, [id_, chooser.get_js_init_options(id_, name, data)]


def keeps_what_is_typed(picker) -> None:
    configured = picker.get_config
    picker.get_config = lambda self: configured(self) | {"validateOnBlur": False}


def asking(chooser, *args, **kwargs) -> None:
    """As AdminPageChooser.__init__, which joins the kind of page to the question once and for all."""
    begin(chooser, *args, **kwargs)
    if chooser.model is not Page:
        kind = capfirst(chooser.model._meta.verbose_name)
        asked = AdminPageChooser.choose_one_text
        chooser.choose_one_text = format_lazy(_("{choose} ({kind})"), choose=asked, kind=kind)


def install() -> None:
    BaseChooser.render = render
    for picker in (AdminDateInput, AdminDateTimeInput, AdminTimeInput):
        keeps_what_is_typed(picker)
    AdminPageChooser.__init__ = asking

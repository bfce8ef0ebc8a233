"""Wagtail's choosers without a script in the page; date pickers and inline panels have templates of ours.

Pickers of dates and times also leave alone what somebody types: by themselves they turn what they do not
understand into the present day, and nobody is told.
"""

import json

from django.utils.html import format_html
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

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


def install() -> None:
    BaseChooser.render = render
    for picker in (AdminDateInput, AdminDateTimeInput, AdminTimeInput):
        keeps_what_is_typed(picker)

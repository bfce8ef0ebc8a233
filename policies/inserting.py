"""The button of the text editor that asks for a count of the register and puts it into the text."""

from django import forms
from django.urls import path, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.rich_text.editors.draftail.features import DecoratorFeature, EntityFeature

from centres.moments import moment
from centres.reference import reference

from . import living

FEATURE, TYPE = "living-figure", "LIVING_FIGURE"


def narrowing(choices, label, empty) -> forms.ChoiceField:
    return forms.ChoiceField(choices=lambda: [("", empty), *choices()], required=False, label=label)


class LivingFigureForm(forms.Form):
    scheme = forms.ChoiceField(choices=living.schemes, label=_("scheme"))
    on = forms.DateField(
        required=False,
        label=_("on"),
        help_text=_("Empty: the day on which it is read"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[living.not_to_come],
    )
    kind = narrowing(living.kinds, _("only of this kind"), _("all kinds"))
    status = forms.ChoiceField(
        choices=living.statuses, initial=living.ACCREDITED, label=_("with this status")
    )
    district = narrowing(living.districts, _("only in this district"), _("all districts"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)


@require_http_methods(["GET", "POST"])
def insert(request):
    """The form in a dialog; what was asked is answered below it, with the words to put into the text."""
    form = LivingFigureForm(request.POST or None, auto_id="living-%s")  # the page has ids of its own
    context = {"form": form}
    if form.is_bound and form.is_valid():
        asked, when = living.chosen(form.cleaned_data), moment()
        context["token"] = living.written(asked)
        context["answer"] = living.answer(asked, when, reference(when.clock))
    return render_modal_workflow(
        request, "policies/admin/living_figure.html", None, context, {"step": "asked"}
    )


def register(features) -> None:
    """The button, and how what it put in looks inside the editor."""
    files = {"js": ["js/admin/living.js"], "css": {"all": ["css/admin/living.css"]}}
    button = {
        "type": TYPE,
        "icon": "order",
        "description": _("Register count within the text"),
        "address": reverse_lazy("living_figure"),
    }
    features.register_editor_plugin("draftail", FEATURE, Both(EntityFeature(button, **files)))


class Both:
    """An editor feature of two parts: the button, and what marks the words in the text."""

    def __init__(self, button: EntityFeature):
        self.button, self.mark = button, DecoratorFeature({"type": TYPE})

    @property
    def media(self) -> forms.Media:
        """Asked for by the editor alone: a command may run before static files are collected."""
        return self.button.media

    def construct_options(self, options: dict) -> None:
        self.button.construct_options(options)
        self.mark.construct_options(options)


def urls() -> list:
    return [path("policies/living-figure/", insert, name="living_figure")]

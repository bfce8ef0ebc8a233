"""The form field of an imprecise date, which shows how the date reads in both languages."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.translation import get_language

from cityofdesign.imprecise import ImpreciseDate, parse_words, preview


class ImpreciseDateInput(forms.TextInput):
    """A text input with how the date reads in both languages below it, also while somebody types."""

    template_name = "cityofdesign/widgets/imprecise_date.html"
    precisions: tuple[str, ...] = ()

    class Media:
        css = {"all": ["css/admin/dates.css"]}
        js = [forms.Script("js/admin/dates.js", type="module")]

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        context["preview"] = preview(str(value or ""), self.precisions)
        context["address"] = reverse("date_preview")
        context["precisions"] = ",".join(self.precisions)
        return context


class ImpreciseDateFormField(forms.Field):
    """A text input that takes every form parse_words reads, and shows a date in the active language."""

    widget = ImpreciseDateInput
    empty_values = [*EMPTY_VALUES, ImpreciseDate()]

    def __init__(self, *, precisions: tuple[str, ...] | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.widget.precisions = precisions or ()

    def to_python(self, value: object) -> ImpreciseDate:
        try:
            return parse_words(value or "")
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, ImpreciseDate):
            return value
        return value.display(get_language()) if value != ImpreciseDate() else ""


def date_preview(request: HttpRequest) -> JsonResponse:
    """What `preview` says of the text typed so far, for static/js/admin/dates.js."""
    precisions = tuple(filter(None, request.GET.get("precisions", "").split(",")))
    return JsonResponse(preview(request.GET.get("text", ""), precisions)._asdict())


urls = [path("dates/preview/", date_preview, name="date_preview")]

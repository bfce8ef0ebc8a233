"""The forms beside those of the tables: an hour, a press link, a correction."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from centres.models import Centre

from ..models import Award
from ..models.editions import ZONES


class HourField(forms.DateTimeField):
    """A moment typed in the zone of an edition, whatever the zone in a person's profile."""

    widget = AdminDateTimeInput
    default_error_messages = {
        "invalid": gettext_lazy("This is not a date with its hour. Write it as in 2026-05-09 10:00.")
    }

    def __init__(self, *args, zone: str = settings.TIME_ZONE, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def to_python(self, value):
        with timezone.override(zoneinfo.ZoneInfo(self.zone)):
            return super().to_python(value)


class InZone(forms.Form):
    """A form whose hour is of the zone of an edition, which stands beside it."""

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            if isinstance(field, HourField):
                field.zone = zone
                said = {"zone": dict(ZONES).get(zone, zone)}
                field.help_text = _("Such as 2026-05-09 10:00; time zone: %(zone)s.") % said


class ReleaseForm(InZone):
    at = HourField(label=gettext_lazy("Public from"), required=False)
    now = forms.BooleanField(label=gettext_lazy("At once"), required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("at")) == bool(cleaned.get("now")):
            self.add_error("at", _("Give the hour, or tick “At once”; one of the two."))
        return cleaned


class PressForm(InZone):
    recipient = forms.CharField(
        label=gettext_lazy("For"), max_length=120, help_text=gettext_lazy("The medium, not a person")
    )
    expires_at = HourField(label=gettext_lazy("Expires"))


def centre_field() -> forms.ModelChoiceField:
    """A centre by its number: there are too many to choose from a list."""
    return forms.ModelChoiceField(
        Centre.objects.all(),
        label=gettext_lazy("Centre of the register"),
        required=False,
        to_field_name="number",
        widget=forms.TextInput,
        help_text=gettext_lazy("Its number, such as CQ-000001; empty for none"),
        error_messages={"invalid_choice": gettext_lazy("No centre has the register number %(value)s.")},
    )


class CorrectionForm(forms.ModelForm):
    """A public award, with what readers are told of the change."""

    centre = centre_field()
    withdrawn = forms.BooleanField(label=gettext_lazy("The award is withdrawn"), required=False)
    text_en = forms.CharField(label=gettext_lazy("What is corrected, in English"), max_length=500)
    text_zh = forms.CharField(label=gettext_lazy("What is corrected, in Chinese"), max_length=500)

    class Meta:
        model = Award
        fields = [
            "category",
            "rank",
            *(
                f"{name}_{code}"
                for name in ("prize", "work", "designers", "organisation", "from")
                for code in ("en", "zh")
            ),
            "note",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["category"].queryset = self.instance.edition.categories.all()
        self.initial["withdrawn"] = self.instance.withdrawn
        self.initial["centre"] = self.instance.centre

    def values(self) -> dict:
        """Name of a field of the award -> value, as `correcting.correct` takes them."""
        said = dict(self.cleaned_data)
        centre, category = said.pop("centre"), said.pop("category")
        texts = ("text_en", "text_zh")
        values = {name: value for name, value in said.items() if name not in texts}
        return {**values, "category_id": category.pk, "centre_id": centre.pk if centre else None}

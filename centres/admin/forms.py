"""The forms of a round. What a list may hold is decided where it is read, not here."""

import datetime
import zoneinfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lists import MAX_BYTES
from ..lists.problems import refusal
from ..models import Centre, Round, RoundList, RoundRow


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["scheme", "year", "batch"]
        help_texts = {
            "year": gettext_lazy("The year of the list, which may not be the year in which it was published"),
            "batch": gettext_lazy("Only where the scheme numbers its batches"),
        }


class TableForm(forms.Form):
    """A table as it was sent: the file, and the sheet that holds it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel workbook (.xlsx), text table (.csv in UTF-8 or GB18030) or Word table (.docx)"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx"}),
        max_length=255,
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Name of the sheet; empty for the first one that holds a list"),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            too_large = refusal("too-large", file.name, limit=MAX_BYTES >> 20)
            raise forms.ValidationError(str(too_large))
        return file


class UploadForm(TableForm, forms.ModelForm):
    """One printed list: the file and what its document says of it."""

    class Meta:
        model = RoundList
        fields = [
            "kind",
            "ground",
            "document",
            "document_url",
            "issued_on",
            "effective_on",
            "stated_total",
        ]
        help_texts = {
            "ground": gettext_lazy("Only for withdrawals; the ban depends on it"),
            "document_url": gettext_lazy("Where the public can read it"),
            "stated_total": gettext_lazy("How many centres the list says it holds"),
        }

    field_order = ["kind", "file", "sheet", "document", "document_url", "issued_on", "effective_on"]

    def clean_issued_on(self):
        return not_in_future(self.cleaned_data["issued_on"])

    def clean_effective_on(self):
        return not_in_future(self.cleaned_data["effective_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ground") and cleaned.get("kind") != RoundList.Kind.WITHDRAWN:
            self.add_error("ground", _("Only a list of withdrawals states a ground."))
        return cleaned


def not_in_future(date):
    if date and date.lower and date.lower > timezone.localdate(timezone=here()):
        raise forms.ValidationError(
            _("This date is in the future; a list can only state what has been decided.")
        )
    return date


def here() -> zoneinfo.ZoneInfo:
    """The zone of the register, whatever the zone in a person's profile."""
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)


class ReadingForm(forms.Form):
    """Where a list is in its file; empty is what the file itself shows."""

    sheet = forms.CharField(required=False, max_length=100)
    header_row = forms.IntegerField(required=False, min_value=1, max_value=1000)


class SettleForm(forms.Form):
    """What is to be made of one row. `checked` is the tick of its warnings, `warned` says which they were."""

    action = forms.ChoiceField(choices=RoundRow.Action.choices)
    centre = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    number = forms.CharField(required=False, max_length=20)
    reason = forms.CharField(required=False, max_length=2000)
    checked = forms.BooleanField(required=False)
    warned = forms.CharField(required=False, max_length=64)

    def __init__(self, *args, row: RoundRow, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def clean(self):
        cleaned = super().clean()
        matched = cleaned.get("action") == RoundRow.Action.MATCH
        cleaned["chosen"] = self.chosen(cleaned) if matched else None
        return cleaned

    def chosen(self, cleaned) -> Centre:
        """The centre named by its number, else the marked candidate, else the one that is matched already."""
        if number := cleaned.get("number"):
            wanted = {"number": centre_number(number)}
        else:
            wanted = {"pk": cleaned.get("centre") or self.row.centre_id}
        found = Centre.objects.filter(**wanted).first()
        if found is None:
            message = (
                _("Row %(row)s: there is no centre %(number)s in the register.")
                if number
                else _("Row %(row)s: mark a centre or type its number.")
            )
            raise forms.ValidationError(message % {"row": self.row.index, "number": number})
        return found


def centre_number(text: str) -> str:
    """`CQ-000041` for `cq-000041`, `CQ 41` or `41`."""
    digits = text.upper().replace(" ", "").removeprefix("CQ").lstrip("-－")
    return Centre.format_number(int(digits)) if digits.isdecimal() and len(digits) <= 6 else text.upper()


class PublishAtForm(forms.Form):
    """A moment in the register's own time zone."""

    at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])

    def clean_at(self) -> datetime.datetime:
        typed = self.cleaned_data["at"]
        at = typed.replace(tzinfo=here())
        if at <= timezone.now():
            raise forms.ValidationError(_("That time is past; publish now, or name a later time."))
        return at

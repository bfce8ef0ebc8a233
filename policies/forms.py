"""The forms of a policy document and of a figure."""

from decimal import Decimal

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cityofdesign.checked import CheckedForm

from . import chain


class PolicyForm(CheckedForm):
    """Refuses a circle of documents beside the field that would close it, in a draft too."""

    def is_valid(self):
        return super().is_valid() and not self._circles()

    def _circles(self) -> bool:
        rows = self.formsets.get("relations")
        chosen = [
            row for row in rows or () if row.cleaned_data.get("target") and not row.cleaned_data.get("DELETE")
        ]
        if not chosen:
            return False
        edges = chain.with_drafts(without=self.instance.pk)
        found = False
        for row in chosen:
            if keys := chain.circle(self.instance, row.cleaned_data["target"], edges):
                row.add_error("target", chain.refusal(keys, self.instance))
                found = True
        return found


class FigureForm(WagtailAdminModelForm):
    """Shows a number as its source writes it: 165, where the database keeps 165.000. A figure that no date
    ends measures nothing and is refused, unless it was kept so because its source gives no date."""

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def clean(self):
        cleaned = super().clean()
        date, target = cleaned.get("as_of"), cleaned.get("type") == "target"
        kept = self.instance.pk and not {"as_of", "type"} & set(self.changed_data)
        if date is None or date.upper or kept and not target:
            return cleaned
        if target:
            message = _(
                "A target needs the date it is due, a year at least: write for example 2030 or June 2030."
            )
        else:
            message = _(
                "A reported figure needs the date it holds for, a year at least: write for example 2023 or "
                "28 June 2023. Without it the figure measures no target."
            )
        self.add_error("as_of", message)
        return cleaned

"""The forms of a policy document and of a figure."""

from decimal import Decimal

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
    """Shows a number as its source writes it: 165, where the database keeps 165.000."""

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

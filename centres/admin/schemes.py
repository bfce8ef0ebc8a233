"""A scheme with its rules and the periods for which the register is complete, on one form."""

from django.forms import DateInput, inlineformset_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models import Completeness, Scheme, SchemeRule

DAY = {"type": "date"}
WIDGETS = {name: DateInput(attrs=DAY, format="%Y-%m-%d") for name in ("valid_from", "valid_to")}
RuleFormSet = inlineformset_factory(
    Scheme, SchemeRule, fields="__all__", extra=1, can_delete=True, widgets=WIDGETS
)
PeriodFormSet = inlineformset_factory(
    Scheme, Completeness, fields="__all__", extra=1, can_delete=True, widgets=WIDGETS
)
PARTS = (
    ("rules", RuleFormSet, _("Rules and the time in which each applied")),
    ("periods", PeriodFormSet, _("Periods for which this register holds every centre of the scheme")),
)


class SchemeForm(WagtailAdminModelForm):
    """A scheme; its rules and complete periods are saved with it once it exists."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {}
        if not self.instance.pk:
            return
        self.fields["key"].disabled = True  # addresses and commands name it
        data = self.data if self.is_bound else None
        for prefix, formset, heading in PARTS:
            part = self.parts[prefix] = formset(data, instance=self.instance, prefix=prefix)
            part.heading = heading

    def is_valid(self):
        return all([super().is_valid(), *(part.is_valid() for part in self.parts.values())])

    def has_changed(self):
        return super().has_changed() or any(part.has_changed() for part in self.parts.values())

    def save(self, commit=True):
        scheme = super().save(commit)
        for part in self.parts.values():
            part.save(commit)
        return scheme

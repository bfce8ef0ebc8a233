"""Which mails about rounds a person gets: the switches that Wagtail only offers to those who edit pages."""

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.users.models import UserProfile

from .access import may_work_on_rounds

LABELS = {
    "submitted_notifications": gettext_lazy("A round waits for my approval, or the public sent a message"),
    "approved_notifications": gettext_lazy("A round I took part in was approved or published"),
    "rejected_notifications": gettext_lazy(
        "A round I took part in was sent back, changed after it was submitted, or not published in time"
    ),
    "updated_comments_notifications": gettext_lazy("Somebody commented on a round I took part in"),
}


class RoundMailsForm(forms.ModelForm):
    class Meta:
        model = UserProfile
        fields = list(LABELS)
        labels = LABELS
        help_texts = dict.fromkeys(LABELS, "")
        widgets = dict.fromkeys(LABELS, SwitchInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NotificationPreferencesForm(instance=self.instance).fields:
            del self.fields[name]  # stands on the same page already


class RoundMailsPanel(BaseSettingsPanel):
    name = "round_mails"
    title = gettext_lazy("Mails about rounds")
    tab = notifications_tab
    order = 110
    form_class = RoundMailsForm
    form_object = "profile"

    def is_active(self):
        return may_work_on_rounds(self.user) and bool(self.get_form().fields)

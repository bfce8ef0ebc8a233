from django.apps import AppConfig
from django.utils.translation import pgettext_lazy
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

OURS = {
    "workflow_state_submitted_email_notification": workflow_submitted,
    "workflow_state_rejected_email_notification": workflow_rejected,
    "workflow_state_approved_email_notification": workflow_approved,
}


class EditingConfig(AppConfig):
    name = "cityofdesign.editing"
    verbose_name = pgettext_lazy("part of the site", "Editing")

    def ready(self):
        """The mails of the workflow are ours (mails.py): Wagtail connects its own after this, under names
        that are then taken."""
        from wagtail.models import WorkflowState

        from . import one_by_one

        one_by_one.install()
        for name, signal in OURS.items():
            signal.connect(nobody, sender=WorkflowState, dispatch_uid=name)


def nobody(**kwargs) -> None:
    """Stands where Wagtail would send a mail of its own."""

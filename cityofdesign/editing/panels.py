"""The start page of the admin: one panel a subject, in place of Wagtail's own about the same."""

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home

from .lines import Subject
from .scheduled import heartbeat, within_two_weeks
from .subjects import SUBJECTS

MOST = 8
REPLACED = (
    home.WorkflowObjectsToModeratePanel,
    home.UserObjectsInWorkflowModerationPanel,
    home.RecentEditsPanel,
)


class SubjectPanel(Component):
    """The first lines of a subject, and the way to all of them."""

    template_name = "editing/panel.html"

    class Media:
        css = {"all": ["css/admin/rounds.css", "css/admin/editing.css"]}

    def __init__(self, subject: Subject, user):
        self.subject, self.order = subject, subject.order
        self.lines = (within_two_weeks if subject.key == "scheduled" else subject.lines)(user)

    def get_context_data(self, parent_context):
        subject = self.subject
        context = {"subject": subject, "lines": self.lines[:MOST], "count": len(self.lines)}
        context |= {"id": f"pages-{subject.key}", "report": reverse(f"editing:{subject.key}")}
        return context | (heartbeat() if subject.key == "scheduled" else {})


def add_to(request, panels) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels += [SubjectPanel(subject, request.user) for subject in SUBJECTS if subject.may_see(request.user)]

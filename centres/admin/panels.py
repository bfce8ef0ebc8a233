"""What registry staff find on the start page of the admin."""

from wagtail.admin.ui.components import Component

from .. import due, notices
from ..models import ErrorReport, Objection, Round
from ..views.tickets import TicketForm
from . import stages
from .access import may_see_rounds, may_work_on_rounds
from .overview import listed

MOST = 10


class RoundsPanel(Component):
    """Rounds that wait for the reader, with how long they have; and those that wait for others."""

    order = 50
    template_name = "centres/admin/panel.html"

    class Media:
        css = {"all": ["css/admin/rounds.css"]}

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        waiting = listed(stages.waiting_for(self.request.user)[:MOST])
        mine = {entry["round"].pk for entry in waiting}
        others = Round.objects.under_way().filter(publish_at__isnull=True).exclude(pk__in=mine)
        return {"waiting": waiting, "others": listed(others.for_listing()[:MOST])}


class MessagesPanel(Component):
    """What the public sent and nobody has answered, the longest waiting first."""

    order = 54
    template_name = "centres/admin/panel_messages.html"

    class Media:
        css = {"all": ["css/admin/rounds.css"]}

    def get_context_data(self, parent_context):
        return {**unanswered(), "form": TicketForm()}


class ReviewsDuePanel(Component):
    """How many centres are due for review this year, and how many overdue, under each scheme."""

    order = 60
    template_name = "centres/admin/due/panel.html"

    class Media:
        css = {"all": ["css/admin/rounds.css"]}

    def __init__(self):
        self.year = notices.today().year
        self.counted = due.due_now(notices.today())

    def get_context_data(self, parent_context):
        return {"year": self.year, "counted": self.counted}


def unanswered() -> dict:
    """The messages that have waited longest, by kind."""
    objections = Objection.objects.unanswered().select_related("round__scheme")
    reports = ErrorReport.objects.unanswered().select_related("centre")
    return {
        "objections": objections.order_by("received_at")[:MOST],
        "reports": reports.order_by("received_at")[:MOST],
    }


def add_to(request, panels) -> None:
    if may_see_rounds(request.user):
        panels.append(RoundsPanel(request))
        if may_work_on_rounds(request.user):
            panels.append(MessagesPanel())
        if (reviews := ReviewsDuePanel()).counted:
            panels.append(reviews)

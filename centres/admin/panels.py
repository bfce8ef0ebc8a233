"""What registry staff find on the start page of the admin."""

from wagtail.admin.ui.components import Component

from ..models import Round
from . import stages
from .access import may_see_rounds
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
        others = Round.objects.under_way().for_listing().exclude(pk__in=mine)[:MOST]
        return {"waiting": waiting, "others": listed(others)}


def add_to(request, panels) -> None:
    if may_see_rounds(request.user):
        panels.append(RoundsPanel(request))

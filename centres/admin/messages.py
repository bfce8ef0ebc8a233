"""The way from a ticket number to its message."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..views.tickets import TicketForm
from .access import may_work_on_rounds
from .overview import RoundPage
from .panels import unanswered


class MessagesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_work_on_rounds(request.user)


class Messages(RoundPage):
    """A field for a ticket number, and the messages that wait for an answer."""

    page_title = gettext_lazy("Messages of the public")
    header_icon = "comment"
    template_name = "centres/admin/messages.html"

    def trail(self):
        return []

    def dispatch(self, request, *args, **kwargs):
        if not may_work_on_rounds(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        form = TicketForm(request.GET if "ticket" in request.GET else None)
        if form.is_valid():
            return redirect(address(form.cleaned_data["ticket"]))
        return self.render_to_response(self.get_context_data(form=form, **unanswered()))


def address(message) -> str:
    """Where staff read and answer it."""
    return reverse(f"{message._meta.model_name}:edit", args=[message.pk])


class MessagesViewSet(ViewSet):
    """Messages of the public by their ticket number."""

    name = "messages"
    url_prefix = "register/messages"
    icon = "search"
    menu_label = gettext_lazy("Messages of the public")
    menu_item_class = MessagesMenuItem

    def get_urlpatterns(self):
        return [path("", Messages.as_view(), name="index")]

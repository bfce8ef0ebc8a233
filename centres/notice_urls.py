from django.urls import path, register_converter

from .views import notices, objections, tickets


class TicketNumber:
    """`OBJ-7K4M-2XQP`, in upper or lower case; anything else is not found."""

    regex = r"[A-Za-z]{3}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(TicketNumber, "ticket")

app_name = "notices"
urlpatterns = [
    path("notices/", notices.index, name="index"),
    path("notices/<int:pk>/", notices.detail, name="detail"),
    path("notices/<int:pk>/object/", objections.objection, name="object"),
    path("tickets/", tickets.find, name="find"),
    path("tickets/<ticket:ticket>/", tickets.ticket, name="ticket"),
]

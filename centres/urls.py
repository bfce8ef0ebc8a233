from django.urls import path, register_converter

from . import views
from .views.reports import report


class CentreNumber:
    """`CQ-000001`; anything else is not found."""

    regex = r"CQ-[0-9]{6}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(CentreNumber, "number")

app_name = "centres"
urlpatterns = [
    path("", views.register, name="list"),
    path("on/<str:on>/", views.register, name="on"),
    path("on/<str:on>/known/<str:known>/", views.register, name="known"),
    path("<number:number>/", views.centre, name="detail"),
    path("<number:number>/report/", report, name="report"),
]

from django.urls import path, register_converter

from . import views
from .views.compare import compare
from .views.differences_file import differences
from .views.exports import MEDIA_TYPES, export, export_metadata
from .views.feed import changes
from .views.reports import report


class CentreNumber:
    """`CQ-000001`; anything else is not found."""

    regex = r"CQ-[0-9]{6}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Form(CentreNumber):
    """`csv` and the other forms of an export."""

    regex = "|".join(MEDIA_TYPES)


class Table(CentreNumber):
    """The form of a file of differences."""

    regex = "csv|json"


register_converter(CentreNumber, "number")
register_converter(Form, "form")
register_converter(Table, "table")

app_name = "centres"
urlpatterns = [
    path("", views.register, name="list"),
    path("export.<form:form>", export, name="export"),
    path("export.csv-metadata.json", export_metadata, name="export_metadata"),
    path("changes.atom", changes, name="feed"),
    path("on/<str:on>/", views.register, name="on"),
    path("on/<str:on>/known/<str:known>/", views.register, name="known"),
    path("compare/", compare, name="compare"),
    path("compare/<str:first>/<str:second>/", compare, name="compare"),
    path("compare/<str:first>/<str:second>/differences.<table:form>", differences, name="differences"),
    path("<number:number>/", views.centre, name="detail"),
    path("<number:number>/report/", report, name="report"),
]

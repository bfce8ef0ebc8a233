from django.urls import path, register_converter

from .dumps import MEDIA_TYPES
from .urls import CentreNumber
from .views import data


class DataFile(CentreNumber):
    """The name of a daily file."""

    regex = "|".join(name.replace(".", r"\.") for name in MEDIA_TYPES)


register_converter(DataFile, "datafile")

app_name = "data"
urlpatterns = [
    path("", data.anywhere, name="anywhere"),
    path("changes.json", data.changes, name="changes"),
    path("catalog.jsonld", data.catalog, name="catalog"),
    path("<datafile:name>", data.file, name="file"),
]

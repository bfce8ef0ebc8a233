from django.urls import path

from .views import targets
from .views.changes import changes

app_name = "policies"
urlpatterns = [
    path("policies/targets/", targets.index, name="targets"),
    path("policies/targets/<slug:key>/", targets.target, name="target"),
    path("policies/<slug:newer>/changes/<slug:older>/", changes, name="changes"),
]

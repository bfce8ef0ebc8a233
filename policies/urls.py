from django.urls import path

from .views.changes import changes

app_name = "policies"
urlpatterns = [
    path("policies/<slug:newer>/changes/<slug:older>/", changes, name="changes"),
]

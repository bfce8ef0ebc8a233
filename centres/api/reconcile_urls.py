from django.urls import path

from . import reconcile

app_name = "reconcile"
urlpatterns = [
    path("reconcile", reconcile.endpoint, name="endpoint"),
    path("reconcile/suggest/<str:what>", reconcile.suggest, name="suggest"),
    path("reconcile/flyout/<str:what>", reconcile.flyout, name="flyout"),
    path("reconcile/properties", reconcile.properties, name="properties"),
    path("reconcile/preview", reconcile.preview, name="preview"),
]

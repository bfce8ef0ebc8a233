from django.urls import path

from .views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.form, name="form"),
    path("<str:number>", verify.verify, name="number"),
    path("<str:number>/", verify.elsewhere),
    path("<str:number>/qr.svg", verify.qr, name="qr"),
    path("<str:number>/badge.svg", verify.badge, name="badge"),
]

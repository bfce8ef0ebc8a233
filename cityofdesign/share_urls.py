from django.urls import path

from .sharing import of_centre, of_page, of_site

app_name = "share"
urlpatterns = [
    path("site.png", of_site, name="site"),
    path("<number:number>.png", of_centre, name="centre"),
    path("<int:pk>.png", of_page, name="page"),
]

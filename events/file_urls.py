from django.urls import path

from .views import files, press

app_name = "files"
urlpatterns = [
    path("awards/<int:pk>.webp", files.picture, name="picture"),
    path("competitions/<int:pk>", files.document, name="document"),
    path("press/<str:token>/awards/<int:pk>.webp", press.picture, name="press_picture"),
    path("press/<str:token>/competitions/<int:pk>", press.document, name="press_document"),
]

from django.urls import path

from .downloads import announced_list

app_name = "events"
urlpatterns = [
    path("rounds/<int:round>/lists/<int:number>.<slug:form>", announced_list, name="list"),
]

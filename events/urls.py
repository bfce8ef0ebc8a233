from django.urls import path

from .downloads import announced_list
from .views import awards, press, scenarios

app_name = "events"
urlpatterns = [
    path("rounds/<int:round>/lists/<int:number>.<slug:form>", announced_list, name="list"),
    path("competitions/", awards.competitions, name="competitions"),
    path("competitions/<slug:key>/", awards.series, name="series"),
    path("awards/<int:pk>/", awards.award, name="award"),
    path("press/<str:token>/", press.winners, name="press"),
    path("scenarios/", scenarios.index, name="scenarios"),
    path("scenarios/<int:pk>/", scenarios.detail, name="scenario"),
    path("scenarios/<int:pk>/enquire/", scenarios.enquire, name="enquire"),
]

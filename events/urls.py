from django.urls import path

from . import calendars, feeds
from .downloads import announced_list
from .views import awards, press, scenarios

app_name = "events"
urlpatterns = [
    path("rounds/<int:round>/lists/<int:number>.<slug:form>", announced_list, name="list"),
    path("news/feed.atom", feeds.news, name="news_feed"),
    path("events/feed.atom", feeds.programme, name="events_feed"),
    path("events/calendar.ics", calendars.subscription, name="calendar"),
    path("events/<slug:slug>.ics", calendars.single, name="event_calendar"),
    path("competitions/", awards.competitions, name="competitions"),
    path("competitions/<slug:key>/", awards.series, name="series"),
    path("awards/<int:pk>/", awards.award, name="award"),
    path("press/<str:token>/", press.winners, name="press"),
    path("scenarios/", scenarios.index, name="scenarios"),
    path("scenarios/<int:pk>/", scenarios.detail, name="scenario"),
    path("scenarios/<int:pk>/enquire/", scenarios.enquire, name="enquire"),
]

from django.urls import path

from . import calendars, feeds
from .downloads import announced_list

app_name = "events"
urlpatterns = [
    path("rounds/<int:round>/lists/<int:number>.<slug:form>", announced_list, name="list"),
    path("news/feed.atom", feeds.news, name="news_feed"),
    path("events/feed.atom", feeds.programme, name="events_feed"),
    path("events/calendar.ics", calendars.subscription, name="calendar"),
    path("events/<str:slug>.ics", calendars.single, name="event_calendar"),
]

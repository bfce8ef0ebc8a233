"""The page types of this app, one subject a file."""

from .announcements import AnnouncementIsFixed, AnnouncementPage, RoundIndexPage
from .competitions import CompetitionPage
from .events import EventIndexPage, EventPage
from .milestones import MilestoneIndexPage, MilestonePage
from .news import NewsCentre, NewsIndexPage, NewsPage

__all__ = [
    "AnnouncementIsFixed",
    "AnnouncementPage",
    "CompetitionPage",
    "EventIndexPage",
    "EventPage",
    "MilestoneIndexPage",
    "MilestonePage",
    "NewsCentre",
    "NewsIndexPage",
    "NewsPage",
    "RoundIndexPage",
]

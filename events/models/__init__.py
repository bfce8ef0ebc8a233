"""The page types of this app and the facts beside them, one subject a file."""

from .announcements import AnnouncementIsFixed, AnnouncementPage, RoundIndexPage
from .awards import Award, AwardCorrection, PressLink
from .competitions import CompetitionPage
from .editions import AwardCategory, Edition, EditionDocument, EditionNews, KeyDate, Series
from .events import EventIndexPage, EventPage
from .milestones import MilestoneIndexPage, MilestonePage
from .news import NewsCentre, NewsIndexPage, NewsPage
from .scenarios import Enquiry, Scenario
from .uploads import Upload

__all__ = [
    "AnnouncementIsFixed",
    "AnnouncementPage",
    "Award",
    "AwardCategory",
    "AwardCorrection",
    "CompetitionPage",
    "Edition",
    "EditionDocument",
    "EditionNews",
    "Enquiry",
    "EventIndexPage",
    "EventPage",
    "KeyDate",
    "MilestoneIndexPage",
    "MilestonePage",
    "NewsCentre",
    "NewsIndexPage",
    "NewsPage",
    "PressLink",
    "RoundIndexPage",
    "Scenario",
    "Series",
    "Upload",
]

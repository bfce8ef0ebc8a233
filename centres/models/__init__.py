"""The register's models, one subject a file."""

from .centres import Alias, Centre, Kind, Organisation, OrganisationName
from .comments import RoundComment
from .notice import ErrorReport, Holiday, Objection
from .places import District, Sector, in_language
from .register import (
    GENESIS,
    Decision,
    Edition,
    RegisterIsClosed,
    Standing,
    open_for_publishing,
)
from .reminders import DueReminder
from .rounds import Round, RoundList, RoundParticipant, RoundRow
from .schemes import Completeness, Level, Scheme, SchemeRule
from .tables import ReferenceTables

__all__ = [
    "GENESIS",
    "Alias",
    "Centre",
    "Completeness",
    "Decision",
    "District",
    "DueReminder",
    "Edition",
    "ErrorReport",
    "Holiday",
    "Kind",
    "Level",
    "Objection",
    "Organisation",
    "OrganisationName",
    "ReferenceTables",
    "RegisterIsClosed",
    "Round",
    "RoundComment",
    "RoundList",
    "RoundParticipant",
    "RoundRow",
    "Scheme",
    "SchemeRule",
    "Sector",
    "Standing",
    "in_language",
    "open_for_publishing",
]

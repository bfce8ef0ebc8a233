"""What each public address shows, by subject, and which addresses are never kept.

A page type is its own subject (`events.newspage:en`): whoever lists or links pages of a type shows it. Every
public address stands in one of these tables; a test asks the resolver for one that does not.
"""

from django.conf import settings

from .counts import EVERYTHING

REGISTER = "register"
"""Editions."""
REFERENCE = "reference"
"""Districts, schemes, sectors and other tables that staff keep."""
ROUNDS = "rounds"
"""What the public sees of a round before it is published: its notice."""
FIGURES = "figures"
"""Targets and reported figures."""
SETTINGS = "settings"
"""What stands around every page."""
AWARDS = "awards"
"""Editions of competitions, with winners that are released by the clock."""
FILES = "files"
"""Pictures and documents: their titles, credits and rights."""

ON_EVERY_PAGE = {EVERYTHING, SETTINGS}
OF_REGISTER = {REGISTER, REFERENCE, FIGURES}

ANNOUNCEMENTS = "events.announcementpage"
MILESTONES = "events.milestonepage"
NEWS = "events.newspage"
EVENTS = "events.eventpage"
COMPETITIONS = "events.competitionpage"
POLICIES = "policies.policypage"
PROGRAMME = {EVENTS, COMPETITIONS, MILESTONES}

ADDRESSES: dict[str, set[str]] = {
    "centres:list": {*OF_REGISTER},
    "centres:on": {*OF_REGISTER},
    "centres:known": {*OF_REGISTER},
    "centres:compare": {*OF_REGISTER},
    "centres:detail": {*OF_REGISTER, *PROGRAMME, AWARDS, ANNOUNCEMENTS, NEWS, POLICIES},
    "districts:list": {*OF_REGISTER},
    "notices:index": {ROUNDS, REFERENCE},
    "notices:detail": {ROUNDS, REFERENCE},
    "open_data": {*OF_REGISTER},
    "policies:changes": {POLICIES, FILES},
    "policies:target": {POLICIES, *OF_REGISTER},
    "policies:targets": {POLICIES, *OF_REGISTER},
}
"""Name of the address -> what it shows besides `ON_EVERY_PAGE`."""

PAGES: dict[str, set[str]] = {
    "cityofdesign.homepage": {
        *OF_REGISTER,
        *PROGRAMME,
        AWARDS,
        FILES,
        ANNOUNCEMENTS,
        NEWS,
        POLICIES,
        "cityofdesign.fieldpage",
        "cityofdesign.homepage",
    },
    "cityofdesign.fieldindexpage": {"cityofdesign.fieldindexpage", "cityofdesign.fieldpage"},
    "cityofdesign.fieldpage": {"cityofdesign.fieldpage", FILES, *OF_REGISTER},
    "cityofdesign.standardpage": {"cityofdesign.standardpage", FILES, *OF_REGISTER},
    "events.milestoneindexpage": {"events.milestoneindexpage", MILESTONES, FIGURES},
    "events.milestonepage": {*PROGRAMME, NEWS, POLICIES, ANNOUNCEMENTS, FILES, *OF_REGISTER},
    "events.newsindexpage": {"events.newsindexpage", NEWS, FILES},
    "events.newspage": {NEWS, MILESTONES, FILES, REGISTER, REFERENCE, FIGURES},
    "events.eventindexpage": {"events.eventindexpage", *PROGRAMME, AWARDS, FILES},
    "events.eventpage": {*PROGRAMME, FILES, *OF_REGISTER},
    "events.competitionpage": {*PROGRAMME, AWARDS, NEWS, FILES, *OF_REGISTER},
    "events.roundindexpage": {"events.roundindexpage", ANNOUNCEMENTS, REGISTER, REFERENCE, ROUNDS},
    "events.announcementpage": {ANNOUNCEMENTS, MILESTONES, FILES, REGISTER, REFERENCE, ROUNDS},
    "policies.policyindexpage": {"policies.policyindexpage", POLICIES, *OF_REGISTER},
    "policies.policypage": {POLICIES, MILESTONES, *OF_REGISTER, FILES},
}
"""Page type -> what such a page shows besides `ON_EVERY_PAGE`; page types are meant in its own language."""

NEVER = {
    "api-1",
    "reconcile",
    "data",
    "verify",
    "events",
    "files",
    "centres:export",
    "centres:export_metadata",
    "centres:feed",
    "centres:differences",
    "centres:report",
    "notices:object",
    "notices:find",
    "notices:ticket",
    "front_sign_in",
    "share",
    "search",
    "suggest",
    "healthz",
    "readyz",
    "metrics",
    "robots",
    "sitemap",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_authenticate_with_password",
    "wagtailcore_login",
}
"""Names of addresses, or of whole groups of them, that are never kept: they hold forms, are asked too many
different things, or answer by an ETag of their own before anything is made."""


def of_page(page) -> set[str] | None:
    """What a page shows; None for a page of a type that is never kept."""
    shown = PAGES.get(page._meta.label_lower)
    if shown is None:
        return None
    own = {spoken(subject, page.locale.language_code) for subject in shown}
    # A page says whether it is translated, an index what stands in the other language only.
    also = shown if page._meta.label_lower.endswith("indexpage") else {page._meta.label_lower}
    return ON_EVERY_PAGE | own | {spoken(subject, code) for subject in also for code, _ in settings.LANGUAGES}


def of_address(name: str, language: str) -> set[str] | None:
    """What the view of that name shows in a language; None where it is never kept."""
    shown = ADDRESSES.get(name)
    return None if shown is None else ON_EVERY_PAGE | {spoken(subject, language) for subject in shown}


def spoken(subject: str, language: str) -> str:
    """The subject of a page type in one language; other subjects are the same in every language."""
    return f"{subject}:{language}" if "." in subject else subject

"""The lists of the start page, in their order."""

from django.utils.translation import gettext_lazy as _

from centres.admin.access import may_see_rounds

from . import checked, desk, scheduled
from .lines import Subject, writes_pages

STAND = {"state": _("Where it stands"), "who": _("Submitted by"), "at": _("Since")}
FOUND = {"state": _("What was found"), "who": "", "at": _("Published"), "may_see": writes_pages}


def sees_what_is_scheduled(user) -> bool:
    return writes_pages(user) or may_see_rounds(user)


SUBJECTS = (
    Subject(
        "waiting",
        _("Pages waiting for me"),
        _("No page waits for your approval."),
        "user",
        order=10,
        lines=desk.waiting,
        may_see=writes_pages,
        **STAND,
    ),
    Subject(
        "drafts",
        _("My drafts"),
        _("You have no draft that waits for you."),
        "edit",
        order=20,
        lines=desk.drafts,
        may_see=writes_pages,
        state=_("Where it stands"),
        who="",
        at=_("Last saved"),
    ),
    Subject(
        "waiting-for-others",
        _("Pages waiting for others"),
        _("No page waits for anybody else."),
        "group",
        order=30,
        lines=desk.waiting_for_others,
        may_see=writes_pages,
        **STAND,
    ),
    Subject(
        "scheduled",
        _("Publications at a set time"),
        _("No publication is set for a time."),
        "time",
        order=52,
        lines=scheduled.scheduled,
        may_see=sees_what_is_scheduled,
        state=_("What happens"),
        who=_("Set by"),
        at=_("When"),
    ),
    Subject(
        "outdated",
        _("Translations that fell behind"),
        _("Every translation is as new as its original."),
        "globe",
        order=70,
        lines=checked.outdated,
        may_see=writes_pages,
        state=_("What changed"),
        who=_("Changed by"),
        at=_("Outdated since"),
    ),
    Subject(
        "disagreements",
        _("Figures that disagree"),
        _("Every typed number agrees with what is known."),
        "table",
        order=80,
        lines=checked.disagreements,
        **FOUND,
    ),
    Subject(
        "problems",
        _("Content to be mended"),
        _("The checks of content find nothing."),
        "warning",
        order=90,
        lines=checked.problems,
        **FOUND,
    ),
)

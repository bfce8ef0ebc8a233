"""Everything that happens by itself at a set time, whatever part of the site set it."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from centres.admin.access import may_see_rounds
from centres.models import Round
from cityofdesign.jobs import SCHEDULER
from cityofdesign.models import Heartbeat

from .lines import (
    Line,
    comparison,
    editor,
    found,
    kind_of,
    named,
    pages_by_id,
    revisions_without_text,
    writes_pages,
)
from .models import Approval

SILENCE = datetime.timedelta(minutes=5)
"""After which the scheduler, which leaves word every 30 seconds, is taken to be away."""
NEAR = datetime.timedelta(days=14)


def scheduled(user) -> list[Line]:
    """What `user` may see of it, the next first."""
    lines = [*pages(), *ending()] if writes_pages(user) else []
    lines += rounds() if may_see_rounds(user) else []
    for path in settings.SCHEDULES:
        if source := found(path):
            lines += source(user)
    return sorted(lines, key=lambda line: line.at)


def within_two_weeks(user) -> list[Line]:
    limit = timezone.now() + NEAR
    return [line for line in scheduled(user) if line.at <= limit]


def pages() -> list[Line]:
    """Pages that go online, as they then will be called; approved by whoever answers for them."""
    revisions = list(revisions_without_text().filter(approved_go_live_at__isnull=False))
    known = pages_by_id(revision.object_id for revision in revisions if revision.object_id.isdigit())
    approvals = Approval.objects.filter(revision__in=revisions).select_related("by").order_by("at")
    by = {approval.revision_id: approval.by for approval in approvals}
    return [
        Line(
            revision.object_str,
            editor(page),
            kind_of(page),
            _("a change goes online") if page.live else _("goes online"),
            named(by.get(revision.pk) or revision.user),
            revision.approved_go_live_at,
            comparison(page),
        )
        for revision in revisions
        if (page := known.get(int(revision.object_id)))
    ]


def ending() -> list[Line]:
    """Pages that go offline."""
    expiring = Page.objects.live().filter(expire_at__gt=timezone.now()).select_related("locale", "owner")
    return [
        Line(page.title, editor(page), kind_of(page), _("goes offline"), named(page.owner), page.expire_at)
        for page in expiring
    ]


def rounds() -> list[Line]:
    """Rounds that are published."""
    due = Round.objects.under_way().filter(publish_at__isnull=False).select_related("scheme", "publish_by")
    return [
        Line(
            str(round_),
            reverse("rounds:detail", args=[round_.pk]),
            _("Round (sample)") if round_.sample else _("Round"),
            _("is published"),
            named(round_.publish_by),
            round_.publish_at,
        )
        for round_ in due
    ]


def heartbeat() -> dict:
    """`beat`: when the scheduler was last known to run, or None; `away`: whether it seems not to."""
    beat = Heartbeat.objects.filter(name=SCHEDULER).first()
    return {"beat": beat, "away": beat is None or timezone.now() - beat.at > SILENCE}

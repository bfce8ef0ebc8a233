"""When winners become public: checked for completeness, released at an hour, called off before it.

Nothing runs at the hour: whoever asks for awards asks with the clock (`Award.objects.released`).
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from centres.preparing import Refused

from ..models import Award, Edition

HOURS = {Award.Kind.WINNER: "embargo_until", Award.Kind.SHORTLIST: "shortlist_at"}
LATENESS = datetime.timedelta(minutes=1)
"""How long ago an hour may be that is meant as “now”."""


def tally(edition: Edition, kind: str = Award.Kind.WINNER) -> list[dict]:
    """`compared` with what is saved; two queries."""
    awards = Award.objects.filter(edition=edition, kind=kind, withdrawn=False)
    return compared(edition, Counter(awards.values_list("category_id", flat=True)))


def compared(edition: Edition, counts: Mapping[int, int]) -> list[dict]:
    """`[{"category", "count", "expected", "right"}]`, in the order of the categories; `counts` has the number
    of entries of each, by its primary key."""
    return [
        {
            "category": category,
            "count": counts.get(category.pk, 0),
            "expected": category.expected,
            "right": category.expected in (None, counts.get(category.pk, 0)),
        }
        for category in edition.categories.all()
    ]


def missing(edition: Edition, kind: str = Award.Kind.WINNER) -> list[str]:
    """Why the entries cannot be released yet, a sentence each; empty where they are complete."""
    counted = tally(edition, kind)
    found = [] if any(one["count"] for one in counted) else [_("There are no entries to release.")]
    if not found and kind == Award.Kind.WINNER:
        found += uneven(counted)
    unlicensed = Award.objects.filter(edition=edition, kind=kind).exclude(picture="")
    for award in unlicensed:
        if not (
            award.picture_credit and award.picture_rights and (award.picture_alt_en or award.picture_alt_zh)
        ):
            found.append(
                _("The picture of “%(award)s” has no credit, rights or description.") % {"award": award}
            )
    if not Edition.objects.public().filter(pk=edition.pk).exists():
        found.append(_("The edition has no public page that could show its winners."))
    return found


def uneven(counted: Iterable[dict]) -> list[str]:
    """A sentence for each category of `compared` that has more or fewer winners than it expects."""
    return [
        ngettext(
            "%(category)s: %(count)s of %(expected)s winner is entered.",
            "%(category)s: %(count)s of %(expected)s winners are entered.",
            one["expected"],
        )
        % one
        for one in counted
        if not one["right"]
    ]


def in_chinese_only(awards: Iterable[Award]) -> list[str]:
    """A sentence that counts entries which the English pages can name in Chinese only; empty without any.
    They may be public so: not every winner has an English name."""
    count = sum(not award.has_english_name for award in awards)
    words = ngettext(
        "%(n)s entry has no English name: English pages name it in Chinese.",
        "%(n)s entries have no English name: English pages name them in Chinese.",
        count,
    )
    return [words % {"n": count}] if count else []


@transaction.atomic
def release(
    edition: Edition, at: datetime.datetime | None, *, user, kind: str = Award.Kind.WINNER
) -> Edition:
    """Set the hour from which the entries are public; None is now. Raises `Refused` where they are
    incomplete, the hour is past or one is set."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.hour_of(kind):
        raise Refused(_("The hour of release is set already."))
    now = timezone.now()
    if at is not None and at < now - LATENESS:
        raise Refused(_("This hour is past. Choose one that is to come, or release now."))
    if reasons := missing(edition, kind):
        raise Refused(" ".join(reasons))
    setattr(edition, HOURS[kind], at or now)
    edition.save(update_fields=[HOURS[kind], "changed_at"])
    log(edition, "events.release", user=user, data={"at": (at or now).isoformat(), "kind": kind})
    return edition


@transaction.atomic
def call_off(edition: Edition, *, user, kind: str = Award.Kind.WINNER) -> Edition:
    """Take the hour back before it comes; what is public stays public."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.hour_of(kind) is None:
        raise Refused(_("No hour of release is set."))
    if edition.is_released(kind):
        raise Refused(_("The entries are public; a release cannot be called off any more."))
    setattr(edition, HOURS[kind], None)
    edition.save(update_fields=[HOURS[kind], "changed_at"])
    log(edition, "events.call-off", user=user, data={"kind": kind})
    return edition

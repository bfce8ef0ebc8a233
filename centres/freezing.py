"""What a submission freezes: whether a round can be submitted, what its rows decide, and its digest."""

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .lists import Verdict
from .models import Decision, Round, RoundList, RoundRow
from .models.rounds import RoundRowQuerySet

DECIDING = [RoundRow.Action.MATCH, RoundRow.Action.CREATE]
PRINTED = Count("pk", filter=~Q(verdict=Verdict.ABSENT.value))


def refusals(round_: Round) -> list[str]:
    """Why the round cannot be submitted, in words; empty when it can."""
    if round_.counters_id:
        return []
    unconfirmed = Q(action__in=DECIDING, confirmed=False) & ~Q(warnings=[])
    lists = with_counts(
        round_.lists.order_by("pk"),
        open=Count("pk", filter=Q(action="")),
        on_hold=Count("pk", filter=Q(action=RoundRow.Action.HOLD)),
        unconfirmed=Count("pk", filter=unconfirmed),
        printed=PRINTED,
    )
    reasons = [] if lists else [_("The round has no list.")]
    for roundlist in lists:
        if not roundlist.is_read:
            reasons.append(_("%(file)s has not been read yet.") % {"file": roundlist.filename})
        elif differs(roundlist):
            totals = {"stated": roundlist.stated_total, "rows": roundlist.printed}
            words = _("%(file)s states a total of %(stated)s and has %(rows)s; confirm the difference.")
            reasons.append(words % {"file": roundlist.filename, **totals})
    if (count := sum(roundlist.open for roundlist in lists)) > 0:
        reasons.append(ngettext("%(n)s row is open.", "%(n)s rows are open.", count) % {"n": count})
    if (count := sum(roundlist.on_hold for roundlist in lists)) > 0:
        reasons.append(ngettext("%(n)s row is on hold.", "%(n)s rows are on hold.", count) % {"n": count})
    rows = RoundRow.objects.filter(list__round=round_)
    if (count := sum(roundlist.unconfirmed for roundlist in lists)) > 0:
        words = ngettext(
            "%(n)s row is settled but its warnings are not confirmed: %(rows)s.",
            "%(n)s rows are settled but their warnings are not confirmed: %(rows)s.",
            count,
        )
        unticked = rows.deciding().filter(confirmed=False).exclude(warnings=[])
        reasons.append(
            words % {"n": count, "rows": pgettext("between items of a list", ", ").join(named(unticked))}
        )
    deciding = rows.deciding().select_related("list")
    if not reasons and not any(decision_kind(row) for row in deciding.iterator()):
        reasons.append(_("The lists change nothing: no row leads to a decision."))
    if stale := stale_refusal(round_):
        reasons.append(stale)
    return reasons


def with_counts(lists: Iterable[RoundList], **counts: Count) -> list[RoundList]:
    """The lists with counts of their rows as attributes. The rows are counted by themselves: a join would
    group them by every column of their list."""
    lists = list(lists)
    rows = RoundRow.objects.filter(list__in=lists).order_by().values("list").annotate(**counts)
    found = {entry["list"]: entry for entry in rows}
    for roundlist in lists:
        for name in counts:
            setattr(roundlist, name, found.get(roundlist.pk, {}).get(name, 0))
    return lists


def decision_kind(row: RoundRow) -> str:
    """What a settled row decides; empty where it changes nothing. A full list only enters what is new."""
    kind, created = row.list.kind, row.action == RoundRow.Action.CREATE
    if kind == RoundList.Kind.FULL and created:
        return RoundList.Kind.GRANTED
    if kind in {RoundList.Kind.FULL, RoundList.Kind.RENAMED, RoundList.Kind.TRANSFERRED} and not row.facts:
        return ""
    if kind == RoundList.Kind.FULL:
        names = {"name_en", "name_zh", "holder_name_en", "holder_name_zh", "holder_name_zh_unconfirmed"}
        return RoundList.Kind.RENAMED if set(row.facts) <= names else RoundList.Kind.TRANSFERRED
    unchanged = row.verdict == Verdict.UNCHANGED.value and not row.facts and not created
    return "" if unchanged and kind != RoundList.Kind.MAINTAINED else kind


def differs(roundlist: RoundList) -> bool:
    """Whether the list, which has its `printed` rows counted, states a total that a person must confirm."""
    return (
        roundlist.total_confirmed_by_id is None
        and roundlist.stated_total is not None
        and roundlist.stated_total != roundlist.printed
    )


def differing_totals(round_: Round) -> list[RoundList]:
    """The lists that were read and state another total than they have rows, each with `printed`, its rows;
    those that are confirmed are left out."""
    read = round_.lists.filter(reading=RoundList.Reading.DONE)
    return [one for one in with_counts(read.order_by("pk"), printed=PRINTED) if differs(one)]


def stale_refusal(round_: Round) -> str:
    """That rows were matched with an older register, in one sentence; empty where none was."""
    if not (stale := stale_rows(round_)):
        return ""
    return _("The register has changed since these rows were matched: %(rows)s. Match the list again.") % {
        "rows": pgettext("between items of a list", ", ").join(stale)
    }


def stale_rows(round_: Round) -> list[str]:
    """Rows whose centre has had a decision since their list was matched, as `file, row n`; ten at most."""
    since = Decision.objects.filter(centre=OuterRef("centre"), edition__gt=OuterRef("list__matched_in"))
    return named(RoundRow.objects.deciding().filter(Exists(since), list__round=round_))


def named(rows: RoundRowQuerySet) -> list[str]:
    """Rows as `file, row n`; ten at most."""
    rows = rows.select_related("list").order_by("list", "index")
    return [f"{row.list.filename}, {row.index}" for row in rows[:10]]


def digest(round_: Round) -> str:
    """SHA-256 of everything that approval is asked for: lists, rows and resolutions."""
    lists = [
        [
            roundlist.kind,
            roundlist.ground,
            roundlist.document,
            roundlist.document_url,
            str(roundlist.issued_on),
            str(roundlist.effective_on),
            roundlist.stated_total,
            roundlist.sha256,
            [
                # A new centre gets its number at publication: only a match names one beforehand.
                # A tick adds to the line; without one it is what it was before there were ticks.
                [index, printed, facts, centre if action == RoundRow.Action.MATCH else None, action, reason]
                + ["confirmed"] * confirmed
                for index, printed, facts, centre, action, reason, confirmed in roundlist.rows.order_by(
                    "index"
                ).values_list("index", "printed", "facts", "centre_id", "action", "reason", "confirmed")
            ],
            *(["total confirmed"] if roundlist.total_confirmed_by_id else []),
            *(["total misprinted"] if roundlist.total_misprinted else []),
        ]
        for roundlist in round_.lists.order_by("pk")
    ]
    head = [round_.scheme_id, round_.year, round_.batch, round_.counters_id, round_.sample]
    head += [round_.corrects_id, round_.notice_elsewhere]
    return hashlib.sha256(json.dumps([head, lists], ensure_ascii=False, sort_keys=True).encode()).hexdigest()

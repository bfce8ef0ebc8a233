"""A correction: one fact of one centre, as a round of one row that is approved and published like any other.

What changed later becomes a decision of its own ("renamed" or "transferred"). What was entered wrongly is
annulled and entered anew, both in the same round. Refuses with `Refused`.
"""

import csv
import hashlib
import io
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate

from .lists import Verdict
from .lists.columns import BY_KEY
from .models import Centre, Decision, District, ErrorReport, Kind, Round, RoundList, RoundRow
from .preparing import (
    Refused,
    create_round,
    locked_draft,
    newest_number,
    past_date,
    record,
    take_part,
    validate,
)
from .reference import Reference, ended, reference
from .replay import LISTS, NO_FACTS, folded, in_force

NAME = frozenset({"name_en", "name_zh"})
HOLDER = frozenset({"holder_name_en", "holder_name_zh"})
UNCONFIRMED = "holder_name_zh_unconfirmed"
FACTS = {
    # what is corrected: the facts that belong to it, the verdict of the row
    "name": (NAME, Verdict.RENAMED),
    "holder": (HOLDER | {UNCONFIRMED}, Verdict.RENAMED),
    "kind": (frozenset({"kind_of_centre"}), Verdict.KIND_CHANGED),
    "district": (frozenset({"district"}), Verdict.MOVED),
    "sectors": (frozenset({"sectors"}), Verdict.KIND_CHANGED),
    "branch": (frozenset({"branch_of"}), Verdict.KIND_CHANGED),
    "predecessors": (frozenset({"predecessors"}), Verdict.KIND_CHANGED),
}
MOVING = {Verdict.MOVED.value, Verdict.KIND_CHANGED.value}
LONGEST = 300
COLUMNS = {
    "holder_name_zh": "holder_name_zh",
    "holder_name_en": "holder_name_en",
    "name_zh": "centre_name_zh",
    "name_en": "centre_name_en",
    "kind_of_centre": "kind",
    "district": "district",
    "sectors": "sector",
    "branch_of": "branch_of",
    "predecessors": "predecessors",
}
ANNULLED, DATE = "更正的决定 / Decision annulled", "生效日期 / In effect from"


def standing_decisions(centre: Centre) -> list[Decision]:
    """The decisions about the centre that are not annulled, in the order in which they take effect."""
    decisions = Decision.objects.filter(centre=centre).select_related("scheme", "round", "holder")
    return in_force(decisions.order_by("number"))


def facts_on(decisions: list[Decision], date, held: Reference) -> dict:
    """The facts on a day as a row writes them: the district as its code, sectors as a list of keys."""
    facts = dict(NO_FACTS)
    for decision in [d for d in decisions if d.effective_on.upper <= date] or decisions[:1]:
        facts = folded(facts, decision)
    district = held.districts.get(facts["district_id"])
    lists = {name: list(facts[name]) for name in LISTS}
    return {**facts, "district": district.code if district else "", **lists}


@transaction.atomic
def draft(
    centre: Centre,
    *,
    facts: Mapping,
    effective_on,
    document: str,
    user,
    report: ErrorReport | None = None,
    annuls: Decision | None = None,
) -> Round:
    """The draft of a correction, ready to be submitted.

    `facts` holds what one of `FACTS` consists of: names, `kind_of_centre`, `district` (a code), `sectors`
    (keys), `branch_of` (a register number) or `predecessors` (such numbers); `holder_name_zh_unconfirmed`:
    False confirms the holder's Chinese name as it is.
    With `annuls` that decision was wrong: it is annulled and entered anew with `facts`, in effect from
    `effective_on`. Without, the fact changed on that day.
    """
    date = past_date(_("In effect from"), effective_on)
    if not date:
        raise Refused(_("A correction states from when it holds."))
    decisions = standing_decisions(centre)
    if not decisions or (annuls is not None and annuls.pk not in {decision.pk for decision in decisions}):
        raise Refused(_("No standing decision about %(centre)s is to be corrected.") % {"centre": centre})
    held = reference()
    before = facts_on(decisions, (annuls.effective_on if annuls else date).upper, held)
    stated = checked(facts, date, held) | related_centres(facts, centre)
    changed = {name: fact for name, fact in stated.items() if fact != before[name]}
    if not changed and (annuls is None or date == annuls.effective_on):
        raise Refused(_("The correction changes nothing."))
    if not any((before | changed)[name] for name in HOLDER):
        raise Refused(_("A centre has a holder: give its name in Chinese or in English."))
    if "holder_name_zh" in changed:
        changed[UNCONFIRMED] = False
    scheme = (annuls or decisions[-1]).scheme
    round_ = create_round(scheme=scheme, year=timezone.localdate().year, user=user, sample=centre.sample)
    round_.corrects = centre
    round_.save()
    row = row_of(centre, before, changed, date, annuls, held)
    row.list = saved_list(round_, row, date, document, annuls, user)
    row.settled_by, row.settled_at = user, timezone.now()
    row.save()
    if report is not None:
        ErrorReport.objects.filter(pk=report.pk, centre=centre).update(round=round_)
    record(round_, "centres.correct", user=user, centre=centre.number, report=str(report or ""))
    return round_


@transaction.atomic
def renew(round_: Round, *, user) -> Round:
    """Compare a correction with the register as it is now: its one row says the same, what it changes may be
    less or more. Refused where nothing is left of it, or the decision that it annuls was annulled by another.
    """
    take_part(round_, user)
    round_ = locked_draft(round_, user)
    row = RoundRow.objects.select_related("list", "centre").get(list__round=round_)
    decisions, held = standing_decisions(row.centre), reference()
    annuls = next((one for one in decisions if one.number == row.facts.get("annuls")), None)
    if "annuls" in row.facts and annuls is None:
        words = _("Decision %(number)s has been annulled meanwhile; draft the correction anew.")
        raise Refused(words % {"number": row.facts["annuls"]})
    date = row.list.effective_on
    before = facts_on(decisions, (annuls.effective_on if annuls else date).upper, held)
    changed = {name: fact for name, fact in row.stated.items() if fact != before[name]}
    if not changed and (annuls is None or date == annuls.effective_on):
        raise Refused(_("The correction changes nothing."))
    anew = row_of(row.centre, before, changed, date, annuls, held)
    for name in ("verdict", "facts", "changes", "reason"):
        setattr(row, name, getattr(anew, name))
    row.settled_by, row.settled_at = user, timezone.now()
    row.save()
    RoundList.objects.filter(pk=row.list_id).update(matched_in=newest_number())
    record(round_, "centres.rematch", user=user, list=row.list_id)
    return round_


def row_of(centre: Centre, before: Mapping, changed: Mapping, date, annuls, held: Reference) -> RoundRow:
    """The unsaved row: what it prints, what it changes, what its decision will state."""
    row = RoundRow(centre=centre, verdict=verdict(changed), action=RoundRow.Action.MATCH, index=2)
    row.values = printed_values(centre, before | changed, changed, held)
    row.printed = {BY_KEY[key].heading: value for key, value in row.values.items()}
    row.stated = row.facts = dict(changed)
    old = {name: before[name] for name in changed if before[name] != changed[name]}
    row.changes = [{"field": n, "old": said(fact), "new": said(changed[n])} for n, fact in old.items()]
    if annuls is not None:
        row.facts = {**changed, "annuls": annuls.number}
        row.printed |= {ANNULLED: str(annuls.number), DATE: str(date)}
        row.reason = "entered-anew"
    return row


def checked(facts: Mapping, date: ImpreciseDate, held: Reference) -> dict:
    """The facts without space around names. Refuses those that no decision can state."""
    if facts and not any(facts.keys() <= names for names, _verdict in FACTS.values()):
        raise Refused(_("A correction concerns one fact; enter the others as corrections of their own."))
    facts = {name: fact.strip() if isinstance(fact, str) else fact for name, fact in facts.items()}
    if facts.get(UNCONFIRMED):
        raise Refused(_("A correction can only confirm a name."))
    if any(len(facts.get(name, "")) > LONGEST for name in NAME | HOLDER):
        raise Refused(_("A name has at most %(n)s characters.") % {"n": LONGEST})
    if facts.get("kind_of_centre", Kind.INSTITUTE) not in Kind.values:
        raise Refused(_("There is no kind “%(kind)s”.") % {"kind": facts["kind_of_centre"]})
    if "district" in facts:
        code = facts["district"]
        district = held.districts_by_code.get(code)
        if district is None or not existed(district, date.upper):
            raise Refused(_("There was no district “%(code)s” on %(date)s.") % {"code": code, "date": date})
    if unknown := set(facts.get("sectors", ())) - held.sectors.keys():
        raise Refused(_("There is no industry “%(key)s”.") % {"key": min(unknown)})
    return facts


def related_centres(facts: Mapping, centre: Centre) -> dict:
    """The numbers of other centres among the facts, in order. Refuses those that are not in the register."""
    found = {}
    if "branch_of" in facts:
        found["branch_of"] = facts["branch_of"]
    if "predecessors" in facts:
        found["predecessors"] = sorted(set(facts["predecessors"]))
    named = {*filter(None, [found.get("branch_of")]), *found.get("predecessors", ())}
    if centre.number in named:
        raise Refused(_("%(centre)s cannot be related to itself.") % {"centre": centre})
    known = Centre.objects.filter(number__in=named, sample=centre.sample).values_list("number", flat=True)
    if unknown := named - set(known):
        raise Refused(_("There is no centre %(number)s in the register.") % {"number": min(unknown)})
    return found


def existed(district: District, day) -> bool:
    return (district.valid_from is None or district.valid_from <= day) and not ended(district, day)


def verdict(changed: Mapping) -> str:
    """What the review says of the row; where only a date is corrected, no fact changes."""
    for names, of_fact in FACTS.values():
        if changed.keys() & names:
            return of_fact.value
    return Verdict.UNCHANGED.value


def said(fact) -> str:
    """A fact as a change of a row keeps it."""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return ", ".join(fact) if isinstance(fact, list) else fact


def printed_values(centre: Centre, facts: dict, changed: Mapping, held: Reference) -> dict[str, str]:
    """The cells of the row by column: number and holder, by which it is found, and the corrected fact."""
    shown = {
        **facts,
        "kind_of_centre": str(Kind(facts["kind_of_centre"]).label) if facts["kind_of_centre"] else "",
        "district": held.districts_by_code[facts["district"]].name_zh if facts["district"] else "",
        "sectors": "、".join(held.sectors[key].name_zh for key in facts["sectors"] if key in held.sectors),
        "predecessors": "、".join(facts["predecessors"]),
    }
    names = [name for name in COLUMNS if name in HOLDER | changed.keys()]
    return {"number": centre.number, **{COLUMNS[name]: shown[name] for name in names if shown[name]}}


def saved_list(round_: Round, row: RoundRow, date, document: str, annuls, user) -> RoundList:
    """The list of one row, with a csv file that says the same."""
    content = as_csv(row.printed)
    kind = RoundList.Kind.TRANSFERRED if row.verdict in MOVING else RoundList.Kind.RENAMED
    roundlist = RoundList(
        round=round_,
        kind=annuls.kind if annuls else kind,
        ground=annuls.ground if annuls else "",
        document=document.strip(),
        effective_on=date,
        filename=f"correction-{row.centre.number}.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        encoding="utf-8-sig",
        header_row=1,
        column_map={BY_KEY[key].heading: key for key in row.values},
        matched_in=newest_number(),
        uploaded_by=user,
    )
    roundlist.file = ContentFile(content, name=roundlist.filename)
    validate(roundlist)
    roundlist.save()
    return roundlist


def as_csv(printed: Mapping[str, str]) -> bytes:
    """One line under its headings, in UTF-8 with the mark by which Excel knows it."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([printed.keys(), printed.values()])
    return target.getvalue().encode("utf-8-sig")

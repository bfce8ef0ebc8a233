"""From the register's rows, with what belongs to them already fetched, to the API's fields."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from ..models import Centre, Decision, District, Edition, Round, Scheme, Standing
from ..moments import Moment
from ..reference import Reference, ended
from ..relations import Related
from ..replay import NO_FACTS, folded, in_force

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RULE = (
    "valid_from",
    "valid_to",
    "document_number",
    "document_title_en",
    "document_title_zh",
    "document_url",
    "validity_years",
    "review_interval_years",
    "notice_working_days",
    "ban_years",
    "ban_years_serious",
)


def instant(moment: datetime.datetime | None) -> str | None:
    """A clock time in Asia/Shanghai, with its offset."""
    return timezone.localtime(moment).isoformat() if moment else None


def address_of(number: str) -> str:
    """The address that identifies a centre: its page."""
    return f"{settings.BASE_URL}/en/centres/{number}/"


def page_of(centre: Centre) -> str:
    return address_of(centre.number)


def announcement_of(round_id: int) -> str:
    return f"{settings.BASE_URL}/en/rounds/{round_id}/"


def times(when: Moment) -> dict:
    return {
        "on": when.on,
        "known": when.asked_known or instant(when.known_at),
        "edition": when.edition,
        "licence": LICENCE,
    }


def district(found: District | None, on: datetime.date) -> dict | None:
    if found is None:
        return None
    confirmed = {} if not ended(found, on) else {"to_be_confirmed": True}
    return {"code": found.code, "name_en": found.name_en, "name_zh": found.name_zh, **confirmed}


def organisation(facts: dict, credit_code: str | None) -> dict:
    unconfirmed = {"name_zh_unconfirmed": True} if facts["holder_name_zh_unconfirmed"] else {}
    names = {"name_en": facts["holder_name_en"], "name_zh": facts["holder_name_zh"]}
    return {**names, **unconfirmed, "credit_code": credit_code}


def standing(held: Standing) -> dict:
    decision = held.decision
    return {
        "scheme": held.scheme.key,
        "status": held.status,
        "since": str(held.since),
        "until": held.until,
        "decided_by": {
            "round": decision.round_id,
            "document": decision.row.list.document,
            "url": announcement_of(decision.round_id),
        },
    }


def centre(
    found: Centre, facts: dict, code: str | None, standings: list, when: Moment, held: Reference
) -> dict:
    """`facts` as `replay.NO_FACTS` names them; `code` is the holder's credit code."""
    return {
        "number": found.number,
        "name_en": facts["name_en"],
        "name_zh": facts["name_zh"],
        "organisation": organisation(facts, code),
        "kind": facts["kind_of_centre"] or None,
        "district": district(held.district_on(facts["district_id"], when.on), when.on),
        "sectors": list(facts["sectors"]),
        "branch_of": facts["branch_of"] or None,
        "predecessors": list(facts["predecessors"]),
        "standings": [standing(one) for one in standings],
        "sample": found.sample,
        "url": page_of(found),
    }


def listed_centre(standings: list[Standing], when: Moment, held: Reference) -> dict:
    """A centre from its standings, which all state the same facts."""
    first = standings[0]
    facts = {name: getattr(first, name) for name in NO_FACTS}
    facts |= {"branch_of": facts["branch_of"] or "", "predecessors": facts["predecessors"] or ()}
    code = first.holder.code_known_in(when.edition) if first.holder else None
    return centre(first.centre, facts, code, standings, when, held)


def centre_in_full(
    found: Centre,
    decisions: list[Decision],
    standings: list[Standing],
    related: Related,
    when: Moment,
    held: Reference,
) -> dict:
    """Before the first decision took effect the facts are those that it states."""
    kept, facts = in_force(decisions), dict(NO_FACTS)
    for decision in [one for one in kept if one.effective_on.upper <= when.on] or kept[:1]:
        facts = folded(facts, decision)
    holders = {decision.holder_id: decision.holder for decision in decisions if decision.holder}
    codes = {pk: holder.code_known_in(when.edition) for pk, holder in holders.items()}
    return {
        **centre(found, facts, codes.get(facts["holder_id"]), standings, when, held),
        **times(when),
        "branches": related.branches,
        "successors": related.successors,
        "status": None if kept else "entered-in-error",
        "history": [told(decision, when, held) for decision in decisions],
        "names": names_over_time(kept, codes),
    }


def names_over_time(decisions: Iterable[Decision], codes: dict[int, str | None]) -> list[dict]:
    facts, periods = dict(NO_FACTS), []
    for decision in decisions:
        facts, before = folded(facts, decision), facts
        if all(facts[name] == before[name] for name in facts if "name" in name or name == "holder_id"):
            continue
        if periods and periods[-1]["since"] == str(decision.effective_on):
            periods.pop()
        if periods:
            periods[-1]["until"] = str(decision.effective_on)
        periods.append(
            {
                "name_en": facts["name_en"],
                "name_zh": facts["name_zh"],
                "organisation": organisation(facts, codes.get(facts["holder_id"])),
                "since": str(decision.effective_on),
                "until": None,
            }
        )
    return periods


def stated(decision: Decision, held: Reference) -> dict:
    names = ("name_en", "name_zh", "holder_name_en", "holder_name_zh", "holder_name_zh_unconfirmed")
    facts = {
        **{name: getattr(decision, name) for name in names},
        "credit_code": decision.credit_code or (decision.row and decision.row.facts.get("credit_code")),
        "kind": decision.kind_of_centre,
        "district": district(held.districts.get(decision.district_id), decision.effective_on.upper),
        "sectors": decision.sectors,
        "branch_of": decision.branch_of,
        "predecessors": decision.predecessors,
    }
    return {name: value for name, value in facts.items() if value is not None}


def told(decision: Decision, when: Moment, held: Reference) -> dict:
    annulment = getattr(decision, "annulled_by", None)
    if annulment is not None and annulment.edition_id > when.edition:
        annulment = None
    return {
        "number": decision.number,
        "edition": decision.edition_id,
        "centre": decision.centre.number,
        "kind": decision.kind,
        "scheme": decision.scheme.key,
        "effective_on": str(decision.effective_on),
        "recorded_at": instant(decision.recorded_at),
        "round": decision.round_id,
        "document": decision.row.list.document if decision.row else "",
        "row": decision.row.index if decision.row else None,
        "ground": decision.ground or None,
        "facts": stated(decision, held),
        "annuls": decision.annuls_id,
        "annulled_by": annulment.number if annulment else None,
        "sample": decision.centre.sample,
        "hash": decision.hash,
    }


def published(round_: Round, when: Moment) -> dict:
    """`round_` with `decided`, the number of its decisions, and its lists with theirs."""
    counter = getattr(round_, "countered_by", None)
    if counter and (not hasattr(counter, "edition") or counter.edition.number > when.edition):
        counter = None
    return {
        "id": round_.pk,
        "scheme": round_.scheme.key,
        "year": round_.year,
        "batch": round_.batch,
        "published_in": round_.edition.number,
        "published_at": instant(round_.edition.recorded_at),
        "decisions": round_.decided,
        "counters": round_.counters_id,
        "countered_by": counter.pk if counter else None,
        "lists": [
            {
                "kind": one.kind,
                "ground": one.ground or None,
                "document": one.document,
                "document_url": one.document_url,
                "issued_on": str(one.issued_on),
                "effective_on": str(one.effective_on),
                "stated_total": one.stated_total,
                "decisions": one.decided,
                "sha256": one.sha256,
            }
            for one in round_.lists.all()
        ],
        "sample": round_.sample,
        "url": announcement_of(round_.pk),
    }


def edition(found: Edition) -> dict:
    return {
        "number": found.number,
        "known": instant(found.recorded_at),
        "hash": found.hash,
        "round": found.round_id,
        "decisions": found.added,
        "sample": found.round.sample,
    }


def scheme(found: Scheme, counts: tuple[int, int], when: Moment, held: Reference) -> dict:
    words = ("key", "name_en", "name_zh", "subject_en", "subject_zh", "authority_en", "authority_zh")
    rule = held.rule(found, when.on)
    return {
        **{name: getattr(found, name) for name in words},
        "level": found.level or None,
        "rule": {name: getattr(rule, name) for name in RULE} if rule else None,
        "complete": held.complete(found, when.on),
        "complete_periods": [
            {"valid_from": period.valid_from, "valid_to": period.valid_to}
            for period in held.complete_periods[found.pk]
        ],
        "centres": counts[0],
        "samples": counts[1],
    }


def unit(found: District, counts: tuple[int, int], held: Reference) -> dict:
    words = ("code", "name_en", "name_zh", "kind", "valid_from", "valid_to")
    return {
        **{name: getattr(found, name) for name in words},
        "successors": sorted(after.code for after in held.successors[found.pk]),
        "centres": counts[0],
        "samples": counts[1],
    }


def facet(parameter: str, counts: dict[str, int]) -> dict:
    ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return {"parameter": parameter, "values": [{"value": value, "count": n} for value, n in ordered]}

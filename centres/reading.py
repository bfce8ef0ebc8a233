"""Between the printed list and the register: what the register knows goes into matching, verdicts come out as
rows. Nothing here is saved."""

import datetime
from collections import defaultdict
from collections.abc import Callable

from .lists import (
    CentreState,
    DistrictName,
    Districts,
    Index,
    Judgement,
    Known,
    Match,
    PrintedRow,
    ReadList,
    SectorName,
    Sectors,
    Source,
    Terms,
    Verdict,
    absent,
    chosen,
    judge,
    judge_list,
    read_list,
)
from .models import Alias, Decision, Edition, RoundList, RoundRow, Standing
from .reference import Reference, reference
from .replay import in_force

STEP = 250
NAMES = ("name_zh", "name_en", "holder_name_zh", "holder_name_en")
SERIOUS = {RoundList.Ground.FRAUD, RoundList.Ground.ACCIDENT, RoundList.Ground.DISHONESTY}
WITHOUT_FACTS = {
    RoundList.Kind.WITHDRAWN,
    RoundList.Kind.SUSPENDED,
    RoundList.Kind.RESTORED,
    RoundList.Kind.EXPIRED,
}


def read_again(roundlist: RoundList, content: bytes | None = None) -> ReadList:
    """The list read as it was before; one that never was, by its headings and what its scheme remembers.

    Raises `ListRefused` where the file as a whole cannot be read.
    """
    if content is None:
        content = stored(roundlist)
    return read_list(
        content,
        roundlist.filename,
        sheet=roundlist.sheet or None,
        column_map=roundlist.column_map or None,
        header_row=roundlist.header_row,
        remembered=None if roundlist.column_map else roundlist.round.scheme.headings,
    )


def stored(roundlist: RoundList) -> bytes:
    with roundlist.file.open() as file:
        return file.read()


def judged_rows(
    roundlist: RoundList, read: ReadList, progress: Callable[[int], None] | None = None
) -> list[RoundRow]:
    """Unsaved rows of the list with verdicts; those that are certain are settled as matches. `progress` is
    told the number of rows that are judged, every `STEP` rows."""
    held = reference()
    terms = terms_of(roundlist, held)
    index, states = Index(known_centres()), states_on(terms.effective_on, held)
    rows = []
    for row, match, judgement in judge_list(read.rows, index, states, terms):
        unsaved = RoundRow(list=roundlist, index=row.index, printed=dict(row.printed))
        rows.append(judged(unsaved, row, match, judgement))
        if progress and len(rows) % STEP == 0:
            progress(len(rows))
    if roundlist.kind == RoundList.Kind.FULL:
        matched = {row.centre_id for row in rows if row.centre_id}
        last = max(row.index for row in rows)
        for place, (state, judgement) in enumerate(absent(states.values(), matched, terms.scheme), last + 1):
            row = RoundRow(list=roundlist, index=place, printed={}, values={}, centre_id=state.centre_id)
            rows.append(noted(row, judgement))
    return rows


def judged(row: RoundRow, printed: PrintedRow, match: Match, judgement: Judgement) -> RoundRow:
    row.values = dict(printed.values)
    row.centre_id = match.centre_id if match.certain else None
    row.candidates = [
        {"centre": c.centre_id, "number": c.number, "score": round(c.score, 2), "reason": c.reason.as_dict()}
        for c in match.candidates
    ]
    noted(row, judgement)
    if judgement.certain:
        row.action = RoundRow.Action.MATCH
    return row


def noted(row: RoundRow, judgement: Judgement) -> RoundRow:
    """The row with what a judgement says about it."""
    row.verdict = judgement.verdict.value
    row.reasons = [note.as_dict() for note in judgement.reasons]
    row.warnings = [note.as_dict() for note in judgement.warnings]
    row.problems = [problem.as_dict() for problem in judgement.problems]
    row.changes = [change.as_dict() for change in judgement.changes]
    row.stated = dict(judgement.facts)
    row.facts = facts_to_decide(row)
    return row


def facts_to_decide(row: RoundRow) -> dict:
    """What a decision on a known centre will state: the facts of the row that the register does not have."""
    if row.list.kind in WITHOUT_FACTS:
        return {}
    changed = {change["field"] for change in row.changes}
    if "holder_name_zh" in changed:
        changed.add("holder_name_zh_unconfirmed")
    return {name: fact for name, fact in row.stated.items() if name in changed}


def rejudge(row: RoundRow, centre_id: int) -> RoundRow:
    """The row judged as meaning the centre that a person chose."""
    held = reference()
    terms = terms_of(row.list, held)
    printed = PrintedRow(row.index, row.printed, row.values, source=Source(row.list.filename))
    match = chosen(centre_id)
    state = states_on(terms.effective_on, held, only=centre_id).get(centre_id)
    row.centre_id = centre_id
    return noted(row, judge(printed, match, state, terms))


def terms_of(roundlist: RoundList, held: Reference) -> Terms:
    return Terms(
        list_kind=roundlist.kind,
        scheme=roundlist.round.scheme.key,
        effective_on=roundlist.effective_on.upper,
        districts=Districts(
            DistrictName(
                code=district.code,
                names=district.names,
                valid_from=district.valid_from,
                valid_to=district.valid_to,
                successors=tuple(successor.code for successor in district.successors.all()),
            )
            for district in held.districts.values()
        ),
        sectors=Sectors(
            SectorName(sector.key, (sector.name_zh, sector.name_en)) for sector in held.sectors.values()
        ),
    )


def known_centres() -> list[Known]:
    """Every centre with all names that it ever had, those settled by hand among them."""
    histories: dict[int, list[Decision]] = defaultdict(list)
    decisions = Decision.objects.select_related("centre", "holder", "district").order_by("number")
    for decision in decisions.iterator(chunk_size=5000):
        histories[decision.centre_id].append(decision)
    aliases: dict[int, list] = defaultdict(list)
    for alias in Alias.objects.all():
        aliases[alias.centre_id].append((alias.holder, alias.name))
    return [known(history, tuple(aliases[centre_id])) for centre_id, history in histories.items()]


def known(history: list[Decision], aliases: tuple[tuple[str, str], ...]) -> Known:
    latest: dict[str, object] = {}
    names: dict[str, list[str]] = {name: [] for name in NAMES}
    unconfirmed = []
    for decision in in_force(history):
        for name in (*NAMES, "holder", "district", "kind_of_centre"):
            if value := getattr(decision, name):
                latest[name] = value
        for name in NAMES:
            if value := getattr(decision, name):
                doubtful = name == "holder_name_zh" and decision.holder_name_zh_unconfirmed
                (unconfirmed if doubtful else names[name]).append(value)
    everything = [value for versions in names.values() for value in versions]
    current = {latest.get(name) for name in NAMES}
    return Known(
        centre_id=history[0].centre_id,
        number=history[0].centre.number,
        credit_code=(latest["holder"].credit_code or "") if "holder" in latest else "",
        names=tuple(dict.fromkeys(names["name_zh"] + names["name_en"])),
        holder_names=tuple(dict.fromkeys(names["holder_name_zh"] + names["holder_name_en"])),
        aliases=aliases,
        district=latest["district"].code if "district" in latest else "",
        kind=latest.get("kind_of_centre", ""),
        former=tuple(dict.fromkeys(value for value in everything if value not in current)),
        unconfirmed_names=tuple(dict.fromkeys(unconfirmed)),
    )


def states_on(date: datetime.date, held: Reference, *, only: int | None = None) -> dict[int, CentreState]:
    """Every centre as the newest edition has it on the date; one that begins later, as it begins."""
    newest = Edition.objects.newest()
    standings = Standing.objects.known_in(newest.number if newest else 0)
    if only is not None:
        standings = standings.filter(centre_id=only)
    standings = standings.select_related("scheme", "centre", "holder", "decision").order_by(
        "valid_from", "pk"
    )
    base: dict[int, Standing] = {}
    statuses: dict[int, dict[str, str]] = defaultdict(dict)
    bans: dict[int, datetime.date] = {}
    for standing in standings:
        if standing.valid_from <= date or standing.centre_id not in base:
            base[standing.centre_id] = standing
        if standing.valid_from <= date and (standing.valid_to is None or date < standing.valid_to):
            statuses[standing.centre_id][standing.scheme.key] = standing.status
            if ban := ban_until(standing, held):
                bans[standing.centre_id] = max(ban, bans.get(standing.centre_id, ban))
    return {
        centre_id: CentreState(
            centre_id=centre_id,
            number=standing.centre.number,
            **{name: getattr(standing, name) for name in NAMES},
            holder_name_zh_unconfirmed=standing.holder_name_zh_unconfirmed,
            credit_code=(standing.holder.credit_code or "") if standing.holder else "",
            kind_of_centre=standing.kind_of_centre,
            district=held.districts[standing.district_id].code if standing.district_id else "",
            sectors=tuple(standing.sectors),
            statuses=statuses[centre_id],
            ban_until=bans.get(centre_id),
            sample=standing.centre.sample,
        )
        for centre_id, standing in base.items()
    }


def ban_until(standing: Standing, held: Reference) -> datetime.date | None:
    """The first day on which a withdrawn centre may be accredited again; None where no rule bans it."""
    ground = standing.decision.ground
    if standing.status != Standing.Status.WITHDRAWN or not ground:
        return None
    rule = held.rule(held.scheme(standing.scheme.key), standing.since.upper)
    years = rule and (rule.ban_years_serious if ground in SERIOUS else rule.ban_years)
    if not years:
        return None
    start = standing.since.upper
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def is_absence(row: RoundRow) -> bool:
    return row.verdict == Verdict.ABSENT.value

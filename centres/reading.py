"""Between the printed list and the register: what the register knows goes into matching, verdicts come out as
rows. Nothing here is saved."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

from .lists import (
    Centres,
    CentreState,
    DistrictName,
    Districts,
    Index,
    Judgement,
    Known,
    Match,
    Note,
    PrintedRow,
    Problem,
    ReadList,
    SectorName,
    Sectors,
    Source,
    Terms,
    Verdict,
    absent,
    chosen,
    from_stored,
    judge,
    judge_list,
    read_list,
)
from .models import Alias, Decision, District, Edition, RoundList, RoundRow, Scheme, Standing
from .models.schemes import Level
from .reference import Reference, reference
from .replay import in_force

STEP = 250
NAMES = ("name_zh", "name_en", "holder_name_zh", "holder_name_en")
KNOWN = (
    "number",
    "kind",
    "annuls_id",
    "effective_on",
    "centre_id",
    "centre__number",
    "holder_id",
    "holder__credit_code",
    "district_id",
    "kind_of_centre",
    "holder_name_zh_unconfirmed",
    *NAMES,
)
STATE = (
    "centre_id",
    "centre__number",
    "centre__sample",
    "scheme_id",
    "status",
    "since",
    "valid_from",
    "valid_to",
    "decision__ground",
    "holder__credit_code",
    "district_id",
    "kind_of_centre",
    "sectors",
    "branch_of",
    "predecessors",
    "holder_name_zh_unconfirmed",
    *NAMES,
)
SERIOUS = {RoundList.Ground.FRAUD, RoundList.Ground.ACCIDENT, RoundList.Ground.DISHONESTY}
HEIGHTS = {level: height for height, level in enumerate(reversed(Level.values), start=1)}
FROM_THE_LIST = {"number-unknown", "same-number", "repeats", "duplicate-differs"}
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
) -> Iterator[RoundRow]:
    """Unsaved rows of the list with verdicts; those that are certain are settled as matches. `progress` is
    told the number of rows that are judged, every `STEP` rows."""
    held, index = reference(), Index(known_centres())
    terms = terms_of(roundlist, held, lambda: index)
    states = states_on(terms.effective_on, held)
    matched = set()
    for count, (row, match, judgement) in enumerate(judge_list(read.rows, index, states, terms), 1):
        unsaved = RoundRow(list=roundlist, index=row.index, printed=row.printed)
        yield judged(unsaved, row, match, judgement)
        matched.add(match.centre_id if match.certain else None)
        if progress and count % STEP == 0:
            progress(count)
    if roundlist.kind == RoundList.Kind.FULL:
        last = max(row.index for row in read.rows)
        for place, (state, judgement) in enumerate(absent(states.values(), matched, terms.scheme), last + 1):
            row = RoundRow(list=roundlist, index=place, printed={}, values={}, centre_id=state.centre_id)
            yield noted(row, judgement)


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
    """The row judged as meaning the centre that a person chose; what its own line gave warning of stays."""
    held = reference()
    terms = terms_of(row.list, held)
    warned = [from_stored(warning) for warning in row.warnings]
    own = tuple(warning for warning in warned if isinstance(warning, Problem))
    printed = PrintedRow(row.index, row.printed, row.values, warnings=own, source=Source(row.list.filename))
    state = states_on(terms.effective_on, held, only=centre_id).get(centre_id)
    code = state.credit_code if state else ""
    other_code = code and row.values.get("credit_code", code) != code
    match = chosen(centre_id, (Note("credit-code-differs", {"code": code}),) if other_code else ())
    same = row.list.rows.filter(action=RoundRow.Action.MATCH, centre=centre_id).exclude(pk=row.pk)
    earlier = same.order_by("index").values_list("index", flat=True).first()
    row.centre_id = centre_id
    judgement = judge(
        printed,
        match,
        state,
        terms,
        same_centre_as=PrintedRow(earlier, {}, {}) if earlier else None,
        beside=tuple(warning for warning in warned if warning.code in FROM_THE_LIST),
    )
    return noted(row, judgement)


def terms_of(
    roundlist: RoundList, held: Reference, index: Callable[[], Index] = lambda: Index(known_centres())
) -> Terms:
    """What holds for every row; `index` is asked only where a row names another centre."""
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
                successors=tuple(successor.code for successor in held.successors[district.pk]),
            )
            for district in held.districts.values()
        ),
        sectors=Sectors(
            SectorName(sector.key, (sector.name_zh, sector.name_en)) for sector in held.sectors.values()
        ),
        centres=Centres(index),
        ground=roundlist.ground,
        levels={scheme.key: HEIGHTS[scheme.level] for scheme in held.schemes if scheme.level},
    )


def known_centres() -> Iterator[Known]:
    """Every centre with all names that it ever had, those settled by hand among them."""
    aliases: dict[int, list] = defaultdict(list)
    for centre_id, *names in Alias.objects.values_list("centre_id", "holder", "name"):
        aliases[centre_id].append(tuple(names))
    decisions = Decision.objects.order_by("centre_id", "number").values_list(*KNOWN, named=True)
    codes = dict(District.objects.values_list("pk", "code"))
    for centre_id, history in groupby(decisions.iterator(chunk_size=2000), key=attrgetter("centre_id")):
        yield known(list(history), tuple(aliases[centre_id]), codes)


def known(history: list, aliases: tuple[tuple[str, str], ...], codes: dict[int, str]) -> Known:
    """A centre as its decisions, rows of the columns `KNOWN`, describe it; `codes` are those of districts."""
    latest: dict[str, object] = {}
    names: dict[str, list[str]] = {name: [] for name in NAMES}
    unconfirmed = []
    for decision in in_force(history):
        for name in ("holder__credit_code", "district_id", "kind_of_centre"):
            if value := getattr(decision, name):
                latest[name] = value
        if decision.holder_id and not decision.holder__credit_code:
            latest.pop("holder__credit_code", None)
        for name in NAMES:
            if value := getattr(decision, name):
                latest[name] = value
                doubtful = name == "holder_name_zh" and decision.holder_name_zh_unconfirmed
                (unconfirmed if doubtful else names[name]).append(value)
    current = {latest.get(name) for name in NAMES}
    return Known(
        centre_id=history[0].centre_id,
        number=history[0].centre__number,
        credit_code=latest.get("holder__credit_code", ""),
        names=tuple(dict.fromkeys(names["name_zh"] + names["name_en"])),
        holder_names=tuple(dict.fromkeys(names["holder_name_zh"] + names["holder_name_en"])),
        aliases=aliases,
        district=codes.get(latest.get("district_id"), ""),
        kind=latest.get("kind_of_centre", ""),
        former=tuple(
            dict.fromkeys(value for version in names.values() for value in version if value not in current)
        ),
        unconfirmed_names=tuple(dict.fromkeys(unconfirmed)),
    )


def states_on(date: datetime.date, held: Reference, *, only: int | None = None) -> dict[int, CentreState]:
    """Every centre as the newest edition has it on the date; one that begins later, as it begins."""
    newest = Edition.objects.newest()
    standings = Standing.objects.known_in(newest.number if newest else 0)
    if only is not None:
        standings = standings.filter(centre_id=only)
    rows = standings.order_by("centre_id", "valid_from", "pk").values_list(*STATE, named=True)
    return {
        centre_id: state_on(date, list(history), held)
        for centre_id, history in groupby(rows.iterator(chunk_size=2000), key=attrgetter("centre_id"))
    }


def state_on(date: datetime.date, history: list, held: Reference) -> CentreState:
    """A centre on the date, given its standings as rows of the columns `STATE`, the earliest first."""
    begun = [standing for standing in history if standing.valid_from <= date]
    base = begun[-1] if begun else history[0]
    statuses: dict[str, str] = {}
    bans = []
    for standing in begun:
        if standing.valid_to is None or date < standing.valid_to:
            scheme = held.schemes_by_pk[standing.scheme_id]
            statuses[scheme.key] = standing.status
            bans.append(ban_until(scheme, standing, held))
    return CentreState(
        centre_id=base.centre_id,
        number=base.centre__number,
        **{name: getattr(base, name) for name in NAMES},
        holder_name_zh_unconfirmed=base.holder_name_zh_unconfirmed,
        credit_code=base.holder__credit_code or "",
        kind_of_centre=base.kind_of_centre,
        district=held.districts[base.district_id].code if base.district_id else "",
        sectors=tuple(base.sectors),
        branch_of=base.branch_of or "",
        predecessors=tuple(base.predecessors or ()),
        statuses=statuses,
        ban_until=max(filter(None, bans), default=None),
        sample=base.centre__sample,
    )


def ban_until(scheme: Scheme, standing, held: Reference) -> datetime.date | None:
    """The first day on which a withdrawn centre may be accredited again; None where no rule bans it."""
    ground = standing.decision__ground
    if standing.status != Standing.Status.WITHDRAWN or not ground:
        return None
    start = standing.since.upper
    rule = held.rule(scheme, start)
    years = rule and (rule.ban_years_serious if ground in SERIOUS else rule.ban_years)
    if not years:
        return None
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def is_absence(row: RoundRow) -> bool:
    return row.verdict == Verdict.ABSENT.value

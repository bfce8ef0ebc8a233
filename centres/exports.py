"""The register to take away: the centres of a question as csv, xlsx or json, in streams of flat memory.

One row per centre, in the order of the list. What a file holds follows from the question, the day and the
edition alone, so that an address with `on` and `known` gives the same bytes for ever. json repeats the fields
of the API; csv and xlsx have the columns of `columns()`, described in CSVW by `centres.csvw`.
"""

import csv
import datetime
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict

from cityofdesign.dates import ImpreciseDate

from .api import answers
from .filters import Question, ask
from .finding import Among
from .lists.repeatable import write_xlsx
from .models import Decision, Edition, Scheme, Standing
from .models.centres import known_code
from .moments import Moment
from .reference import Reference
from .replay import NO_FACTS

FORMAT = 2
"""Raised with every change of the code that gives other bytes for the same register."""
BATCH = 2000
SEPARATOR = ";"
SHEET = "名单 Register"
BOM = "\ufeff"
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
RISKY = frozenset("'=+-@\t\r\n＝＋－＠")
WHOLE = "status=any&sort=number"
"""The question whose answer is the whole register."""


class Column(NamedTuple):
    """One column: its name in the file, its titles, and what its cells are (a key of `csvw.DATATYPES`)."""

    name: str
    title_en: str
    title_zh: str
    datatype: str = "string"


FIRST = (
    Column("id", "Address that identifies the centre", "标识地址", "address"),
    Column("number", "Register number", "登记编号", "number"),
    Column("name_en", "Name of the centre in English", "中心英文名称"),
    Column("name_zh", "Name of the centre in Chinese", "中心中文名称"),
    Column("holder_name_en", "Name of the holder in English", "单位英文名称"),
    Column("holder_name_zh", "Name of the holder in Chinese", "单位中文名称"),
    Column("holder_name_zh_unconfirmed", "Chinese name to be confirmed", "中文名称待确认", "boolean"),
    Column("credit_code", "Unified social credit code", "统一社会信用代码"),
    Column("kind", "Kind of centre", "类型", "key"),
    Column("district_code", "Code of the district on the day", "区县代码", "key"),
    Column("district_name_en", "District in English", "区县英文名称"),
    Column("district_name_zh", "District in Chinese", "区县中文名称"),
    Column("district_to_be_confirmed", "District to be confirmed", "区县待确认", "boolean"),
    Column("sectors", "Keys of the sectors", "行业", "keys"),
    Column("first_accredited", "First accredited", "首次认定时间", "imprecise"),
    Column("branch_of", "Number of the centre of which it is a branch", "所属中心登记编号", "number"),
    Column("predecessors", "Numbers of the centres that it succeeds", "前身中心登记编号", "numbers"),
)
OF_SCHEME = (
    Column("status", "standing", "状态", "status"),
    Column("since", "in this standing since", "状态起始时间", "imprecise"),
    Column("until", "first day on which it was no longer so", "状态终止日", "date"),
    Column("round", "number of the round that decided", "认定批次编号", "integer"),
    Column("document", "document of the decision", "依据文件"),
)
LAST = (
    Column("sample", "Fictional sample record", "示例记录", "boolean"),
    Column("on", "The register on this day", "名录所示日期", "date"),
    Column("known", "As known at this moment", "认知时间"),
    Column("edition", "Edition that answers", "版次", "integer"),
)
NO_STANDING = ("",) * len(OF_SCHEME)


def whole(when: Moment, held: Reference) -> Question:
    """The question for every centre that stands anywhere on the day, in whatever standing."""
    return ask(QueryDict(WHOLE), when, held)


def schemes(edition: int, held: Reference) -> list[Scheme]:
    """The schemes under which the edition has decisions: never the same edition with others, whatever is
    added to the table of schemes later."""
    decided = Decision.objects.filter(scheme=OuterRef("pk"), edition__lte=edition)
    found = Scheme.objects.filter(Exists(decided)).order_by("pk")
    return [held.schemes_by_pk[pk] for pk in found.values_list("pk", flat=True)]


def columns(described: Iterable[Scheme]) -> list[Column]:
    """The columns of csv and xlsx: `FIRST`, `OF_SCHEME` for each scheme, `LAST`."""
    return [*FIRST, *(column for scheme in described for column in of_scheme(scheme)), *LAST]


def of_scheme(scheme: Scheme) -> Iterator[Column]:
    prefix = scheme.key.replace("-", "_")
    for column in OF_SCHEME:
        titles = (f"{scheme.name_en}: {column.title_en}", f"{scheme.name_zh}：{column.title_zh}")
        yield Column(f"{prefix}_{column.name}", *titles, column.datatype)


def batches(each: Iterable) -> Iterator[list]:
    """So many of them at a time."""
    each = iter(each)
    while batch := list(islice(each, BATCH)):
        yield batch


def tables(question: Question, held: Reference) -> Iterator[list[list[str]]]:
    """The lines of csv and xlsx, so many at a time; the first is the headings. One query for the schemes and
    one for each batch, besides what the question asks."""
    when = question.moment
    described = schemes(when.edition, held)
    yield [[column.name for column in columns(described)]]
    districts = district_cells(held, when)
    places = {scheme.pk: index for index, scheme in enumerate(described)}
    times = answers.times(when)
    last = [str(times["on"]), times["known"] or "", str(times["edition"])]
    for batch in batches(question.in_order()):
        standings = standings_in(batch, when)
        yield [line(standings[pk], districts, places, last, when.edition) for pk in batch]


class Row(NamedTuple):
    """One standing with what the columns are made from."""

    centre_id: int
    centre__number: str
    centre__sample: bool
    name_en: str
    name_zh: str
    holder_name_en: str
    holder_name_zh: str
    holder_name_zh_unconfirmed: bool
    holder__credit_code: str | None
    holder__credit_code_from: int | None
    kind_of_centre: str
    district_id: int | None
    sectors_text: str
    branch_of: str | None
    predecessors: list[str] | None
    scheme_id: int
    status: str
    since: ImpreciseDate
    until: datetime.date | None
    first_granted: ImpreciseDate
    decision__round_id: int
    decision__row__list__document: str | None


def standings_in(centres: list[int], when: Moment) -> dict[int, list[Row]]:
    """Centre -> its standings at the moment; one query."""
    rows = at(when, centres).annotate(sectors_text=Cast("sectors", TextField()))
    found = defaultdict(list)
    for row in map(Row._make, rows.values_list(*Row._fields)):
        found[row.centre_id].append(row)
    return found


def at(when: Moment, centres: list[int]) -> QuerySet[Standing]:
    """The standings of some centres at the moment: `Standing.objects.on`, but as one value, since SQLite
    would look at every standing of the day for each batch rather than at those of the centres."""
    known = Q(known_to__isnull=True) | Q(known_to__gt=when.edition)
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=when.on)
    begun = Q(known_from__lte=when.edition, valid_from__lte=when.on)
    both = When(known & valid & begun, then=Value(True))
    holds = Case(both, default=Value(False), output_field=BooleanField())
    return Standing.objects.filter(Among("centre_id", centres), holds).order_by()


@lru_cache(maxsize=1000)
def separated(sectors: str) -> str:
    """The keys in a JSON array, as a cell has them: few combinations are repeated many times."""
    return SEPARATOR.join(json.loads(sectors))


def district_cells(held: Reference, when: Moment) -> dict[int | None, tuple[str, str, str, str]]:
    """What the four columns of the district hold for a printed one."""
    cells = {None: ("", "", "", "")}
    for pk in held.districts:
        said = answers.district(held.district_on(pk, when.on), when.on)
        doubtful = yes("to_be_confirmed" in said)
        cells[pk] = (said["code"], escaped(said["name_en"]), escaped(said["name_zh"]), doubtful)
    return cells


def line(
    standings: list[Row], districts: dict, places: dict[int, int], last: list[str], edition: int
) -> list[str]:
    """The cells of a centre from its standings, which all state the same facts."""
    facts = standings[0]
    groups = [NO_STANDING] * len(places)
    for one in standings:
        groups[places[one.scheme_id]] = (
            one.status,
            one.since.edtf,
            one.until.isoformat() if one.until else "",
            str(one.decision__round_id),
            escaped(one.decision__row__list__document or ""),
        )
    return [
        answers.address_of(facts.centre__number),
        facts.centre__number,
        escaped(facts.name_en),
        escaped(facts.name_zh),
        escaped(facts.holder_name_en),
        escaped(facts.holder_name_zh),
        yes(facts.holder_name_zh_unconfirmed),
        known_code(facts.holder__credit_code, facts.holder__credit_code_from, edition) or "",
        facts.kind_of_centre,
        *districts[facts.district_id],
        separated(facts.sectors_text),
        min(one.first_granted for one in standings).edtf,
        facts.branch_of or "",
        SEPARATOR.join(facts.predecessors or ()),
        *chain.from_iterable(groups),
        yes(facts.centre__sample),
        *last,
    ]


def yes(value: bool) -> str:
    return "true" if value else "false"


def escaped(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula.

    To read the text, take one apostrophe away from a cell that begins with apostrophes and then one of
    = + - @ (of any width), a tab or a line break; no other cell was changed.
    """
    return f"'{text}" if text[:1] in RISKY and FORMULA.match(text) else text


def as_csv(lines: Iterable[list[list[str]]]) -> Iterator[bytes]:
    """Tables as csv of RFC 4180, in UTF-8 with the mark by which Excel knows it, a batch at a time."""
    yield BOM.encode()
    for batch in lines:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(batch)
        yield text.getvalue().encode()


def to_csv(question: Question, held: Reference) -> Iterator[bytes]:
    return as_csv(tables(question, held))


def to_xlsx(question: Question, held: Reference, target: io.BufferedIOBase) -> None:
    """The same table as a workbook. It is written to `target` row by row, to disk if that is a file."""
    lines = (line for batch in tables(question, held) for line in batch)
    write_xlsx(target, SHEET, lines, question.moment.known_at)


def to_json(question: Question, held: Reference) -> Iterator[bytes]:
    """`{licence, on, known, edition, hash, count, samples, results: [a centre of the API]}`."""
    count, samples = question.totals()
    when = question.moment
    head = {**answers.times(when), "hash": head_hash(when.edition), "count": count, "samples": samples}
    return as_json(head, results(question, held))


def results(question: Question, held: Reference) -> Iterator[list[dict]]:
    """The centres of the question as the API tells them, so many at a time; one query a batch."""
    for batch in batches(question.in_order()):
        yield told(batch, question.moment, held)


NEAR = ("centre", "holder", "decision__row__list")
TOLD = (
    *NO_FACTS,
    *("scheme_id", "status", "since", "until"),
    *("centre__number", "centre__sample", "holder__credit_code", "holder__credit_code_from"),
    *("decision__round_id", "decision__row__list__document"),
)
"""What of a standing and of what is near it answers `told`, so that no more is read."""


def told(centres: list[int], when: Moment, held: Reference) -> list[dict]:
    """The centres that stand somewhere at the moment as the API tells them, in the order given; one query."""
    found = defaultdict(list)
    for standing in at(when, centres).select_related(*NEAR).only(*TOLD):
        standing.scheme = held.schemes_by_pk[standing.scheme_id]
        found[standing.centre_id].append(standing)
    for standings in found.values():
        standings.sort(key=lambda standing: (standing.scheme.order, standing.scheme.key))
    return [answers.listed_centre(found[pk], when, held) for pk in centres if pk in found]


def as_json(head: dict, lists: Iterable[list[dict]]) -> Iterator[bytes]:
    """`head` with `results`, one a line, written a batch at a time."""
    yield f'{in_json(head)[:-1]}, "results": ['.encode()
    between = "\n"
    for batch in filter(None, lists):
        yield (between + ",\n".join(map(in_json, batch))).encode()
        between = ",\n"
    yield b"\n]}\n"


def in_json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def head_hash(edition: int) -> str | None:
    """The hash of the newest decision that an edition holds, which covers all before it."""
    return Edition.objects.filter(number=edition).values_list("hash", flat=True).first()


def digest_of(question: Question) -> str:
    """Eight hexadecimal digits of the filters in force, for the name of a file."""
    return hashlib.sha256(in_json(sorted(chosen(question))).encode()).hexdigest()[:8]


def chosen(question: Question) -> list[tuple[str, str]]:
    """The filters in force in their order, the default standing among them: what decides the set."""
    cleaned = question.filterset.form.cleaned_data
    found = []
    for name in question.filterset.filters:
        value = cleaned.get(name) or []
        values = value if isinstance(value, list) else [str(int(value)) if name == "round" else value]
        found += [(name, one) for one in values]
    return found

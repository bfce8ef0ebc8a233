"""The log of decisions to take away, with every column that the hashes cover: with it anybody can prove the
register.

`sha256(json(entry without its hash))` with sorted keys, no spaces and no escapes is the entry's hash, and its
`previous_hash` the hash of the entry before; see `Decision.hash_of`. The youngest columns, `Decision.ADDED`,
belong to an entry only where it states them.
"""

from collections.abc import Iterator

from .api import answers
from .csvw import NULL
from .exports import Column, as_csv, as_json, batches, escaped, head_hash
from .models import Decision
from .models.centres import known_code
from .models.register import in_json, plain
from .moments import Moment

KEYS = {
    "centre": Column("centre", "Register number", "登记编号", "number"),
    "scheme": Column("scheme", "Key of the scheme", "认定类别代码", "key"),
    "district": Column("district", "Code of the district as printed", "名单所列区县代码", "key"),
    "holder_credit_code": Column(
        "holder_credit_code", "Credit code of the holder, as known", "单位统一社会信用代码"
    ),
}
"""What the keys of the tables mean outside this database; the hash does not cover these."""
LOOKUPS = (
    "centre__number",
    "scheme__key",
    "district__code",
    "holder__credit_code",
    "holder__credit_code_from",
)
TITLES = {
    "number": ("Number of the entry", "决定编号", "integer"),
    "edition_id": ("Edition that entered it", "版次", "integer"),
    "round_id": ("Round", "批次编号", "integer"),
    "row_id": ("Line of a list", "名单条目编号", "integer"),
    "centre_id": ("Centre, as a key of the database", "中心内部编号", "integer"),
    "scheme_id": ("Scheme, as a key of the database", "认定类别内部编号", "integer"),
    "kind": ("Decision", "决定类型", "key"),
    "ground": ("Ground of a withdrawal", "撤销事由", "key"),
    "effective_on": ("In effect from, as exact as the source", "生效时间", "imprecise"),
    "effective_on_from": ("In effect from, first day meant", "生效时间（最早）", "date"),
    "effective_on_to": ("In effect from, last day meant", "生效时间（最晚）", "date"),
    "recorded_at": ("Recorded at", "登记时间", "moment"),
    "annuls_id": ("Entry that it annuls", "所更正的决定编号", "integer"),
    "name_en": ("Name of the centre in English, where stated", "中心英文名称", "string"),
    "name_zh": ("Name of the centre in Chinese, where stated", "中心中文名称", "string"),
    "holder_id": ("Holder, as a key of the database", "单位内部编号", "integer"),
    "holder_name_en": ("Name of the holder in English, where stated", "单位英文名称", "string"),
    "holder_name_zh": ("Name of the holder in Chinese, where stated", "单位中文名称", "string"),
    "holder_name_zh_unconfirmed": ("Chinese name to be confirmed", "中文名称待确认", "boolean"),
    "kind_of_centre": ("Kind of centre, where stated", "类型", "key"),
    "district_id": ("District, as a key of the database", "区县内部编号", "integer"),
    "sectors": ("Sectors, where stated, as JSON", "行业", "list"),
    "branch_of": ("Number of the centre of which it is a branch, where stated", "所属中心登记编号", "string"),
    "predecessors": (
        "Numbers of the centres that it succeeds, where stated, as JSON",
        "前身中心登记编号",
        "list",
    ),
    "centre_number": ("Register number", "登记编号", "number"),
    "credit_code": ("Unified social credit code, where stated", "统一社会信用代码", "string"),
    "reference_tables": (
        "Hash of the tables of districts, schemes and sectors kept with the edition",
        "区县、认定类别与行业表哈希值",
        "hash",
    ),
    "previous_hash": ("Hash of the entry before", "前一条决定的哈希值", "hash"),
    "hash": ("Hash of this entry", "本条决定的哈希值", "hash"),
}


def names() -> list[str]:
    """Every column of the log, the hash last."""
    return [*Decision.columns(), "hash"]


def columns() -> list[Column]:
    """Of the csv."""
    return [*(Column(name, *TITLES[name]) for name in names()), *KEYS.values()]


def entries(edition: int) -> Iterator[list[tuple]]:
    """The values of `names()` and `KEYS` of every decision up to an edition, oldest first."""
    rows = Decision.objects.filter(edition__lte=edition).order_by("number")
    rows = rows.values_list(*names(), *LOOKUPS).iterator(chunk_size=2000)
    for batch in batches(rows):
        yield [(*values, known_code(code, since, edition)) for *values, code, since in batch]


def to_csv(edition: int) -> Iterator[bytes]:
    """The columns of `columns()`; what an entry does not state is `NULL`, which is not the same as empty."""
    return as_csv(_lines(edition))


def _lines(edition: int) -> Iterator[list[list[str]]]:
    yield [[column.name for column in columns()]]
    for batch in entries(edition):
        yield [[cell(value) for value in entry] for entry in batch]


def cell(value: object) -> str:
    if value is None:
        return NULL
    value = plain(value)
    return escaped(value) if isinstance(value, str) else in_json(value)


def to_json(when: Moment) -> Iterator[bytes]:
    """`{licence, on, known, edition, hash, count, results: [told]}`."""
    count = Decision.objects.filter(edition__lte=when.edition).count()
    head = {**answers.times(when), "hash": head_hash(when.edition), "count": count}
    return as_json(head, ([told(entry) for entry in batch] for batch in entries(when.edition)))


def told(values: tuple) -> dict:
    """`{entry, centre, scheme, district, holder_credit_code}`; `entry` has what the hash covers, and it."""
    covered = names()
    entry = dict(zip(covered, map(plain, values), strict=False))
    entry = {name: value for name, value in entry.items() if value is not None or name not in Decision.ADDED}
    return {"entry": entry, **dict(zip(KEYS, values[len(covered) :], strict=True))}

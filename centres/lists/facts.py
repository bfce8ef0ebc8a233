"""What printed words stand for in the register: kinds of centre, districts on a date, sectors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .names import has_chinese, plain
from .problems import Note

KIND_WORDS = {
    "enterprise-centre": (
        "企业工业设计中心",
        "企业设计中心",
        "企业中心",
        "企业类",
        "制造业企业工业设计中心",
        "enterprise centre",
        "enterprise industrial design centre",
        "enterprise design centre",
    ),
    "college-centre": (
        "院校工业设计中心",
        "高校工业设计中心",
        "学院工业设计中心",
        "院校设计中心",
        "院校",
        "高校",
        "院校类",
        "college centre",
        "college industrial design centre",
        "university industrial design centre",
        "university centre",
    ),
    "design-enterprise": (
        "工业设计企业",
        "设计企业",
        "设计公司",
        "design enterprise",
        "industrial design enterprise",
        "design company",
        "design firm",
    ),
    "institute": (
        "工业设计研究院",
        "设计研究院",
        "研究院",
        "institute",
        "industrial design institute",
        "industrial design research institute",
        "research institute",
    ),
    "branch": (
        "分中心",
        "国家级工业设计中心分中心",
        "国家工业设计中心分中心",
        "branch",
        "branch centre",
        "branch of a national centre",
        "branch of national centre",
        "sub-centre",
    ),
}
KINDS = {plain(word): kind for kind, words in KIND_WORDS.items() for word in (kind, *words)}
EITHER_KIND = {
    plain(word) for word in ("企业（院校）工业设计中心", "工业设计中心", "industrial design centre")
}
COLLEGE = re.compile(r"大学|学院|职院|university|college", re.I)
LEVEL = re.compile(r"^(?:国家级|市级|区级|区县级|重庆市)")
SECTION_NUMBER = re.compile(r"^\s*[（(]?\s*[一二三四五六七八九十\d]+\s*[）)]?\s*[、.．:：]?\s*")


def kind_key(word: str, holder: str = "") -> str | None:
    """The kind of centre that a word on a list means; None for a word that means none.

    企业（院校）工业设计中心 means either: `holder` decides, a university or college having the latter.
    """
    word = LEVEL.sub("", plain(word))
    if word in EITHER_KIND:
        return "college-centre" if COLLEGE.search(holder) and "公司" not in holder else "enterprise-centre"
    return KINDS.get(word)


def kind_word(key: str) -> str:
    """The word that a list prints for a kind of centre, which `kind_key` reads; empty for an unknown kind."""
    return next(iter(KIND_WORDS.get(key, ())), "")


def section_kind(line: str) -> str:
    """The word for a kind in a subheading like `一、企业工业设计中心（24家）`; empty if it names none."""
    word = re.sub(r"[（(]?\s*共?\s*\d+\s*[家个名][）)]?\s*$", "", SECTION_NUMBER.sub("", line)).strip()
    return word if kind_key(word) else ""


GROUND_WORDS = (
    # The first that fits decides: a lie in a review is more than a failed one.
    ("fraud", re.compile(r"弄虚作假|虚假|造假|欺骗|骗取|fraud|false", re.I)),
    ("accident", re.compile(r"事故|accident", re.I)),
    ("dishonesty", re.compile(r"失信|违法|dishonest", re.I)),
    (
        "missed",
        re.compile(r"(?:未|没有|不)(?:按[时期要求]*)?(?:参加|提交|申报|报送)|逾期|missed|absent", re.I),
    ),
    ("failed", re.compile(r"不合格|未通过|不达标|不符合|failed|not pass", re.I)),
    ("own-wish", re.compile(r"自愿|主动|自行|申请(?:放弃|撤销|退出)|own wish|voluntar|request", re.I)),
)


def ground_key(printed: str) -> str:
    """The ground of a withdrawal that a row's words mean; empty where they mean none for certain."""
    return next((key for key, words in GROUND_WORDS if words.search(printed)), "")


@dataclass(frozen=True, slots=True)
class DistrictName:
    """A district and every name a list may print for it, during [valid_from, valid_to); None is open."""

    code: str
    names: tuple[str, ...]
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successors: tuple[str, ...] = ()

    def existed_on(self, date: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= date) and (
            self.valid_to is None or date < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class SectorName:
    """A sector and every name a list may print for it."""

    key: str
    names: tuple[str, ...]


def short_district(name: str) -> str:
    """A district's name without 重庆 before it and 区, 县, `District` or `County` after it."""
    key = re.sub(r"^(?:重庆市?|chongqing)", "", plain(name)) or plain(name)
    shorter = re.sub(r"(?:(?:土家族|苗族)+自治县|district|county|autonomouscounty|[区县])$", "", key)
    return shorter if len(shorter) > 1 else key


class Districts:
    """Looks districts up by what a list prints."""

    def __init__(self, districts: Iterable[DistrictName]) -> None:
        self.by_code = {district.code: district for district in districts}
        self._by_full: dict[str, list[DistrictName]] = {}
        self._by_short: dict[str, list[DistrictName]] = {}
        for district in self.by_code.values():
            for name in district.names:
                self._by_full.setdefault(plain(name), []).append(district)
                self._by_short.setdefault(short_district(name), []).append(district)

    def find(self, printed: str, on: datetime.date) -> tuple[str | None, Note | None]:
        """(code, None) of the district of that name on a date; (None, what is wrong) where there is none."""
        named = self._by_full.get(plain(printed)) or self._by_short.get(short_district(printed)) or []
        for district in named:
            if district.existed_on(on):
                return district.code, None
        if not named:
            return None, self._unknown(printed, on)
        ended = max((district for district in named if district.valid_to), key=_end, default=None)
        if ended is None or ended.valid_to > on:
            return None, Note("district-not-yet", {"began": str(named[0].valid_from), "date": str(on)})
        params = {"ended": str(ended.valid_to), "date": str(on)}
        successors = [self.by_code[code] for code in ended.successors if code in self.by_code]
        right = ", ".join(
            self._in_language(printed, district) for district in successors if district.existed_on(on)
        )
        if not right:
            return None, Note("district-ended-alone", params)
        return None, Note("district-ended", params | {"right": right})

    def _unknown(self, printed: str, on: datetime.date) -> Note:
        existing = [district for district in self.by_code.values() if district.existed_on(on)]
        by_name = {short_district(name): name for district in existing for name in district.names}
        near = process.extractOne(short_district(printed), by_name.keys(), scorer=fuzz.ratio, score_cutoff=50)
        if near is None:
            return Note("unknown-district", {"date": str(on)})
        return Note("unknown-district-near", {"date": str(on), "near": by_name[near[0]]})

    def _in_language(self, printed: str, district: DistrictName) -> str:
        wanted = has_chinese(printed)
        return next((name for name in district.names if has_chinese(name) is wanted), district.names[0])


def _end(district: DistrictName) -> datetime.date:
    return district.valid_to or datetime.date.max


class Sectors:
    """Looks sectors up by what a list prints; several in a cell are separated by 、 ； ; or /."""

    def __init__(self, sectors: Iterable[SectorName] = ()) -> None:
        self._by_name = {
            plain(name): sector.key for sector in sectors for name in (sector.key, *sector.names)
        }

    def find(self, printed: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
        """(keys of the known ones, remarks on the others); nothing at all while the table is empty."""
        if not self._by_name:
            return (), ()
        words = [word.strip() for word in re.split(r"[、；;/／]", printed) if word.strip()]
        keys = [self._by_name.get(plain(word)) for word in words]
        unknown = [
            Note("unknown-sector", {"sector": word}) for word, key in zip(words, keys, strict=True) if not key
        ]
        return tuple(dict.fromkeys(key for key in keys if key)), tuple(unknown)

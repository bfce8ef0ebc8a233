"""From the schedule to the lines of every list: who is new, who is listed again, and as what."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import names
from .centres import INNOVATION, SampleCentre, centre_of
from .schedule import STEPS, Annex, Step

FIXED_KINDS = {"municipal-institute": "institute", "national-branch": "branch"}
MAIN = {1: "national-2015/1", 2: "national-2015/1", 3: "national-2015/2"}
"""The main centres of the first branches; those of the others are not in the register."""
DISTRICTS = tuple(
    district
    for district, weight in {
        "渝北区": 6,
        "两江新区": 4,
        "江北区": 5,
        "九龙坡区": 5,
        "沙坪坝区": 4,
        "巴南区": 4,
        "北碚区": 4,
        "璧山区": 4,
        "江津区": 4,
        "南岸区": 3,
        "永川区": 3,
        "涪陵区": 3,
        "重庆高新区": 3,
        "大渡口区": 2,
        "渝中区": 2,
        "长寿区": 2,
        "荣昌区": 2,
        "铜梁区": 2,
        "合川区": 2,
        "綦江区": 2,
        "万州区": 2,
        **dict.fromkeys(("万盛经开区", "潼南区", "南川区", "梁平区", "开州区", "黔江区", "武隆区"), 1),
        **dict.fromkeys(("垫江县", "丰都县", "忠县", "云阳县", "奉节县", "秀山县", "石柱县"), 1),
    }.items()
    for _ in range(weight)
)
NEW_AREA = "2025-11-06"
"""Since that day Jiangbei and Yubei are no districts any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: the centre as it was before, None for a new one, and as the list leaves it."""

    before: SampleCentre | None
    after: SampleCentre
    repeated: bool = False


class Plan:
    """Plays the schedule from its beginning; `centres` are as the lists so far have left them."""

    def __init__(self) -> None:
        self.centres: dict[str, SampleCentre] = {}
        self._given: Counter[str] = Counter()

    def rounds(self) -> Iterator[tuple[Step, list[tuple[Annex, list[Line]]]]]:
        for step in STEPS:
            yield step, [(annex, self.lines(step, annex)) for annex in step.lists]

    def lines(self, step: Step, annex: Annex) -> list[Line]:
        added = [self.new(step, annex, number) for number in range(1, annex.new + 1)]
        if annex.second:
            first = self.centres[annex.second]
            holder = names.Holder(first.holder_zh, first.holder_en)
            facts = {"district": first.district, "sector": first.sector}
            added.append(centre_of(holder, first.kind, INNOVATION, **facts))
        self.centres |= {f"{step.key}/{number}": centre for number, centre in enumerate(added, 1)}
        lines = [Line(None, centre) for centre in added]
        lines += [Line(self.centres[key], self.centres[key]) for key in annex.listed]
        for key, change in annex.changed.items():
            before = self.centres[key]
            lines.append(Line(before, change(before)))
            if annex.kind in {"renamed", "transferred"}:
                self.centres[key] = change(before)
        if annex.layout == "sections":
            lines.sort(key=lambda line: line.after.kind, reverse=True)
        return lines + [replace(lines[number - 1], repeated=True) for number in annex.repeated]

    def new(self, step: Step, annex: Annex, number: int) -> SampleCentre:
        """The centre entered as the `number`th new one of a list; some have no English name."""
        serial = self._count("centre")
        kind = FIXED_KINDS.get(step.scheme, "design-enterprise" if number % 6 == 5 else "enterprise-centre")
        if number > annex.new - annex.colleges:
            kind = "college-centre"
        holder = self.holder(kind)
        if serial % 11 == 7:
            holder = replace(holder, name_en="")
        suffix = INNOVATION if kind == "enterprise-centre" and serial % 8 == 3 else None
        district = "大足区" if number in annex.dazu else district_of(serial, step)
        main = self.centres[MAIN[number]].name_zh if kind == "branch" and number in MAIN else ""
        return centre_of(holder, kind, suffix, district=district, sector=holder.sector, branch_of=main)

    def holder(self, kind: str) -> names.Holder:
        if kind == "college-centre":
            return names.college(self._count("college"))
        if kind in {"design-enterprise", "branch"}:
            return names.designer(self._count("designer"))
        return names.maker(self._count("maker"))

    def _count(self, what: str) -> int:
        self._given[what] += 1
        return self._given[what] - 1


def district_of(serial: int, step: Step) -> str:
    """Where a new centre lies; empty where the list does not say."""
    if step.scheme == "national-centre" or serial % 17 == 5:
        return ""
    district = DISTRICTS[serial * 31 % len(DISTRICTS)]
    ended = step.effective_on > NEW_AREA and district in {"江北区", "渝北区"}
    return "两江新区" if ended else district

"""The sample register as data: its rounds, in the order in which they are entered.

The counts under each scheme follow the published figures; cityofdesign/content/figures.csv has their sources.
`municipal-2018/5` is the fifth new centre of the round `municipal-2018`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .centres import Change, as_group, as_innovation, misprinted, moved, nowhere, taken_over, with_centre

NOTHING: Mapping[str, Change] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One list: first `new` centres, then those `listed` as they are, then those `changed`.

    `colleges` of the new ones, the last, are colleges; `second` names a centre whose holder founds another;
    `dazu` are the numbers of new ones that lie in Dazu; `repeated` those of lines printed twice.
    """

    kind: str = "granted"
    layout: str = "xlsx"
    new: int = 0
    colleges: int = 0
    second: str = ""
    dazu: tuple[int, ...] = ()
    listed: tuple[str, ...] = ()
    changed: Mapping[str, Change] = field(default_factory=lambda: NOTHING)
    repeated: tuple[int, ...] = ()
    ground: str = ""
    stated_total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One round. `until` is the state in which it is left; where `undone`, a second round takes it back."""

    key: str
    scheme: str
    year: int
    batch: int | None = None
    document: str
    effective_on: str
    issued_on: str = ""
    lists: tuple[Annex, ...]
    by: str = "officer"
    until: str = "published"
    undone: bool = False


def of(key: str, *numbers: int) -> tuple[str, ...]:
    return tuple(f"{key}/{number}" for number in numbers)


STEPS = (
    Step(
        key="national-2015",
        scheme="national-centre",
        year=2015,
        document="示例〔2015〕1号",
        issued_on="2015-12-28",
        effective_on="2016-01-05",
        lists=(Annex(new=2),),
    ),
    Step(
        key="municipal-2018",
        scheme="municipal-centre",
        year=2018,
        document="示例〔2018〕1号",
        effective_on="2018-11",
        lists=(Annex(new=20, dazu=(18,)),),
        by="officer2",
    ),
    Step(
        key="district-2019",
        scheme="district-centre",
        year=2019,
        document="示例〔2019〕1号",
        effective_on="2019-06-20",
        lists=(Annex(new=27, dazu=(5, 15, 23), listed=of("municipal-2018", 3, 8, 13), layout="csv"),),
    ),
    Step(
        key="national-2019",
        scheme="national-centre",
        year=2019,
        document="示例〔2019〕2号",
        effective_on="2019-10-30",
        lists=(
            Annex(listed=of("municipal-2018", 1, 5, 9, 14), layout="sections"),
            Annex(kind="maintained", listed=of("national-2015", 1, 2)),
        ),
        by="officer2",
    ),
    Step(
        key="municipal-2020",
        scheme="municipal-centre",
        year=2020,
        document="示例〔2020〕1号",
        effective_on="2020-09",
        lists=(
            Annex(new=14, listed=of("district-2019", 2, 7, 12), layout="sections"),
            Annex(
                kind="withdrawn", ground="missed", listed=of("municipal-2018", 6, 10, 19), layout="gb18030"
            ),
        ),
    ),
    Step(
        key="district-2020",
        scheme="district-centre",
        year=2020,
        document="示例〔2020〕2号",
        effective_on="2020-12-18",
        lists=(Annex(new=3, layout="csv"),),
        by="officer2",
        undone=True,
    ),
    Step(
        key="district-2021",
        scheme="district-centre",
        year=2021,
        document="示例〔2021〕1号",
        effective_on="2021-05-31",
        lists=(
            Annex(
                new=36,
                dazu=(2, 8, 19, 25, 31),
                listed=(*of("municipal-2018", 4, 16), *of("municipal-2020", 3, 9)),
                repeated=(12,),
                layout="gb18030",
            ),
        ),
    ),
    Step(
        key="municipal-2021-1",
        scheme="municipal-centre",
        year=2021,
        batch=1,
        document="示例〔2021〕2号",
        effective_on="2021-11-10",
        lists=(
            Annex(new=28, listed=(*of("district-2019", 4, 9, 15), *of("district-2021", 3, 10))),
            Annex(kind="withdrawn", ground="failed", listed=("municipal-2018/12", "municipal-2020/6")),
        ),
        by="officer2",
    ),
    Step(
        key="national-2021",
        scheme="national-centre",
        year=2021,
        document="示例〔2021〕3号",
        effective_on="2021-11-25",
        lists=(
            Annex(
                listed=(*of("municipal-2018", 2, 7), *of("municipal-2020", 1), *of("district-2019", 2, 7)),
                layout="sections",
            ),
            Annex(kind="withdrawn", ground="own-wish", listed=of("municipal-2018", 14), layout="csv"),
        ),
    ),
    Step(
        key="branch-2021",
        scheme="national-branch",
        year=2021,
        document="示例〔2021〕4号",
        effective_on="2021",
        lists=(Annex(new=22, layout="csv"),),
        by="officer2",
    ),
    Step(
        key="municipal-2021-2",
        scheme="municipal-centre",
        year=2021,
        batch=2,
        document="示例〔2021〕5号",
        effective_on="2021-12-28",
        lists=(
            Annex(new=25, listed=of("district-2021", 1, 5, 14, 20, 27, 33), layout="gb18030"),
            Annex(kind="suspended", listed=("municipal-2018/15", "municipal-2020/11")),
            Annex(kind="restored", listed=of("municipal-2018", 12), layout="csv"),
        ),
    ),
    Step(
        key="institute-2022",
        scheme="municipal-institute",
        year=2022,
        document="示例〔2022〕1号",
        effective_on="2022-06-30",
        lists=(Annex(new=12, dazu=(3, 8)),),
        by="officer2",
    ),
    Step(
        key="municipal-2022",
        scheme="municipal-centre",
        year=2022,
        document="示例〔2022〕2号",
        issued_on="2022-12-20",
        effective_on="2022-12-26",
        lists=(
            Annex(
                new=51,
                dazu=(7,),
                second="municipal-2020/2",
                listed=(
                    *of("district-2019", 11, 18, 21, 25),
                    *of("district-2021", 7, 16, 18, 22, 29, 35),
                    *of("municipal-2018", 10),
                ),
                layout="sections",
            ),
            Annex(
                kind="maintained",
                listed=(
                    *of("municipal-2018", 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 14, 16, 17, 18, 20),
                    *of("municipal-2020", 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14),
                    *of("district-2019", 2, 7, 12),
                ),
                stated_total=36,
            ),
            Annex(kind="restored", listed=("municipal-2018/15", "municipal-2020/11"), layout="gb18030"),
            Annex(kind="withdrawn", ground="fraud", listed=of("municipal-2021-1", 6), layout="csv"),
            Annex(
                kind="renamed",
                changed={
                    "municipal-2018/11": as_group,
                    "municipal-2020/4": as_group,
                    "municipal-2021-1/8": as_innovation,
                    "municipal-2021-2/3": as_innovation,
                },
            ),
            Annex(
                kind="transferred",
                changed={
                    "municipal-2020/7": taken_over,
                    "municipal-2021-1/9": moved("永川区"),
                    "municipal-2021-1/11": with_centre,
                },
                layout="csv",
            ),
        ),
    ),
    Step(
        key="institute-2023",
        scheme="municipal-institute",
        year=2023,
        document="示例〔2023〕1号",
        effective_on="2023-05-18",
        lists=(Annex(new=6, dazu=(2,), layout="csv"),),
    ),
    Step(
        key="district-2023",
        scheme="district-centre",
        year=2023,
        document="示例〔2023〕2号",
        effective_on="2023-05",
        lists=(
            Annex(new=19, colleges=2, dazu=(1, 6, 12), listed=("municipal-2021-1/2", "municipal-2022/11")),
            Annex(kind="withdrawn", ground="own-wish", listed=of("district-2019", 3, 16), layout="gb18030"),
        ),
        by="officer2",
    ),
    Step(
        key="municipal-2024",
        scheme="municipal-centre",
        year=2024,
        document="示例〔2024〕1号",
        effective_on="2024-12-20",
        lists=(
            Annex(new=1, colleges=1, listed=of("district-2023", 18, 19)),
            Annex(kind="suspended", listed=("municipal-2021-2/6", "municipal-2022/20"), layout="csv"),
            Annex(kind="withdrawn", ground="dishonesty", listed=of("municipal-2022", 33)),
        ),
    ),
    Step(
        key="municipal-2025",
        scheme="municipal-centre",
        year=2025,
        document="示例〔2025〕1号",
        effective_on="2025-12-15",
        lists=(
            Annex(
                kind="transferred",
                changed={
                    **dict.fromkeys(of("municipal-2018", 2, 7), moved("两江新区")),
                    "municipal-2020/5": moved("两江新区"),
                    "municipal-2021-1/26": moved("两江新区"),
                    "municipal-2021-2/16": moved("两江新区"),
                    "municipal-2021-2/21": moved("北碚区"),
                    **dict.fromkeys(of("municipal-2022", 16, 24, 37), moved("两江新区")),
                },
            ),
        ),
        by="officer2",
    ),
    Step(
        key="district-2025",
        scheme="district-centre",
        year=2025,
        document="示例〔2025〕2号",
        effective_on="2025-12-31",
        lists=(Annex(kind="expired", listed=of("district-2019", 1, 6, 20, 24), layout="csv"),),
    ),
    Step(
        key="municipal-2026",
        scheme="municipal-centre",
        year=2026,
        document="示例〔2026〕1号",
        effective_on="2026-02-10",
        lists=(
            Annex(new=4, listed=("district-2021/12", "municipal-2018/19"), repeated=(2,)),
            Annex(
                kind="maintained",
                listed=("municipal-2018/1", "municipal-2020/1"),
                changed={"municipal-2021-2/9": misprinted},
                layout="csv",
            ),
            Annex(kind="withdrawn", ground="own-wish", listed=of("municipal-2022", 40)),
            Annex(kind="renamed", changed={"municipal-2022/14": as_group}),
            Annex(kind="transferred", changed={"municipal-2022/29": moved("北碚区")}, layout="gb18030"),
        ),
        by="officer2",
        until="submitted",
    ),
    Step(
        key="institute-2026",
        scheme="municipal-institute",
        year=2026,
        document="示例〔2026〕2号",
        effective_on="2026-03-20",
        lists=(
            Annex(
                kind="full",
                new=1,
                listed=(
                    *of("institute-2022", 1, 3, 4, 6, 7, 8, 9, 10, 11, 12),
                    *of("institute-2023", 1, 2, 3, 5, 6),
                ),
                changed={"institute-2022/2": misprinted, "institute-2023/4": nowhere},
            ),
        ),
        until="draft",
    ),
)

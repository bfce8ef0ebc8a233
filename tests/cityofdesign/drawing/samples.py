"""One of each drawing, with the words passed in."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from cityofdesign import drawing as d

STEPS = [
    d.Step(date(2014, 2, 28), 6),
    d.Step(date(2020, 9, 30), 40),
    d.Step(date(2021, 11, 18), 71),
    d.Step(date(2021, 12, 31), 101),
    d.Step(date(2022, 12, 31), 165),
]
YUBEI, JIANGBEI, DAZU = "500112", "500105", "500111"


@dataclass(frozen=True)
class When:
    """A date as the ruler takes it."""

    precision: str
    lower: date | None = None
    upper: date | None = None


def hills(words: str) -> dict[str, Markup]:
    plan = d.Plan(date(2025, 12, 31), 250, words, since=date(2022, 1, 13))
    flag = d.Flag(date(2023, 10, 31), words, words)
    fog = [d.Fog(date(2014, 2, 28), date(2020, 9, 30), words), d.Fog(date(2023, 11, 3))]
    steps = [d.Step(step.date, step.value, step.figure, words) for step in STEPS]
    return {
        f"hill {size}": d.hill(steps, size, plan, flag, fog, prefix="h", label=words, desc=words)
        for size in ("wide", "medium", "phone")
    }


def maps(words: str) -> dict[str, Markup]:
    values = {
        YUBEI: d.TileValue(22, words, "/?district=500112&on=2023", 11),
        DAZU: d.TileValue(3, words, "", -1),
    }
    return {
        "map": d.district_map(values, False, rivers=(words, words), label=words, desc=words),
        "map phone": d.district_map(values, True, "phone", label=words),
        "map change": d.district_map(values, False, change=True, label=words),
        "mini map": d.mini_map(DAZU, False, label=words),
    }


def charts(words: str) -> dict[str, Markup]:
    plan = d.Plan(date(2025, 12, 31), 250, words)
    return {
        "growth": d.growth(tuple(STEPS), date(2023, 11, 3), date(2024, 6, 30), label=words),
        "steps": d.step_chart(STEPS, plan, date(2023, 11, 3), label=words, desc=words),
        "wall": d.wall(165, 250, label=words),
        "blocks": d.blocks(18, 5, "neutral", words, label=words),
        "bar": d.bar(165, 250),
        "bar empty": d.bar(None, 500),
    }


def blocks_and_lanes(words: str) -> dict[str, Markup]:
    change = d.RoundChange(30, 34, 2, 32, 64)
    segment = d.Segment(date(2019, 1, 1), date(2019, 12, 31), date(2021, 5, 1))
    ended = d.Segment(date(2021, 5, 1), date(2021, 5, 1), None, "suspended")
    lane = d.Lane(words, "district", [segment, ended])
    span = date(2018, 1, 1), date(2024, 12, 31), date(2023, 11, 3)
    out = {}
    for size in ("wide", "phone"):
        said = d.RoundWords(words, words, words, words, words, words)
        out[f"round {size}"] = d.round_block(change, said, size, label=words, desc=words)
        out[f"lanes {size}"] = d.lanes([lane], *span, size, label=words, desc=words)
    return out


def contours(words: str) -> dict[str, Markup]:
    sizes = {f"contour {size}": d.contour(42, size, "national", True, words) for size in d.SIZES}
    return {**sizes, "terrain": d.terrain_lines(9)}


def marks() -> dict[str, Markup]:
    rulers = [When("day", date(2023, 10, 31), date(2023, 10, 31)), When("range", None, date(2020, 11, 30))]
    return {
        "level": d.level_mark("municipal"),
        "status": d.status_mark("suspended"),
        "target": d.target_mark("passed"),
        **{f"ruler {when.precision}": d.ruler(when) for when in rulers},
        "stair": d.stair(),
        "stair arrow": d.stair_arrow(),
        "logo": d.logo(),
        "search": d.search_icon(),
    }


def every_drawing(words: str = "words") -> dict[str, Markup]:
    return {
        **hills(words),
        **maps(words),
        **charts(words),
        **blocks_and_lanes(words),
        **contours(words),
        **marks(),
    }

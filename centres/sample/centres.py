"""A sample centre as lists print it, and what may become of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from .names import PREFIX_ZH, Holder, maker

SUFFIXES = {
    # kind of centre: (Chinese, English) after the holder's name
    "enterprise-centre": ("工业设计中心", " Industrial Design Centre"),
    "college-centre": ("工业设计中心", " Industrial Design Centre"),
    "design-enterprise": ("", ""),
    "institute": ("工业设计研究院", " Industrial Design Institute"),
    "branch": ("工业设计中心", " Industrial Design Centre"),
}
INNOVATION = ("创新设计中心", " Innovative Design Centre")


@dataclass(frozen=True, slots=True)
class SampleCentre:
    """A fictional centre; its names are empty where lists print none, and so are the facts."""

    holder_zh: str
    holder_en: str
    name_zh: str
    name_en: str
    kind: str
    district: str = ""
    sector: str = ""
    branch_of: str = ""


Change = Callable[[SampleCentre], SampleCentre]


def centre_of(holder: Holder, kind: str, suffix: tuple[str, str] | None = None, **facts: str) -> SampleCentre:
    """The centre of a holder, named after it; a design enterprise has no name of its own."""
    zh, en = suffix or SUFFIXES[kind]
    name_zh = f"{holder.name_zh}{zh}" if zh else ""
    name_en = f"{holder.name_en}{en}" if en and holder.name_en else ""
    return SampleCentre(holder.name_zh, holder.name_en, name_zh, name_en, kind, **facts)


def held_by(centre: SampleCentre, zh: str, en: str) -> SampleCentre:
    """The centre under another holder's name."""
    return replace(
        centre,
        holder_zh=zh,
        holder_en=en,
        name_zh=centre.name_zh.replace(centre.holder_zh, zh),
        name_en=centre.name_en.replace(centre.holder_en, en) if en and centre.holder_en else "",
    )


def as_group(centre: SampleCentre) -> SampleCentre:
    """The holder has become a group of companies."""
    zh = centre.holder_zh.replace("股份有限公司", "有限公司").replace("有限公司", "集团有限公司")
    return held_by(centre, zh, centre.holder_en.replace(" Co., Ltd.", " Group Co., Ltd."))


def as_innovation(centre: SampleCentre) -> SampleCentre:
    """The centre calls itself a centre of innovative design."""
    zh, en = INNOVATION
    name_en = f"{centre.holder_en}{en}" if centre.holder_en else ""
    return replace(centre, name_zh=f"{centre.holder_zh}{zh}", name_en=name_en)


def taken_over(centre: SampleCentre) -> SampleCentre:
    """Another company has taken the centre over."""
    buyer = maker(-1)
    return held_by(centre, buyer.name_zh, buyer.name_en)


def moved(district: str) -> Change:
    """The centre has moved to a district."""
    return lambda centre: replace(centre, district=district)


def with_centre(centre: SampleCentre) -> SampleCentre:
    """A design enterprise has founded a centre of its own."""
    holder = Holder(centre.holder_zh, centre.holder_en)
    return centre_of(holder, "enterprise-centre", district=centre.district, sector=centre.sector)


def misprinted(centre: SampleCentre) -> SampleCentre:
    """The list drops a character of the holder's name, and prints no English."""
    place = len(PREFIX_ZH)
    return held_by(centre, centre.holder_zh[: place + 1] + centre.holder_zh[place + 2 :], "")


def nowhere(centre: SampleCentre) -> SampleCentre:
    """The list prints a district that does not exist."""
    return replace(centre, district="嘉陵区")

"""What a text says of the number of design centres, and for which date. Pure functions.

Only sentences about the whole city and about how many there are: what a round added, what a plan promises,
and what is said of a district, a province or the country is passed over. Where in doubt nothing is claimed.
"""

import calendar
import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Iterator

from . import numerals

ANY = ""
"""The scheme of a number of "design centres" of no level."""
FIRST_YEAR, LAST_YEAR = 1990, 2100

PART = re.compile(r"[^。！？!?;；\n]*?(?:[。！？!?;；\n]+|\.\n+|\.(?=\s|$)|$)")
CLOSED = (".", "。", "!", "?")
MONTHS = {name.casefold(): month for month, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): month for month, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?<![\d(\[〔–—/-])(?P<{0}>(?:19|20)\d\d)"
DATES = [
    re.compile(rf"(?P<d>\d{{1,2}}) (?P<m>{_MONTH})\.? (?P<y>\d{{4}})"),
    re.compile(rf"(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})"),
    re.compile(rf"(?P<m>{_MONTH})\.? (?P<y>\d{{4}})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?"),
    re.compile(rf"(?P<end>(?:end|close) of ){_YEAR.format('y')}(?![\d)\]〕–—/-])"),
    re.compile(rf"{_YEAR.format('y')}\s?年?(?P<end>底|末)"),
    re.compile(rf"{_YEAR.format('y')}\s?年(?!度)"),
    re.compile(rf"{_YEAR.format('y')}(?![\d)\]〕–—/-]|\s?年)"),
]

ELSEWHERE = re.compile(
    r"\b(?:china|nationwide|country|countrywide|provinces?|sichuan|beijing|shanghai|guangdong|zhejiang)\b"
    r"|全国|我国|中国|外省|各省|四川|川渝|北京|上海|广东|浙江"
)
THE_CITY = re.compile(r"\b(?:chongqing|the city)\b|重庆|全市|我市|本市")
PROMISED = re.compile(
    r"\b(?:targets?|goals?|aims?|plan(?:s|ned)?|promis\w+|should|shall|will|would|hopes?|at most|ceiling)\b"
    r"|目标|力争|计划|规划|拟|将达|不超过|推荐|申报|指标"
)
GAINED = re.compile(
    r"(?:\b(?:new|newly|another|further|additional|more|first|accredited|recogni[sz]ed|named|approved|added"
    r"|selected|listed|gained|won|lost|withdrew|withdrawn)|新增|新认定|新获\w{0,3}|再增|净增|增加|首批\w{0,3}|新建"
    r"|认定了?|入选|获评|获批|撤销|取消|复核)\s*$"
)
GAINED_INSIDE = re.compile(r"\b(?:new|newly|more|additional|further|first)\b|新")
GAINED_AFTER = re.compile(
    r"\s*(?:(?:were|was|are|that|which)\s+(?:newly |then )?(?:accredited|recogni\w+|named|approved|added"
    r"|selected|listed|withdrawn|passed|who)|(?:passed|joined|received|took|won)\b|通过复核|获|被|入选|撤销|复核|授牌)"
)
OVER = re.compile(r"(?:more than|over|at least|exceeding|超过|逾|突破)\s*$")
ABOUT = re.compile(r"(?:nearly|almost|about|around|some|roughly|approximately|近|约|大约|接近)\s*$")
OVER_AFTER = re.compile(r"[余多]|家?以上| or more")

NUMBER = rf"(?<![\w.,第])(?!(?:19|20)\d\d\b)(?P<n>{numerals.ENGLISH})(?![\d.]*\d)(?!\w)(?!\s?%)"
CHINESE_NUMBER = rf"(?<![\d.第])(?P<n>{numerals.CHINESE})(?P<over>[余多]?)\s?[家个所](?P<more>以上)?"
LEVELS = {
    "national": r"national(?:[- ]level)?|国家级",
    "municipal": r"(?:municipal|city)(?:[- ]level)?|市级",
    "district": r"(?:district|county)(?:[- ]level)?(?: and county(?:[- ]level)?)?|区县级|区级|县级",
}
LEVEL = rf"(?P<level>{'|'.join(LEVELS.values())})"
EN_CENTRE = r"(?:industrial design|design|industrial) cent(?:re|er)s?\b"
EN_NOUN = rf"(?P<noun>{EN_CENTRE}|cent(?:re|er)s?\b|(?:industrial )?design institutes?\b)"
ZH_NOUN = r"(?P<noun>(?:工业)?设计中心|(?:工业)?设计研究院|中心)"
_VERBS = "there |were |was |is |are |had |has |have |to |by |the "
ADJECTIVES = rf"(?:(?!and |or |of |in |per |{_VERBS}|(?:{_MONTH}) )[a-z-]+ ){{0,3}}?"
BECAME = (
    r"(?: in (?:the city|chongqing))?(?:\s*[:(=,]\s*|\s+(?:had |has |have |now )*(?:reached|rose to|grew to|"
    r"risen to|grown to|increased to|stood at|stands at|total(?:l?ed|s)?|number(?:ed|s)?|climbed to|came to|"
    r"was|were|is|are)\s+)(?:to )?"
)
ZH_BECAME = (
    r"(?:\(.{1,12}?\))?(?:总数|总量|数量|累计|已|共|共有|现有|有|为|达到|达|增至|增加到|增长到|升至|上升到|:|计|约|近|"
    r"超过|逾|突破|的|在全市|全市|在渝)*"
)
BRANCH_EN = r"branch(?:es)?(?: in chongqing)? (?:of|opened by|set up by) national(?:[- ]level)?"
BRANCH_ZH = r"国家级(?:工业)?设计中心(?:在渝)?(?:设立)?的?分支机构"

COUNTED = [
    ("branch", re.compile(rf"{NUMBER} {ADJECTIVES}{BRANCH_EN}")),
    ("branch", re.compile(rf"{BRANCH_EN} {EN_NOUN}{BECAME}{NUMBER}")),
    ("branch", re.compile(rf"{CHINESE_NUMBER}\s?{BRANCH_ZH}")),
    ("branch", re.compile(rf"{BRANCH_ZH}{ZH_BECAME}\s?{CHINESE_NUMBER}")),
    ("", re.compile(rf"{NUMBER} {ADJECTIVES}{LEVEL} {ADJECTIVES}{EN_NOUN}")),
    ("", re.compile(rf"{NUMBER} (?:industrial )?(?P<noun>design cent(?:re|er)s)\b")),
    ("listed", re.compile(rf"{NUMBER} {LEVEL}(?= ones\b| and | or |[,.;:)]|\s*$)")),
    ("", re.compile(rf"{LEVEL} {EN_NOUN}{BECAME}(?P<said>(?:[a-z]+ ){{0,2}}?){NUMBER}")),
    ("", re.compile(rf"{CHINESE_NUMBER}\s?(?:的|重庆)?{LEVEL}{ZH_NOUN}")),
    ("", re.compile(rf"{LEVEL}{ZH_NOUN}{ZH_BECAME}\s?{CHINESE_NUMBER}")),
    ("", re.compile(rf"{CHINESE_NUMBER}\s?(?P<noun>工业设计中心)")),
    ("", re.compile(rf"(?<!级)(?P<noun>工业设计中心){ZH_BECAME}\s?{CHINESE_NUMBER}")),
    ("listed", re.compile(rf"{LEVEL}(?:有|为|共|达到|达|:)?\s?{CHINESE_NUMBER}")),
    ("listed", re.compile(rf"{CHINESE_NUMBER}\s?{LEVEL}(?=[,、。;)]|$)")),
]
ABOUT_CENTRES = re.compile(rf"{EN_CENTRE}|工业设计中心|设计中心")
RESPECTIVELY = re.compile(
    rf"国家级[、和及]市级{ZH_NOUN}\D{{0,8}}?分别\D{{0,4}}?{CHINESE_NUMBER}[、和,及]\s?(?P<n2>"
    rf"{numerals.CHINESE})\s?[家个所]"
)


@dataclasses.dataclass(frozen=True)
class Claim:
    """So many centres of a scheme on a date. `comparator` is "", "over" or "about"; `lower` and `upper` are
    the first and last day meant, None where the text names no date; `words` is what was typed."""

    value: int
    scheme: str
    words: str
    sentence: str
    comparator: str = ""
    lower: datetime.date | None = None
    upper: datetime.date | None = None

    def holds_for(self, value: int) -> bool:
        if self.comparator == "over":
            return self.value <= value < self.value * 1.5 + 10
        if self.comparator == "about":
            return abs(value - self.value) <= max(self.value, value) / 10
        return value == self.value


def claims(text: str, places: re.Pattern | None = None) -> list[Claim]:
    """What the text claims; paragraphs stand on lines of their own. A sentence without a date takes that of
    the one before it in its paragraph. `places` finds districts, of which no sentence is judged."""
    found, carried, over = [], None, False
    plain = unicodedata.normalize("NFKC", text).casefold()
    for match in PART.finditer(plain):
        part = match[0].strip()
        dates = dates_in(part)
        over = passed_over(part, places) or (over and not THE_CITY.search(part))
        if not over and ABOUT_CENTRES.search(part):
            found += in_sentence(part, dates, carried)
        carried = dates[-1][2:] if dates else carried
        if part.endswith(CLOSED):
            over, carried = False, None if "\n" in match[0] else carried
    return found


def passed_over(part: str, places: re.Pattern | None) -> bool:
    """Whether it speaks of more or less than the city, or of what is only meant to be. What follows does so
    too, until a sentence is closed or the city is named."""
    if ELSEWHERE.search(part) or PROMISED.search(part):
        return True
    return places is not None and places.search(part) is not None


def in_sentence(sentence: str, dates: list[tuple], carried: tuple | None) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    if both := RESPECTIVELY.search(sentence):
        taken.append(both.span())
        for level, group in (("national", "n"), ("municipal", "n2")):
            lower, upper = dated(both.start(group), dates, carried)
            value = numerals.number(both[group])
            yield Claim(value, scheme_of(level, both["noun"], ""), both[0], sentence, "", lower, upper)
    for kind, pattern in COUNTED:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            groups = match.groupdict()
            scheme = scheme_of(groups.get("level"), groups.get("noun") or "centre", kind)
            value = numerals.number(match["n"])
            if scheme is None:
                continue
            taken.append((start, end))
            if not gained(sentence, match):
                lower, upper = dated(match.start("n"), dates, carried)
                yield Claim(value, scheme, match[0].strip(), sentence, about(sentence, match), lower, upper)


def scheme_of(level: str | None, noun: str, kind: str) -> str | None:
    """The key of the scheme; `ANY` without a level, None for what the register has no scheme of."""
    if kind == "branch":
        return "national-branch"
    key = next((key for key, words in LEVELS.items() if level and re.fullmatch(words, level)), None)
    if "institute" in noun or "研究院" in noun:
        return "municipal-institute" if key == "municipal" else None
    return f"{key}-centre" if key else ANY


def gained(sentence: str, match: re.Match) -> bool:
    """Whether it counts what came or went, not what there is."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if re.match("分支机构|从业|名单|产品", after):
        return True
    before = re.sub(r"(?:\b(?:its|the|a|had|up)\s*|累计|共)+$", "", before.rstrip())
    if re.search(r"累计认定了?\s*$", sentence[: match.start()]):
        return False
    inside = match[0].replace(match["n"], "", 1)
    return bool(GAINED.search(before) or GAINED_INSIDE.search(inside) or GAINED_AFTER.match(after))


def about(sentence: str, match: re.Match) -> str:
    before, after = sentence[: match.start("n")], sentence[match.end("n") :]
    if OVER.search(before) or OVER_AFTER.match(after):
        return "over"
    return "about" if ABOUT.search(before) else ""


def dated(place: int, dates: list[tuple], carried: tuple | None) -> tuple:
    """The bounds of the date nearest before a place of a sentence, else after it, else the one carried."""
    before = [date for date in dates if date[1] <= place]
    nearest = before[-1:] or dates[:1]
    return nearest[0][2:] if nearest else carried or (None, None)


def dates_in(sentence: str) -> list[tuple[int, int, datetime.date, datetime.date]]:
    """`(start, end, first day, last day)` of every date, in order. "The end of 2022" is its last day."""
    found: list[tuple] = []
    for pattern in DATES:
        for match in pattern.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end, *_days in found):
                continue
            if days := bounds(match.groupdict()):
                found.append((*match.span(), *days))
    return sorted(found)


def bounds(parts: dict[str, str | None]) -> tuple[datetime.date, datetime.date] | None:
    year, month, day = int(parts["y"]), parts.get("m"), parts.get("d")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    month = int(MONTHS.get(month, month)) if month else None
    try:
        if day:
            return (datetime.date(year, month, int(day)),) * 2
        last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        return (last if parts.get("end") else datetime.date(year, month or 1, 1)), last
    except (ValueError, calendar.IllegalMonthError):
        return None

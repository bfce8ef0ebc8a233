"""Names of holders and centres made comparable. Pure functions; the slow ones remember their answers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cityofdesign.search.tokens import BRITISH, CHINESE, words

LEGAL_ZH = re.compile(r"(?:股份)?有限(?:责任)?公司|(?<=集团)公司|总公司")
LEGAL_EN = frozenset("co company ltd limited inc incorporated corp corporation llc plc".split())
SETTLED = re.compile(r"[0-9a-z\u4e00-\u9fff]*\Z")
AS_ONE_WORD = LEGAL_EN | BRITISH.keys()
GENERIC = re.compile(
    r"^(?:示例|sample)?(?:重庆市?|chongqing)"
    r"|(?:企业)?(?:创新|国家级|市级)?(?:工业|创新)?设计(?:中心|研究院|院)$"
    r"|(?:national|municipal)?(?:innovative|industrial)*design(?:centre|institute)$"
)

COMPANY_ZH = re.compile(r"^(.*公司)(.*)$")
INSTITUTION_ZH = re.compile(r"^(.*(?:大学|学院|研究院|研究所|设计院|集团|厂))(.*)$")
HOLDER_EN = re.compile(
    r"^(.*(?:\bco\.?\s*,?\s*ltd\b\.?|\bcompany limited\b|\blimited\b|\bltd\b\.?|\binc\b\.?|\bcorporation\b"
    r"|\buniversity\b|\bcollege\b|\binstitute of \w+\b))(.*)$",
    re.IGNORECASE,
)

CREDIT_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def has_chinese(text: str) -> bool:
    return CHINESE.search(text) is not None


def _without_legal_form(text: str) -> str:
    all_words = words(text)
    kept = "".join(word for word in all_words if word not in LEGAL_EN)
    return LEGAL_ZH.sub("", kept) or "".join(all_words)


@lru_cache(maxsize=1 << 16)
def normalise(name: str) -> str:
    """The name without width, case, script variant, spaces, punctuation and legal form.

    `重庆長安（集团）股份有限公司` and `重庆长安集团` are equal, `Design Center` and `design centre` too.
    Idempotent. 集团 and `group` stay: a group and its subsidiary are two companies.
    """
    while (shorter := _without_legal_form(name)) != name:
        name = shorter
        if SETTLED.match(name) and not LEGAL_ZH.search(name) and name not in AS_ONE_WORD:
            break
    return name


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """The name as `normalise`, but with its legal form: what must differ for a name to have been changed."""
    return "".join(words(name))


def has_legal_form(name: str) -> bool:
    """Whether a Chinese name says what kind of company it is, as 有限公司 does."""
    return LEGAL_ZH.search(plain(name)) is not None


@lru_cache(maxsize=1 << 16)
def core(key: str) -> str:
    """What distinguishes a normalised name: without the city, the group and 工业设计中心; never empty."""
    loose = without_group(key)
    return GENERIC.sub("", loose) or loose


def without_group(key: str) -> str:
    return key.replace("集团", "").replace("group", "") or key


def identity(centre: str, holder: str) -> str:
    """One key for a centre with its holder, whether or not the centre's name contains the holder's."""
    centre, holder = normalise(centre), normalise(holder)
    if not holder or centre.startswith(holder):
        return centre
    return holder + centre


def own_part(centre: str, holders: tuple[str, ...]) -> str:
    """The normalised name of the centre without the name of any of `holders` before it."""
    key = normalise(centre)
    for holder in holders:
        prefix = normalise(holder)
        if prefix and key.startswith(prefix):
            return key[len(prefix) :]
    return key


def split_holder(name: str) -> tuple[str, str]:
    """(holder, rest) of a full name such as `九牧厨卫股份有限公司工业设计中心`.

    ("", name) where no holder can be told from it.
    """
    patterns = (COMPANY_ZH, INSTITUTION_ZH) if has_chinese(name) else (HOLDER_EN,)
    for pattern in patterns:
        if found := pattern.match(name):
            return found[1].strip(), found[2].strip()
    return "", name


def is_sample(name: str) -> bool:
    """Whether a name says of itself that it is sample data."""
    return unicodedata.normalize("NFKC", name).casefold().startswith(("(示例)", "(sample)"))


def valid_credit_code(text: str) -> bool:
    """Whether `text` is a unified social credit code with the right check digit (GB 32100-2015)."""
    if len(text) != 18 or any(letter not in CREDIT_CODE_LETTERS for letter in text):
        return False
    total = sum(
        CREDIT_CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(text[:17])
    )
    return CREDIT_CODE_LETTERS[-total % 31] == text[17]

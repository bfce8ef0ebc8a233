"""Text taken apart for every search: of pages, of the register, and of printed names. Pure functions.

Traditional characters are simplified by OpenCC (t2s), Chinese is read by pypinyin, which knows the cities and
firms whose characters have several readings (重庆 is `chong qing`, 长安 `chang an`).
"""

import re
import unicodedata
from functools import lru_cache

import opencc

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE = re.compile(f"[{HAN}]")
WORD = re.compile(r"[^\W_]+")
PIECE = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
APOSTROPHE = re.compile("['’‘ʼ`]")
ACCENT = re.compile("[\u0300-\u036f]")
ACCENTED = re.compile("[\u00c0-\u04ff\u1e00-\u1fff]")
READINGS = {"之都": ("zhi", "du"), "丰都": ("feng", "du")}
"""What pypinyin reads otherwise (都 as dou)."""
RECURRING = re.compile(
    "(重庆市?|(?:股份)?有限(?:责任)?公司|(?:工业|创新)?设计(?:中心|研究院|院)|集团|科技|技术|之都|丰都)"
)

AMERICAN = {
    "aluminum": "aluminium",
    "behavior": "behaviour",
    "catalog": "catalogue",
    "center": "centre",
    "color": "colour",
    "customized": "customised",
    "defense": "defence",
    "digitalization": "digitalisation",
    "fiber": "fibre",
    "gray": "grey",
    "industrialization": "industrialisation",
    "jewelry": "jewellery",
    "labor": "labour",
    "license": "licence",
    "meter": "metre",
    "modeling": "modelling",
    "modernization": "modernisation",
    "mold": "mould",
    "optimization": "optimisation",
    "organization": "organisation",
    "program": "programme",
    "specialized": "specialised",
    "standardization": "standardisation",
    "theater": "theatre",
    "tire": "tyre",
    "visualization": "visualisation",
}
BRITISH = AMERICAN | {f"{american}s": f"{british}s" for american, british in AMERICAN.items()}
SINGULAR = ("ss", "us", "is", "news", "series")
LONGEST_SOUND = 6
"""Syllables of the longest run that is indexed joined."""

simplified = opencc.OpenCC("t2s").convert


def pinyin(text: str) -> list[str]:
    """How Chinese is read, without tones; what is not Chinese stays together."""
    from pypinyin import lazy_pinyin  # its tables take a third of a second: no start waits for them

    return lazy_pinyin(text)


def folded(text: str) -> str:
    """The text without width, case, script variant, accents and apostrophes."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        if ACCENTED.search(text):
            text = unicodedata.normalize("NFC", ACCENT.sub("", unicodedata.normalize("NFKD", text)))
        if CHINESE.search(text):
            text = simplified(text)
    return APOSTROPHE.sub("", text)


def words(text: str) -> list[str]:
    """The words of a text in British spelling; a run of Chinese is one word."""
    return [BRITISH.get(word, word) for word in WORD.findall(folded(text))]


def pieces(text: str) -> list[str]:
    """The words of a text as they stand in it, Chinese apart from Latin and digits."""
    return PIECE.findall(folded(text))


def stem(word: str) -> str:
    """A Latin word in the singular and in British spelling: `centers` is `centre`."""
    if len(word) > 3 and word.endswith("s") and word.isascii() and not word.endswith(SINGULAR):
        if word.endswith("ies"):
            word = f"{word[:-3]}y"
        else:
            word = word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]
    return BRITISH.get(word, word)


def is_chinese(piece: str) -> bool:
    return CHINESE.match(piece) is not None


@lru_cache(maxsize=1 << 16)
def _read(run: str) -> tuple[str, ...]:
    return READINGS.get(run) or tuple(pinyin(run))


def syllables(run: str) -> list[str]:
    """The pinyin of a run of Chinese, without tones. What recurs in names is read once only."""
    return [syllable for part in RECURRING.split(run) if part for syllable in _read(part)]


def pairs(run: str) -> list[str]:
    """The neighbours in a run of Chinese; a single character is itself."""
    return [run[start : start + 2] for start in range(max(1, len(run) - 1))]


def index_text(text: str) -> str:
    """What a full-text index stores: Chinese as characters and pairs, Latin words with their stems."""
    tokens: list[str] = []
    for piece in pieces(text):
        tokens += [*piece, *(pairs(piece) if len(piece) > 1 else [])] if is_chinese(piece) else [piece]
        if not is_chinese(piece) and stem(piece) != piece:
            tokens.append(stem(piece))
    return " ".join(tokens)


def sound_text(text: str) -> str:
    """The pinyin of the Chinese in a text, joined and as initials from every syllable on."""
    tokens: list[str] = []
    for piece in filter(is_chinese, pieces(text)):
        read = syllables(piece)
        initials = "".join(syllable[0] for syllable in read)
        for start in range(len(read)):
            tokens += ["".join(read[start : start + length]) for length in (1, 2, 3, 4, LONGEST_SOUND)]
            tokens.append(initials[start : start + LONGEST_SOUND + 2])
    return " ".join(dict.fromkeys(tokens))


def query_text(text: str) -> str:
    """What is looked up in a full-text index; every token must be found."""
    tokens: list[str] = []
    for piece in pieces(text):
        tokens += pairs(piece) if is_chinese(piece) else [stem(piece)]
    return " ".join(dict.fromkeys(tokens))

"""Passages of a text that are set apart: Chinese ones on pages in English, texts that stand in for
those of the reader's language, and what never breaks."""

import re

from django.utils.translation import get_language
from markupsafe import Markup, escape

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
INSIDE = rf"{HAN}0-9“”‘’《》〔〕（）、，。：；·—…\u3000"
CHINESE = re.compile(rf"[“《〔（]?[{HAN}](?:[{INSIDE}]*[{HAN}》〕）])?")
TERM = rf"“[{HAN}]{{2,6}}”"
NUMBER = re.compile(rf"[{HAN}]{{2,8}}〔\d{{4}}〕\d+号")
UNBROKEN = re.compile(rf"{NUMBER.pattern}|{TERM}")
TAG = re.compile(r"(<[^>]*>)")
LETTERS = {"zh-Hans": re.compile(f"[{HAN}]"), "en": re.compile("[A-Za-z]")}


class Fallback(str):
    """A text that stands in for a missing one of the reader's language; `lang` is its own."""

    lang: str

    @classmethod
    def of(cls, text: str, lang: str) -> str:
        """The text with its language; as it is where it has no letter of it, such as a foreign name on a
        Chinese list."""
        if not LETTERS[lang].search(text):
            return text
        found = cls(text)
        found.lang = lang
        return found


def only_in(*texts: str) -> str:
    """The language of all texts that there are, where every one of them is a fallback; else empty."""
    languages = {getattr(text, "lang", "") for text in texts if text}
    return languages.pop() if len(languages) == 1 else ""


def passages(text, of=None) -> Markup:
    """The text with its Chinese passages marked, on English pages; document numbers never break on either,
    nor do short terms in quotation marks, such as “设计之都”, on Chinese ones. A fallback is marked whole.

    Takes plain text, which is escaped, or markup, whose tags are left alone. `of` is what the text was cut
    from or made of.
    """
    if text is None:
        return Markup("")
    html = str(escape(text.__html__() if hasattr(text, "__html__") else text))
    lang = only_in(text if of is None else of)
    in_chinese = (lang or get_language() or "en").startswith("zh")
    pattern, mark = (UNBROKEN, _unbroken) if in_chinese else (CHINESE, _chinese)
    parts = TAG.split(html)
    parts[::2] = [pattern.sub(mark, part) for part in parts[::2]]
    # The text was escaped above; only our own spans are added.
    marked = Markup("".join(parts))  # noqa: S704
    return Markup('<span lang="{}">{}</span>').format(lang, marked) if lang and marked else marked


def _unbroken(match: re.Match) -> str:
    css = "term" if match[0].startswith("“") else "doc-no"
    return f'<span class="{css}">{match[0]}</span>'


def _chinese(match: re.Match) -> str:
    css = ' class="doc-no"' if NUMBER.fullmatch(match[0]) else ""
    return f'<span lang="zh-Hans"{css}>{match[0]}</span>'

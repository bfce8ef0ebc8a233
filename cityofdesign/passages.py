"""Passages inside a text that are set apart: Chinese ones on pages in English; what never breaks on all."""

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


def passages(text) -> Markup:
    """The text with its Chinese passages marked, on English pages; document numbers never break on either,
    nor do short terms in quotation marks, such as “设计之都”, on Chinese ones.

    Takes plain text, which is escaped, or markup, whose tags are left alone.
    """
    if text is None:
        return Markup("")
    html = str(escape(text.__html__() if hasattr(text, "__html__") else text))
    in_chinese = (get_language() or "en").startswith("zh")
    pattern, mark = (UNBROKEN, _unbroken) if in_chinese else (CHINESE, _chinese)
    parts = TAG.split(html)
    parts[::2] = [pattern.sub(mark, part) for part in parts[::2]]
    # The text was escaped above; only our own spans are added.
    return Markup("".join(parts))  # noqa: S704


def _unbroken(match: re.Match) -> str:
    css = "term" if match[0].startswith("“") else "doc-no"
    return f'<span class="{css}">{match[0]}</span>'


def _chinese(match: re.Match) -> str:
    css = ' class="doc-no"' if NUMBER.fullmatch(match[0]) else ""
    return f'<span lang="zh-Hans"{css}>{match[0]}</span>'

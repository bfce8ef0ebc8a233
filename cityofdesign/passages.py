"""Passages in the other language inside a text: marked, so that they are read and set as what they are."""

import re

from django.utils.translation import get_language
from markupsafe import Markup, escape

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
AROUND = r"0-9“”‘’《》〔〕（）、，。：；·—…\u3000"
CHINESE = re.compile(rf"[《〔（]?[{HAN}](?:[{HAN}{AROUND}]*[{HAN}》〕）])?")
TAG = re.compile(r"(<[^>]*>)")


def passages(text) -> Markup:
    """The text with its Chinese passages marked, on pages in English; on Chinese pages as it is.

    Takes plain text, which is escaped, or markup, whose tags are left alone.
    """
    html = str(escape(text.__html__() if hasattr(text, "__html__") else text))
    if (get_language() or "en").startswith("zh"):
        return Markup(html)
    parts = TAG.split(html)
    parts[::2] = [CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', part) for part in parts[::2]]
    return Markup("".join(parts))

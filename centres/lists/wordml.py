"""The elements of WordprocessingML that matter for a table (ECMA-376, part 1, chapter 17)."""

from __future__ import annotations

from docx.oxml.xmlchemy import BaseOxmlElement as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

OFF = ("0", "false", "off")
SLOT = f"{W}t"
BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
CONTAINERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
LEFT_OUT = frozenset(
    {f"{COMPATIBILITY}AlternateContent"}
    | {f"{W}{tag}" for tag in ("pPr", "rPr", "del", "moveFrom", "drawing", "pict", "object", "rt")}
)


def value(node: Element | None) -> str | None:
    """The attribute `val`, empty where it is left out; None without the element."""
    return None if node is None else node.get(f"{W}val", "")


def number(node: Element | None, default: int) -> int:
    """`val` as a whole number from 0; `default` where it is none."""
    text = value(node) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def flag(properties: Element | None, tag: str) -> bool:
    """Whether the properties have this mark and do not switch it off."""
    mark = None if properties is None else properties.find(f"{W}{tag}")
    return mark is not None and value(mark) not in OFF

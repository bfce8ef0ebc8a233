"""The elements of WordprocessingML that matter for a table (ECMA-376, part 1, chapter 17)."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

SLOT = f"{W}t"
BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
CONTAINERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
LEFT_OUT = frozenset(
    {f"{COMPATIBILITY}AlternateContent"}
    | {f"{W}{tag}" for tag in ("pPr", "rPr", "del", "moveFrom", "drawing", "pict", "object", "rt")}
)

"""Shipped texts: a head of `name: value` lines between two `---`, then a small part of Markdown.

Second-level headings become heading blocks; paragraphs, lists, third-level headings, emphasis and links
become text blocks. Anything else is refused, so that no text is lost silently.
"""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline"}
ALLOWED_INLINE = {"text", "softbreak", "hardbreak", "em", "strong", "link", "text_special"}
PARSER = MarkdownIt("commonmark")


class BadText(ValueError):
    """A shipped text that cannot be read; the message names the file and the line."""


def read(path: Path) -> tuple[dict[str, str], str]:
    """The head and the body of a text file. Raises `BadText` where there is no head."""
    start, *lines = path.read_text(encoding="utf-8").split("\n")
    if start.strip() != "---" or "---" not in lines:
        raise BadText(f"{path.name}: the head between two lines of --- is missing.")
    end = lines.index("---")
    head = {}
    for number, line in enumerate(lines[:end], start=2):
        name, colon, value = line.partition(":")
        if not colon:
            raise BadText(f"{path.name}, line {number}: write “name: value”.")
        head[name.strip()] = value.strip()
    return head, "\n".join(lines[end + 1 :]).strip()


def blocks(text: str, name: str = "text") -> list[dict]:
    """Heading and paragraph blocks of a StreamField, as stored: `[{"type": ..., "value": ...}]`."""
    found: list[dict] = []
    held: list[Token] = []

    def flush() -> None:
        if held:
            html = PARSER.renderer.render(held, PARSER.options, {}).strip()
            found.append({"type": "paragraph", "value": html})
            held.clear()

    tokens = PARSER.parse(text)
    for token in tokens:
        check(token, name)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.tag == "h2":
            flush()
            found.append({"type": "heading", "value": plain(tokens[position + 1])})
            position += 3
        else:
            held.append(token)
            position += 1
    flush()
    return found


def check(token: Token, name: str) -> None:
    kind = token.type.removesuffix("_open").removesuffix("_close")
    line = token.map[0] + 1 if token.map else 0
    if kind not in ALLOWED or (kind == "heading" and token.tag not in {"h2", "h3"}):
        raise BadText(f"{name}, line {line} of the text: {kind} ({token.tag}) is not taken here.")
    for child in token.children or ():
        inner = child.type.removesuffix("_open").removesuffix("_close")
        if inner not in ALLOWED_INLINE:
            raise BadText(f"{name}, line {line} of the text: {inner} is not taken here.")


def plain(inline: Token) -> str:
    """The words of an inline token without its marks."""
    return "".join(child.content for child in inline.children or () if child.type.startswith("text"))

import pytest

from cityofdesign.content.markdown import BadText, blocks, read

HEAD = "---\ntitle: Two: parts\nsummary: Short\n---\n"


def test_head_values_are_plain_text(tmp_path):
    path = tmp_path / "text.md"
    path.write_text(f"{HEAD}\nBody.\n", encoding="utf-8")
    assert read(path) == ({"title": "Two: parts", "summary": "Short"}, "Body.")


@pytest.mark.parametrize("text", ["no head", "---\nnever closed", "---\nno colon here\n---\n"])
def test_a_broken_head_names_the_file(tmp_path, text):
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadText, match=r"text\.md"):
        read(path)


def test_headings_divide_the_text():
    assert blocks("One.\n\n## Two *words*\n\nThree.\n\n- a\n- b") == [
        {"type": "paragraph", "value": "<p>One.</p>"},
        {"type": "heading", "value": "Two words"},
        {"type": "paragraph", "value": "<p>Three.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
    ]


def test_emphasis_links_and_small_headings_are_rich_text():
    (block,) = blocks("### Small\n\n**Bold**, *soft*, [link](https://example.org/).")
    assert "<h3>Small</h3>" in block["value"]
    assert '<strong>Bold</strong>, <em>soft</em>, <a href="https://example.org/">link</a>' in block["value"]


@pytest.mark.parametrize(
    "text", ["# Title", "> said", "`code`", "![alt](x.png)", "<b>html</b>", "---", "```\ncode\n```"]
)
def test_what_no_block_can_hold_is_refused(text):
    with pytest.raises(BadText, match="is not taken here"):
        blocks(text)


def test_an_empty_text_has_no_blocks():
    assert blocks("") == []

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from cityofdesign.drawing import contour_paths, responsive
from tests.cityofdesign.drawing.samples import every_drawing, hills

NAMES = list(every_drawing())


@pytest.fixture(params=NAMES)
def svg(request) -> str:
    return every_drawing()[request.param]


def test_a_drawing_is_well_formed(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314 our own text
    assert root.tag == "svg"
    assert len(root.get("viewBox").split()) == 4


def test_a_drawing_has_no_style_script_or_colour_of_its_own(svg):
    without_mask = re.sub(r"<defs>.*</defs>", "", svg)
    assert not re.search(r"style|<script|\son\w+=|#[0-9a-f]{3,6}\b", without_mask.replace("url(#", ""))


def test_a_drawing_is_named_or_hidden(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314
    named = root.get("role") in ("img", "group") and root.get("aria-label") == "words"
    assert named != (root.get("aria-hidden") == "true")


def test_only_a_drawing_with_links_is_a_group(svg):
    assert ("<a " in svg) == ('role="group"' in svg)


def test_drawings_are_the_same_every_time():
    first = every_drawing()
    contour_paths.cache_clear()
    assert every_drawing() == first


@pytest.mark.parametrize("words", ["<b>&\"'", "设计中心 <script>"])
def test_words_are_escaped(words):
    for svg in every_drawing(words).values():
        assert "<b>" not in svg
        assert "<script>" not in svg
        ElementTree.fromstring(svg)  # noqa: S314


def test_ids_are_unique_on_a_page_with_every_drawing():
    page = "".join(every_drawing().values())
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert set(ids.values()) == {1}
    assert set(re.findall(r"url\(#([^)]+)\)", page)) == set(ids)


def test_every_number_is_finite(svg):
    assert not re.search(r"nan|inf\b|\de[-+]\d", svg)


def test_every_part_of_a_drawing_has_a_rule():
    css = (Path(settings.BASE_DIR) / "static/css/drawing.css").read_text()
    used = {
        name
        for svg in every_drawing().values()
        for part in re.findall(r'class="([^"]+)"', svg)
        for name in part.split()
    }
    styled = set(re.findall(r"\.([a-z][\w-]+)", css))
    assert {name for name in used if "--" not in name} - styled <= {"tile"}


def test_variants_of_one_drawing_are_wrapped_together():
    three = hills("words")
    html = responsive(three["hill wide"], three["hill phone"], three["hill medium"])
    assert re.findall(r'<div class="([^"]+)"', html)[1:] == [
        "drawing-wide",
        "drawing-medium",
        "drawing-narrow",
    ]
    assert "drawing-medium" not in responsive(three["hill wide"], three["hill phone"])

"""The style page and the main screens look as they are stored; pictures.py has the tolerance."""

import pytest
import time_machine
from PIL import Image

from .pictures import MEAN, README, SHARE, STILL, compared, difference, updating
from .screens import furnish

NOW = "2026-11-29T12:00:00+08:00"
SIZE = {"width": 1280, "height": 1600}
CENTRE = "/centres/CQ-000009/"
SCREENS = {
    "home": "/",
    "register": "/centres/?level=municipal&district=500111",
    "centre": CENTRE,
    "timeline": "/milestones/",
    "policy": "/policies/city-of-design-plan-2022/",
    "news": "/news/",
}
IN_README = {
    "home": ("/en/", "light", (1280, 1000)),
    "centre": (f"/en{CENTRE}", "light", (1280, 1000)),
    "compare": ("/en/centres/compare/2020-12-31/2022-12-31/", "light", (1280, 1000)),
    "timeline": ("/zh-hans/milestones/", "dark", (1280, 1000)),
}
MOST_IN_README = 150_000
every = pytest.mark.parametrize(("language", "colours"), [("en", "light"), ("zh-hans", "dark")])


@pytest.fixture
def _furnished(transactional_db):
    with time_machine.travel(NOW):
        furnish()
        yield


@pytest.mark.audit
@pytest.mark.browser
@pytest.mark.usefixtures("_furnished")
@every
def test_main_screens(page, live_server, language, colours):
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")
    wrong = {}
    for name, path in SCREENS.items():
        page.goto(f"{live_server.url}/{language}{path}")
        wrong[name] = compared(page.screenshot(**STILL), f"{name}-{language}")
    assert {name: words for name, words in wrong.items() if words} == {}


@pytest.mark.audit
@pytest.mark.browser
@pytest.mark.usefixtures("_furnished")
def test_the_style_page(staff, live_server):
    page = staff("editor")
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{live_server.url}/admin/style/")
    parts = page.locator(".book__part").all()
    assert len(parts) == 8
    wrong = {n: compared(part.screenshot(**STILL), f"style-{n}") for n, part in enumerate(parts, start=1)}
    assert {n: words for n, words in wrong.items() if words} == {}


@pytest.mark.audit
@pytest.mark.browser
@pytest.mark.usefixtures("_furnished")
def test_pictures_of_the_readme(page, live_server):
    for name, (path, colours, (width, height)) in IN_README.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.goto(f"{live_server.url}{path}")
        file = README / f"{name}.webp"
        if updating():
            README.mkdir(parents=True, exist_ok=True)
            (README / "taken.png").write_bytes(page.screenshot(**STILL))
            with Image.open(README / "taken.png") as taken:
                taken.convert("RGB").save(file, quality=72, method=6)
            (README / "taken.png").unlink()
        assert 0 < file.stat().st_size < MOST_IN_README


def test_a_change_that_is_seen_is_told_from_one_that_is_not():
    plain = Image.new("RGB", (100, 100), "#f2f5f4")
    softer = Image.new("RGB", (100, 100), "#f0f3f2")
    moved = plain.copy()
    moved.paste("#c9270f", (0, 0, 30, 30))
    mean, share = difference(plain, softer)
    assert mean < MEAN
    assert share == 0
    mean, share = difference(plain, moved)
    assert share == pytest.approx(0.09)
    assert share > SHARE

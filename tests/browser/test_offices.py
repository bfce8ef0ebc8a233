"""axe-core on the screens of the admin: nothing in what is ours; what parts of Wagtail bring is listed."""

from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from django.conf import settings

from . import offices
from .axe import found, line, violations
from .screens import furnish

SHELL = {
    "aria-input-field-name": (".Draftail-Editor", "its rich text editor in a block"),
    "label": (".w-panel__content:has(> .w-field__wrapper)", "a block's only field, named by its panel alone"),
    "link-name": ("a.button.bicolor.button--icon", "the button of a header, where its words are empty"),
}
"""Rule -> the part of Wagtail in which it is broken, and what that is. Whatever else is found is ours."""
APPS = ("centres", "cityofdesign", "events", "policies", "templates", "static")
LANGUAGES = ("en", "zh-hans")


@pytest.fixture
def screens(transactional_db):
    furnish()
    return offices.own()


def of_the_shell(page, rule: str, target: str) -> bool:
    part, _what = SHELL.get(rule, ("", ""))
    inside = "([target, part]) => !!document.querySelector(target)?.closest(part)"
    return bool(part) and page.evaluate(inside, [target, part])


def ours(page) -> list[str]:
    """What is found in the page outside the parts of Wagtail that are listed."""
    return [line(*one) for one in found(page) if not of_the_shell(page, *one[:2])]


@pytest.mark.browser
@pytest.mark.audit
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_ours(screens, staff, window, live_server, language):
    wrong = {}
    for names, page in ((offices.entrance(), window(language)), (screens, staff("admin", language))):
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            for name, path in names.items():
                assert page.goto(live_server.url + path).status == 200, name
                if lines := ours(page):
                    wrong[name, colours] = lines
    assert [f"{name}: {one}" for name, lines in wrong.items() for one in lines] == []


@pytest.mark.browser
@pytest.mark.audit
def test_what_is_listed_is_still_there(screens, staff, live_server):
    page = staff("admin")
    page.goto(live_server.url + screens["edit NewsPage"])
    assert violations(page), "Wagtail has mended its editor: shorten SHELL"


@pytest.mark.parametrize("rule", SHELL)
def test_the_list_names_only_parts_of_wagtail(rule):
    names = {part.strip(".") for part in SHELL[rule][0].replace(":has(> ", " ").replace(")", "").split()}
    names = {name for part in names for name in part.split(".") if name not in {"a", "button"}}
    packages = [Path(package.__file__).parent for package in (wagtail, wagtail_localize)]
    theirs = "".join(text(folder) for folder in packages)
    mine = "".join(text(Path(settings.BASE_DIR) / app) for app in APPS)
    assert names
    assert {name for name in names if name not in theirs} == set()
    assert {name for name in names if f".{name}" in mine} == set()


def text(folder: Path) -> str:
    """All templates, styles and scripts below it."""
    files = (file for ending in ("html", "css", "js") for file in folder.rglob(f"*.{ending}"))
    return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

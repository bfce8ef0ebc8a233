"""Our Chinese beside that of Wagtail: a word that both use without a context is ours in the whole admin."""

import gettext
import html
import json
import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from cityofdesign import untranslated
from cityofdesign.management.commands.messages import PACKAGES
from cityofdesign.models import User

CHINESE = "locale/zh_Hans/LC_MESSAGES/django.mo"
AS_GOOD = {
    *(
        "(optional)",
        "All",
        "Apply filters",
        "Comments",
        "From",
        "Name",
        "New",
        "Publishing…",
        "Reject",
        "Renamed",
    ),
    *("Show", "Sort by", "Updated", "any", "comment", "comments", "name"),
}
"""Words that say the same in the admin as Wagtail's own, only better, or as the rest of the site does."""


def catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {
            key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if isinstance(key, str)
        }


def test_no_word_of_ours_takes_the_place_of_another_one_of_wagtails():
    ours = catalogue(settings.BASE_DIR / CHINESE)
    theirs = [catalogue(path) for path in Path(wagtail.__file__).parent.rglob(CHINESE)]
    assert len(theirs) > 5
    differing = {key for words in theirs for key in words if key and ours.get(key, words[key]) != words[key]}
    assert differing - AS_GOOD == set()
    assert AS_GOOD - differing == set(), "no longer needed"


def test_what_is_translated_for_wagtail_is_said_there_and_untranslated():
    admin = Path(wagtail.__file__).parent / "admin"
    with translation.override(None):
        ours = set(map(str, untranslated.STRINGS))
    with (admin / "locale/en/LC_MESSAGES/django.po").open("rb") as english:
        assert ours - {message.id for message in read_po(english)} == set()
    assert ours & catalogue(admin / CHINESE).keys() == set(), "no longer needed"


@pytest.mark.django_db
def test_the_chinese_admin_asks_in_chinese(client):
    """Also where a form was opened in English before."""
    url = reverse("figure:add")
    for language, asked, new in (("en", "Policy document", "New: "), ("zh-hans", "（政策文件）", "新增：")):
        user = User.objects.get(username="admin")
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        text = html.unescape(client.get(url).text)
        assert asked in text
        assert new in text
    told = client.get(reverse("wagtailadmin_home")).text
    assert "搜索所有页面…" in told
    assert "个页面<span" in told
    assert "已发布" in client.get(reverse("translations:matrix")).text


@pytest.mark.django_db
def test_the_menu_of_the_chinese_admin_says_what_it_leads_to(client):
    user = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "zh-hans"})
    client.force_login(user)
    told = html.unescape(client.get(reverse("wagtailadmin_home")).text)
    labels = {json.loads(f'"{label}"') for label in re.findall(r'"label": "([^"]*)"', told)}
    assert {"页面", "文档", "政策文件"} <= labels
    assert "分页" not in labels


def test_no_string_is_marked_by_a_name_that_is_not_collected():
    """It would stay English on Chinese pages, and `manage.py messages --check` would not know."""
    renamed = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
    found = {
        str(path.relative_to(settings.BASE_DIR)): names
        for package in PACKAGES
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if (names := renamed.findall(path.read_text()))
    }
    assert not found

import json
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cityofdesign.models import FieldPage, StandardPage, User
from cityofdesign.translating.aligning import Different, aligned
from cityofdesign.translating.sidebyside import Incomplete, begin, counterpart, direction, take_over
from events.models import AnnouncementPage, CompetitionPage, MilestonePage, NewsPage
from policies.models import PolicyPage

pytestmark = pytest.mark.django_db
SOURCES = [("source", {"name": "A paper", "url": ""})]
LATER = timezone.now() + timezone.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor():
    return User.objects.get(username="editor")


@pytest.fixture
def pair():
    english = NewsPage.objects.filter(locale__language_code="en").order_by("pk").first()
    return english, counterpart(english).specific


def chinese():
    return Locale.objects.get(language_code="zh-hans")


def content(page):
    """What a translation has of its own, without line breaks and the ids of blocks and of linked pages."""

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(part) for key, part in value.items() if key != "id"}
        if isinstance(value, list):
            return [plain(part) for part in value]
        return re.sub(r' id="\d+"| linktype="page"|\n', "", value) if isinstance(value, str) else value

    names = [field.field_name for field in type(page).translatable_fields]
    data = json.loads(page.to_json())
    parts = {name: data.get(name) for name in names}
    return {
        name: plain(json.loads(value) if isinstance(value, str) and value.startswith("[") else value)
        for name, value in parts.items()
    }


def translate(page, text, value, user):
    return StringTranslation.objects.update_or_create(
        translation_of=text.string,
        context=text.context,
        locale=page.target_locale,
        defaults={"data": value, "last_translated_by": user, "has_error": False, "field_error": ""},
    )


def test_every_shipped_pair_stands_side_by_side():
    pairs = [
        (page, counterpart(page).specific)
        for page in Page.objects.filter(locale__language_code="en", depth__gt=1).specific()
        if counterpart(page)
    ]
    assert len(pairs) > 100
    for english, chinese_page in pairs:
        assert aligned(english, chinese_page).strings[("title", 0)]


@pytest.mark.parametrize(
    "kind", [NewsPage, PolicyPage, MilestonePage, CompetitionPage, FieldPage, StandardPage]
)
def test_what_a_shipped_translation_says_is_kept(kind, editor):
    for page in kind.objects.filter(locale__language_code="en").order_by("pk")[:2]:
        original, translated = (found.specific for found in direction(page, counterpart(page)))
        before = content(translated)
        work = begin(original, translated.locale, editor)
        assert work.get_progress()[0] == work.get_progress()[1] > 0
        assert content(take_over(work, editor).as_object()) == before


def test_policies_are_translated_from_chinese():
    english = PolicyPage.objects.filter(locale__language_code="en").first()
    original, translated = direction(english, counterpart(english))
    assert (original.locale.language_code, translated.locale.language_code) == ("zh-hans", "en")


def test_nothing_is_public_before_it_is_taken_over_and_published(pair, editor):
    english, chinese_page = pair
    work = begin(english, chinese(), editor)
    title = work.source.stringsegment_set.get(context__path="title")
    translate(work, title, "改过的标题", editor)
    assert NewsPage.objects.get(pk=chinese_page.pk).title == chinese_page.title
    revision = take_over(work, editor)
    assert NewsPage.objects.get(pk=chinese_page.pk).title == chinese_page.title
    assert revision.as_object().title == "改过的标题"
    assert not Translation.objects.get(pk=work.pk).enabled
    revision.publish(user=User.objects.get(username="moderator"))
    assert NewsPage.objects.get(pk=chinese_page.pk).title == "改过的标题"


def test_unpublished_changes_of_the_translation_are_kept(pair, editor):
    english, chinese_page = pair
    begin(english, chinese(), editor)
    Translation.objects.update(enabled=False)
    with time_machine.travel(LATER, tick=False):
        chinese_page.summary = "只在草稿里"
        chinese_page.save_revision(user=editor)
        work = begin(english, chinese(), editor)
    assert take_over(work, editor).as_object().summary == "只在草稿里"


def test_what_was_being_translated_survives_leaving_the_editor(pair, editor):
    english, _chinese_page = pair
    work = begin(english, chinese(), editor)
    with time_machine.travel(LATER, tick=False):
        translate(work, work.source.stringsegment_set.get(context__path="summary"), "进行中", editor)
    Translation.objects.update(enabled=False)
    assert take_over(begin(english, chinese(), editor), editor).as_object().summary == "进行中"


def test_a_changed_original_shows_the_old_translation_to_be_checked(pair, editor):
    english, chinese_page = pair
    take_over(begin(english, chinese(), editor), editor)
    english.summary = "Another summary."
    english.date = "2025-06-01"
    english.save_revision().publish()
    work = begin(NewsPage.objects.get(pk=english.pk), chinese(), editor)
    old = StringTranslation.objects.get(translation_of__data="Another summary.", has_error=True)
    assert old.data == chinese_page.summary
    assert "has changed" in old.get_error()
    with pytest.raises(Incomplete) as refused:
        take_over(work, editor)
    assert refused.value.missing == 1
    translate(work, work.source.stringsegment_set.get(context__path="summary"), "新的摘要", editor)
    taken = take_over(work, editor).as_object()
    assert (taken.summary, str(taken.date)) == ("新的摘要", "2025-06-01")


def test_a_page_without_translation_gets_a_draft_at_the_same_address(editor):
    index = NewsPage.objects.filter(locale__language_code="en").first().get_parent()
    page = NewsPage(title="Only in English so far", date="2026-05-04", summary="New.", sources=SOURCES)
    index.add_child(instance=page)
    page.save_revision().publish()
    work = begin(page, chinese(), editor)
    draft = work.get_target_instance()
    assert (draft.live, draft.slug, draft.locale.language_code) == (False, page.slug, "zh-hans")
    assert draft.get_parent().locale.language_code == "zh-hans"
    with pytest.raises(Incomplete):
        take_over(work, editor)
    Translation.objects.update(enabled=False)
    assert begin(page, chinese(), editor).get_progress()[1] == 0


@pytest.mark.parametrize(("hours", "kept"), [(1, False), (-1, True)])
def test_the_time_of_the_original_holds_for_its_translation_until_it_is_over(editor, hours, kept):
    parent = Page.objects.get(slug="news", locale__language_code="en")
    original = NewsPage(title="Sample", slug="sample-timed", summary="A text.", date="2023", live=False)
    original.go_live_at = timezone.now().replace(microsecond=0) + timezone.timedelta(minutes=30)
    parent.add_child(instance=original)
    page = begin(original, chinese(), editor)
    for text in page.source.stringsegment_set.all():
        translate(page, text, "示例", editor)
    with time_machine.travel(original.go_live_at + timezone.timedelta(hours=hours)):
        draft = take_over(page, editor).as_object()
    assert draft.go_live_at == (original.go_live_at if kept else None)


def test_texts_that_are_built_differently_are_not_put_side_by_side(pair, editor):
    english, chinese_page = pair
    chinese_page.body.append(("heading", "多出的一节"))
    chinese_page.save_revision(user=editor)
    with pytest.raises(Different, match=f"text, part {len(chinese_page.body)}"):
        begin(english, chinese(), editor)
    assert not TranslationSource.objects.exists()


def test_links_lead_to_the_pages_of_their_own_language(editor):
    linked = [
        page for page in StandardPage.objects.all() if 'linktype="page"' in str(page.body.get_prep_value())
    ]
    assert linked
    original, translated = (page.specific for page in direction(linked[0], counterpart(linked[0])))
    taken = take_over(begin(original, translated.locale, editor), editor).as_object()
    with translation.override(translated.locale.language_code):
        assert f'href="/{translated.locale.language_code}/' in str(taken.body)


def test_an_announcement_stays_what_its_round_made_it(editor):
    page = AnnouncementPage.objects.filter(locale__language_code="zh-hans").first()
    original, translated = direction(page, counterpart(page))
    assert original.pk == page.pk
    before = AnnouncementPage.objects.get(pk=translated.pk)
    taken = take_over(begin(page, translated.locale, editor), editor).as_object()
    assert (taken.round_id, taken.slug, taken.title) == (before.round_id, before.slug, before.title)
    assert AnnouncementPage.objects.get(pk=translated.pk).live


def test_the_editor_opens_beside_the_original_without_inline_script(client, pair):
    client.force_login(User.objects.get(username="editor"))
    english, chinese_page = pair
    ordinary = client.get(reverse("wagtailadmin_pages:edit", args=[chinese_page.pk])).content.decode()
    assert reverse("wagtail_localize:submit_page_translation", args=[chinese_page.pk]) in ordinary
    assert "localize-restart-translation" not in ordinary
    address = reverse("wagtail_localize:submit_page_translation", args=[chinese_page.pk])
    assert "Translate side by side" in client.get(address).content.decode()
    shown = client.post(address, follow=True)
    html = shown.content.decode()
    assert "js-translation-editor" in html
    assert "<script>" not in html
    taken = client.post(shown.request["PATH_INFO"], {"action": "take-over"}, follow=True)
    assert "kept as a draft" in taken.content.decode()
    assert "js-translation-editor" not in taken.content.decode()


def test_nobody_publishes_from_beside(client, pair, editor):
    begin(pair[0], chinese(), editor)
    client.force_login(User.objects.get(username="moderator"))
    address = reverse("wagtailadmin_pages:edit", args=[pair[1].pk])
    shown = client.get(address).content.decode()
    assert "&quot;canPublish&quot;: false" in shown
    assert "&quot;convertToAliasUrl&quot;: null" in shown
    client.post(address, {"action": "publish"})
    page = NewsPage.objects.get(pk=pair[1].pk)
    assert page.latest_revision_id
    assert page.live_revision is None


def test_nobody_else_may_translate_and_no_page_becomes_an_alias(client, pair):
    client.force_login(User.objects.get(username="officer"))
    answer = client.post(reverse("wagtail_localize:submit_page_translation", args=[pair[0].pk]))
    assert answer.status_code in (302, 403)
    assert not Translation.objects.exists()
    client.force_login(User.objects.get(username="admin"))
    assert client.get(reverse("wagtail_localize:convert_to_alias", args=[pair[1].pk])).status_code == 404

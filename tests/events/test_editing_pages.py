"""Our page types can be created where they belong, edited, previewed and rendered, in both languages."""

from django.test import RequestFactory
from wagtail.models import Locale
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, streamfield

from events.models import (
    EventIndexPage,
    EventPage,
    MilestoneIndexPage,
    MilestonePage,
    NewsIndexPage,
    NewsPage,
)
from tests.factories import person

FORMS = {
    MilestonePage: (MilestoneIndexPage, {"kind": "policy", "date": "autumn 2023"}),
    NewsPage: (NewsIndexPage, {"kind": "report", "date": "2023年秋"}),
    EventPage: (
        EventIndexPage,
        {"kind": "meeting", "date": "5–6 September 2099", "status": "scheduled", "zone": "UTC"},
    ),
}
TEXT = {
    "title": "Seen by a test",
    "slug": "seen-by-a-test",
    "summary": "Said in a sentence.",
    "body": streamfield([("heading", "One")]),
    "sources": streamfield([("source", {"name": "chongqing.design", "url": ""})]),
    "corrections": streamfield([]),
    "centre_links-TOTAL_FORMS": "0",
    "centre_links-INITIAL_FORMS": "0",
}


class Editing(WagtailPageTestCase):
    def test_each_is_created_and_shown(self):
        for model, (index, facts) in FORMS.items():
            for language in ("en", "zh-hans"):
                with self.subTest(model=model, language=language):
                    parent = index.objects.get(locale=Locale.objects.get(language_code=language))
                    data = nested_form_data(TEXT | facts)
                    self.client.force_login(person("admin"))  # assertPageIsEditable signs out
                    self.assertCanCreate(parent, model, data, publish=False)
                    page = model.objects.get(slug="seen-by-a-test", locale__language_code=language)
                    self.assertPageIsEditable(page, data)

    def test_shipped_pages_are_edited_previewed_and_rendered(self):
        for model, (_index, facts) in FORMS.items():
            for language in ("en", "zh-hans"):
                with self.subTest(model=model, language=language):
                    page = model.objects.filter(locale__language_code=language).live().first()
                    self.assertPageIsRenderable(page)
                    data = nested_form_data(TEXT | facts)
                    self.assertPageIsEditable(page, data)
                    self.assertPageIsPreviewable(page, post_data=data)

    def test_the_preview_is_in_the_language_of_the_page(self):
        page = NewsPage.objects.filter(locale__language_code="zh-hans").live().first()
        request = RequestFactory().get("/")
        answer = page.make_preview_request(request, page.default_preview_mode)
        answer.render()
        assert '<html lang="zh-Hans"' in answer.content.decode()

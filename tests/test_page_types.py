"""Every page type: created where it is allowed, edited, previewed and rendered, in both languages."""

from itertools import product

from django.test import RequestFactory
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cityofdesign.models import ContactPage, FieldIndexPage, FieldPage, HomePage, StandardPage
from events.models import (
    AnnouncementPage,
    CompetitionPage,
    EventIndexPage,
    EventPage,
    MilestoneIndexPage,
    MilestonePage,
    NewsIndexPage,
    NewsPage,
    RoundIndexPage,
)
from policies.models import PolicyIndexPage, PolicyPage
from tests.factories import person

LANGUAGES = ("en", "zh-hans")
TITLE = "Seen by a test"
OCCASION = {"date": "5–6 September 2099", "zone": "Asia/Shanghai", "status": "scheduled"}
# What the form of a type needs besides title and slug, even for a draft.
NEEDED = {
    HomePage: {"headline": "Seen"},
    FieldIndexPage: {},
    FieldPage: {"summary": "Said in a sentence."},
    StandardPage: {},
    ContactPage: {"kind": "contact"},
    MilestoneIndexPage: {},
    MilestonePage: {"kind": "policy", "date": "autumn 2023"},
    NewsIndexPage: {},
    NewsPage: {"kind": "report", "date": "2023年秋"},
    EventIndexPage: {},
    EventPage: {"kind": "meeting", **OCCASION},
    CompetitionPage: OCCASION,
    RoundIndexPage: {},
    AnnouncementPage: {},
    PolicyIndexPage: {},
    PolicyPage: {"level": "national", "status": "in-force"},
}


def posted(model) -> dict:
    """The form of a type with its needed fields, every stream and every row of others empty."""
    form = model.get_edit_handler().get_form_class()
    streams = {field.name for field in model._meta.get_fields() if isinstance(field, StreamField)}
    data = {name: streamfield([]) for name in streams & form.base_fields.keys()}
    data |= {name: inline_formset([]) for name in form.formsets}
    return nested_form_data(
        {"title": TITLE, "slug": f"seen-{model._meta.model_name}", **data, **NEEDED[model]}
    )


class PageTypes(WagtailPageTestCase):
    def setUp(self):
        self.client.force_login(person("admin"))

    def test_no_type_is_forgotten(self):
        assert set(NEEDED) == set(get_page_models()) - {Page}

    def test_it_is_created_where_it_is_allowed(self):
        for model, language in product(set(NEEDED) - {HomePage, AnnouncementPage}, LANGUAGES):
            for place in model.allowed_parent_page_models():
                with self.subTest(model=model.__name__, language=language, place=place.__name__):
                    self.created(model, place.objects.filter(locale__language_code=language).first())

    def created(self, model, parent):
        self.client.force_login(person("admin"))  # who looks at a preview is signed out afterwards
        self.assertCanCreate(parent, model, posted(model), publish=False)
        draft = model.objects.child_of(parent).get(title=TITLE)
        assert not draft.live
        assert draft.locale == parent.locale
        self.assertPageIsPreviewable(draft, post_data=posted(model), user=person("admin"))

    def test_a_home_page_is_created_beside_the_others(self):
        root = Page.get_first_root_node()
        data = posted(HomePage) | {"locale": "en"}
        self.assertCanCreate(root, HomePage, data, publish=False)

    def test_an_announcement_is_made_by_its_round_alone(self):
        address = reverse(
            "wagtailadmin_pages:add", args=["events", "announcementpage", RoundIndexPage.objects.first().pk]
        )
        assert self.client.get(address)["Location"] == reverse("wagtailadmin_home")
        assert self.client.post(address, posted(AnnouncementPage))["Location"] == reverse("wagtailadmin_home")
        assert not AnnouncementPage.objects.filter(title=TITLE).exists()

    def test_a_shipped_page_is_rendered_edited_and_previewed(self):
        for model, language in product(NEEDED, LANGUAGES):
            with self.subTest(model=model.__name__, language=language):
                page = model.objects.filter(locale__language_code=language).live().first()
                self.assertPageIsRenderable(page)
                self.assertPageIsPreviewable(page, post_data=posted(model), user=person("admin"))
                self.edited(page)

    def edited(self, page):
        self.client.force_login(person("admin"))
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert self.client.get(address).status_code == 200
        assert self.client.post(address, posted(type(page)))["Location"] == address
        after = type(page).objects.get(pk=page.pk)
        assert after.get_latest_revision_as_object().title == TITLE
        assert after.title == page.title  # what is online stays as it is

    def test_the_preview_is_in_the_language_of_the_page(self):
        page = NewsPage.objects.filter(locale__language_code="zh-hans").live().first()
        answer = page.make_preview_request(RequestFactory().get("/"), page.default_preview_mode)
        answer.render()
        assert '<html lang="zh-Hans"' in answer.content.decode()

"""The shipped content as pages and tables: all of it, once, and never over an editor's change."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Locale, Page, ReferenceIndex, Site

from centres.models import Completeness, District, Scheme, SchemeRule, Sector, Standing
from cityofdesign.content.ledger import table, translation_key
from cityofdesign.content.loading import load
from cityofdesign.models import ContactPage, FieldPage, HomePage, LoadedContent, SiteSettings, StandardPage
from events.models import AnnouncementPage, CompetitionPage, EventPage, MilestonePage, NewsPage
from policies.models import Figure, IssuingBody, PolicyPage

pytestmark = pytest.mark.django_db
SECTIONS = """milestones news events policies fields rounds about contact take-down accessibility privacy
    licence""".split()


def shipped(key, language="en"):
    return Page.objects.get(translation_key=translation_key(key), locale__language_code=language).specific


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_row_is_a_page_in_both_languages(language):
    locale = Locale.objects.get(language_code=language)
    events = table("events")
    wanted = {
        MilestonePage: len(table("milestones")),
        EventPage: sum(row["page_type"] == "event" for row in events),
        CompetitionPage: sum(row["page_type"] == "competition" for row in events),
        PolicyPage: len(table("policies")),
        FieldPage: 3,
        StandardPage: 4,
        ContactPage: 2,
    }
    found = {model: model.objects.filter(locale=locale).live().public().count() for model in wanted}
    assert found == wanted
    assert NewsPage.objects.filter(locale=locale).live().public().count() >= 8


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Figure, "figures"),
        (IssuingBody, "bodies"),
        (District, "districts"),
        (Scheme, "schemes"),
        (SchemeRule, "scheme_rules"),
        (Completeness, "completeness"),
        (Sector, "sectors"),
    ],
)
def test_every_row_of_a_table_is_there(model, name):
    assert model.objects.count() == len(table(name))


def test_both_trees_have_the_sections_under_the_same_slugs():
    for home in HomePage.objects.all():
        slugs = set(home.get_children().live().values_list("slug", flat=True))
        assert slugs == set(SECTIONS)
    slugs = {}
    for page in Page.objects.filter(depth__gt=2):
        slugs.setdefault(page.translation_key, set()).add(page.slug)
    assert {key: found for key, found in slugs.items() if len(found) > 1} == {}


def test_the_welcome_page_is_gone_and_the_site_begins_at_the_english_home(settings):
    assert list(Page.objects.filter(depth=2).values_list("slug", flat=True)) == ["en", "zh-hans"]
    site = Site.objects.get()
    assert site.root_page.specific == HomePage.objects.get(locale__language_code="en")
    assert f"http://{site.hostname}:{site.port}" == settings.BASE_URL


def test_settings_say_what_binds_and_invent_no_contact():
    found = SiteSettings.objects.get()
    assert "binding" in found.disclaimer_en
    assert "为准" in found.disclaimer_zh
    assert (found.complaint_phone, found.complaint_email, found.report_number) == ("", "", "")


def test_every_page_can_be_saved_in_the_admin_and_says_what_it_is_about():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        if not isinstance(page, AnnouncementPage):
            assert page.search_description, page


def test_dates_are_as_exact_as_their_sources():
    precisions = {}
    for page in MilestonePage.objects.filter(locale__language_code="en"):
        precisions[page.date.precision] = precisions.get(page.date.precision, 0) + 1
    assert precisions == {"day": 4, "month": 6, "year": 10, "undated": 2}
    assert shipped("milestone/first-municipal-round").date_to == datetime.date(2014, 2, 28)


def test_pages_lead_to_pages_of_their_own_language():
    milestone = shipped("milestone/action-plan", "zh-hans")
    assert milestone.related_page.specific == shipped("policy/city-of-design-plan-2022", "zh-hans")
    newer = shipped("policy/municipal-measures-2023", "zh-hans")
    earlier = [(relation.kind, relation.target) for relation in newer.relations.all()]
    assert earlier == [("supersedes", shipped("policy/municipal-measures-2016", "zh-hans"))]
    plan = shipped("policy/industrial-design-plan-2024")
    further = [value["page"].specific for block in plan.body for value in block.value["links"]]
    assert further == [shipped("policy/industry-services-plan-2024"), shipped("policy/promotion-regulations")]


def test_issuing_bodies_stand_in_the_order_of_the_table():
    plan = shipped("policy/several-policies-2022")
    assert [body.key for body in plan.issuing_bodies.all()] == ["cq-economy-information", "cq-finance"]


def test_figures_know_their_policy_scheme_and_source():
    target = Figure.objects.get(key="municipal-centres-target-2025")
    assert target.policy == shipped("policy/city-of-design-plan-2022")
    assert (target.scheme.key, target.comparator, target.value) == ("municipal-centre", "ge", 250)
    assert not Figure.objects.filter(source_name="").exists()


def test_texts_become_blocks_with_links_to_pages():
    page = shipped("about")
    kinds = [block.block_type for block in page.body]
    assert (kinds[0], kinds[1]) == ("paragraph", "heading")
    news = shipped("news/city-of-design-2023")
    assert f'<a linktype="page" id="{news.pk}">' in page.body[0].value.source
    assert '<a href="/en/centres/">' in page.body[2].value.source


def test_a_leading_figure_has_unit_date_and_source():
    page = shipped("news/municipal-list-2025", "zh-hans")
    figure = page.body[0].value
    assert (page.body[0].block_type, figure["value"], figure["date"]) == ("figure", "48", "2026年3月30日")
    assert figure["unit"]
    assert figure["source_name"]


def test_districts_know_their_successors():
    jiangbei, yubei = (District.objects.get(code=code) for code in ("500105", "500112"))
    assert [district.code for district in jiangbei.successors.all()] == ["liangjiang"]
    assert yubei.successors.count() == 2


def test_demo_accounts_are_in_their_groups():
    groups = {u.username: [g.name for g in u.groups.all()] for u in get_user_model().objects.all()}
    assert groups["editor"] == ["Editors"]
    assert groups["moderator"] == ["Moderators"]
    assert groups["officer"] == groups["officer2"] == ["Registry officers"]
    assert groups["approver"] == ["Registry approvers"]
    admin = get_user_model().objects.get(username="admin")
    assert admin.is_superuser
    assert admin.check_password("design-city")


def test_the_six_centres_of_2014_came_through_approval():
    standings = Standing.objects.filter(scheme__key="municipal-centre", centre__sample=False)
    assert standings.values("centre").distinct().count() == 6
    assert {s.since.edtf for s in standings} == {"2014-02"}
    round_ = standings.first().decision.round
    parts = dict(round_.participants.values_list("user__username", "role"))
    assert parts == {"officer": "prepared", "approver": "approved"}
    assert AnnouncementPage.objects.filter(round=round_, slug=str(round_.pk)).count() == 2


def test_links_to_pages_are_in_the_reference_index():
    news = shipped("news/city-of-design-2023")
    about = shipped("about")
    assert ReferenceIndex.get_references_to(news).filter(object_id=str(about.pk)).exists()


def test_loading_again_loads_nothing(django_assert_max_num_queries):
    before = (Page.objects.count(), LoadedContent.objects.count())
    with django_assert_max_num_queries(40):
        assert load() == 0
    assert (Page.objects.count(), LoadedContent.objects.count()) == before


def test_what_an_editor_changed_or_deleted_stays():
    page = shipped("milestone/groundwork")
    page.title, page.slug = "Changed", "changed"
    page.save_revision().publish()
    shipped("news/plan-2027").delete()
    Scheme.objects.filter(key="district-centre").update(name_en="Changed")
    call_command("load_content", verbosity=0)
    assert shipped("milestone/groundwork").title == "Changed"
    assert not Page.objects.filter(translation_key=translation_key("news/plan-2027"), locale_id=1).exists()
    assert Scheme.objects.get(key="district-centre").name_en == "Changed"


def test_a_new_item_finds_older_pages_whatever_they_are_called_by_now():
    renamed = shipped("policy/several-policies-2022")
    renamed.slug = "renamed"
    renamed.save()
    shipped("milestone/several-policies").delete()
    LoadedContent.objects.filter(key="milestone/several-policies/en").delete()
    assert load() == 1
    assert shipped("milestone/several-policies").related_page_id == renamed.pk


def test_a_section_that_is_gone_stops_nothing():
    shipped("news").delete()
    LoadedContent.objects.filter(key__regex="^news/.+/en$").delete()
    load()
    assert not NewsPage.objects.filter(locale__language_code="en").exists()


def test_without_demo_content_there_are_neither_accounts_nor_centres(settings):
    settings.DEMO_CONTENT = False
    LoadedContent.objects.filter(key__startswith="account/").delete()
    LoadedContent.objects.filter(key="round/2014").delete()
    assert load() == 0

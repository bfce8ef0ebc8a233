import datetime

import pytest
from django.utils import timezone, translation

from centres.models import District
from centres.moments import moment
from centres.reference import reference
from cityofdesign import front, home
from cityofdesign.dates import ImpreciseDate
from cityofdesign.models import FieldPage, HomePage
from events.models import AnnouncementPage, CompetitionPage, NewsPage
from policies.models import Figure
from tests.centres.lists_in_short import published
from tests.factories import grant

pytestmark = pytest.mark.django_db


def sections(language="en"):
    with translation.override(language):
        return home.sections(HomePage.objects.get(locale__language_code=language))


def test_the_hill_has_a_step_on_each_published_count():
    hill = sections()["hill"]
    assert [(step.value, step.date_label) for step in hill["steps"]] == [
        (6, "Feb 2014"),
        (40, "30 Sep 2020"),
        (71, "18 Nov 2021"),
        (101, "31 Dec 2021"),
        (165, "2022"),
    ]
    assert all(figure.source_name and figure.as_of for figure in hill["figures"])
    assert (hill["plan"].value, hill["plan"].label) == (250, "250 or more by 2025, the plan")
    assert (hill["flag"].date, hill["flag"].title) == (datetime.date(2023, 10, 31), "31 Oct 2023")


def test_fog_lies_where_no_source_counts():
    first, last = sections()["hill"]["fog"]
    assert (first.start.year, first.end.year, first.text) == (2014, 2020, "no count published, 2014 to 2020")
    assert (last.start, last.end) == (datetime.date(2023, 11, 3), None)


def test_dates_in_drawings_are_short_in_both_languages():
    hill = sections("zh-hans")["hill"]
    assert [step.date_label for step in hill["steps"]][:2] == ["2014.2", "2020.9.30"]
    assert hill["flag"].title == "2023.10.31"


def test_three_levels_and_the_branches_apart():
    context = sections()
    levels = [(level["scheme"].level, int(level["figure"].value)) for level in context["levels"]]
    assert levels == [("district", 89), ("municipal", 165), ("national", 10)]
    assert {level["figure"].as_of.edtf for level in context["levels"]} == {"2023-11-03"}
    assert (int(context["branches"].value), context["branches"].comparator) == (22, "eq")


def test_without_figures_and_pages_nothing_breaks():
    Figure.objects.all().delete()
    NewsPage.objects.all().delete()
    context = sections()
    assert (context["hill"], context["branches"], context["targets"]) == (None, None, [])
    assert context["news"] == {"first": None, "more": []}
    assert [level["figure"] for level in context["levels"]] == [None, None, None]


def test_the_register_today_is_counted_by_district():
    published(
        "重庆层台机械有限公司,,渝中区,", "重庆两江灯具有限公司,,江北区,", "重庆第三灯具有限公司,,渝北区,"
    )
    day = sections()["day"]
    assert (day["count"], day["samples"], day["not_stated"], day["complete"]) == (9, 0, 6, False)
    assert (day["tiles"]["500103"].count, day["tiles"]["500103"].name) == (1, "Yuzhong")
    assert (day["merged"], day["tiles"]["liangjiang"].count) == (True, 1)
    assert "500105" not in day["tiles"]
    assert [(district.code, n) for district, n in day["elsewhere"]] == [("500112", 1)]
    assert int(day["reported"].value) == 165


def test_the_table_beside_the_map_has_every_tile_and_adds_up():
    published("重庆层台机械有限公司,,渝中区,")
    day = sections()["day"]
    assert {district.code for district, _n in day["rows"]} == set(day["tiles"])
    assert len(day["rows"]) == 37
    assert day["rows"][0][0].code == "500103"
    assert sum(n for _district, n in day["rows"] + day["elsewhere"]) + day["not_stated"] == day["count"]


def test_a_tile_leads_to_the_list_of_its_centres():
    href = sections("zh-hans")["day"]["tiles"]["500103"].href
    assert href == "/zh-hans/centres/?scheme=municipal-centre&district=500103"


def test_presets_are_the_days_of_published_counts():
    presets = sections()["day"]["presets"]
    assert [preset["href"] for preset in presets][::4] == [
        "/en/centres/on/2022-12-31/",
        "/en/centres/on/2014-02-28/",
    ]


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        ("500240", "Shizhu", "石柱"),
        ("500243", "Pengshui", "彭水"),
        ("500233", "Zhong", "忠县"),
        ("liangjiang", "Liangjiang", "两江"),
        ("hightech", "Chongqing High-tech Zone", "高新区"),
    ],
)
def test_short_names_fit_a_tile(code, english, chinese):
    district = District.objects.get(code=code)
    with translation.override("en"):
        assert home.short_name(district) == english
    with translation.override("zh-hans"):
        assert home.short_name(district) == chinese


def test_three_targets_that_the_register_can_count():
    keys = [target.figure.scheme.key for target in sections()["targets"]]
    assert keys == ["municipal-centre", "national-centre", "municipal-institute"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_news_competitions_and_the_last_round_are_in_the_language_of_the_page(language):
    context = sections(language)
    pages = [context["news"]["first"], *context["news"]["more"], *context["competitions"]]
    assert [type(page) for page in pages] == [NewsPage] * 4 + [CompetitionPage] * 2
    assert [type(page) for page in context["fields"]] == [FieldPage] * 3
    pages += [context["last_round"].page, *context["climb"], *context["fields"]]
    assert {page.locale.language_code for page in pages} == {language}
    assert context["last_round"].page == AnnouncementPage.objects.get(
        round__year=2014, locale__language_code=language
    )


def test_the_last_round_says_what_it_changed():
    change = sections()["last_round"].change
    assert (change.before, change.added, change.withdrawn, change.after) == (0, 6, 0, 6)


def test_the_climb_tells_what_weighed_most_in_the_order_of_time():
    told = sections()["climb"]
    assert [page.slug for page in told] == [
        "first-municipal-round",
        "goal-named",
        "demonstration-city",
        "action-plan",
        "several-policies",
        "unesco-designation",
    ]


def test_industries_are_counted_and_lead_into_the_register():
    grant(1, on="2024", sectors=["motorcycles", "energy"])
    grant(2, on="2024", sectors=["energy"])
    grant(3, on="2999", sectors=["energy"])
    when = moment()
    held = reference(when.clock)
    with translation.override("en"):
        found = front.industries(when, held.scheme("municipal-centre"), held)
    assert [(one["name"], one["count"]) for one in found] == [("Energy", 3), ("Motorcycles", 1)]
    assert found[0]["href"] == "/en/centres/?scheme=municipal-centre&sector=energy"


def test_no_competition_is_next_when_all_are_over():
    assert sections()["next_competition"] is None


def test_the_next_competition_is_the_one_that_closes_first():
    pages = list(CompetitionPage.objects.filter(locale__language_code="en")[:3])
    today = timezone.localdate()
    for page, days in zip(pages, (90, 30, -3), strict=True):
        page.date = page.entries_open = page.results_on = ImpreciseDate()
        page.results = []
        page.entries_close = ImpreciseDate.from_date(today + datetime.timedelta(days=days))
        page.save()
    found = front.next_competition(pages)
    assert (found.page, found.label, found.date) == (pages[1], "Entries close", pages[1].entries_close)


def test_a_competition_that_has_not_begun_is_announced_by_its_opening():
    page = CompetitionPage.objects.filter(locale__language_code="en").first()
    page.date = page.entries_close = page.results_on = ImpreciseDate()
    page.results = []
    page.entries_open = ImpreciseDate.from_date(timezone.localdate() + datetime.timedelta(days=9))
    found = front.next_competition([page])
    assert (found.label, found.date) == ("Entries open", page.entries_open)


def test_news_is_newest_first_and_hides_what_is_not_published():
    newest = sections()["news"]["first"]
    newest.unpublish()
    after = sections()["news"]["first"]
    assert after.date_to <= newest.date_to
    assert after != newest


def test_queries_on_a_warm_process_and_after_a_change(client, django_assert_num_queries):
    client.get("/en/")
    with django_assert_num_queries(1):
        client.get("/en/")
    published(*(f"重庆第{n}灯具有限公司,,渝中区," for n in range(20)))
    with django_assert_num_queries(26):
        client.get("/en/")


def test_what_readers_see_follows_figures_pages_and_privacy(client):
    def shown() -> str:
        return client.get("/en/").content.decode()

    assert ">171</td>" not in shown()
    figure = Figure.objects.get(key="municipal-centres-2022")
    figure.value = 171
    figure.save()
    assert ">171</td>" in shown()
    page = sections()["news"]["first"]
    page.title = "Corrected"
    page.save_revision().publish()
    assert "Corrected" in shown()
    page.view_restrictions.create(restriction_type="login")
    assert "Corrected" not in shown()


def test_what_is_kept_speaks_the_language_of_the_reader(client):
    for language in ("en", "zh-hans", "en"):
        words = {"en": "Three levels, one ladder", "zh-hans": "三个层级，一路向上"}
        shown = client.get(f"/{language}/").content.decode()
        assert [words[one] in shown for one in words] == [one == language for one in words]

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import Page

from cityofdesign import checking
from cityofdesign.dates import parse_words
from events.around import neighbours
from events.models import (
    AnnouncementPage,
    CompetitionPage,
    EventPage,
    MilestoneIndexPage,
    MilestonePage,
    NewsPage,
)
from events.timeline import climb, newest_first
from policies.models import PolicyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return MilestoneIndexPage.objects.get(locale__language_code="en")


def climbed(index, **query):
    return climb(index, RequestFactory().get("/", query))


def test_years_descend_with_the_undated_ones_in_their_place(index):
    terraces = climbed(index)["terraces"]
    assert [(t.year, t.after) for t in terraces[:5]] == [(y, None) for y in (2023, 2022, 2021, 2020, 2019)]
    assert [(t.year, t.after) for t in terraces[5:7]] == [(None, 2016), (2016, None)]
    assert [t.step for t in terraces] == list(range(9, -1, -1))
    assert [t.anchor for t in terraces[4:7]] == ["y-2019", "y-2016-undated", "y-2016"]


def test_oldest_first_is_the_same_turned_round(index):
    newest, oldest = climbed(index)["terraces"], climbed(index, order="oldest")["terraces"]
    assert [t.step for t in oldest] == list(range(10))
    assert [t.milestones[::-1] for t in newest[::-1]] == [t.milestones for t in oldest]


def test_within_a_year_the_vaguer_date_is_the_earlier_one(index):
    year = next(t for t in climbed(index, order="oldest")["terraces"] if t.year == 2020)
    assert [page.date.edtf for page in year.milestones] == ["2020", "2020-07"]


def test_every_year_ends_with_the_last_count_reported_for_it(index):
    figures = {t.year: t.figure for t in climbed(index)["terraces"] if t.figure}
    assert {year: (f.scheme.key, int(f.value), f.as_of.edtf) for year, f in figures.items()} == {
        2023: ("municipal-centre", 165, "2023-11-03"),
        2022: ("municipal-centre", 165, "2022"),
        2021: ("municipal-centre", 101, "2021-12-31"),
        2020: ("municipal-centre", 40, "2020-09-30"),
        2016: ("national-centre", 2, "2016-01"),
        2014: ("municipal-centre", 6, "2014-02"),
    }
    assert all(f.source_name and f.source_url for f in figures.values())


def test_kinds_and_precisions_are_counted_over_all(index):
    context = climbed(index, kind="policy")
    assert (context["total"], context["shown"], context["kind"]) == (22, 3, "policy")
    assert context["precisions"] == {"day": 4, "month": 6, "year": 10, "undated": 2}
    selected = [kind for kind in context["kinds"] if kind["selected"]]
    assert selected == [{"key": "policy", "label": "Policy", "count": 3, "selected": True}]
    assert sum(kind["count"] for kind in context["kinds"]) == 22


@pytest.mark.parametrize("query", [{"order": "sideways"}, {"kind": "nothing"}, {"kind": "\0" * 500}])
def test_a_bad_value_is_named_and_filters_nothing(index, query):
    context = climbed(index, **query)
    assert list(context["errors"]) == list(query)
    assert (context["order"], context["kind"], context["shown"]) == ("newest", "", 22)


def test_an_undated_milestone_at_the_start_stands_first(index):
    page = MilestonePage(title="Before all", kind="event")
    index.get_children().first().specific.add_sibling(pos="left", instance=page)
    first = climbed(index, order="oldest")["terraces"][0]
    assert (first.year, first.after, first.milestones, first.anchor) == (None, None, (page,), "y-0-undated")


def test_of_an_undated_milestone_nothing_is_said_that_its_source_does_not_say(index, client):
    page = index.add_child(instance=MilestonePage(title="Some day", kind="event"))
    last = climbed(index)["terraces"][-1]
    assert (last.year, last.after, last.milestones) == (None, None, (page,))
    assert "by its place" not in client.get(index.url).text


@pytest.mark.parametrize(
    ("date", "found"), [("28 February", 1), ("February 2014", 0), ("undated", 0), ("", 0)]
)
def test_a_day_without_a_year_is_no_date_of_a_milestone(date, found):
    page = MilestonePage(title="Some day", kind="event", date=parse_words(date) if date else None)
    assert len([one for one in checking.errors(page) if one.field == "date"]) == found


def test_a_milestone_stands_between_the_ones_that_the_climb_has_beside_it(index):
    climbing = [page for t in climbed(index)["terraces"] for page in t.milestones]
    assert [neighbours(page, newest_first)["older"] for page in climbing] == [*climbing[1:], None]
    assert [neighbours(page, newest_first)["newer"] for page in climbing] == [None, *climbing[:-1]]


def test_unpublished_and_private_milestones_are_not_shown(index):
    pages = list(MilestonePage.objects.child_of(index).order_by("path"))
    pages[0].unpublish()
    pages[1].view_restrictions.create(restriction_type="login")
    assert climbed(index)["total"] == 20


def test_five_queries(index, django_assert_num_queries):
    with django_assert_num_queries(5):  # milestones, figures, restrictions twice, the pages they lead to
        climbed(index)


def test_a_milestone_leads_only_to_what_belongs_there(index):
    milestone = MilestonePage.objects.child_of(index).filter(related_page=None).first()
    milestone.related_page = Page.objects.get(pk=index.pk)
    with pytest.raises(ValidationError, match="Choose a policy, an announcement"):
        milestone.full_clean()
    milestone.related_page = Page.objects.get(pk=NewsPage.objects.first().pk)
    milestone.full_clean()


def led_to(index, model):
    """The first milestone, and the page of this model to which it leads."""
    target = model.objects.filter(locale=index.locale).live().first()
    milestone = MilestonePage.objects.child_of(index).first()
    MilestonePage.objects.filter(pk=milestone.pk).update(related_page=target.pk)
    return milestone, target


@pytest.mark.parametrize("model", [PolicyPage, EventPage, NewsPage, CompetitionPage, AnnouncementPage])
def test_a_milestone_and_what_it_leads_to_show_each_other(client, index, model):
    milestone, target = led_to(index, model)
    assert f'href="{target.url}"' in client.get(milestone.url).text
    assert f'href="{target.url}"' in client.get(index.url).text
    assert f'href="{index.url}#m-{milestone.slug}"' in client.get(target.url).text


def test_a_milestone_leads_to_nothing_that_is_taken_offline(client, index):
    _milestone, target = led_to(index, CompetitionPage)
    target.unpublish()
    assert f'href="{target.url}"' not in client.get(index.url).text

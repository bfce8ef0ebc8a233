"""The review-due board in the admin: who gets it, what it shows, and the way into a round."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from centres.lists import read_list
from centres.models import Round, Scheme
from tests.centres.lists_in_short import person
from tests.factories import empty_register, enter, grant, printed_list, publish, row

pytestmark = pytest.mark.django_db
NATIONAL = "national-centre"
BOARD = "/admin/register/due/"
LIST = f"{BOARD}{NATIONAL}/2027/"


@pytest.fixture(autouse=True)
def _register():
    """Three centres due in 2027, one of them a sample, and one overdue since 2023."""
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False):
        empty_register()
        grant(2, "2023-08-01", scheme=NATIONAL)
        grant(1, "2023-08-01", scheme=NATIONAL, sample=True)
        grant(1, "2021-11-25", scheme=NATIONAL)
        yield


def in_chinese(username="officer"):
    UserProfile.objects.update_or_create(user=person(username), defaults={"preferred_language": "zh-hans"})


@pytest.mark.parametrize("path", ["", f"{NATIONAL}/2027/", f"{NATIONAL}/2027/list.xlsx"])
def test_pages_are_for_registry_staff(desk, path):
    assert Client().get(BOARD + path).headers["Location"].startswith("/admin/login/")
    for username in ("editor", "moderator"):
        assert desk(username).get(BOARD + path).headers["Location"] == "/admin/"
    for username in ("officer", "approver", "admin"):
        assert desk(username).get(BOARD + path).status_code == 200


def test_the_board_counts_and_links(desk):
    page = desk("officer").get(BOARD)
    assert f'href="{LIST}"' in page.text
    assert f'href="{BOARD}{NATIONAL}/2025/?show=overdue"' in page.text
    assert "(1 sample)" in page.text
    assert page.text.count("No review rule known") == Scheme.objects.count() - 1
    assert "Review every 4 years, 工信部政法〔2023〕93号" in page.text


def test_the_board_shows_rounds_of_the_year(desk):
    round_ = Round.objects.create(scheme=Scheme.objects.get(key=NATIONAL), year=2027)
    page = desk("officer").get(BOARD)
    assert reverse("rounds:detail", args=[round_.pk]) in page.text
    assert "no list of reviews" in page.text
    assert reverse("rounds:detail", args=[round_.pk]) in desk("officer").get(LIST).text


def test_the_list_names_who_is_due_by_which_rule(desk):
    page = desk("officer").get(LIST)
    assert len(page.context["items"].object_list) == 3
    assert "4 years from 2023, 工信部政法〔2023〕93号" in page.text
    assert page.context["due"].samples == 1


def test_overdue_ones_are_shown_apart_with_how_long(desk):
    page = desk("officer").get(LIST, {"show": "overdue"})
    assert len(page.context["items"].object_list) == 1
    assert "3 years overdue" in page.text
    assert "3 years overdue" not in desk("officer").get(LIST).text


def test_a_scheme_without_a_rule_says_so_and_lists_nobody(desk):
    grant(2, "2023-08-01")
    page = desk("officer").get(f"{BOARD}municipal-centre/2027/")
    assert "No review rule known: no source states" in page.text
    assert page.context["items"].object_list == []
    assert "list.xlsx" not in page.text


@pytest.mark.parametrize(
    "path", ["nothing/2027/", f"{NATIONAL}/1989/", f"{NATIONAL}/99999999999/", f"{NATIONAL}/2027/list.pdf"]
)
def test_junk_in_an_address_is_not_found(desk, path):
    assert desk("officer").get(BOARD + path, follow=True).status_code == 404


@pytest.mark.parametrize("query", [{"show": "x"}, {"p": "x"}, {"p": "999"}])
def test_junk_in_a_query_does_no_harm(desk, query):
    assert len(desk("officer").get(LIST, query).context["items"].object_list) == 3


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_filled_in_list_is_downloaded(desk, form):
    officer = desk("officer")
    response = officer.get(f"{LIST}list.{form}")
    expected = f'attachment; filename="reviews-{NATIONAL}-2027.{form}"'
    assert response.headers["Content-Disposition"] == expected
    assert len(read_list(response.content, f"list.{form}").rows) == 3
    late = officer.get(f"{LIST}list.{form}", {"show": "overdue"})
    assert "2027-overdue." in late.headers["Content-Disposition"]
    assert len(read_list(late.content, f"list.{form}").rows) == 1


def test_a_round_is_started_with_the_list(desk):
    officer = desk("officer")
    query = f"?scheme={NATIONAL}&year=2027&list=maintained"
    assert query.replace("&", "&amp;") in officer.get(LIST).text
    form = officer.get(reverse("rounds:add") + query).context["form"]
    scheme = Scheme.objects.get(key=NATIONAL)
    assert form.initial == {"scheme": scheme.pk, "year": 2027}
    page = officer.post(reverse("rounds:add") + query, {"scheme": scheme.pk, "year": 2027}, follow=True)
    assert page.context["round"].scheme == scheme
    assert page.context["form"].initial["kind"] == "maintained"
    assert LIST in page.text


@pytest.mark.parametrize("query", ["?scheme=x", "?year=soon", "?year=9", f"?scheme={NATIONAL}%00&year=2027"])
def test_an_odd_address_of_the_form_is_named_and_harmless(desk, query):
    page = desk("officer").get(reverse("rounds:add") + query)
    assert "names an unknown scheme or year" in page.text


def test_who_only_looks_is_offered_no_round(desk):
    person("officer").groups.get().permissions.remove(
        *person("officer").groups.get().permissions.filter(codename="prepare_round")
    )
    page = desk("officer").get(LIST)
    assert page.status_code == 200
    assert "Start the round" not in page.text


def test_the_panel_stands_on_the_start_page_where_something_is_due(desk):
    page = desk("officer").get("/admin/")
    assert f"{BOARD}{NATIONAL}/2026/?show=overdue" in page.text
    assert "Reviews due, all schemes" not in desk("editor").get("/admin/").text
    empty_register()
    assert "Reviews due, all schemes" not in desk("officer").get("/admin/").text


def test_the_pages_take_no_more_queries_with_more_centres(desk, django_assert_max_num_queries):
    officer, counts = desk("officer"), []
    for n in (1, 60):
        grant(n, "2023-08-01", scheme=NATIONAL)
        for url in (BOARD, LIST, f"{LIST}list.csv"):
            officer.get(url)
            with django_assert_max_num_queries(20) as counted:
                officer.get(url)
            counts.append(len(counted))
    assert counts[:3] == counts[3:]


def test_the_list_is_paged(desk):
    grant(60, "2023-08-01", scheme=NATIONAL)
    page = desk("officer").get(LIST, {"p": 2})
    assert len(page.context["items"].object_list) == 13


def test_a_published_review_leaves_the_list(desk):
    centre = enter(scheme=NATIONAL, on="2023-08-01").centre
    assert centre.number in desk("officer").get(LIST).text
    publish(printed_list("maintained", "2026-01-10", row(centre)), scheme=NATIONAL, year=2026)
    assert centre.number not in desk("officer").get(LIST).text


@pytest.mark.parametrize("path", ["", f"{NATIONAL}/2027/", f"{NATIONAL}/2027/?show=overdue"])
def test_the_pages_speak_chinese(desk, path):
    in_chinese()
    page = desk("officer").get(BOARD + path)
    assert page.status_code == 200
    assert "国家级工业设计中心" in page.text

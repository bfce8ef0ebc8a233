"""The form of an edition: its facts change, and what keeps winners back stands."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import querydict_from_html

from cityofdesign import checking
from cityofdesign.models import User
from events.models import Award, CompetitionPage, Edition
from tests.events.editions import award, edition, embargo, pages

pytestmark = pytest.mark.django_db
ENTERED = "Winners are entered"
HOUR_IS_SET = "hour is set"


@pytest.fixture
def change(client):
    """Posts the form of an edition with changes, as an editor; returns the answer."""
    user = User.objects.create_user("writer")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)

    def send(of: Edition, **changes):
        url = f"/admin/competitions/editions/edit/{of.pk}/"
        form = BeautifulSoup(client.get(url).content, "html.parser").select_one("form[method=POST]")
        ticked = {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
        data = querydict_from_html(str(form), form_index=0).dict() | ticked | changes
        return client.post(url, {name: value for name, value in data.items() if value is not None})

    return send


def beside(answer, field: str) -> str:
    return " ".join(answer.context["form"].errors.get(field, []))


def in_row(answer, row: int, field: str) -> str:
    return " ".join(answer.context["form"].formsets["categories"].forms[row].errors.get(field, []))


@pytest.mark.parametrize("key", sorted(["lu-yong-jiang-2023", "smart-expo-cup-2023"]))
def test_a_shipped_edition_is_saved_as_it_is(change, key):
    of = Edition.objects.get(key=key)
    before = Edition.objects.filter(pk=of.pk).values().get()
    assert change(of).status_code == 302
    after = Edition.objects.filter(pk=of.pk).values().get()
    assert before | {"changed_at": None} == after | {"changed_at": None}


def test_its_facts_change(change):
    of = edition(1)
    assert (
        change(of, prizes_en="A chair", closes_on="9 May 2026", **{"categories-0-expected": "3"}).status_code
        == 302
    )
    of.refresh_from_db()
    assert (of.prizes_en, str(of.closes_on), of.categories.get().expected) == ("A chair", "2026-05-09", 3)


def test_a_wrong_date_is_refused_beside_it(change):
    assert "date" in beside(change(edition(1), closes_on="soon"), "closes_on")


def test_a_page_belongs_to_one_edition(change):
    taken = Edition.objects.get(key="lu-yong-jiang-2023")
    answer = change(edition(1), page=str(taken.translation_key))
    assert "belongs to" in beside(answer, "page")


def test_a_page_may_be_left_and_taken_before_there_are_winners(change):
    of = edition(1)
    change(of, page="")
    of.refresh_from_db()
    assert of.translation_key is None
    page = pages("Another Award")
    award(of)
    assert change(of, page=str(page.translation_key)).status_code == 302
    of.refresh_from_db()
    assert of.translation_key == page.translation_key


@pytest.mark.parametrize("hours", [None, 5, -5])
@pytest.mark.parametrize(("field", "value"), [("winners_here", None), ("page", "")])
def test_what_keeps_winners_back_stands_once_there_are_any(change, hours, field, value):
    of = edition(1)
    award(of)
    if hours:
        embargo(of, hours=hours)
    answer = change(of, **{field: value})
    assert ENTERED in beside(answer, field)
    again = Edition.objects.get(pk=of.pk)
    assert (again.winners_here, again.translation_key) == (True, of.translation_key)


def test_a_category_with_winners_is_not_removed(change):
    of = edition(1)
    award(of)
    answer = change(of, **{"categories-0-DELETE": "on"})
    assert "has winners" in in_row(answer, 0, "__all__")
    assert Award.objects.get().category == of.categories.get()


def test_once_the_hour_is_set_categories_stand_but_for_their_names(change):
    of = edition(1, 1)
    award(of)
    embargo(of, hours=5)
    assert HOUR_IS_SET in in_row(change(of, **{"categories-0-expected": "2"}), 0, "expected")
    assert HOUR_IS_SET in in_row(change(of, **{"categories-1-DELETE": "on"}), 1, "__all__")
    row = {"name_en": "New", "name_zh": "新", "expected": "9", "ORDER": "3", "id": "", "DELETE": ""}
    added = {f"categories-2-{name}": value for name, value in row.items()} | {"categories-TOTAL_FORMS": "3"}
    assert HOUR_IS_SET in in_row(change(of, **added), 2, "expected")
    assert change(of, **{"categories-0-name_en": "Chairs"}).status_code == 302
    assert [one.name_en for one in of.categories.all()] == ["Chairs", "Class 2"]


@pytest.mark.parametrize(("hours", "refused"), [(5, True), (None, True), (-5, False)])
def test_no_file_stands_in_the_results_before_the_hour(hours, refused):
    of = edition(1)
    award(of)
    if hours:
        embargo(of, hours=hours)
    page = CompetitionPage.objects.get(translation_key=of.translation_key, locale__language_code="en")
    page.results = [("paragraph", "<p>Many came.</p>"), ("attachment", {"document": None})]
    found = [one for one in checking.errors(page) if one.field == "results" and "hour" in one.message]
    assert [one.place for one in found] == ([(1,)] if refused else [])

"""What the pages show, and how many queries they take."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from centres import publishing
from centres.admin.rows import LOOKS
from centres.lists import LIST_KINDS, Verdict
from centres.models import RoundRow
from tests.centres.lists_in_short import add, drafted, person, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
MOST_QUERIES = 27


def many(n, start=0):
    return [f"重庆测{chr(0x4E00 + start + i)}机械有限公司,,渝中区,工业设计企业" for i in range(n)]


def queries_of(client, django_assert_max_num_queries, url):
    client.get(url)  # what the process keeps in memory
    with django_assert_max_num_queries(MOST_QUERIES) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_the_page_of_a_round_takes_no_more_queries_with_more_rows(desk, django_assert_max_num_queries):
    published(*many(3))
    officer, few, full = desk("officer"), drafted(*many(2)), drafted(*many(3), *many(60, 40))
    add(full, *many(20, 200), filename="second.csv")
    counts = [
        queries_of(officer, django_assert_max_num_queries, reverse("rounds:detail", args=[round_.pk]))
        for round_ in (few, full)
    ]
    assert counts[1] <= counts[0] + 1  # one more for the second list
    url = reverse("rounds:detail", args=[full.pk])
    queries_of(
        officer, django_assert_max_num_queries, f"{url}?verdict=new&show=open&list={full.lists.first().pk}"
    )


@pytest.mark.parametrize("name", ["rounds:index", "wagtailadmin_home", "centre:index"])
def test_lists_take_no_more_queries_with_more_entries(desk, django_assert_max_num_queries, name):
    officer, url = desk("officer"), reverse(name)
    published(TERRACE)
    before = queries_of(officer, django_assert_max_num_queries, url)
    for row in many(4):
        drafted(row)
        submitted(row.replace("测", "试"))
    published(*many(4, 100))
    assert queries_of(officer, django_assert_max_num_queries, url) <= before + 1  # two tables instead of one


def test_states_of_a_round_stay_within_the_queries(desk, django_assert_max_num_queries):
    for round_ in (submitted(TERRACE), publishing.approve(submitted(RIVER), user=person("approver"))):
        url = reverse("rounds:detail", args=[round_.pk])
        queries_of(desk("approver"), django_assert_max_num_queries, url)
    done = published(*many(30))
    queries_of(desk("approver"), django_assert_max_num_queries, reverse("rounds:detail", args=[done.pk]))
    centre = done.decisions.first().centre_id
    queries_of(desk("officer"), django_assert_max_num_queries, reverse("centre:inspect", args=[centre]))


@pytest.mark.parametrize(
    "path",
    [
        "0/",
        "999999/",
        "99999999999999999999999/",
        "abc/",
        "999999/upload/",
        "template/granted.pdf",
        "template/abolished.xlsx",
    ],
)
def test_junk_in_an_address_is_not_found(desk, path):
    assert desk("admin").get(f"/admin/register/rounds/{path}", follow=True).status_code == 404


def test_a_list_or_row_of_another_round_is_not_found(desk):
    one, other, admin = drafted(TERRACE), drafted(RIVER), desk("admin")
    row, roundlist = RoundRow.objects.get(list__round=other), other.lists.get()
    for name, pk in (("settle", row.pk), ("rematch", roundlist.pk), ("remove-list", roundlist.pk)):
        url = reverse(f"rounds:{name}", args=[one.pk, pk])
        assert admin.post(url, {"action": "hold"}, follow=True).status_code == 404
    url = reverse("rounds:original", args=[one.pk, roundlist.pk])
    assert admin.get(url, follow=True).status_code == 404


@pytest.mark.parametrize("query", [{"verdict": "x"}, {"list": "0"}, {"p": "-1"}, {"p": "x"}, {"show": "?"}])
def test_junk_in_a_query_leaves_the_rows_unfiltered(desk, query):
    page = desk("officer").open("detail", drafted(TERRACE, RIVER).pk, **query)
    assert len(page.context["lines"]) == 2


def test_rows_are_filtered_by_verdict_list_and_openness(desk):
    published(TERRACE)
    round_, officer = drafted(TERRACE, RIVER, on="2023-06-01"), desk("officer")
    second = add(round_, *many(2), filename="second.csv")
    for query, n in [({"verdict": "new"}, 3), ({"list": second.pk}, 2), ({"show": "open"}, 4)]:
        assert len(officer.open("detail", round_.pk, **query).context["lines"]) == n
    tiles = officer.open("detail", round_.pk).context["tiles"]
    assert [(tile.verdict, tile.rows) for tile in tiles] == [("error", 0), ("new", 3), ("unchanged", 1)]


def test_every_verdict_has_a_look():
    assert set(LOOKS) == set(Verdict)


def test_errors_come_first_and_say_what_would_be_right(desk):
    round_ = drafted(*many(30), "重庆层台机械有限公司,,不存在区,工业设计企业")
    page = desk("officer").open("detail", round_.pk)
    first = page.context["lines"][0]
    assert (first.verdict, first.row.index) == ("Error", 32)
    assert "不存在区" in first.problems[0]
    assert not first.may_create


def test_old_and_new_stand_side_by_side(desk):
    published(TERRACE)
    row = TERRACE.replace("渝中区", "南岸区")
    page = desk("officer").open("detail", drafted(row, kind="transferred", on="2023-06-01").pk)
    difference = page.context["lines"][0].differences[0]
    assert (difference.old, difference.new) == ("Yuzhong District", "Nan'an District")
    assert "<ins>" in page.text


def test_the_original_file_comes_back_as_an_attachment(desk):
    roundlist = drafted(TERRACE).lists.get()
    response = desk("approver").open("original", roundlist.round_id, roundlist.pk)
    assert response.headers["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert TERRACE.encode() in response.getvalue()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", LIST_KINDS)
def test_an_empty_list_of_each_kind(desk, kind, form):
    response = desk("officer").open("template", kind, form)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{kind}.{form}"'
    assert len(response.content) > 40


def test_a_centre_shows_its_decisions_with_their_evidence(desk):
    centre = published(TERRACE).decisions.get().centre
    page = desk("officer").get(reverse("centre:inspect", args=[centre.pk]))
    for words in ("重庆层台机械有限公司", "渝经信〔2023〕1号", "list.csv, row 2", "1 May 2023", "Accredited"):
        assert words in page.text
    found = desk("officer").get(reverse("centre:index"), {"q": "层台"})
    assert [entry.pk for entry in found.context["object_list"]] == [centre.pk]


def test_the_admin_speaks_chinese(desk):
    profile = UserProfile.get_for_user(person("officer"))
    profile.preferred_language = "zh-hans"
    profile.save()
    page = desk("officer").open("detail", drafted(TERRACE).pk)
    with translation.override("zh-hans"):
        assert str(Verdict.NEW.label) in page.text


def test_no_template_of_ours_carries_inline_script_or_style():
    for path in (Path(__file__).parents[3] / "centres" / "templates").rglob("*.html"):
        text = path.read_text()
        assert not any(mark in text for mark in ("<script", "<style", " style=", " onclick=")), path

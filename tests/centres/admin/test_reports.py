"""Reports on the register: who sees them, what they list, what their files hold."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from centres import publishing, settling
from centres.admin.reports import REPORTS
from centres.models import Alias, Decision, Round, RoundRow
from tests.centres.lists_in_short import drafted, person, published, submitted
from tests.factories import empty_register, enter, grant, take_back

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
MOST_QUERIES = 20
NAMES = [report.name for report in REPORTS]


def open_report(client, name, results=False, **query):
    return client.get(reverse(f"register_reports:{name}{'_results' if results else ''}"), query)


def as_csv(client, name, **query):
    response = open_report(client, name, export="csv", **query)
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def as_xlsx(client, name, **query):
    content = open_report(client, name, export="xlsx", **query).getvalue()
    headings, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def many(n, start=0):
    return [f"重庆测{chr(0x4E00 + start + i)}机械有限公司,,渝中区,工业设计企业" for i in range(n)]


def settled_by_hand(centre):
    """A draft whose one row a person settled as meaning the centre, which has another name."""
    round_ = drafted("重庆层台机械厂,层台设计中心,,", kind="maintained", on="2023-06-01")
    row = RoundRow.objects.get(list__round=round_)
    settling.settle(row, action="match", centre=centre, user=person("officer"), confirmed=True)
    return round_


def renamed_by_hand():
    """Such a round published, and its centre, which thereby has the new name."""
    centre = published(TERRACE).decisions.get().centre
    round_ = publishing.submit(settled_by_hand(centre), user=person("officer"))
    publishing.approve(round_, user=person("approver"))
    return publishing.publish(round_, user=person("approver")), centre


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_for_those_who_may_see_rounds(desk, name):
    url = reverse(f"register_reports:{name}")
    assert Client().get(url).headers["Location"].startswith("/admin/login/")
    for query in ("", "?export=csv", "?export=xlsx"):
        assert desk("editor").get(url + query).headers["Location"] == "/admin/"
        for username in ("officer", "approver", "admin"):
            response = desk(username).get(url + query)
            assert response.getvalue() if response.streaming else response.content
            assert response.status_code == 200


def test_the_menu_offers_them_to_those_alone(desk):
    url = reverse("register_reports:decisions")
    assert url in desk("officer").get("/admin/").text
    assert url not in desk("editor").get("/admin/").text


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_report_says_so(desk, name):
    Alias.objects.all().delete()
    empty_register()
    RoundRow.objects.all().delete()
    report = next(report for report in REPORTS if report.name == name)
    page = open_report(desk("officer"), name)
    if name == "rounds":
        page = open_report(desk("officer"), name, state="submitted")
    words = "Nothing matches these filters." if name == "rounds" else str(report.nothing)
    assert words in page.text
    assert as_csv(desk("officer"), name, **({"state": "submitted"} if name == "rounds" else {})) == []


JUNK = {
    "scheme": "no-such",
    "year": "abc",
    "state": "\x00",
    "kind": "x",
    "district": "9" * 30,
    "missing": "<b>",
    "recorded_from": "2024-99-01",
    "effective_to": "yesterday",
    "p": "zzz",
    "ordering": "pk; drop",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_value_that_makes_no_sense_is_named_and_left_out(desk, name):
    renamed_by_hand()
    officer = desk("officer")
    plain, junk = open_report(officer, name), open_report(officer, name, **JUNK)
    assert junk.status_code == open_report(officer, name, results=True, **JUNK).status_code == 200
    assert "The filter “Scheme” was left out:" in junk.text
    assert junk.context["items_count"] == plain.context["items_count"]
    file = open_report(officer, name, scheme="no-such", export="csv")
    assert (file.headers["Content-Type"], file.status_code) == ("text/html; charset=utf-8", 200)


def test_a_filter_that_makes_sense_holds_beside_one_that_does_not(desk):
    grant(2, scheme="national-centre")
    page = open_report(desk("officer"), "decisions", scheme="national-centre", kind="x")
    assert {str(decision.scheme.key) for decision in page.context["object_list"]} == {"national-centre"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("export", [None, "csv", "xlsx"])
def test_the_queries_do_not_grow_with_the_rows(desk, django_assert_max_num_queries, name, export):
    officer, query = desk("officer"), {"export": export} if export else {}
    counts = []
    for start in (0, 100):
        round_ = published(*many(3 if not start else 30, start))
        lists_that_differ(round_)
        open_report(officer, name, **query)
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            open_report(officer, name, **query)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def lists_that_differ(round_):
    """Every row prints another name than it decided, was settled by hand and taught an alias."""
    for row in RoundRow.objects.filter(list__round=round_):
        row.values = {**row.values, "holder_name_zh": "别名"}
        row.settled_by, row.settled_at = person("officer"), timezone.now()
        row.save()
        Alias.objects.create(centre=row.centre, holder="别名", row=row)


@pytest.mark.parametrize("read", [as_csv, as_xlsx])
def test_files_hold_every_row_and_not_only_the_page(desk, read):
    grant(60)
    page = open_report(desk("officer"), "decisions")
    assert len(page.context["object_list"]) == 50
    assert len(read(desk("officer"), "decisions")) == Decision.objects.count() == page.context["items_count"]


@pytest.mark.parametrize("read", [as_csv, as_xlsx])
def test_no_cell_of_a_file_acts_as_a_formula(desk, read):
    enter(on="2023-05-01", name_en="=cmd|'/c calc'!A1", holder_name_en="+1", holder_name_zh="@重庆")
    line = read(desk("officer"), "decisions")[0]
    assert (line["Name"], line["Holder"]) == ("'=cmd|'/c calc'!A1", "'+1")


def test_files_are_named_by_the_day_and_in_the_language_of_the_reader(desk):
    profile = UserProfile.get_for_user(person("officer"))
    profile.preferred_language = "zh-hans"
    profile.save()
    response = open_report(desk("officer"), "decisions", export="csv")
    with translation.override("zh-hans"):
        kind = str(Decision.Kind.GRANTED.label)
    assert kind in response.content.decode()
    name = f"decisions-{timezone.localdate():%Y-%m-%d}.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_marked(desk, name):
    round_, centre = renamed_by_hand()
    Round.objects.filter(pk=round_.pk).update(sample=True)
    type(centre).objects.filter(pk=centre.pk).update(sample=True)
    assert "sample" in [line["Sample"] for line in as_csv(desk("officer"), name)]
    assert "w-status" in open_report(desk("officer"), name).text


def test_rounds_say_where_they_stand_and_what_is_open(desk):
    draft, waiting = drafted(TERRACE, RIVER, year=2031), submitted(RIVER, year=2032)
    lines = {line["Number"]: line for line in as_csv(desk("officer"), "rounds")}
    line = lines[str(draft.pk)]
    assert (line["State"], line["Next step"]) == ("Draft", "Settle the rows and submit")
    assert (line["Lists"], line["Rows"], line["Rows open"]) == ("1", "2", "2")
    line = lines[str(waiting.pk)]
    assert line["Who may do it"] == "An approver who had no hand in it"
    assert line["Since"] == f"{timezone.localtime(waiting.submitted_at):%Y-%m-%d %H:%M}"
    for query in ({"year": 2031}, {"state": "draft"}, {"scheme": "municipal-centre", "year": 2031}):
        found = [line["Number"] for line in as_csv(desk("officer"), "rounds", **query)]
        assert found == [str(draft.pk)]


def test_decisions_name_document_row_and_what_annuls_them(desk):
    decision = published(TERRACE, RIVER).decisions.order_by("number").first()
    take_back(decision.round)
    lines = {line["Number"]: line for line in as_csv(desk("officer"), "decisions")}
    line = lines[str(decision.number)]
    assert (line["Name"], line["Holder"]) == ("重庆层台机械有限公司工业设计中心", "重庆层台机械有限公司")
    assert (line["Document"], line["Row in the file"], line["In effect"]) == (
        "渝经信〔2023〕1号",
        "2",
        "1 May 2023",
    )
    annulment = lines[line["Annulled by"]]
    assert (annulment["Decision"], annulment["Name"]) == ("Annulled", line["Name"])
    assert (annulment["Document"], annulment["Row in the file"]) == ("", "")


def test_decisions_carry_the_names_of_their_day(desk):
    first = enter(on="2014-02", name_en="Old Centre", holder_name_en="Old")
    second = enter(first.centre, "renamed", on="2016", name_en="New Centre")
    lines = {line["Number"]: line for line in as_csv(desk("officer"), "decisions")}
    assert lines[str(first.number)]["Name"] == "Old Centre"
    assert lines[str(first.number)]["In effect"] == "February 2014"
    assert (lines[str(second.number)]["Name"], lines[str(second.number)]["Holder"]) == ("New Centre", "Old")


def test_a_day_of_recording_is_one_of_shanghai(desk):
    empty_register()
    at = datetime.datetime(2024, 3, 1, 16, 30, tzinfo=datetime.UTC)  # half past midnight on the 2nd
    decision = enter(at=at)

    def found(first, last):
        query = {"recorded_from": first, "recorded_to": last}
        return [line["Number"] for line in as_csv(desk("officer"), "decisions", **query)]

    assert str(decision.number) in found("2024-03-02", "2024-03-02")
    assert found("2024-03-01", "2024-03-01") == []
    assert str(decision.number) in found("0001-01-01", "9999-12-31")


def test_decisions_are_found_by_when_they_took_effect_and_what_they_are(desk):
    month = enter(on="2019-06")
    later = enter(month.centre, "withdrawn", on="2019-07-01", ground="own-wish")

    def found(**query):
        return [line["Number"] for line in as_csv(desk("officer"), "decisions", **query)]

    assert found(effective_from="2019-06-30", effective_to="2019-06-30") == [str(month.number)]
    assert found(effective_from="2019-07-01", kind="withdrawn") == [str(later.number)]
    assert found(effective_from="2020-01-01", effective_to="2019-01-01") == []


def test_a_missing_name_is_that_of_the_centre_or_where_it_has_none_of_its_holder(desk):
    whole = {"name_en": "A Centre", "name_zh": "甲中心"}
    bare = {"name_en": "", "name_zh": ""}
    grant(1, **whole)
    grant(1, **bare)  # a design enterprise, whose holder has both
    (without_english,) = grant(1, name_en="", name_zh="乙中心")
    (without_chinese,) = grant(1, **bare, holder_name_zh="")
    (doubtful,) = grant(1, **whole, holder_name_zh_unconfirmed=True)
    lines = {line["Centre"]: line for line in as_csv(desk("officer"), "missing-names")}
    made = {without_english.number, without_chinese.number, doubtful.number}
    assert {number for number in lines if number > "CQ-000006"} == made
    assert lines[without_english.number]["What is missing"] == "English name"
    assert lines[without_chinese.number]["What is missing"] == "Chinese name"
    assert lines[doubtful.number]["What is missing"] == "holder’s Chinese name to be confirmed"


def test_missing_names_are_found_by_what_is_missing_scheme_and_district(desk):
    (centre,) = grant(1, scheme="national-centre", name_en="", name_zh="乙中心")
    officer = desk("officer")
    assert [line["Centre"] for line in as_csv(officer, "missing-names", scheme="national-centre")] == [
        centre.number
    ]
    assert centre.number in [line["Centre"] for line in as_csv(officer, "missing-names", missing="en")]
    assert centre.number not in [line["Centre"] for line in as_csv(officer, "missing-names", missing="zh")]
    district = published(TERRACE).decisions.get().district
    (line,) = as_csv(officer, "missing-names", district=district.code)
    assert (line["District"], line["Centre in Chinese"]) == (
        str(district),
        "重庆层台机械有限公司工业设计中心",
    )


def test_a_name_on_a_list_is_compared_with_the_register_of_today(desk):
    centre = published(TERRACE).decisions.get().centre
    round_ = settled_by_hand(centre)
    (line,) = of_centre(centre, as_csv(desk("officer"), "differing-names"))
    assert (line["Round"], line["State"]) == (str(round_), "Draft")
    assert (line["File"], line["Row in the file"], line["Action"]) == ("list.csv", "2", "Match")
    assert line["As printed"] == "重庆层台机械厂 / 层台设计中心"
    assert line["In the register now"] == "重庆层台机械有限公司 / 重庆层台机械有限公司工业设计中心"
    assert line["How it was matched"].endswith("Settled by a person.")


def test_an_older_list_differs_once_the_centre_has_another_name(desk):
    _round, centre = renamed_by_hand()
    (line,) = of_centre(centre, as_csv(desk("officer"), "differing-names"))
    assert (line["Kind of list"], line["Action"]) == ("Newly accredited", "Create new")
    assert line["In the register now"] == "重庆层台机械厂 / 层台设计中心"


def of_centre(centre, lines):
    return [line for line in lines if line["Centre"] == centre.number]


def test_names_that_are_the_same_text_are_not_reported(desk):
    round_ = published(TERRACE)
    row = RoundRow.objects.get(list__round=round_)
    officer = desk("officer")
    assert as_csv(officer, "differing-names", year=round_.year) == []
    row.values = {**row.values, "holder_name_zh": "重庆层臺机械有限公司"}
    row.save()
    (line,) = as_csv(officer, "differing-names", year=round_.year)
    assert (line["As printed"], line["In the register now"]) == (
        "重庆层臺机械有限公司",
        "重庆层台机械有限公司",
    )
    assert as_csv(officer, "differing-names", state="draft") == []
    assert as_csv(officer, "differing-names", scheme="national-centre") == []


def test_learned_names_say_where_they_come_from(desk):
    round_, centre = renamed_by_hand()
    (line,) = as_csv(desk("officer"), "learned-names", year=round_.year, scheme="municipal-centre")
    assert (line["Centre"], line["Holder as printed"]) == (centre.number, "重庆层台机械厂")
    assert (line["Centre as printed"], line["Settled by"]) == ("层台设计中心", "Demo Officer")
    assert (line["Round"], line["File"], line["Row in the file"]) == (str(round_), "list.csv", "2")
    settled = RoundRow.objects.get(list__round=round_).settled_at
    assert line["Settled at"] == f"{timezone.localtime(settled):%Y-%m-%d %H:%M}"

"""Application scenarios: their list, its import, and enquiries about them."""

import io
import re

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from centres.lists import ListRefused, columns_csv, read_list
from centres.models import Sector
from centres.preparing import Refused
from cityofdesign.models import User
from events import tables
from events.models import Enquiry, Scenario, Upload
from events.scenarios import reading
from events.scenarios.columns import COLUMNS, LAYOUT
from events.scenarios.listing import MOST_CENTRES
from tests.events.editions import editor
from tests.factories import empty_register, enter, grant

pytestmark = pytest.mark.django_db
HEAD = "场景名称,行业,设计需求,联系单位,单位邮箱,年度,来源,来源网址\n"
GOOD = "（示例）座舱,汽车,示例需求,示例机构,office@example.cn,2023,示例来源,https://example.cn/\n"


def upload(text: str) -> Upload:
    return tables.receive(
        kind="scenarios", content=text.encode(), filename="list.csv", sheet="", layout=LAYOUT, user=editor()
    )


@pytest.fixture
def scenario():
    sector = Sector.objects.get(key="automobiles")
    return Scenario.objects.create(
        title_zh="（示例）座舱",
        title_en="(Sample) Cabin",
        sector=sector,
        year=2023,
        body_en="Sample body",
        email="office@example.cn",
        source_name="示例来源",
        sample=True,
    )


def workbook(*rows: tuple) -> bytes:
    """A workbook as it is written by hand: a title, an empty row, headings, and a second sheet."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "清单"
    for line in (("2023年应用场景清单",), (), *rows):
        sheet.append(line)
    book.create_sheet("说明").append(("填表说明",))
    book.save(target)
    return target.getvalue()


def test_a_workbook_is_read_by_its_headings_whatever_their_order(client):
    content = workbook(
        ("年份", "来源", "联系电话", "应用场景名称", "所属行业", "需求描述"),
        (2023, "示例来源", "023-1234567", "（示例）座舱", "汽车", "座舱与内饰"),
        (2024, "示例来源", None, "（示例）灯具", None, None),
    )
    client.force_login(User.objects.get(username="editor"))
    file = SimpleUploadedFile("list.xlsx", content)
    answer = client.post("/admin/scenarios/list/upload/", {"file": file, "sheet": "清单"})
    preview = answer.headers["Location"]
    assert "（示例）座舱" in client.get(preview).text
    assert not Scenario.objects.exists()
    client.post(preview)
    first, second = Scenario.objects.order_by("year")
    assert (first.title_zh, first.year, first.sector.key) == ("（示例）座舱", 2023, "automobiles")
    assert first.need_zh == "座舱与内饰"
    assert (second.title_zh, second.year, second.sector) == ("（示例）灯具", 2024, None)
    assert "023-1234567" not in str([vars(first), vars(second)])


def test_a_list_is_saved_whole_and_linked_to_its_industry():
    reading.save(upload(HEAD + GOOD), user=editor())
    found = Scenario.objects.get()
    assert (found.sector.key, found.year, found.email) == ("automobiles", 2023, "office@example.cn")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",汽车,x,x,,2023,源,", "row-empty"),
        ("甲,汽车,x,x,,,源,", "not-a-year"),
        ("甲,汽车,x,x,,1999,源,", "not-a-year"),
        ("甲,汽车,x,x,,2999,源,", "not-a-year"),
        ("甲,汽车,x,x,,2023,,", "cell-missing"),
        ("甲,汽车,x,x,nobody,2023,源,", "not-an-email"),
        ("甲,汽车,x,x,,2023,源,javascript:alert(1)", "not-a-web-address"),
    ],
)
def test_one_bad_row_keeps_all_out_and_says_what_would_be_right(line, code):
    sent = upload(HEAD + GOOD + line + "\n")
    (problem,) = reading.table(sent).lines[1].problems
    assert (problem.code, problem.row) == (code, 3)
    assert "Expected:" in str(problem)
    with pytest.raises(Refused, match="Nothing was saved"):
        reading.save(sent, user=editor())
    assert not Scenario.objects.exists()


def test_the_same_list_again_changes_nothing_and_another_wording_changes_its_entry():
    reading.save(upload(HEAD + GOOD), user=editor())
    assert [line.verdict for line in reading.table(upload(HEAD + GOOD)).lines] == ["unchanged"]
    reading.save(upload(HEAD + GOOD.replace("示例需求", "另一需求")), user=editor())
    assert Scenario.objects.get().need_zh == "另一需求"


def test_an_industry_that_is_not_in_the_table_is_kept_as_printed():
    (line,) = reading.table(upload(HEAD + GOOD.replace("汽车", "航天"))).lines
    assert (line.entry.sector, line.entry.industry_zh) == (None, "航天")
    assert "航天" in line.remarks[0]


def test_the_template_is_read_by_its_own_headings():
    example = {column.key: column.example for column in COLUMNS}
    assert read_list(columns_csv(COLUMNS, [example]), "t.csv", layout=LAYOUT).rows[0].errors == ()


def test_a_file_without_headings_is_refused():
    with pytest.raises(ListRefused, match="场景名称"):
        upload("甲,乙\n1,2\n")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_filters_by_industry_and_year(scenario, client, language, django_assert_num_queries):
    Scenario.objects.create(title_zh="（示例）灯", title_en="(Sample) Lamp", year=2024, source_name="源")
    path = f"/{language}/scenarios/"
    client.get(path)
    with django_assert_num_queries(1):
        both = client.get(path).content.decode()
    assert scenario.title_zh in both or scenario.title_en in both
    cars = client.get(path, {"industry": "automobiles", "year": "2023"}).content.decode()
    assert "Lamp" not in cars
    assert "（示例）灯" not in cars


@pytest.mark.parametrize("query", ["industry=nothing", "year=x", "year=1e9", "page=-1", "industry=%00"])
def test_junk_in_the_query_is_told_and_all_are_shown(scenario, client, query):
    answer = client.get("/en/scenarios/", QUERY_STRING=query)
    assert answer.status_code == 200
    assert "(Sample) Cabin" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "All 5 centres in the register"), ("zh-hans", "名录中的5家中心")]
)
def test_a_scenario_shows_the_centres_in_force_of_its_industry(scenario, client, language, words):
    empty_register()
    cars = grant(6, sectors=["automobiles"], on="2020")
    grant(2, sectors=["motorcycles"], on="2020")
    enter(cars[0], kind="withdrawn", on="2023")

    def section():
        page = BeautifulSoup(client.get(f"/{language}/scenarios/{scenario.pk}/").content, "html.parser")
        return page.find("section", class_="subsection")

    shown = {re.search("CQ-[0-9]{6}", row.text)[0] for row in section().select(".ruled > li")}
    assert len(shown) == MOST_CENTRES
    assert shown < {centre.number for centre in cars[1:]}
    every = section().select("a.go")[-1]
    assert (every["href"], every.text.strip()) == (f"/{language}/centres/?sector=automobiles", words)
    assert cars[1].number in client.get(every["href"]).text
    Scenario.objects.update(sector=None)
    assert section() is None


def test_an_unpublished_scenario_is_nowhere(scenario, client):
    Scenario.objects.update(public=False)
    assert client.get(scenario.get_absolute_url()).status_code == 404
    assert "(Sample) Cabin" not in client.get("/en/scenarios/").content.decode()
    assert "(Sample) Cabin" not in client.get("/en/search/", {"q": "Cabin"}).content.decode()


@pytest.mark.parametrize(("language", "lang", "gone"), [("zh-hans", "en", "zh"), ("en", "zh-Hans", "en")])
def test_a_scenario_in_the_other_language_only_says_so_and_carries_it(scenario, client, language, lang, gone):
    texts = {"en": ("Cabin <i>", "A need", "Body"), "zh-Hans": ("座舱<i>", "需求", "机构")}[lang]
    fields = dict(zip(("title", "need", "body"), texts, strict=True))
    end = {"en": "zh", "zh": "en"}[gone]
    Scenario.objects.update(**{f"{name}_{gone}": "" for name in fields})
    Scenario.objects.update(**{f"{name}_{end}": text for name, text in fields.items()})
    page = BeautifulSoup(client.get(f"/{language}/scenarios/{scenario.pk}/").content, "html.parser")
    assert {one.text for one in page.main("span", lang=lang)} >= set(texts)
    assert page.h1.span["lang"] == lang
    notice = page.find(class_="official-note")
    assert notice.a["lang"] == lang
    assert b"official-note" not in client.get(notice.a["href"]).content
    for path in ("scenarios/", f"scenarios/{scenario.pk}/enquire/"):
        page = BeautifulSoup(client.get(f"/{language}/{path}").content, "html.parser")
        assert page.main.find("span", lang=lang, string=texts[0])
        assert page.main.find("span", lang=lang, string=texts[2])


def test_search_marks_what_it_finds_in_the_other_language(scenario, client):
    Scenario.objects.update(title_zh="")
    page = BeautifulSoup(client.get("/zh-hans/search/", {"q": "Cabin"}).content, "html.parser")
    assert page.main.find("mark", string="Cabin").find_parent("span")["lang"] == "en"


def sent(client, scenario, **said):
    path = f"/en/scenarios/{scenario.pk}/enquire/"
    with time_machine.travel("2026-11-20 10:00", tick=False) as clock:
        stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(path).content.decode())[1]
        clock.shift(10)
        return client.post(
            path, {"stamp": stamp, "text": "We build cabins.", "email": "a@example.org", **said}
        )


def test_an_enquiry_reaches_the_body_in_charge_and_gets_a_ticket(
    scenario, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(client, scenario, organisation="Sample studio")
    enquiry = Enquiry.objects.get()
    assert answer.headers["Location"] == f"/en/tickets/{enquiry.ticket}/"
    to_body, receipt = sorted(mail.outbox, key=lambda letter: letter.to == ["a@example.org"])
    assert (to_body.to, to_body.reply_to) == (["office@example.cn"], ["a@example.org"])
    assert "We build cabins." in to_body.body
    assert enquiry.ticket in receipt.subject
    page = client.get(answer.headers["Location"]).content.decode()
    assert "passed on to the body in charge" in page
    assert "We build cabins." not in page


@pytest.mark.parametrize(
    ("said", "field"), [({"text": ""}, "text"), ({"email": "x"}, "email"), ({"email": ""}, "email")]
)
def test_what_is_missing_stands_beside_its_field(scenario, client, said, field):
    answer = sent(client, scenario, **said)
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_a_program_is_turned_away(scenario, client):
    text = sent(client, scenario, website="http://x").content.decode()
    assert "A field that nobody sees was filled in" in text
    assert "http://x" not in text  # so that a person whose browser filled it in can send it again
    assert not Enquiry.objects.exists()

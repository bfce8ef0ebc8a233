"""How a file was read: shown, corrected, remembered for the scheme; the list with verdicts to download."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres import preparing, settling
from centres.lists import said_of_list
from centres.models import RoundRow, Scheme
from tests.centres.lists_in_short import drafted, person, printed, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
ODD = "序号,甲方,中心名称,所在地,类型"
SAID = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "2023-05-01"}


def two_sheets():
    book = openpyxl.Workbook()
    for sheet, row in ((book.active, TERRACE), (book.create_sheet("第二张"), RIVER)):
        sheet.append(["市级工业设计中心名单"])
        sheet.append(["单位名称", "中心名称", "所属区县", "类型"])
        sheet.append(row.split(","))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def uploaded(content, filename, *, year=2023, **fields):
    scheme = Scheme.objects.get(key="municipal-centre")
    round_ = preparing.create_round(scheme=scheme, year=year, user=person("officer"))
    said = {**SAID, **fields}
    return preparing.upload(round_, content=content, filename=filename, user=person("officer"), **said)


def read_as(client, roundlist, **data):
    return client.do("reading", roundlist.round_id, roundlist.pk, **data)


def meanings(roundlist, **changed):
    headings = list(roundlist.column_map)
    keys = [changed.get(heading, roundlist.column_map[heading] or "") for heading in headings]
    return {"header_row": roundlist.header_row, "heading": headings, "meaning": keys}


def values(roundlist):
    return RoundRow.objects.filter(list=roundlist).first().values


def test_the_round_says_how_its_file_was_read(desk):
    roundlist = uploaded(printed(TERRACE).decode().encode("gb18030"), "list.csv")
    entry = desk("officer").open("detail", roundlist.round_id).context["lists"][0]
    assert ("单位名称", "单位名称 / Holder", "重庆层台机械有限公司") in entry.columns_read
    page = desk("officer").open("reading", roundlist.round_id, roundlist.pk)
    assert "gb18030" in page.text
    assert [heading.samples for heading in page.context["headings"]][1] == ("重庆层台机械有限公司",)


def test_another_sheet_is_chosen(desk):
    roundlist = uploaded(two_sheets(), "two.xlsx")
    officer = desk("officer")
    assert "第二张" in officer.open("reading", roundlist.round_id, roundlist.pk).text
    assert "was read again" in read_as(officer, roundlist, sheet="第二张", header_row=2).said
    roundlist.refresh_from_db()
    assert (roundlist.sheet, roundlist.header_row) == ("第二张", 2)
    assert values(roundlist)["holder_name_zh"] == "重庆两江灯具有限公司"


def test_the_meaning_of_headings_is_corrected_and_remembered(desk):
    content = printed(TERRACE, headings=ODD)
    roundlist = uploaded(content, "odd.csv")
    assert (roundlist.column_map["甲方"], values(roundlist).get("district")) == (None, None)
    read_as(desk("officer"), roundlist, **meanings(roundlist, 甲方="holder_name_zh", 所在地="district"))
    roundlist.refresh_from_db()
    assert roundlist.column_map["甲方"] == "holder_name_zh"
    assert values(roundlist)["district"] == "渝中区"
    later = uploaded(printed(RIVER, headings=ODD), "next.csv", year=2024)
    assert values(later)["holder_name_zh"] == "重庆两江灯具有限公司"
    assert any("甲方" in said_of_list(warning) for warning in later.warnings)


def test_what_one_body_prints_is_not_remembered_for_another(desk):
    roundlist = uploaded(printed(TERRACE, headings=ODD), "odd.csv")
    read_as(desk("officer"), roundlist, **meanings(roundlist, 甲方="holder_name_zh"))
    assert Scheme.objects.get(key="municipal-centre").headings["columns"]["甲方"] == "holder_name_zh"
    assert Scheme.objects.get(key="district-centre").headings == {}


def test_matching_again_keeps_the_correction_and_what_was_settled(desk):
    roundlist = uploaded(printed(TERRACE, headings=ODD), "odd.csv")
    officer = desk("officer")
    read_as(officer, roundlist, **meanings(roundlist, 甲方="holder_name_zh", 所在地="district"))
    settling.settle_open_as_new(roundlist.round, user=person("officer"))
    before = RoundRow.objects.get(list=roundlist).facts
    officer.do("rematch", roundlist.round_id, roundlist.pk)
    row = RoundRow.objects.get(list=roundlist)
    assert (row.action, row.facts) == ("create", before)
    assert row.facts["holder_name_zh"] == "重庆层台机械有限公司"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"header_row": 3}, "headings"),
        ({"header_row": "x"}, "whole number"),
        ({"sheet": "none"}, "none"),
        ({"header_row": 1, "heading": ["单位名称", "中心名称"], "meaning": ["remark", "remark"]}, ""),
        ({"header_row": 1, "heading": ["单位名称"], "meaning": ["odd"]}, "no column “odd”"),
        ({"header_row": 1, "heading": ["没有"], "meaning": ["remark"]}, "没有"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused_and_the_rows_stay(desk, data, words):
    roundlist = drafted(TERRACE).lists.get()
    before = list(RoundRow.objects.values())
    page = read_as(desk("officer"), roundlist, **data)
    assert page.status_code == 200
    assert words in page.context["refusals"][0]
    assert list(RoundRow.objects.values()) == before
    assert Scheme.objects.get(key="municipal-centre").headings == {}


def test_reading_again_is_for_those_who_prepare(desk):
    roundlist = published(TERRACE).lists.get()
    assert desk("editor").open("reading", roundlist.round_id, roundlist.pk).status_code == 302
    page = read_as(desk("officer"), roundlist, **meanings(roundlist, 类型=""))
    assert "is published" in page.context["refusals"][0]


def test_a_list_comes_back_with_its_verdicts(desk):
    wrong = "重庆两江灯具有限公司,,不存在区,工业设计企业"
    roundlist = drafted(TERRACE, wrong).lists.get()
    settling.settle_open_as_new(roundlist.round, user=person("officer"))
    response = desk("approver").open("with-verdicts", roundlist.round_id, roundlist.pk, "csv")
    assert 'filename="list-verdicts.csv"' in response.headers["Content-Disposition"]
    headings, first, second = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))
    assert headings[:2] == ["序号", "单位名称"]
    assert first[-2] == "New · Create new"
    assert (second[-2], "不存在区" in second[-1]) == ("Error", True)


def test_the_same_as_a_workbook(desk):
    roundlist = drafted(TERRACE).lists.get()
    response = desk("officer").open("with-verdicts", roundlist.round_id, roundlist.pk, "xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.getvalue())).active.values)
    assert (rows[1][1], rows[1][-2]) == ("重庆层台机械有限公司", "New")


def test_a_download_of_another_form_round_or_person_is_refused(desk):
    roundlist = drafted(TERRACE).lists.get()
    officer = desk("officer")
    assert officer.get(f"/admin/register/rounds/{roundlist.round_id}/lists/0/verdicts.csv").status_code == 404
    assert officer.open("with-verdicts", roundlist.round_id, roundlist.pk, "pdf").status_code == 404
    assert desk("editor").open("with-verdicts", roundlist.round_id, roundlist.pk, "csv").status_code == 302


def test_uploading_small_files_needs_no_worker(desk):
    scheme = Scheme.objects.get(key="municipal-centre")
    round_ = preparing.create_round(scheme=scheme, year=2023, user=person("officer"))
    file = SimpleUploadedFile("list.csv", printed(TERRACE))
    assert "1 row read" in desk("officer").do("upload", round_.pk, file=file, **SAID).said

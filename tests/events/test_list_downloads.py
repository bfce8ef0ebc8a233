"""The lists of an announcement as files: what its page shows, no more."""

import csv
import io

import openpyxl
import pytest
from wagtail.models import PageViewRestriction

from centres.models import Round, RoundRow
from events.announcements import announce
from events.models import AnnouncementPage
from tests.centres.lists_in_short import drafted, published, submitted

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"
QUERIES = 7


def address(round_, number=1, form="csv", language="en"):
    return f"/{language}/rounds/{round_.pk}/lists/{number}.{form}"


def as_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def as_xlsx(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet]


READERS = {"csv": as_csv, "xlsx": as_xlsx}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_the_lines_of_the_page(client, form):
    round_ = published(TERRACE, RIVER)
    response = client.get(address(round_, form=form))
    headings, first, *_rest = READERS[form](response)
    line = dict(zip(headings, first, strict=True))
    number = round_.decisions.order_by("number").first().centre.number
    assert (line["No."], line["Register number"], line["Decision"]) == ("1", number, "New")
    assert line["Centre in Chinese"] == "重庆层台机械有限公司工业设计中心"
    assert (line["Kind"], line["District"]) == ("Enterprise centre", "Yuzhong District")
    assert (line["Document"], line["In effect from"]) == ("渝经信〔2023〕1号", "1 May 2023")
    assert line["Page of the centre"].endswith(f"/en/centres/{number}/")
    name = f"round-{round_.pk}-list-1-granted.{form}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_source_and_licence_stand_below_the_lines(client):
    round_ = published(TERRACE)
    *_lines, empty, source, licence = as_csv(client.get(address(round_)))
    assert empty == []
    assert source[0].endswith(f"/en/rounds/{round_.pk}/")
    assert "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/" in licence[0]


def test_in_chinese_kind_and_district_are_as_printed(client):
    headings, line, *_rest = as_csv(client.get(address(published(TERRACE), language="zh-hans")))
    assert line[7:9] == ["企业工业设计中心", "渝中区"]
    assert line[12].endswith(f"/zh-hans/centres/{line[1]}/")


def test_a_name_that_the_list_calls_unverified_is_marked(client):
    headings, *lines = as_csv(client.get(address(Round.objects.get(year=2014))))
    line = dict(zip(headings, lines[5], strict=True))
    assert line["Holder in Chinese"] == "重庆迪科汽车研究有限公司"
    assert line["Chinese name to be confirmed"] == "yes"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_the_register_does_not_read_stays_private(client, form):
    round_ = published(TERRACE)
    row = RoundRow.objects.get(list__round=round_)
    row.printed = {**row.printed, "联系电话": "13800138000"}
    row.values = {**row.values, "remark": "王老师"}
    row.save()
    cells = {cell for line in READERS[form](client.get(address(round_, form=form))) for cell in line}
    assert "重庆层台机械有限公司" in cells
    assert not any("13800138000" in str(cell) or "王老师" in str(cell) for cell in cells)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_acts_as_a_formula(client, form):
    response = client.get(address(published("=重庆层台机械有限公司,,渝中区,工业设计企业"), form=form))
    assert READERS[form](response)[1][2] == "'=重庆层台机械有限公司"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_samples_are_called_samples(client, form):
    round_ = published(TERRACE)
    assert "Sample" not in READERS[form](client.get(address(round_, form=form)))[0]
    Round.objects.filter(pk=round_.pk).update(sample=True)
    response = client.get(address(round_, form=form))
    headings, line, *_rest, last = READERS[form](response)
    assert (headings[-1], line[-1]) == ("Sample", "sample")
    assert last[0] == "Sample: invented to show the register at work."
    assert f"granted-sample.{form}" in response.headers["Content-Disposition"]


def test_a_line_that_was_not_entered_says_so(client):
    round_ = published(TERRACE, RIVER)
    RoundRow.objects.filter(list__round=round_, index=3).update(action="ignore", reason="twice", centre=None)
    line = as_csv(client.get(address(round_)))[2]
    assert (line[1], line[9], line[12]) == ("", "not entered", "")


def test_a_file_is_sent_again_only_when_it_changed(client):
    url = address(published(TERRACE))
    etag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert client.get(url.replace("csv", "xlsx"), headers={"If-None-Match": etag}).status_code == 200
    RoundRow.objects.update(action="ignore", reason="x")
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("make", [drafted, submitted])
def test_before_publication_there_is_no_file(client, make):
    round_ = make(TERRACE)
    announce(round_)  # such a page alone must not open the list
    assert client.get(address(round_)).status_code == 404


def test_a_page_that_is_not_public_gives_no_file(client):
    live, restricted = published(TERRACE), published(RIVER)
    AnnouncementPage.objects.filter(round=live).update(live=False)
    page = AnnouncementPage.objects.get(round=restricted, locale__language_code="en")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(address(live)).status_code == client.get(address(restricted)).status_code == 404
    assert client.get(address(restricted, language="zh-hans")).status_code == 200


@pytest.mark.parametrize("path", ["0.csv", "2.csv", "1.pdf", f"{10**30}.csv", "x.csv", "1.", "1.csv/"])
def test_junk_in_an_address_is_not_found(client, path):
    round_ = published(TERRACE)
    assert client.get(f"/en/rounds/{round_.pk}/lists/{path}").status_code == 404
    assert client.get(f"/en/rounds/{10**30}/lists/1.csv").status_code == 404


def test_a_file_is_only_read(client):
    assert client.post(address(published(TERRACE))).status_code == 405


def test_the_queries_do_not_grow_with_the_lines(client, django_assert_num_queries):
    many = [f"重庆第{n}机械有限公司,,渝中区,企业工业设计中心" for n in range(100, 140)]
    for rows in ([TERRACE], many):
        url = address(published(*rows))
        client.get(url)
        with django_assert_num_queries(QUERIES):
            assert len(as_csv(client.get(url))) == len(rows) + 4


def test_the_page_offers_its_lists(client):
    round_ = published(TERRACE)
    body = client.get(f"/en/rounds/{round_.pk}/").content.decode()
    for form in ("xlsx", "csv"):
        assert f'href="{address(round_, form=form)}"' in body


def test_the_page_says_kind_and_district_in_the_language_of_the_reader(client):
    round_ = published(TERRACE)
    english = client.get(f"/en/rounds/{round_.pk}/").content.decode()
    assert '<span lang="en">Enterprise centre</span>, <span lang="en">Yuzhong District</span>' in english
    chinese = client.get(f"/zh-hans/rounds/{round_.pk}/").content.decode()
    assert '<span lang="zh-Hans">企业工业设计中心</span>，<span lang="zh-Hans">渝中区</span>' in chinese


def test_a_kind_that_no_one_knows_stays_as_printed(client):
    round_ = published(TERRACE)
    RoundRow.objects.filter(list__round=round_).update(stated={}, facts={})
    body = client.get(f"/en/rounds/{round_.pk}/").content.decode()
    assert '<span lang="zh-Hans">企业工业设计中心</span>' in body

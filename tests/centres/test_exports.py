"""The list as a file: what is on the screen, the same bytes for ever once both times are given."""

import csv
import io
import json
import re

import openpyxl
import pytest
import rdflib
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centres import exports
from centres.models import Scheme
from tests.factories import empty_register, enter, grant, take_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
    ),  # rdflib's own use
]
EXPORT = "/en/centres/export."
API = "/api/v1/centres/"
FORMS = ["csv", "xlsx", "json"]
ASKED = [
    "",
    "status=any&sort=name",
    "status=withdrawn",
    "scheme=national-centre&scheme=district-centre&sort=-accredited",
    "kind=design-enterprise",
    "q=Company&sort=relevance",
    "on=2016&status=any&sort=district",
]
PARAMETERS = ["q", "scheme", "level", "kind", "district", "sector", "status", "year", "round", "sort"]
PARAMETERS += ["on", "known", "since", "until", "before", "centre", "page", "per_page", "nonsense"]


@pytest.fixture
def mixed():
    """A register with several standings, kinds, districts and names that are no formulas."""
    empty_register()
    first, second, third = grant(3, holder_name_en='=HYPERLINK("x")', district="500112")
    enter(first, "withdrawn", "2020-05-01", ground="missed")
    enter(second, "granted", "2021", scheme="national-centre", document="-1, '2'")
    enter(third, "renamed", "2018", name_zh="'=x", name_en="Line\nbreak", sectors=["motorcycles"])
    grant(2, "2015-06", scheme="district-centre", kind_of_centre="design-enterprise", sample=True)
    return first, second, third


def content(client, form, query="", language="en"):
    response = client.get(f"/{language}/centres/export.{form}?{query}")
    assert response.status_code == 200
    return b"".join(response)


def rows(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def every(client, query):
    """The answer of the API, all pages of it."""
    body = client.get(f"{API}?{query}&per_page=100").json()
    assert body["next"] is None
    return body


def unescaped(text: str) -> str:
    """As the metadata says that a cell is read."""
    return text[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", text) else text


@pytest.mark.parametrize("query", ASKED)
def test_every_form_holds_the_centres_of_the_list_in_its_order(client, mixed, query):
    body = every(client, query)
    numbers = [centre["number"] for centre in body["results"]]
    assert [row["number"] for row in rows(content(client, "csv", query))] == numbers
    taken = json.loads(content(client, "json", query))
    assert taken["results"] == body["results"]
    assert (taken["count"], taken["samples"]) == (body["count"], body["samples"])
    sheet = openpyxl.load_workbook(io.BytesIO(content(client, "xlsx", query))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == numbers


def test_a_row_says_what_the_api_says(client, mixed):
    row = rows(content(client, "csv", "scheme=national-centre&on=2022-01-31"))[0]
    centre = every(client, "scheme=national-centre&on=2022-01-31")["results"][0]
    assert list(row)[:2] == ["id", "number"]
    assert (row["id"], row["number"]) == (centre["url"], centre["number"])
    assert unescaped(row["holder_name_en"]) == centre["organisation"]["name_en"]
    assert (row["district_code"], row["district_name_zh"]) == ("500112", centre["district"]["name_zh"])
    held = {one["scheme"]: one for one in centre["standings"]}
    for scheme in ("national-centre", "municipal-centre"):
        of = scheme.replace("-", "_")
        assert (row[f"{of}_status"], row[f"{of}_since"]) == (held[scheme]["status"], held[scheme]["since"])
        assert unescaped(row[f"{of}_document"]) == held[scheme]["decided_by"]["document"]
    assert (row["first_accredited"], row["on"], row["edition"]) == ("2014-02", "2022-01-31", "5")
    assert row["sample"] == row["holder_name_zh_unconfirmed"] == "false"


def test_a_standing_that_is_not_held_is_empty_and_an_ended_one_says_until_when(client, mixed):
    row = rows(content(client, "csv", "status=any&sort=number&on=2016"))[0]
    assert (row["municipal_centre_status"], row["municipal_centre_until"]) == ("accredited", "2020-05-01")
    assert row["national_centre_status"] == row["national_centre_document"] == ""


def test_csv_is_for_spreadsheets(client, mixed):
    data = content(client, "csv")
    assert data.startswith(b"\xef\xbb\xbfid,number,")
    assert data.count(b"\r\n") == 5
    assert "Line\nbreak" in {row["name_en"] for row in rows(data)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_acts_as_a_formula(client, mixed, form):
    data = content(client, form, "status=any")
    if form == "csv":
        cells = [cell for row in rows(data) for cell in row.values()]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "inlineStr", "n"}
        cells = [cell for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert '\'=HYPERLINK("x")' in cells
    assert "''=x" in cells


@given(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠ax中")))
def test_the_escape_can_be_taken_back(text):
    cell = exports.escaped(text)
    assert unescaped(cell) == text
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)


def test_xlsx_has_the_cells_of_the_csv(client, mixed):
    sheet = openpyxl.load_workbook(io.BytesIO(content(client, "xlsx", "status=any"))).active
    lines = [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]
    text = content(client, "csv", "status=any").decode("utf-8-sig")
    assert lines == list(csv.reader(io.StringIO(text, newline="")))


BEFORE, KNOWN, AFTER = "2026-01-10T12:00+08:00", "2026-01-11", "2026-01-12T12:00+08:00"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["", "&status=any&sort=name", "&q=Company", "&level=municipal"])
def test_once_both_times_are_given_the_bytes_never_change(client, form, query):
    empty_register()
    centres = grant(3, at=BEFORE)
    address = f"on=2020-12-31&known={KNOWN}{query}"
    first = content(client, form, address)
    late = enter(centres[0], "withdrawn", "2016", ground="missed", at=AFTER)
    enter(centres[1], "renamed", "2015", name_zh="新名", at=AFTER)
    grant(2, "2014-02", scheme="national-centre", at=AFTER, district="500107")
    take_back(late.round, at=AFTER)
    Scheme.objects.create(key="new-scheme", order=0, name_en="New", name_zh="新")
    with time_machine.travel("2027-03-01T12:00+08:00", tick=False):
        assert content(client, form, address) == first
        assert content(client, form, address, "zh-hans") == first
    assert content(client, form, "on=2020-12-31&status=any") != first


def test_the_file_is_named_after_the_day_and_the_filters(client, mixed):
    def name(query):
        disposition = client.get(f"{EXPORT}csv?{query}")["Content-Disposition"]
        return re.fullmatch(
            r'attachment; filename="cq-design-centres-(.{10})-([0-9a-f]{8}).csv"', disposition
        )

    assert name("on=2021-12")[1] == "2021-12-31"
    assert name("status=any&kind=institute")[2] == name("kind=institute&status=any&page=2&other=1")[2]
    assert name("status=accredited")[2] == name("")[2] != name("status=any")[2]


def test_the_headers_name_the_register_the_licence_and_the_metadata(client, mixed):
    response = client.get(f"{EXPORT}csv?on=2021&status=any&other=1")
    assert (response["Register-On"], response["Register-Edition"]) == ("2021-12-31", "5")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    licence, described = response["Link"].split(", ")
    assert licence == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    address, relation = re.fullmatch(r"<(.*)>; (.*)", described).groups()
    assert relation == 'rel="describedby"; type="application/csvm+json"'
    metadata = client.get(address).json()
    assert metadata["url"].endswith("/en/centres/export.csv?status=any&on=2021-12-31")
    names = [column["name"] for column in metadata["tableSchema"]["columns"]]
    assert names == list(rows(b"".join(response))[0])


@pytest.mark.parametrize("form", [*FORMS, "csv-metadata.json"])
def test_a_reader_who_holds_the_file_is_told_so(client, mixed, form):
    first = client.head(f"{EXPORT}{form}?status=any")
    same = client.get(f"{EXPORT}{form}?status=any", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same["ETag"], same["Register-Edition"]) == (304, first["ETag"], "5")
    assert client.head(f"{EXPORT}{form}?status=withdrawn")["ETag"] != first["ETag"]
    enter()
    assert client.head(f"{EXPORT}{form}?status=any")["ETag"] != first["ETag"]


def test_only_what_never_changes_is_judged_by_its_date(client):
    empty_register()
    grant(1, at=BEFORE)
    moving = client.get(f"{EXPORT}csv")
    fixed = client.get(f"{EXPORT}csv?on=2020&known={KNOWN}")
    assert moving["Last-Modified"] == fixed["Last-Modified"] == "Sat, 10 Jan 2026 04:00:00 GMT"
    since = {"If-Modified-Since": fixed["Last-Modified"]}
    assert client.get(f"{EXPORT}csv?on=2020&known={KNOWN}", headers=since).status_code == 304
    assert client.get(f"{EXPORT}csv", headers=since).status_code == 200
    assert (moving["Cache-Control"], fixed["Cache-Control"]) == ("public, no-cache", "public, max-age=86400")


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("on=0", 422, "on"),
        ("on=", 422, "on"),
        ("on=2999", 404, "on"),
        ("on=2021-02-30", 404, "on"),
        ("known=soon", 422, "known"),
        ("known=2999-01-01", 404, "known"),
        ("level=galactic", 422, "level"),
        ("district=x", 422, "district"),
        ("sort=colour", 422, "sort"),
        ("round=1.5", 422, "round"),
        (f"q={'x' * 10_000}", 422, "q"),
        ("q=%00", 422, "q"),
    ],
)
@pytest.mark.parametrize("form", [*FORMS, "csv-metadata.json"])
def test_what_cannot_be_answered_is_refused_as_by_the_api(client, form, query, status, parameter):
    response = client.get(f"{EXPORT}{form}?{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]
    assert client.get(f"{API}?{query}").status_code == status


def test_the_files_are_open_to_every_origin_and_limited_as_the_api(client, settings):
    assert client.get(f"{EXPORT}csv")["Access-Control-Allow-Origin"] == "*"
    assert client.post(f"{EXPORT}csv").status_code == 405
    head = client.head(f"{EXPORT}csv")
    assert (head.status_code, b"".join(head)) == (200, b"")
    assert "Content-Length" not in head
    settings.API_RATE = "1/d"
    answers = [client.get(f"{EXPORT}csv") for _again in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert int(answers[1]["Retry-After"]) > 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["export.csv", "export.json", "export.csv-metadata.json", "changes.atom"]),
    st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=12)), max_size=5),
)
def test_no_query_string_breaks_a_file(client, name, pairs):
    data: dict[str, list[str]] = {}
    for parameter, value in pairs:
        data.setdefault(parameter, []).append(value)
    response = client.get(f"/en/centres/{name}", data)
    assert response.status_code in (200, 404, 422)
    assert b"".join(response) if response.streaming else response.content


def asked_of_the_database(client, form):
    with CaptureQueriesContext(connection) as queries:
        assert content(client, form, "status=any")
    return len(queries)


@pytest.mark.parametrize(("form", "count"), [("csv", 3), ("xlsx", 3), ("json", 3)])
def test_three_queries_and_one_more_for_each_batch(client, monkeypatch, form, count):
    grant(20)
    content(client, form, "status=any")
    assert asked_of_the_database(client, form) == count
    monkeypatch.setattr(exports, "BATCH", 10)
    assert asked_of_the_database(client, form) == count + 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?status=accredited&status=withdrawn",
        "?round={round}.0&status=any",
        "?q=+company+&per_page=50&page=2",
    ],
)
def test_the_links_of_the_list_hold_what_the_heading_counts(client, mixed, query):
    query = query.format(round=mixed[0].created_in_id)
    page = BeautifulSoup(client.get(f"/en/centres/{query}").content, "html.parser")
    heading = int(page.h1.get_text().split()[0])
    links = {a.get_text(): a["href"] for a in page.find(class_="export").find_all("a", download=True)}
    assert list(links) == ["CSV", "XLSX", "JSON"]
    assert f"{heading} centre" in page.find(id="export").get_text()
    grant(1)
    data = b"".join(client.get(links["CSV"]))
    assert len(rows(data)) == heading
    assert json.loads(b"".join(client.get(links["JSON"])))["count"] == heading


def test_the_empty_register_can_be_taken_away(client):
    empty_register()
    assert rows(content(client, "csv")) == []
    body = json.loads(content(client, "json"))
    assert (body["count"], body["hash"], body["known"], body["results"]) == (0, None, None, [])


def test_a_centre_as_linked_data(client):
    number = enter(scheme="national-centre", on="2014-02", district="500107").centre.number
    page = BeautifulSoup(client.get(f"/en/centres/{number}/").content, "html.parser")
    text = page.find("script", {"type": "application/ld+json"}).string
    told = {**json.loads(text), "@context": {"@vocab": "https://schema.org/"}}
    graph = rdflib.Graph().parse(data=json.dumps(told), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    centre = next(s for s in graph.subjects(schema.identifier, rdflib.Literal(number)))
    certificate = graph.value(centre, schema.hasCertification)
    assert (certificate, rdflib.RDF.type, schema.Certification) in graph
    assert str(graph.value(certificate, schema.validFrom)) == "2014-02"
    assert str(graph.value(certificate, schema.certificationStatus)).endswith("CertificationActive")

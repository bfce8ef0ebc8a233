"""The whole register and its log as files: their checksums, what they prove, and how they are described."""

import csv
import hashlib
import io
import json
import re

import pytest
import rdflib
import time_machine
from csvw import CSVW
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from centres import dumps
from centres.models import Centre, Decision, Edition
from centres.models.register import GENESIS, in_json
from tests.factories import empty_register, enter, grant, take_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
    ),  # rdflib's own use
]
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def history():
    """A register with every form of fact: stated, stated as empty, not stated; and an annulment."""
    empty_register()
    centre = enter(on="2014", name_zh="'=中心", name_en="", district="500112", sectors=["motorcycles"]).centre
    wrong = enter(centre, "renamed", "2015-06-08", holder_name_zh="新, 公司", holder_name_zh_unconfirmed=True)
    enter(centre, "withdrawn", "2020-05", ground="missed")
    take_back(wrong.round)
    grant(2, sample=True, sectors=[])


def taken(client, name):
    response = client.get(f"/data/{name}")
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def folders():
    return sorted(folder.name for folder in dumps.place().iterdir())


def test_the_job_is_scheduled_and_makes_one_folder_for_an_edition_and_a_day(history):
    assert "centres.dumps.dump" in django_settings.SCHEDULED_JOBS
    job = import_string("centres.dumps.dump")
    first = job()
    written = (first / "register.csv").stat().st_mtime_ns
    assert job() == first
    assert (first / "register.csv").stat().st_mtime_ns == written
    newest = Edition.objects.newest()
    assert first.name.startswith(f"{newest.number:06d}-{newest.hash[:12]}-")
    assert sorted(file.name for file in first.iterdir()) == sorted(dumps.MEDIA_TYPES)


def test_a_new_day_and_a_new_edition_get_folders_of_their_own(history):
    with time_machine.travel("2030-01-01T12:00+08:00", tick=False):
        dumps.dump()
        enter()
        dumps.dump()
    with time_machine.travel("2030-01-02T12:00+08:00", tick=False):
        newest = dumps.dump()
        assert dumps.newest() == newest
    assert [name[-10:] for name in folders()] == ["2030-01-01", "2030-01-01", "2030-01-02"]


def test_only_the_newest_are_kept(history, settings):
    settings.DUMPS_KEPT = 2
    made = []
    for day in range(1, 5):
        with time_machine.travel(f"2030-01-0{day}T12:00+08:00", tick=False):
            made.append(dumps.dump())
    assert sorted(folders()) == sorted(folder.name for folder in made[-2:])


def test_a_dump_that_fails_leaves_nothing_behind(history, monkeypatch):
    def broken(*_args):
        yield b"half a file"
        raise OSError("the disk is full")

    monkeypatch.setattr(dumps.log, "to_csv", broken)
    with pytest.raises(OSError, match="the disk is full"):
        dumps.dump()
    assert folders() == []
    monkeypatch.undo()


def test_two_that_make_the_same_folder_agree(history, monkeypatch):
    fill = dumps.fill

    def overtaken(folder, when):
        monkeypatch.setattr(dumps, "fill", fill)
        dumps.dump()
        fill(folder, when)

    monkeypatch.setattr(dumps, "fill", overtaken)
    folder = dumps.dump()
    assert folders() == [folder.name]


def test_the_checksums_are_those_of_the_files(client, history):
    for line in taken(client, "SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(taken(client, name)).hexdigest() == digest
    manifest = json.loads(taken(client, "manifest.json"))
    assert list(manifest["files"]) == list(dumps.FILES)
    for name, file in manifest["files"].items():
        data = taken(client, name)
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert manifest["hash"] == Edition.objects.newest().hash
    assert (manifest["count"], manifest["samples"]) == (3, 2)


def test_the_whole_register_is_the_export_of_its_day_and_edition(client, history):
    register = json.loads(taken(client, "register.json"))
    query = {"on": register["on"], "known": register["known"], "status": "any", "sort": "number"}
    for form in ("json", "csv"):
        assert b"".join(client.get(f"/en/centres/export.{form}", query)) == taken(client, f"register.{form}")
    assert register["count"] == len(register["results"]) == 3


def hash_of(entry: dict) -> str:
    """As the page of the open data says, without our code."""
    rest = {name: value for name, value in entry.items() if name != "hash"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_log_as_json_proves_itself(client, history):
    body = json.loads(taken(client, "decisions.json"))
    before = GENESIS
    for one in body["results"]:
        assert one["entry"]["previous_hash"] == before
        before = hash_of(one["entry"])
        assert one["entry"]["hash"] == before
    assert before == body["hash"] == Edition.objects.newest().hash
    assert body["count"] == len(body["results"]) == Decision.objects.count() == 6
    first = body["results"][0]
    number = Centre.objects.get(pk=first["entry"]["centre_id"]).number
    assert (first["centre"], first["scheme"], first["district"]) == (number, "municipal-centre", "500112")


def typed(name: str, cell: str):
    if cell == "\\N":
        return None
    if name in ("sectors", "predecessors", "holder_name_zh_unconfirmed", "number") or name.endswith("_id"):
        return json.loads(cell)
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell


def test_the_log_as_csv_proves_itself_too(client, history):
    text = taken(client, "decisions.csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    covered = [*Decision.columns(), "hash"]
    entries = [{name: typed(name, line[name]) for name in covered} for line in lines]
    younger = {"centre_number", "credit_code", "branch_of", "predecessors", "reference_tables"}
    entries = [
        {name: value for name, value in entry.items() if value is not None or name not in younger}
        for entry in entries
    ]
    assert [hash_of(entry) for entry in entries] == [entry["hash"] for entry in entries]
    assert in_json(entries[0]["sectors"]) == '["motorcycles"]'
    assert (entries[0]["name_zh"], entries[0]["name_en"], entries[1]["name_en"]) == ("'=中心", "", None)


def test_the_files_fit_their_description(history):
    """CSV on the Web: every cell has the type that its column states."""
    folder = dumps.dump()
    register = CSVW(str(folder / "register.csv-metadata.json"), validate=True)
    assert register.is_valid, register.warnings
    rows = list(register.tables[0].iterdicts())
    entered = Centre.objects.filter(decisions__isnull=False).distinct()
    assert [row["number"] for row in rows] == [centre.number for centre in entered]
    assert rows[0]["sectors"] == ["motorcycles"]
    log = CSVW(str(folder / "decisions.csv-metadata.json"), validate=True)
    assert log.is_valid, log.warnings
    entries = list(log.tables[0].iterdicts())
    assert (entries[0]["name_en"], entries[1]["name_en"]) == ("", None)
    assert entries[0]["sectors"] == ["motorcycles"]


def graph_of(client):
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return rdflib.Graph().parse(data=response.content, format="json-ld")


def test_the_catalogue_has_what_dcat_ap_asks(client, history):
    graph = graph_of(client)
    catalogue = graph.value(predicate=rdflib.RDF.type, object=DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert len(datasets) == 2
    for node in (catalogue, *datasets):
        assert {text.language for text in graph.objects(node, DCT.title)} == {"en", "zh-Hans"}
        assert all(graph.value(node, name) for name in (DCT.description, DCT.publisher, DCT.modified))
    for dataset in datasets:
        assert str(graph.value(dataset, DCT.accrualPeriodicity)).endswith("/frequency/DAILY")
        period = graph.value(dataset, DCT.temporal)
        assert str(graph.value(period, DCAT.startDate)) == "2014-01-01"
        assert len(set(graph.objects(dataset, DCAT.distribution))) == 2
    assert (graph.value(catalogue, DCT.publisher), rdflib.RDF.type, rdflib.FOAF.Agent) in graph


def test_each_distribution_states_licence_size_and_checksum(client, history):
    graph = graph_of(client)
    for node in graph.subjects(rdflib.RDF.type, DCAT.Distribution):
        data = taken(client, str(graph.value(node, DCAT.downloadURL)).rpartition("/")[2])
        assert graph.value(node, DCAT.byteSize).value == len(data)
        checksum = graph.value(node, SPDX.checksum)
        stated = str(graph.value(checksum, SPDX.checksumValue)).lower()
        assert stated == hashlib.sha256(data).hexdigest()
        assert str(graph.value(node, DCT.license)).startswith("https://creativecommons.org/licenses/by/4.0")


@pytest.mark.parametrize("name", [*dumps.MEDIA_TYPES, "catalog.jsonld"])
def test_every_address_answers_before_the_job_has_run(client, name):
    empty_register()
    taken(client, name)
    first = client.head(f"/data/{name}")
    assert (first.status_code, first["Access-Control-Allow-Origin"]) == (200, "*")
    again = client.get(f"/data/{name}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])


def test_the_addresses_follow_a_publication_at_once(client, history):
    before = json.loads(taken(client, "register.json"))
    enter()
    after = json.loads(taken(client, "register.json"))
    assert after["edition"] == before["edition"] + 1


@pytest.mark.parametrize("name", ["register.exe", "..%2Fdb.sqlite3", "register.csv%00", "nothing"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/data/{name}", follow=True).status_code == 404


@pytest.mark.parametrize(("language", "heading"), [("en", "Open data"), ("zh-hans", "")])
def test_the_page_shows_files_and_checksums(client, history, language, heading):
    manifest = dumps.manifest_of(dumps.dump())
    body = client.get(f"/{language}/data/").content.decode()
    assert all(f'href="/data/{name}"' in body for name in dumps.MEDIA_TYPES)
    assert all(file["sha256"] in body for file in manifest["files"].values())
    assert manifest["hash"] in body
    assert f"<h1>{heading}" in body


def test_the_short_address_leads_to_the_page_in_the_readers_language(client):
    response = client.get("/data/", headers={"Accept-Language": "zh-hans"})
    assert (response.status_code, response["Location"]) == (302, "/zh-hans/data/")


def test_a_file_costs_few_queries_once_it_is_there(client, history):
    taken(client, "register.csv")
    with CaptureQueriesContext(connection) as queries:
        taken(client, "register.csv")
        assert len(queries) == 1
        client.get("/en/data/")
    assert len(queries) <= 4

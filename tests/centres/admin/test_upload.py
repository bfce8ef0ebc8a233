"""What the upload form says of a file or a date that cannot be used; nothing is saved then."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres.models import RoundList, RoundRow, Scheme
from centres.preparing import create_round
from tests.centres.lists_in_short import drafted, person, printed

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
BAD = sorted((Path(__file__).parents[2] / "data" / "bad").glob("*"))
SAID = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "2023-05-01"}


@pytest.fixture
def round_():
    scheme = Scheme.objects.get(key="municipal-centre")
    return create_round(scheme=scheme, year=2023, user=person("officer"))


def upload(desk, round_, content=None, filename="list.csv", **said):
    file = SimpleUploadedFile(filename, content if content is not None else printed(TERRACE))
    return desk("officer").do("upload", round_.pk, file=file, **{**SAID, **said})


def errors(page):
    if page.redirect_chain:
        return {}
    return {name: " ".join(messages) for name, messages in page.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n", ""),
        ("no-header.csv", b"a,b\n1,2\n", "headings"),
        ("only-headings.csv", "单位名称,类型\n".encode(), "no rows"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, ""),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        ("broken.xlsx", b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(desk, round_, filename, content, words):
    page = upload(desk, round_, content, filename)
    assert words in errors(page)["file"]
    assert 'value="渝经信〔2023〕1号"' in page.text
    assert not RoundList.objects.filter(round=round_).exists()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_no_bad_file_is_a_fault_of_ours(desk, round_, path):
    page = upload(desk, round_, path.read_bytes(), path.name)
    assert page.status_code == 200
    assert errors(page) or RoundRow.objects.filter(list__round=round_).exists()


def test_a_file_over_the_limit_is_refused_unread(desk, round_, monkeypatch):
    monkeypatch.setattr("centres.admin.forms.MAX_BYTES", 10)
    assert "larger than" in errors(upload(desk, round_))["file"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "", "required"),
        ("kind", "abolished", "not one of"),
        ("document", "", "required"),
        ("effective_on", "", "required"),
        ("effective_on", "2099", "future"),
        ("effective_on", "yesterday", ""),
        ("effective_on", "2014/2016", "not taken here"),
        ("issued_on", "2099-01", "future"),
        ("stated_total", "-1", "greater than or equal"),
        ("stated_total", "99999999999999999999", ""),
        ("document_url", "javascript:alert(1)", "valid URL"),
        ("ground", "missed", "Only a list of withdrawals"),
        ("sheet", "x" * 101, "at most 100"),
    ],
)
def test_a_field_that_makes_no_sense_says_so_and_nothing_is_saved(desk, round_, field, value, words):
    said = errors(upload(desk, round_, **{field: value}))
    assert list(said) == [field]
    assert words in said[field]
    assert not RoundList.objects.filter(round=round_).exists()


def test_the_same_file_twice_is_refused(desk):
    round_ = drafted(TERRACE)
    assert "already in this round" in errors(upload(desk, round_))["file"]
    assert round_.lists.count() == 1


def test_no_file_at_all(desk, round_):
    assert "file" in errors(desk("officer").do("upload", round_.pk, **SAID))


@pytest.mark.parametrize("year", ["", "0", "1889", "abc", "99999999999999999999"])
def test_a_round_needs_a_year_that_can_be(desk, year):
    scheme = Scheme.objects.get(key="municipal-centre")
    page = desk("officer").do("add", scheme=scheme.pk, year=year)
    assert "year" in errors(page)

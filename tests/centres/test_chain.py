"""Register numbers, credit codes and the tables of reference are under the hashes, and old hashes stand."""

import hashlib
import json

import pytest
from django.db import connection
from django.utils import timezone

from centres import exports
from centres.models import (
    Centre,
    Decision,
    District,
    Edition,
    Organisation,
    ReferenceTables,
    Scheme,
    Sector,
)
from centres.moments import moment
from centres.reference import clock, reference
from centres.verifying import faults
from tests.factories import empty_register, enter, grant

pytestmark = pytest.mark.django_db
CODE, OTHER = "91500000MA5U00000W", "91500000MA5U00001U"
OLD = """number edition_id round_id row_id centre_id scheme_id kind ground effective_on effective_on_from
effective_on_to recorded_at annuls_id name_en name_zh holder_id holder_name_en holder_name_zh
holder_name_zh_unconfirmed kind_of_centre district_id sectors previous_hash""".split()


def by_hand(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def before_there_were_numbers() -> None:
    """Make the log what it was before the columns that are younger, hashes included."""
    previous = "0" * 64
    for decision in Decision.objects.order_by("number").values(*Decision.columns()):
        old = {name: decision[name] for name in OLD} | {"previous_hash": previous}
        values = {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in old.items()
        }
        values["recorded_at"] = old["recorded_at"].isoformat()
        values["effective_on"] = str(old["effective_on"])
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        younger = ", ".join(f"{name} = NULL" for name in sorted(Decision.ADDED))
        where = f"WHERE number = {decision['number']}"
        by_hand(
            f"UPDATE centres_decision SET {younger}, hash = '{previous}', "  # noqa: S608
            f"previous_hash = '{values['previous_hash']}' {where}"
        )
    for edition in Edition.objects.all():
        newest = edition.decisions.latest("number")
        by_hand(f"UPDATE centres_edition SET hash = '{newest.hash}' WHERE number = {edition.number}")  # noqa: S608


@pytest.fixture
def centres():
    empty_register()
    found = [enter().centre, enter(credit_code=CODE).centre]
    enter(found[0], "maintained", "2018", credit_code=OTHER)
    return found


@pytest.mark.parametrize("old", [False, True], ids=["stated", "from before"])
def test_a_sound_register_is_sound_whenever_it_was_published(centres, old):
    if old:
        before_there_were_numbers()
    assert list(faults()) == []
    enter(centres[0], "maintained", "2022")
    assert list(faults()) == []


@pytest.mark.parametrize("old", [False, True], ids=["stated", "from before"])
@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE centres_centre SET number = 'CQ-999999' WHERE id = {centre}", "Centre CQ-999999"),
        ("UPDATE centres_organisation SET credit_code = '91500000MA5U00002R' WHERE id = {holder}", "Organ"),
        ("UPDATE centres_organisation SET credit_code = NULL WHERE id = {holder}", "Organisation"),
        ("UPDATE centres_organisation SET credit_code_from = 1 WHERE id = {holder}", "Organisation"),
    ],
)
def test_a_number_or_a_code_changed_by_hand_is_found(centres, sql, named, old):
    if old:
        before_there_were_numbers()
    decision = centres[1].decisions.get()
    by_hand(sql.format(centre=decision.centre_id, holder=decision.holder_id))
    assert next(faults()).startswith(named)


def test_a_centre_made_a_sample_by_hand_is_found(centres):
    by_hand(f"UPDATE centres_centre SET sample = NOT sample WHERE id = {centres[0].pk}")  # noqa: S608
    assert "whether it is a sample" in next(faults())


def test_two_numbers_exchanged_are_found(centres):
    first, second = centres
    for one, number in ((first, "CQ-x"), (second, first.number), (first, second.number)):
        by_hand(f"UPDATE centres_centre SET number = '{number}' WHERE id = {one.pk}")  # noqa: S608
    assert next(faults()).startswith(f"Centre {second.number}")


def test_an_edition_knows_the_codes_that_were_stated_by_then(client, centres):
    first = centres[0]
    assert Organisation.objects.get(credit_code=OTHER).credit_code_from == 3
    known = Edition.objects.get(number=2).recorded_at.isoformat().replace("+00:00", "Z")
    for query, code in (("", OTHER), (f"?known={known}", None)):
        told = client.get(f"/api/v1/centres/{first.number}{query}").json()
        assert told["organisation"]["credit_code"] == code
    asked = {"known": known, "q": first.number, "status": "any"}
    assert OTHER.encode() not in b"".join(client.get("/en/centres/export.csv", asked))


def test_what_was_told_of_a_table_stays_told(client):
    empty_register()
    centre = grant(1, district="500112")[0]
    known = Edition.objects.newest().recorded_at.isoformat().replace("+00:00", "Z")
    asked = {"on": "2020-01-01", "known": known, "status": "any"}
    addresses = [f"/en/centres/export.{form}" for form in ("csv", "json", "xlsx")]
    addresses += ["/api/v1/centres/", f"/api/v1/centres/{centre.number}", f"/en/centres/{centre.number}/"]
    addresses += [f"/en/centres/on/2020-01-01/known/{known}/", "/en/centres/export.csv-metadata.json"]
    addresses += ["/api/v1/schemes/", "/api/v1/districts/"]
    before = [body(client, address, asked) for address in addresses]
    yubei = District.objects.get(code="500112")
    yubei.name_en, yubei.valid_to = "Yubei, corrected", "2019-01-01"
    yubei.save()
    yubei.successors.set(District.objects.filter(code="500109"))
    Scheme.objects.create(key="younger", name_en="Younger", name_zh="较新类别", order=0, authority_en="-")
    scheme = Scheme.objects.get(key="municipal-centre")
    scheme.name_en, scheme.authority_en, scheme.order = "Municipal, corrected", "Authority, corrected", 9
    scheme.save()
    scheme.rules.create(valid_from="2019-01-01", validity_years=3)
    scheme.complete_periods.create(valid_from="2019-01-01")
    Sector.objects.update(name_en="Sector, corrected", changed_at=timezone.now())
    assert b"Municipal, corrected" in body(client, f"/en/centres/{centre.number}/", {})
    assert [body(client, address, asked) for address in addresses] == before
    assert b"corrected" not in body(client, addresses[1], {})  # Beibei came after it
    assert "500109" in body(client, addresses[3], {}).decode()
    enter()
    assert ReferenceTables.objects.count() == 2
    assert [body(client, address, asked) for address in addresses] == before
    assert list(faults()) == []


def body(client, address, query) -> bytes:
    if "/known/" in address:
        query = {"status": "any"}
    response = client.get(address, query)
    assert response.status_code == 200
    return b"".join(response)


def test_the_tables_are_kept_once_and_sealed():
    empty_register()
    grant(1)
    enter()
    kept = ReferenceTables.objects.get()
    assert Decision.objects.get(number=1).reference_tables == kept.digest
    by_hand("UPDATE centres_referencetables SET tables = '[]'")
    assert next(faults()).startswith("Edition 1: its tables of reference")


def test_the_present_register_is_told_with_the_present_districts():
    empty_register()
    grant(1, district="500112")
    before = reference(clock().as_known(1))
    assert before is reference()
    District.objects.get(code="500112").save()
    assert reference(clock().as_known(1)) is reference()
    yubei = District.objects.get(code="500112")
    yubei.name_zh = "渝北新区"
    yubei.save()
    assert reference().districts[yubei.pk].name_zh == "渝北新区"
    assert reference(clock().as_known(1)).districts[yubei.pk].name_zh == "渝北区"
    when = moment("2020-01-01")
    assert b"\xe6\xb8\x9d\xe5\x8c\x97\xe6\x96\xb0" in b"".join(
        exports.to_csv(exports.whole(when, reference()), reference())
    )
    assert Centre.objects.exists()

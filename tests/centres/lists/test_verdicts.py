import dataclasses
import datetime

import pytest

from centres.lists import (
    CentreState,
    DistrictName,
    Districts,
    Index,
    Known,
    PrintedRow,
    SectorName,
    Sectors,
    Terms,
    Verdict,
    absent,
    chosen,
    judge,
    judge_list,
)

DAY = datetime.date(2021, 12, 31)
DISTRICTS = Districts(
    [
        DistrictName("500107", ("九龙坡区", "Jiulongpo District")),
        DistrictName("500112", ("渝北区", "Yubei District"), None, datetime.date(2025, 11, 6), ("500109",)),
        DistrictName("500109", ("北碚区", "Beibei District")),
        DistrictName("500240", ("石柱土家族自治县", "Shizhu Tujia Autonomous County")),
        DistrictName("zone", ("两江新区", "Liangjiang New Area"), None, datetime.date(2025, 11, 6)),
        DistrictName("500157", ("两江新区", "Liangjiang New Area"), datetime.date(2025, 11, 6)),
    ]
)
SECTORS = Sectors(
    [SectorName("equipment", ("装备", "Equipment")), SectorName("vehicles", ("汽车", "Vehicles"))]
)
HOLDER, CENTRE = "重庆嘉陵器械有限公司", "重庆嘉陵器械有限公司工业设计中心"
NOW = CentreState(
    1, "CQ-000001", CENTRE, "", HOLDER, "", False, "", "enterprise-centre", "500107", ("equipment",),
    {"municipal-centre": "accredited"},
)  # fmt: skip
INDEX = Index([Known(1, "CQ-000001", "", (CENTRE,), (HOLDER,), kind="enterprise-centre")])
SAME = {"holder_name_zh": HOLDER, "centre_name_zh": CENTRE}
OTHER = {"holder_name_zh": "成都青羊服饰有限公司", "centre_name_zh": "工业设计中心"}


def terms(kind, day=DAY):
    return Terms(kind, "municipal-centre", day, DISTRICTS, SECTORS)


def verdict(kind, values, state=NOW, day=DAY):
    rows = [PrintedRow(2, {}, values)]
    [(_row, _match, judgement)] = judge_list(rows, INDEX, {1: state}, terms(kind, day))
    return judgement


def standing(status, **more):
    statuses = {"municipal-centre": status} if status else {}
    return dataclasses.replace(NOW, statuses=statuses, **more)


@pytest.mark.parametrize(
    ("kind", "values", "state", "expected", "certain"),
    [
        ("granted", OTHER, NOW, Verdict.NEW, False),
        ("granted", SAME, standing(None), Verdict.NEW, True),
        ("maintained", SAME, NOW, Verdict.MAINTAINED, True),
        ("withdrawn", SAME, NOW, Verdict.WITHDRAWN, True),
        ("suspended", SAME, NOW, Verdict.SUSPENDED, True),
        ("restored", SAME, standing("suspended"), Verdict.RESTORED, True),
        ("expired", SAME, NOW, Verdict.EXPIRED, True),
        ("renamed", {**SAME, "name_before": CENTRE, "name_after": "重庆两江器械有限公司工业设计中心"}, NOW,
         Verdict.RENAMED, True),
        ("transferred", {**SAME, "district": "北碚"}, NOW, Verdict.MOVED, True),
        ("transferred", {**SAME, "holder_after": "重庆两江器械有限公司"}, NOW, Verdict.MOVED, True),
        ("transferred", {**SAME, "kind": "工业设计企业"}, NOW, Verdict.KIND_CHANGED, True),
        ("full", {**SAME, "sector": "汽车"}, NOW, Verdict.KIND_CHANGED, True),
        ("granted", SAME, dataclasses.replace(NOW, statuses={"district-centre": "accredited"}),
         Verdict.OTHER_SCHEME, True),
        ("granted", SAME, standing("withdrawn"), Verdict.RETURNING, False),
        ("full", SAME, standing("expired"), Verdict.RETURNING, False),
        ("full", SAME, NOW, Verdict.UNCHANGED, True),
        ("withdrawn", SAME, standing("withdrawn"), Verdict.UNCHANGED, True),
        ("renamed", SAME, NOW, Verdict.UNCHANGED, True),
        ("maintained", OTHER, NOW, Verdict.UNMATCHED, False),
        ("granted", {"holder_name_zh": "重庆嘉陵器具有限公司"}, NOW, Verdict.UNMATCHED, False),
        ("granted", {**OTHER, "district": "渝北新区"}, NOW, Verdict.ERROR, False),
    ],
)  # fmt: skip
def test_one_row_per_verdict(kind, values, state, expected, certain):
    judgement = verdict(kind, values, state)
    assert (judgement.verdict, judgement.certain) == (expected, certain)
    assert all(str(reason) for reason in judgement.reasons)
    assert str(judgement.verdict.label)


def test_duplicate_in_the_file():
    rows = [PrintedRow(2, {}, OTHER), PrintedRow(3, {}, SAME), PrintedRow(4, {}, {**OTHER, "serial": "9"})]
    judgements = [
        judgement for _row, _match, judgement in judge_list(rows, INDEX, {1: NOW}, terms("granted"))
    ]
    assert [j.verdict for j in judgements] == ["new", "unchanged", "duplicate"]
    assert not judgements[2].certain
    assert str(judgements[2].reasons[0]).startswith("row 4: The row repeats row 2.")


def test_a_duplicate_with_other_facts_says_so():
    rows = [PrintedRow(2, {}, OTHER), PrintedRow(3, {}, {**OTHER, "district": "北碚区"})]
    *_first, (_row, _match, judgement) = judge_list(rows, INDEX, {}, terms("granted"))
    assert judgement.verdict is Verdict.DUPLICATE
    assert [note.code for note in judgement.warnings] == ["duplicate-differs"]


def test_two_centres_of_one_holder_are_no_duplicates():
    rows = [PrintedRow(n, {}, {"holder_name_zh": "甲公司", "centre_name_zh": f"{word}中心"}) for n, word in
            ((2, "汽车设计"), (3, "摩托设计"))]  # fmt: skip
    assert [j.verdict for _r, _m, j in judge_list(rows, INDEX, {}, terms("granted"))] == ["new", "new"]


def test_the_same_centre_under_two_names_needs_a_person():
    rows = [PrintedRow(2, {}, SAME), PrintedRow(3, {}, {"number": "CQ-000001", "holder_name_zh": HOLDER})]
    *_first, (_row, _match, judgement) = judge_list(rows, INDEX, {1: NOW}, terms("maintained"))
    assert ["same-centre"] == [note.code for note in judgement.warnings]


def test_absent_from_a_full_list_is_open():
    ended = dataclasses.replace(standing("withdrawn"), centre_id=2)
    [(state, judgement)] = absent([NOW, ended], {3}, "municipal-centre")
    assert (state, judgement.verdict, judgement.certain) == (NOW, Verdict.ABSENT, False)
    assert not list(absent([NOW, ended], {1}, "municipal-centre"))


@pytest.mark.parametrize(
    ("ban_until", "codes"),
    [
        (datetime.date(2022, 1, 1), ["ban", "returns"]),
        (DAY, ["returns"]),
        (None, ["returns"]),
    ],
)
def test_bans_are_checked(ban_until, codes):
    judgement = verdict("granted", SAME, standing("withdrawn", ban_until=ban_until))
    assert [note.code for note in judgement.warnings] == codes
    assert not judgement.certain


@pytest.mark.parametrize(
    ("kind", "state", "code"),
    [
        ("granted", NOW, "already-accredited"),
        ("granted", standing("suspended"), "was-suspended"),
        ("maintained", standing("suspended"), "was-suspended"),
        ("withdrawn", standing(None), "not-accredited"),
        ("restored", standing("expired"), "not-accredited"),
        ("maintained", dataclasses.replace(NOW, sample=True), "sample-mismatch"),
    ],
)
def test_what_a_person_must_confirm(kind, state, code):
    judgement = verdict(kind, SAME, state)
    assert [note.code for note in judgement.warnings] == [code]
    assert not judgement.certain


def test_changed_facts_stand_beside_the_verdict():
    judgement = verdict(
        "maintained", {**SAME, "district": "渝北区", "kind": "院校工业设计中心", "sector": "汽车、装备"}
    )
    assert judgement.verdict is Verdict.MAINTAINED
    assert [(change.field, change.old, change.new) for change in judgement.changes] == [
        ("kind_of_centre", "enterprise-centre", "college-centre"),
        ("district", "500107", "500112"),
        ("sectors", "equipment", "vehicles, equipment"),
    ]
    assert all(str(change.label) for change in judgement.changes)


@pytest.mark.parametrize(
    "values",
    [
        {"holder_name_zh": HOLDER, "centre_name_zh": "工业设计中心"},
        {"holder_name_zh": "重庆嘉陵器械（有限）公司", "centre_name_zh": CENTRE},
        {"holder_name_zh": "重慶嘉陵器械有限公司", "centre_name_zh": "重庆嘉陵器械 有限公司 工业设计中心"},
    ],
)
def test_another_spelling_is_no_change(values):
    assert verdict("full", values).changes == ()


def test_a_new_legal_form_is_a_change():
    judgement = verdict(
        "full", {"holder_name_zh": "重庆嘉陵器械股份有限公司", "centre_name_zh": "工业设计中心"}
    )
    assert judgement.verdict is Verdict.RENAMED
    assert judgement.changes[0].new == "重庆嘉陵器械股份有限公司"


def test_a_renamed_company_renames_its_centre_too():
    after = "重庆两江器械有限公司工业设计中心"
    judgement = verdict("renamed", {"holder_name_zh": HOLDER, "name_before": CENTRE, "name_after": after})
    assert judgement.facts["name_zh"] == after
    assert {change.field for change in judgement.changes} == {"holder_name_zh", "name_zh"}


def test_an_unverified_name_is_marked_and_never_replaces_a_confirmed_one():
    values = {"holder_name_en": "Jialing Co., Ltd.", "holder_name_zh_unverified": HOLDER}
    fresh = verdict("granted", values)
    assert (fresh.facts["holder_name_zh"], fresh.facts["holder_name_zh_unconfirmed"]) == (HOLDER, True)
    judgement = judge(PrintedRow(2, {}, values), chosen(1), NOW, terms("maintained"))
    assert "holder_name_zh" not in judgement.facts
    unconfirmed = dataclasses.replace(NOW, holder_name_zh_unconfirmed=True)
    assert [change.field for change in verdict("full", SAME, unconfirmed).changes] == [
        "holder_name_zh_unconfirmed"
    ]


@pytest.mark.parametrize(
    ("printed", "day", "code"),
    [
        ("渝北", DAY, "500112"),
        ("重庆市渝北区", DAY, "500112"),
        ("Yubei District", DAY, "500112"),
        ("石柱县", DAY, "500240"),
        ("两江新区", DAY, "zone"),
        ("两江新区", datetime.date(2025, 11, 6), "500157"),
    ],
)
def test_a_printed_district_on_the_date_of_the_list(printed, day, code):
    assert DISTRICTS.find(printed, day) == (code, None)


def test_a_district_that_ended_names_its_successor():
    code, wrong = DISTRICTS.find("Yubei", datetime.date(2026, 3, 30))
    assert code is None
    assert (wrong.code, wrong.params["right"]) == ("district-ended", "Beibei District")
    assert "2025-11-06" in str(wrong)


def test_a_district_before_it_began():
    young = Districts([DistrictName("a", ("新区",), datetime.date(2025, 11, 6))])
    assert young.find("新区", DAY)[1].code == "district-not-yet"


def test_unknown_sectors_are_said_and_kept_as_printed():
    judgement = verdict("full", {**SAME, "sector": "装备；香料"})
    assert judgement.facts["sectors"] == ["equipment"]
    assert [str(note) for note in judgement.warnings] == [
        "The industry “香料” is not in the table of sectors; it is kept as printed."
    ]

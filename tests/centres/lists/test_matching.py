import time

import pytest

from centres.lists import CUTOFF, Index, Known, alias

CSR = "南车株洲电力机车有限公司"
CRRC = "中车株洲电力机车有限公司"
RAIL = "轨道交通装备工业设计中心"
CODE = "91500000MA5U00000W"
JIALING = "重庆嘉陵器械股份有限公司"
INDEX = Index(
    [
        Known(1, "CQ-000001", CODE, (CSR + RAIL,), (CSR, "CSR Zhuzhou Co., Ltd."), kind="enterprise-centre"),
        Known(2, "CQ-000002", "", ("汽车工业设计中心",), (JIALING,), kind="enterprise-centre"),
        Known(3, "CQ-000003", "", ("摩托车工业设计中心",), (JIALING,), kind="branch"),
        Known(4, "CQ-000004", "", (), ("重庆巴山设计有限公司",), kind="design-enterprise"),
        Known(5, "CQ-000005", "", ("Dike Design Center",), ("Dike Research Co., Ltd.",),
              unconfirmed_names=("重庆迪科汽车研究有限公司",)),
        Known(6, "CQ-000006", "", ("工业设计中心",), ("重庆缙云光电集团有限公司",),
              aliases=(("重庆缙云光电（北碚）有限公司", "光电设计中心"),)),
        Known(7, "CQ-000007", "", ("工业设计中心",), ("重庆歌乐医疗器械有限公司",)),
        Known(8, "CQ-000008", "", ("工业设计中心",), ("重庆歌乐医用器械有限公司",)),
    ]
)  # fmt: skip


def match(**values):
    return INDEX.match(values)


@pytest.mark.parametrize(
    ("values", "centre", "reason"),
    [
        ({"number": "CQ-000004", "holder_name_zh": "重庆巴山设计有限公司"}, 4, "by-number"),
        ({"credit_code": CODE, "holder_name_zh": CRRC}, 1, "by-code"),
        ({"credit_code": CODE, "holder_name_zh": CRRC, "centre_name_zh": CRRC + RAIL}, 1, "by-code-and-name"),
        ({"holder_name_zh": CSR, "centre_name_zh": RAIL}, 1, "by-name"),
        ({"holder_name_zh": "重慶嘉陵器械有限公司", "centre_name_zh": "汽車工業設計中心"}, 2, "by-name"),
        (
            {"holder_name_en": "DIKE RESEARCH Company Limited", "centre_name_en": "Dike design centre"},
            5,
            "by-name",
        ),
        ({"holder_name_zh": "重庆缙云光电(北碚)有限公司", "centre_name_zh": "光电设计中心"}, 6, "by-alias"),
        ({"holder_name_zh": "重庆巴山设计股份有限公司"}, 4, "by-name"),
        ({"holder_name_zh": CSR}, 1, "by-holder"),
        ({"holder_name_zh": JIALING, "kind": "分中心"}, 3, "by-holder-and-kind"),
        ({"holder_name_zh": CRRC, "name_before": CSR + RAIL, "name_after": CRRC + RAIL}, 1, "by-name"),
        ({"holder_name_zh": CRRC, "holder_before": CSR, "centre_name_zh": RAIL}, 1, "by-name"),
    ],
)
def test_rules_that_decide(values, centre, reason):
    found = match(**values)
    assert (found.centre_id, found.certain, found.reason.code) == (centre, True, reason)
    assert not found.warnings


@pytest.mark.parametrize(
    ("values", "centre", "reason"),
    [
        ({"holder_name_zh": CRRC, "centre_name_zh": CRRC + RAIL}, 1, "close"),
        ({"holder_name_zh": "重庆缙云光电有限公司", "centre_name_zh": "工业设计中心"}, 6, "group"),
        ({"holder_name_zh": "重庆迪科汽车研究有限公司"}, 5, "unconfirmed-name"),
        ({"holder_name_zh": CSR, "kind": "工业设计企业"}, 1, "same-holder"),
        ({"credit_code": CODE, "holder_name_zh": CRRC, "kind": "分中心"}, 1, "same-holder"),
        ({"holder_name_zh": "重庆巴山设计有限公司", "centre_name_zh": "工业设计中心"}, 4, "same-holder"),
        ({"holder_name_zh": CSR, "centre_name_zh": "医疗设备工业设计中心"}, 1, "same-holder"),
    ],
)
def test_likeness_suggests_and_decides_nothing(values, centre, reason):
    found = match(**values)
    assert (found.centre_id, found.certain, found.reason.code) == (centre, False, reason)
    assert CUTOFF <= found.score < 1 or reason == "same-holder"
    assert str(found.candidates[0].reason)


def test_languages_that_lead_to_two_centres_are_a_tie():
    english = {"holder_name_en": "Dike Research", "centre_name_en": "Dike Design Center"}
    found = match(holder_name_zh=CSR, centre_name_zh=RAIL, kind="企业工业设计中心", **english)
    assert (found.centre_id, found.certain) == (None, False)
    assert {candidate.centre_id for candidate in found.candidates} == {1, 5}


def test_blank_names_match_nothing():
    blank = Index(
        [Known(1, "CQ-000001", "", ("", ""), ("", "")), Known(2, "", "", (), ("重庆巴山有限公司", ""))]
    )
    assert blank.match({"holder_name_zh": "成都青羊服饰有限公司"}).candidates == ()
    assert blank.match({"holder_name_zh": "重庆巴山股份有限公司", "holder_name_en": ""}).centre_id == 2


def test_near_ties_are_never_chosen():
    found = match(holder_name_zh="重庆歌乐医药器械有限公司", centre_name_zh="工业设计中心")
    assert (found.centre_id, found.certain, found.reason.code) == (None, False, "tie")
    assert {candidate.centre_id for candidate in found.candidates} == {7, 8}


def test_a_holder_with_two_centres_needs_more_than_its_name():
    found = match(holder_name_zh=JIALING)
    assert (found.centre_id, found.certain) == (None, False)
    assert {candidate.centre_id for candidate in found.candidates} == {2, 3}


def test_nothing_alike_is_no_match():
    found = match(holder_name_zh="成都青羊服饰有限公司", centre_name_zh="工业设计中心")
    assert (found.centre_id, found.candidates, found.reason.code) == (None, (), "no-match")


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"number": "CQ-000004", "holder_name_zh": "成都青羊服饰有限公司"}, "name-differs"),
        ({"number": "CQ-000999", "holder_name_zh": "重庆巴山设计有限公司"}, "number-unknown"),
        (
            {"credit_code": "91110000802100433B", "holder_name_zh": CSR, "centre_name_zh": RAIL},
            "credit-code-differs",
        ),
    ],
)
def test_contradictions_are_said(values, warning):
    assert [note.code for note in match(**values).warnings] == [warning]


def test_a_former_name_is_called_so():
    known = Known(1, "CQ-000001", "", (RAIL,), (CRRC, CSR), former=(CSR,))
    found = Index([known]).match({"holder_name_zh": CSR, "centre_name_zh": RAIL})
    assert (found.certain, found.reason.code) == (True, "by-former-name")


def test_a_settled_row_is_found_again_by_its_alias():
    values = {"holder_name_zh": "渝迪科研究", "centre_name_zh": "迪科中心"}
    assert not match(**values).certain
    again = Index([Known(9, "CQ-000009", aliases=(alias(values),))]).match(values)
    assert (again.centre_id, again.certain, again.reason.code) == (9, True, "by-alias")


def test_time_grows_with_the_rows_and_not_with_their_product():
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 120)]
    names = [f"重庆{a}{b}{b}{a}机械有限公司" for a in letters for b in letters][:10_000]
    index = Index(Known(n, f"CQ-{n:06d}", "", ("工业设计中心",), (name,)) for n, name in enumerate(names))
    start = time.process_time()
    found = [index.match({"holder_name_zh": name.replace("机", "器")}) for name in names[::5]]
    assert time.process_time() - start < 5
    assert all(
        n * 5 in {candidate.centre_id for candidate in match.candidates} for n, match in enumerate(found)
    )

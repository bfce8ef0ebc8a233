"""The 48 names that sources print of national centres: what must be found again, and what must stay open.

24 are full names of holders. 23 are short names (长安, 格力电器), one is in English and misprinted; from
those alone nobody can tell the holder, and neither may the register.
"""

from pathlib import Path

import opencc
import pytest

from centres.lists import Index, Known, alias, kind_key, normalise, read_list
from centres.lists.names import core, has_chinese

NAMES = Path(__file__).parents[2] / "data" / "national_names.csv"
ROWS = read_list(NAMES.read_bytes(), NAMES.name).rows
FULL = [row for row in ROWS if row.printed["名称形式"] in ("full", "enterprise_name")]
SHORT = [row for row in ROWS if row.printed["名称形式"] == "short_name"]
WIDE = str.maketrans("()", "（）")
CSR, CRRC = "南车株洲电力机车有限公司", "中车株洲电力机车有限公司"
RAIL = "轨道交通装备工业设计中心"


def known(row):
    """The centre as the register has it: one that bears its holder's bare name has no name of its own."""
    holder, centre = row.values["holder_name_zh"], row.values.get("centre_name_zh", "")
    names = (centre,) if centre not in ("", holder) else ()
    kind = kind_key(row.values.get("kind", ""), holder) or ""
    return Known(row.index, f"CQ-{row.index:06d}", "", names, (holder,), kind=kind)


REGISTER = Index(map(known, FULL))


def name_of(row):
    return row.values.get("holder_name_zh") or row.values["centre_name_en"]


def test_all_rows_are_read_and_the_one_without_a_holder_says_so():
    assert (len(ROWS), len(FULL), len(SHORT)) == (48, 24, 23)
    assert [(name_of(row)[:18], row.errors[0].code) for row in ROWS if row.errors] == [
        ("Chongqing Jinhhui ", "no-holder")
    ]


@pytest.mark.parametrize("row", FULL, ids=name_of)
def test_a_full_name_is_certain_as_printed(row):
    found = REGISTER.match(row.values)
    assert (found.centre_id, found.certain, found.reason.code) == (row.index, True, "by-name")


@pytest.mark.parametrize(
    "spelling",
    [
        lambda name: name.translate(WIDE),
        lambda name: " ".join(name),
        opencc.OpenCC("s2t").convert,
        lambda name: name.replace("有限责任公司", "有限公司"),
        lambda name: name.replace("股份有限公司", "有限公司"),
        lambda name: name.replace("集团有限公司", "（集团）有限公司"),
        lambda name: name.replace("工业设计中心", "工業設計中心\u3000"),
    ],
    ids=["full width", "spaces", "traditional", "limited", "joint stock", "group in brackets", "blank"],
)
def test_another_spelling_is_certain_too(spelling):
    for row in FULL:
        names = {key: spelling(text) for key, text in row.values.items() if "name" in key}
        found = REGISTER.match(names)
        assert (found.centre_id, found.certain) == (row.index, True), names


def test_a_name_without_a_column_for_the_holder_is_certain():
    for row in FULL:
        if centre := row.values.get("centre_name_zh"):
            assert REGISTER.match({"centre_name_zh": centre}).centre_id == row.index


def misprints(row):
    """The row's names without one character of what distinguishes the holder, for each such character."""
    holder, centre = row.values["holder_name_zh"], row.values.get("centre_name_zh", "")
    end = min(place for word in ("有限", "公司", "研究院") if (place := holder.find(word)) > 0)
    for place in range(end):
        if has_chinese(holder[place]):
            printed = holder[:place] + holder[place + 1 :]
            yield {"holder_name_zh": printed, "centre_name_zh": centre.removeprefix(holder)}


@pytest.mark.parametrize("row", FULL, ids=name_of)
def test_a_misprint_is_a_candidate_and_never_certain(row):
    # Of 海信集团 without 海 no two characters are left that would tell it.
    long = len(core(normalise(row.values["holder_name_zh"]))) > 2
    for names in misprints(row):
        found = REGISTER.match(names)
        assert not found.certain, names
        assert not long or row.index in {candidate.centre_id for candidate in found.candidates}, names


@pytest.mark.parametrize("row", SHORT, ids=name_of)
def test_a_short_name_is_never_certain(row):
    short = row.values["holder_name_zh"]
    assert not REGISTER.match(row.values).certain
    for number, official in enumerate(
        (f"{short}有限公司", f"珠海{short}股份有限公司", f"{short}（中国）公司")
    ):
        found = Index([Known(number, "", "", ("工业设计中心",), (official,))]).match(row.values)
        assert not found.certain, official
        found = Index([Known(number, "", "", (), (official,))]).match(row.values)
        assert not found.certain, official


def test_a_name_without_its_legal_form_is_suggested():
    found = Index([Known(1, "", "", (), ("得力集团有限公司",))]).match({"holder_name_zh": "得力集团"})
    assert (found.centre_id, found.certain, found.reason.code) == (1, False, "short-name")
    named = {"holder_name_zh": "双星集团", "centre_name_zh": "工业设计中心"}
    assert REGISTER.match(named).certain


def test_a_misprint_in_english_stays_open():
    [row] = [row for row in ROWS if row.errors]
    right = row.values["centre_name_en"].replace("Jinhhui", "Jinhui")
    found = Index([Known(1, "", "", (right,))]).match(row.values)
    assert (found.centre_id, found.certain, found.reason.code) == (1, False, "close")


def test_a_renamed_company_is_suggested_until_a_person_says_so():
    printed = {"holder_name_zh": CRRC, "centre_name_zh": CRRC + RAIL}
    found = REGISTER.match(printed)
    assert (found.certain, found.reason.code) == (False, "close")
    assert REGISTER.known[found.centre_id].holder_names == (CSR,)
    settled = Known(1, "", "", (CSR + RAIL,), (CSR,), aliases=(alias(printed),))
    assert Index([settled]).match(printed).reason.code == "by-alias"
    renamed = Known(1, "", "", (CSR + RAIL, CRRC + RAIL), (CSR, CRRC), former=(CSR, CSR + RAIL))
    found = Index([renamed]).match({"holder_name_zh": CSR, "centre_name_zh": CSR + RAIL})
    assert (found.certain, found.reason.code) == (True, "by-former-name")


def test_companies_of_one_group_are_never_taken_for_each_other():
    holders = {row.index: row.values["holder_name_zh"] for row in FULL if "中车" in name_of(row)}
    assert len(holders) == 2
    for index in holders:
        others = Index(known(row) for row in FULL if row.index != index)
        [row] = [row for row in FULL if row.index == index]
        assert not others.match(row.values).certain


def test_two_centres_of_one_company_need_their_names():
    haier = "海尔集团公司"
    both = [row for row in FULL if name_of(row) == haier]
    second = Known(99, "", "", (f"（示例）{haier}家电工业设计中心", "家电工业设计中心"), (haier,))
    index = Index([known(both[0]), second])
    assert index.match({"holder_name_zh": haier}).reason.code == "tie"
    assert index.match({"centre_name_zh": "海尔集团公司创新设计中心"}).centre_id == both[0].index
    assert index.match({"holder_name_zh": haier, "centre_name_zh": "家电工业设计中心"}).centre_id == 99

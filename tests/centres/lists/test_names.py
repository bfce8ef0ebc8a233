import pytest
from hypothesis import given
from hypothesis import strategies as st

from centres.lists import kind_key, normalise, valid_credit_code
from centres.lists.names import core, identity, plain, split_holder

PARTS = (
    "重庆 長安 （集团） 股份有限公司 有限 公司 責任 工業設計中心 集团公司 總 "
    "Co. Ltd cen ter Center Ｄｅｓｉｇｎ in c Inc ß İ · ,"
).split(" ") + [" "]
names = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS), max_size=8).map("".join))


@given(names)
def test_normalising_twice_changes_nothing(name):
    assert normalise(normalise(name)) == normalise(name)


@given(names)
def test_what_distinguishes_a_name_is_never_empty(name):
    key = normalise(name)
    assert bool(core(key)) == bool(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重慶長安汽車股份有限公司", "重庆长安汽车有限责任公司"),
        ("九牧厨卫（福建）有限公司", "九牧厨卫(福建) 有限公司"),
        ("海尔集团公司", "海尔集团有限公司"),
        ("Changan Automobile Co., Ltd.", "CHANGAN  Automobile Company Limited"),
        ("Industrial Design Center", "industrial design centre"),
        ("ＡＢＣ科技有限公司", "abc科技股份有限公司"),
        ("Nan'an Design Inc.", "Nanan Design"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海信集团有限公司", "海信有限公司"),
        ("重庆甲有限公司", "重庆甲有限公司渝北分公司"),
        ("长安汽车工业设计中心", "长安汽车创新中心"),
    ],
)
def test_names_of_two(one, other):
    assert normalise(one) != normalise(other)


def test_legal_form_counts_when_a_name_changes():
    assert plain("重庆甲有限公司") != plain("重庆甲股份有限公司")
    assert plain("重慶甲（有限）公司") == plain("重庆甲(有限) 公司")


def test_identity_does_not_depend_on_whether_the_centre_repeats_its_holder():
    assert identity("工业设计中心", "九牧厨卫股份有限公司") == identity(
        "九牧厨卫股份有限公司工业设计中心", "九牧厨卫有限公司"
    )


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("九牧厨卫股份有限公司工业设计中心", ("九牧厨卫股份有限公司", "工业设计中心")),
        ("吟飞科技(江苏)有限公司工业设计中心", ("吟飞科技(江苏)有限公司", "工业设计中心")),
        ("重庆大学工业设计中心", ("重庆大学", "工业设计中心")),
        ("北京洛可可科技有限公司", ("北京洛可可科技有限公司", "")),
        ("Mag Co., Ltd. Home Design Center", ("Mag Co., Ltd.", "Home Design Center")),
        ("汽车工业设计中心", ("", "汽车工业设计中心")),
    ],
)
def test_holder_in_a_full_name(name, parts):
    assert split_holder(name) == parts


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91500000MA5U00000W", True),
        ("91110000802100433B", True),
        ("91500000MA5U000003", False),
        ("91500000MA5U0000OW", False),
        ("915000", False),
        ("", False),
    ],
)
def test_check_digit_of_a_credit_code(code, valid):
    assert valid_credit_code(code) is valid


@pytest.mark.parametrize(
    ("word", "holder", "kind"),
    [
        ("企业工业设计中心", "", "enterprise-centre"),
        ("市级工业设计中心", "", "enterprise-centre"),
        ("工业设计中心", "重庆歌乐大学", "college-centre"),
        ("工业设计中心", "重庆歌乐大学科技园有限公司", "enterprise-centre"),
        ("企业(院校)工业设计中心", "重庆甲有限公司", "enterprise-centre"),
        ("企业（院校）工业设计中心", "重庆歌乐学院", "college-centre"),
        ("工业设计企业", "", "design-enterprise"),
        ("Industrial Design Enterprise", "", "design-enterprise"),
        ("工业设计研究院", "", "institute"),
        ("分中心", "", "branch"),
        ("college-centre", "", "college-centre"),
        ("制造业", "", None),
        ("", "", None),
    ],
)
def test_words_for_kinds(word, holder, kind):
    assert kind_key(word, holder) == kind

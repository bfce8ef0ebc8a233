"""A list of winners through the reader of lists: what each row means, and saving all of it or nothing."""

import io

import openpyxl
import pytest

from centres.lists import ListRefused, columns_csv, columns_xlsx, read_list
from centres.preparing import Refused
from events import tables
from events.awards import reading, saving
from events.awards.columns import COLUMNS, layout
from events.models import Award, Upload
from tests.events.editions import CSV, award, edition, editor
from tests.factories import grant

pytestmark = pytest.mark.django_db
NAMES = [("产品组", "Product"), ("概念组", "Concept")]


def read(text: str, names=NAMES):
    return read_list(text.encode(), "winners.csv", layout=layout(names))


def upload(of, text: str, name="winners.csv", kind="winner") -> Upload:
    content = text.encode() if isinstance(text, str) else text
    return tables.receive(
        kind=kind,
        content=content,
        filename=name,
        sheet="",
        layout=reading.layout_of(of),
        user=editor(),
        edition=of,
    )


def problems(text: str):
    return [[error.code for error in row.errors] for row in read(text).rows]


def test_headings_in_both_languages_and_a_title_above_them():
    rows = read(
        "2025年获奖名单\nCategory,Prize,Work,Designer(s),Organization,Country/place\nproduct,First,A,B,C,D\n"
    ).rows
    assert rows[0].values == {
        "category": "product",
        "prize_en": "First",
        "work_en": "A",
        "designers_en": "B",
        "organisation_en": "C",
        "from_en": "D",
    }
    assert rows[0].index == 3


def test_a_line_that_names_a_category_holds_for_the_rows_below_it():
    rows = read("作品名称,设计者\n一、产品组（2项）,\n甲凳,甲队\n乙灯,乙队\n二、概念组,\n丙桥,丙队\n").rows
    assert [row.values["category"] for row in rows] == ["产品组", "产品组", "概念组"]
    assert [row.errors for row in rows] == [(), (), ()]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("产品组,一等奖,,,,,,", "row-empty"),
        ("服务组,一等奖,甲,,,,,", "not-one-of"),
        (",一等奖,甲,,,,,", "not-one-of"),
        (f"产品组,一等奖,{'长' * 301},,,,,", "too-long"),
    ],
)
def test_each_bad_row_says_where_and_what_would_be_right(line, code):
    (problem,) = read(CSV + line).rows[0].errors
    assert (problem.code, problem.file, problem.row) == (code, "winners.csv", 2)
    assert "Expected:" in str(problem)


@pytest.mark.parametrize("rank", ["0", "-1", "1.5", "first", "10000"])
def test_a_rank_is_a_whole_number(rank):
    assert problems(f"类别,名次,作品\n产品组,{rank},甲\n") == [["not-whole"]]


def test_one_category_need_not_be_stated():
    assert read(CSV + ",一等奖,甲,,,,,", names=[("产品组", "")]).rows[0].errors == ()


def test_a_file_without_headings_is_refused_with_those_that_are_needed():
    with pytest.raises(ListRefused, match="作品名称, 设计者, 单位"):
        read("甲,乙\n1,2\n")


def test_an_accreditation_list_is_read_as_ever():
    assert read_list("单位名称\n甲公司\n".encode(), "list.csv").rows[0].values == {"holder_name_zh": "甲公司"}


@pytest.mark.parametrize("make", [columns_xlsx, columns_csv])
def test_the_template_is_read_by_its_own_headings(make):
    example = {column.key: column.example for column in COLUMNS} | {"category": "产品组"}
    read_back = read_list(make(COLUMNS, [example]), "template", layout=layout(NAMES))
    assert read_back.rows[0].errors == ()
    assert {key for key in read_back.column_map.values() if key} == {column.key for column in COLUMNS}


def test_the_template_explains_every_column():
    sheet = openpyxl.load_workbook(io.BytesIO(columns_xlsx(COLUMNS)))["说明 Guidance"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=1 + len(COLUMNS))] == [
        column.heading for column in COLUMNS
    ]


def test_a_file_of_winners_is_saved_whole():
    of = edition(2, 1)
    found = saving.save(
        upload(
            of,
            CSV + "第1组,一等奖,甲凳,Stool,甲队,示例甲公司,重庆,\n"
            "Class 1,二等奖,乙灯,,乙队,,,\nclass 2,,丙桥,,,丙院,,\n",
        ),
        centres={},
        user=editor(),
    )
    assert [line.verdict for line in found.lines] == ["new"] * 3
    assert [(a.category.name_en, a.work_zh, a.place) for a in Award.objects.all()] == [
        ("Class 1", "甲凳", 1),
        ("Class 1", "乙灯", 2),
        ("Class 2", "丙桥", 3),
    ]


def test_one_bad_row_keeps_all_out():
    of = edition()
    sent = upload(of, CSV + "第1组,,甲,,,,,\n第9组,,乙,,,,,\n")
    with pytest.raises(Refused, match=r"Nothing was saved: .*row 3"):
        saving.save(sent, centres={}, user=editor())
    assert not Award.objects.exists()
    assert Upload.objects.get().saved_at is None


def test_a_row_twice_is_named_with_the_first_one():
    of = edition()
    lines = reading.table(upload(of, CSV + "第1组,,甲,,乙,,,\n第1组,,甲,,乙,,,\n")).lines
    assert [problem.code for problem in lines[1].problems] == ["same-entry"]
    assert "row 2" in lines[1].remarks[0]


def test_a_second_file_changes_what_is_there_and_names_what_it_lacks():
    of = edition()
    kept, gone = award(of, "甲凳", designers_zh="甲队"), award(of, "旧灯", designers_zh="旧队")
    sent = upload(of, CSV + "第1组,一等奖,甲凳,,甲队,,,\n")
    found = reading.table(sent)
    assert [(line.verdict, line.entry.pk) for line in found.lines] == [("changed", kept.pk)]
    assert found.lines[0].changes == [("prize in Chinese", "", "一等奖")]
    assert found.absent == [gone]
    saving.save(sent, centres={}, remove_absent=True, user=editor())
    assert [a.prize_zh for a in Award.objects.all()] == ["一等奖"]


def test_a_file_is_saved_once():
    of = edition()
    sent = upload(of, CSV + "第1组,,甲,,,,,\n")
    saving.save(sent, centres={}, user=editor())
    with pytest.raises(Refused, match="has been saved"):
        saving.save(sent, centres={}, user=editor())


def test_an_organisation_is_suggested_and_a_person_confirms_it():
    of = edition()
    (centre,) = grant(1, holder_name_zh="重庆嘉陵器械有限公司")
    sent = upload(of, CSV + "第1组,,甲,,,重庆嘉陵器械有限公司,,\n")
    (line,) = reading.table(sent).lines
    assert (line.match.certain, [number for _pk, number, *_rest in line.matches]) == (True, [centre.number])
    saving.save(sent, centres={2: centre.pk}, user=editor())
    saved = Award.objects.get()
    assert (saved.centre, saved.organisation) == (centre, centre.decisions.get().holder)


def test_without_a_person_nothing_is_linked():
    of = edition()
    grant(1, holder_name_zh="重庆嘉陵器械有限公司")
    saving.save(upload(of, CSV + "第1组,,甲,,,重庆嘉陵器械有限公司,,\n"), centres={}, user=editor())
    assert Award.objects.get().centre is None


def test_a_centre_that_was_not_suggested_is_refused():
    of = edition()
    other = grant(2)[1]
    sent = upload(of, CSV + "第1组,,甲,,,示例无关单位,,\n")
    with pytest.raises(Refused, match="not among those suggested"):
        saving.save(sent, centres={2: other.pk}, user=editor())
    assert not Award.objects.exists()


def test_sample_centres_are_not_suggested_for_a_real_edition():
    grant(1, holder_name_zh="重庆嘉陵器械有限公司", sample=True)
    text = CSV + "第1组,,甲,,,重庆嘉陵器械有限公司,,\n"
    assert reading.table(upload(edition(), text)).lines[0].matches == []


def test_the_file_with_verdicts_says_what_is_wrong_beside_the_row():
    found = reading.table(upload(edition(), CSV + "第9组,,甲,,,,,\n"))
    verdict, remarks = found.said[2]
    assert (verdict, "第1组 / Class 1" in remarks[0]) == ("Cannot be saved", True)


def test_columns_can_be_given_another_meaning():
    of = edition()
    sent = upload(of, "类别,作品名称,某栏\n第1组,甲,乙队\n")
    tables.map_columns(sent, reading.layout_of(of), {"某栏": "designers_zh"})
    assert reading.table(sent).lines[0].entry.designers_zh == "乙队"
    with pytest.raises(Refused, match="no such kind of column"):
        tables.map_columns(sent, reading.layout_of(of), {"某栏": "holder"})


def test_a_workbook_in_another_order_with_columns_of_its_own_is_read_by_its_headings():
    [centre] = grant(1, holder_name_zh="重庆示例灯具有限公司")
    of = edition(1, 2)
    book, target = openpyxl.Workbook(), io.BytesIO()
    for line in (
        ("2026年获奖名单",),
        (
            "联系电话",
            "参赛单位",
            "名次",
            "设计师",
            "国家/地区",
            "获奖作品",
            "身份证号",
            "参赛组别",
            "奖项名称",
        ),
        (
            "13900000000",
            "重庆示例灯具有限公司",
            1,
            "甲队",
            "中国",
            "甲灯",
            "500101X",
            "第1组",
            "金奖",
        ),
        (None, None, 2.0, "乙队", "法国", "乙凳", None, "Class 2", "银奖"),
        ("13900000001", "示例学院", None, "丙队", None, "丙桥", None, "第2组", "银奖"),
    ):
        book.active.append(line)
    book.save(target)
    sent = upload(of, target.getvalue(), "winners.xlsx")
    assert [line.problems for line in reading.table(sent).lines] == [(), (), ()]
    saving.save(sent, centres={3: centre.pk}, user=editor())
    facts = ("work_zh", "designers_zh", "organisation_zh", "from_zh", "prize_zh", "rank", "category__name_en")
    assert list(Award.objects.order_by("place").values_list(*facts)) == [
        ("甲灯", "甲队", "重庆示例灯具有限公司", "中国", "金奖", 1, "Class 1"),
        ("乙凳", "乙队", "", "法国", "银奖", 2, "Class 2"),
        ("丙桥", "丙队", "示例学院", "", "银奖", None, "Class 2"),
    ]
    assert Award.objects.get(work_zh="甲灯").centre == centre
    kept = str(list(Award.objects.values()))
    assert not any(private in kept for private in ("139", "500101X"))

import datetime

import pytest

from centres import publishing
from centres.models import Round
from centres.preparing import Refused
from events.announcements import announce, tables
from events.models import AnnouncementIsFixed, AnnouncementPage, RoundIndexPage
from tests.centres.lists_in_short import drafted, person, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"


def titles(round_):
    pages = AnnouncementPage.objects.filter(round=round_)
    return dict(pages.values_list("locale__language_code", "title"))


@pytest.fixture
def first():
    return Round.objects.get(year=2014)


@pytest.fixture
def counter():
    """A round of two centres, taken back."""
    undone = published(TERRACE, RIVER)
    made = publishing.undo(undone, user=person("officer"))
    publishing.approve(publishing.submit(made, user=person("officer")), user=person("approver"))
    return publishing.publish(made, user=person("approver"))


def test_a_round_has_one_page_per_language_at_its_number(first):
    pages = AnnouncementPage.objects.filter(round=first)
    assert {page.url for page in pages} == {f"/en/rounds/{first.pk}/", f"/zh-hans/rounds/{first.pk}/"}
    assert len({page.translation_key for page in pages}) == 1
    assert titles(first) == {
        "en": "Municipal industrial design centre: 2014 round",
        "zh-hans": "市级工业设计中心2014年度认定",
    }


def test_announcing_twice_makes_nothing_new(first):
    before = set(AnnouncementPage.objects.filter(round=first))
    assert set(announce(first)) == before
    assert set(AnnouncementPage.objects.filter(round=first)) == before


def test_a_missing_language_is_added_to_the_same_translation(first):
    AnnouncementPage.objects.filter(round=first, locale__language_code="zh-hans").delete()
    pages = announce(first)
    assert len({page.translation_key for page in pages}) == 1
    assert len({page.locale_id for page in pages}) == 2


def test_a_site_without_an_index_of_rounds_refuses(first):
    AnnouncementPage.objects.all().delete()
    RoundIndexPage.objects.all().delete()
    with pytest.raises(Refused, match="load the content first"):
        announce(first)


def test_tables_of_the_first_round(first):
    context = tables(first)
    (annex,) = context["lists"]
    assert (annex.kind, annex.total, annex.missing, len(annex.lines)) == ("granted", 6, 0, 6)
    last = annex.lines[-1]
    assert last.printed["企业英文名称"] == "Chongqing Dike Automotive Research Co., Ltd."
    assert last.names == {
        "en": "Chongqing Dike Automotive Research Co., Ltd.",
        "zh": "重庆迪科汽车研究有限公司",
    }
    assert (last.to_confirm, last.decided, last.number) == (True, True, "CQ-000006")
    assert last.url.endswith("/centres/CQ-000006/")
    assert annex.headings[0] == "序号"
    assert annex.list.document_url == "https://chongqing.design/milestones/"


def test_totals_and_approval_of_the_first_round(first):
    context = tables(first)
    change = context["change"]
    assert (change.before, change.kept, change.added, change.withdrawn, change.after) == (0, 0, 6, 0, 6)
    assert context["changed_on"] == datetime.date(2014, 2, 28)
    assert (context["edition"].number, len(context["edition"].hash)) == (1, 64)
    assert (context["sample"], context["counters"], context["decided"]) == (False, None, {"granted": 6})
    approval = context["approval"]
    assert (approval["prepared_by"], approval["approved_by"]) == (1, 1)
    assert approval["approved_at"] >= approval["submitted_at"]
    assert "officer" not in str(approval)


def test_names_that_no_source_gives_are_counted_as_missing():
    round_ = drafted(TERRACE, stated_total=34)
    annex = tables(round_)["lists"][0]
    assert (annex.total, annex.missing) == (34, 33)


def test_a_draft_has_no_edition_and_no_change():
    context = tables(drafted(TERRACE))
    assert (context["edition"], context["change"]) == (None, None)


def test_a_counter_round_says_what_it_takes_back(counter):
    context = tables(counter)
    change = context["change"]
    assert context["counters"] == counter.counters
    assert (change.added, change.withdrawn, change.before - change.after) == (0, 2, 2)
    assert context["decided"] == {"annulled": 2}
    assert titles(counter) == {
        "en": f"Round {counter.counters_id} taken back",
        "zh-hans": f"撤回第{counter.counters_id}号认定",
    }


def test_titles_name_the_batch():
    round_ = drafted(TERRACE, scheme="national-centre", year=2023)
    round_.batch = 6
    round_.save()
    announce(round_)
    assert titles(round_)["en"].endswith(": 2023 round, batch 6")
    assert titles(round_)["zh-hans"] == "国家级工业设计中心2023年第6批认定"


def test_titles_of_sample_rounds_say_so():
    round_ = drafted(TERRACE)
    round_.sample = True
    round_.save()
    announce(round_)
    assert titles(round_) == {
        "en": "Municipal industrial design centre: 2023 round (sample)",
        "zh-hans": "市级工业设计中心2023年度认定（示例）",
    }


def test_queries_do_not_grow_with_rows(first, django_assert_num_queries):
    many = published(*(f"重庆第{n}灯具有限公司" for n in range(20)))
    for round_ in (first, many):
        with django_assert_num_queries(9):
            tables(round_)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_an_announcement_stays(first, action):
    page = AnnouncementPage.objects.filter(round=first).first()
    with pytest.raises(AnnouncementIsFixed):
        getattr(page, action)()

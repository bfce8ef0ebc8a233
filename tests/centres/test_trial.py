"""What a trial of the rounds by a stranger brought up."""

import pytest
from django.contrib.messages import get_messages
from django.utils import translation

from centres import corrections, preparing, publishing, settling
from centres.admin.log import settled
from centres.freezing import refusals
from centres.lists.facts import ground_key
from centres.models import Decision, RoundRow, Scheme
from centres.preparing import Refused
from centres.verifying import faults

from .lists_in_short import drafted, person, printed, published

pytestmark = pytest.mark.django_db
TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
RIVER = "重庆两江灯具有限公司,重庆两江灯具有限公司工业设计中心,南岸区,企业工业设计中心"


def desk(client, username="officer"):
    client.force_login(person(username))
    return client


def carried_out(round_):
    publishing.submit(round_, user=person("officer"))
    return publishing.publish(publishing.approve(round_, user=person("approver")), user=person("approver"))


@pytest.fixture
def wrong():
    return published(TERRACE).decisions.get()


def annulling(decision, **facts):
    said = {"effective_on": "2023-04-01", "document": "Letter", "user": person("officer")}
    return corrections.draft(decision.centre, facts=facts, annuls=decision, **said)


def test_a_correction_that_annuls_is_matched_again_and_still_annuls(client, wrong):
    round_ = annulling(wrong, name_zh="重庆层台设计中心")
    other = corrections.draft(
        wrong.centre, facts={"district": "500108"}, effective_on="2024", document="x", user=person("officer")
    )
    carried_out(other)
    assert any("has changed" in reason for reason in refusals(round_))
    roundlist = round_.lists.get()
    desk(client).post(f"/admin/register/rounds/{round_.pk}/lists/{roundlist.pk}/rematch/")
    assert refusals(round_) == []
    carried_out(round_)
    anew = wrong.centre.decisions.latest("number")
    assert (Decision.objects.get(annuls=wrong).round, anew.name_zh) == (round_, "重庆层台设计中心")
    assert list(faults()) == []


def test_a_correction_of_what_was_annulled_meanwhile_says_so(wrong):
    first, second = (annulling(wrong, name_zh=name) for name in ("甲工业设计中心", "乙工业设计中心"))
    carried_out(first)
    with pytest.raises(Refused, match="has been annulled meanwhile"):
        corrections.renew(second, user=person("officer"))


def test_the_file_of_a_correction_is_not_read(wrong):
    roundlist = annulling(wrong, name_zh="重庆层台设计中心").lists.get()
    for again in (preparing.rematch, preparing.reread):
        with pytest.raises(Refused, match="belongs to a correction"):
            again(roundlist, user=person("officer"))
    assert roundlist.rows.get().facts["annuls"] == wrong.number


@pytest.mark.parametrize("misprinted", [True, False])
def test_a_misprinted_total_leaves_no_gap_on_the_public_page(client, misprinted):
    round_ = drafted(TERRACE, RIVER, stated_total=3)
    settling.settle_open_as_new(round_, user=person("officer"))
    roundlist = round_.lists.get()
    said = {"checked": "on", **({"misprinted": "on"} if misprinted else {})}
    desk(client).post(f"/admin/register/rounds/{round_.pk}/lists/{roundlist.pk}/confirm-total/", said)
    carried_out(round_)
    body = client.get(f"/en/rounds/{round_.pk}/").content.decode()
    assert ("1 more on the printed list" in body) != misprinted
    assert ("states 3, which is a misprint" in body) == misprinted
    assert (f'<p class="figure__value">{2 if misprinted else 3}</p>') in body
    assert list(faults()) == []


def test_sample_names_in_a_round_that_is_none_are_pointed_out():
    scheme = Scheme.objects.get(key="municipal-centre")
    for sample, expected in ((False, ["samples-among-real"]), (True, [])):
        round_ = preparing.create_round(scheme=scheme, year=2024, user=person("officer"), sample=sample)
        preparing.upload(
            round_,
            content=printed("（示例）重庆嘉陵器械有限公司,,,", RIVER),
            filename="list.csv",
            kind="granted",
            document="x",
            effective_on="2024",
            user=person("officer"),
        )
        warnings = [warning for warning in round_.lists.get().warnings if "sample" in warning["code"]]
        assert [warning["code"] for warning in warnings] == expected


def test_a_second_round_of_the_same_scheme_and_year_is_hinted_at(client):
    first = drafted(TERRACE)
    said = {"scheme": first.scheme_id, "year": first.year, "batch": ""}
    answers = [
        desk(client).post("/admin/register/rounds/new/", said | {"year": year}) for year in (2023, 2021)
    ]
    told = [[str(one) for one in get_messages(answer.wsgi_request)] for answer in answers]
    assert f"round {first.pk}, Draft" in told[0][0]
    assert len(told[1]) <= 1  # the first answer was never shown


def test_corrections_and_counter_rounds_have_titles_of_their_own(client, wrong):
    correction = annulling(wrong, name_zh="重庆层台设计中心")
    counter = publishing.undo(published(RIVER), user=person("officer"))
    body = desk(client).get("/admin/register/rounds/").content.decode()
    assert f"Correction of {wrong.centre.number}: {correction}" in body
    assert f"Round {counter.counters_id} taken back: " in body
    with translation.override("zh-hans"):
        assert correction.title.startswith("更正")


def test_the_reason_of_a_repetition_is_told_in_the_readers_language(client):
    round_ = drafted(TERRACE, TERRACE)
    row = RoundRow.objects.get(list__round=round_, verdict="duplicate")
    body = desk(client).get(f"/admin/register/rounds/{round_.pk}/").content.decode()
    assert 'name="reason" value="repetition"' in body
    settling.settle(row, action="ignore", reason="repetition", user=person("officer"))
    row.refresh_from_db()
    entry = {"row": 3, "action": "ignore", "reason": row.reason}
    assert row.why == "The line repeats another one of the list."
    with translation.override("zh-hans"):
        assert row.why.startswith("该行")
        assert row.why in settled(entry)
    assert RoundRow(reason="Typed by hand").why == "Typed by hand"


@pytest.mark.parametrize(
    ("printed_reason", "ground"),
    [
        ("未参加复核", "missed"),
        ("未按时提交复核材料", "missed"),
        ("复核不合格", "failed"),
        ("复核未通过", "failed"),
        ("企业自愿申请", "own-wish"),
        ("复核材料弄虚作假", "fraud"),
        ("发生重大安全事故", "accident"),
        ("严重失信", "dishonesty"),
        ("企业注销", ""),
        ("", ""),
    ],
)
def test_words_of_a_reason_are_read_as_a_ground(printed_reason, ground):
    assert ground_key(printed_reason) == ground


def test_a_row_with_another_ground_than_its_list_needs_a_tick():
    published(TERRACE, RIVER)
    scheme = Scheme.objects.get(key="municipal-centre")
    round_ = preparing.create_round(scheme=scheme, year=2024, user=person("officer"))
    content = printed(
        "重庆层台机械有限公司,弄虚作假", "重庆两江灯具有限公司,未参加复核", headings="序号,单位名称,原因"
    )
    said = {"kind": "withdrawn", "document": "x", "effective_on": "2024", "filename": "list.csv"}
    preparing.upload(round_, content=content, ground="missed", user=person("officer"), **said)
    first, second = RoundRow.objects.filter(list__round=round_).order_by("index")
    assert [warning["code"] for warning in first.warnings] == ["ground-differs"]
    assert (first.action, second.action, second.warnings) == ("", "match", [])
